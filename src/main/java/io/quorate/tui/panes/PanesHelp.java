package io.quorate.tui.panes;

import io.quorate.tui.widget.Reader;

/** What F1 and {@code ?} say over the panes, one node's output and the summary. */
final class PanesHelp {

  private static final String LOOKING =
      """

      All nodes
      arrows   select a node; Tab, too
      Enter    show its output on the whole screen; Esc shows all nodes
      /        only nodes with this text in their name, address or roles
      f        only failed, running or waiting nodes; Esc shows all again
      o        sort by state, by name, by progress
      m        a map: one sign a node, in groups by their roles
      p        the summary or the panes, once the run has ended

      One node's output
      f        hold it, or follow it again; End follows, too
      /        search; n and N go to the next and previous
      t        one step's lines only
      c        the lines in view alone, and into the clipboard; c goes back
      l        the full log

      Everywhere
      w        what the selected node waits for, and what takes longest
      y        copy what failed
      """;

  private static final String LEAVING =
      """
      F9       the mouse marks text; F9 gives it back
      q        leave the screen; Ctrl-C, too
      """;

  private static final String LOG =
      """
      Y        write the node's log into a file, copy the file's path
      """;

  private static final String RECORDING =
      """
      Y        copy the recording's path
      """;

  private static final String DECIDING =
      """
      r        retry the failed step; after the end: resume the run
      s        leave the failed step out and go on, after a question
      x        stop the run, after a question: no further step begins
      """;

  private static final String PROCESS =
      """

      The run is a process of its own. It goes on when this screen is left or the terminal \
      is closed; quorate attach shows it again.""";

  private static final String PLAYING =
      """
      Space    play or pause
      + -      faster, slower
      , .      10 seconds back, on
      < >      a minute back, on
      0 to 9   to that tenth of the run
      e        to the next failure
      """;

  private static final String RECORDED =
      """

      This is a recording: nothing can be decided.""";

  private PanesHelp() {}

  /**
   * @param live whether there is somebody to decide for
   */
  static Reader of(boolean live) {
    return Reader.of(
        "Keys",
        live
            ? DECIDING + LOOKING + LOG + LEAVING + PROCESS
            : PLAYING + LOOKING + RECORDING + LEAVING + RECORDED);
  }
}
