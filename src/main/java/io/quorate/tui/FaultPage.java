package io.quorate.tui;

import java.util.List;

/** What a person sees when this program has a fault: a sentence, never a stack trace. */
final class FaultPage {

  private FaultPage() {}

  static void draw(Canvas canvas, Throwable fault) {
    Canvas body =
        PageFrame.draw(
            canvas,
            "A fault of this program",
            0,
            0,
            "The screen cannot go on; runs on nodes are not touched.",
            List.of(new PageFrame.Hint("any key", "leave")),
            false);
    int y = 1;
    for (String line : Columns.wrap(ScreenFailure.sentence(fault), body.width())) {
      body.text(0, y, line, Style.BAD);
      y++;
    }
    body.text(0, y + 1, "The details are kept in a file, whose path is said next.", Style.NORMAL);
  }
}
