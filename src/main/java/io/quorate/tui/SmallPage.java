package io.quorate.tui;

/** What a person sees on a terminal that is too small for anything else; down to one cell. */
final class SmallPage {

  private SmallPage() {}

  static void draw(Canvas canvas) {
    String now = "This terminal has " + canvas.width() + "x" + canvas.height() + ".";
    String wanted =
        "Please enlarge it to "
            + ScreenLoop.LEAST_WIDTH
            + "x"
            + ScreenLoop.LEAST_HEIGHT
            + " or more.";
    int row = Math.max(0, canvas.height() / 2 - 1);
    for (String line : Columns.wrap(now + "\n" + wanted, canvas.width())) {
      canvas.text(Math.max(0, (canvas.width() - Columns.width(line)) / 2), row, line, Style.STRONG);
      row++;
    }
  }
}
