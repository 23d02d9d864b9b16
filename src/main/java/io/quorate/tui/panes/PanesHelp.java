package io.quorate.tui.panes;

import io.quorate.tui.widget.Reader;

/** What F1 and {@code ?} say over the panes, one node's output and the summary. */
final class PanesHelp {

  private static final String LOOKING =
      """
      arrows   select a node; Tab, too
      Enter    show its output on the whole screen; Esc shows all nodes
      f        in the output: stop following it, or follow it again
      /        in the output: search; n and N go to the next and previous
      t c l    in the output: one step's, lines to copy, the full log
      p        the summary or the panes, once the run has ended
      q        leave the screen; Ctrl-C, too
      """;

  private static final String DECIDING =
      """
      r        retry the failed step; after the end: resume the run
      s        leave the failed step out and go on, after a question
      x        stop the run, after a question: no further step begins

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

      This is a recording: nothing can be decided.""";

  private PanesHelp() {}

  /**
   * @param live whether there is somebody to decide for
   */
  static Reader of(boolean live) {
    return Reader.of("Keys", LOOKING + (live ? DECIDING : PLAYING));
  }
}
