package io.quorate.tui.panes;

import io.quorate.tui.panes.DashboardModel.Question;
import io.quorate.tui.widget.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Where a person looks, and what they are asked.
 *
 * @param nodes which nodes are shown, and how
 * @param chosen the node that the person chose; null: whichever needs attention most
 * @param zoom one node on the whole screen; null: all of them
 * @param question what is asked over the screen; null: nothing
 * @param help what is read over the screen; null: nothing
 * @param summaryTop the first line of the summary in view
 * @param panesAgain whether the person looks at the panes of a finished run
 * @param notice what came of the last command; empty: nothing to say
 * @param left whether the person left the screen, and what for
 */
record PaneFocus(
    NodeChoice nodes,
    @Nullable String chosen,
    @Nullable Zoom zoom,
    @Nullable Question question,
    @Nullable Reader help,
    int summaryTop,
    boolean panesAgain,
    String notice,
    Leaving left) {

  /** How a screen is left. */
  enum Leaving {
    NOT,
    FOR_GOOD,
    /** To go on with the run, which has ended before all was done. */
    TO_RESUME
  }

  static final PaneFocus OPEN =
      new PaneFocus(NodeChoice.ALL, null, null, null, null, 0, false, "", Leaving.NOT);

  PaneFocus showing(NodeChoice which) {
    return new PaneFocus(which, chosen, zoom, question, help, summaryTop, panesAgain, notice, left);
  }

  PaneFocus choose(String node) {
    return new PaneFocus(nodes, node, zoom, question, help, summaryTop, panesAgain, notice, left);
  }

  PaneFocus zoom(@Nullable Zoom on) {
    return new PaneFocus(nodes, chosen, on, question, help, summaryTop, panesAgain, notice, left);
  }

  PaneFocus ask(@Nullable Question about) {
    return new PaneFocus(nodes, chosen, zoom, about, help, summaryTop, panesAgain, notice, left);
  }

  PaneFocus reading(@Nullable Reader text) {
    return new PaneFocus(nodes, chosen, zoom, question, text, summaryTop, panesAgain, notice, left);
  }

  PaneFocus summary(int top) {
    return new PaneFocus(nodes, chosen, zoom, question, help, top, false, notice, left);
  }

  PaneFocus panes() {
    return new PaneFocus(nodes, chosen, zoom, question, help, summaryTop, true, notice, left);
  }

  PaneFocus told(String news) {
    return new PaneFocus(nodes, chosen, zoom, question, help, summaryTop, panesAgain, news, left);
  }

  PaneFocus closed(Leaving how) {
    return new PaneFocus(nodes, chosen, zoom, question, help, summaryTop, panesAgain, notice, how);
  }
}
