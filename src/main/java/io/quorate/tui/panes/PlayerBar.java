package io.quorate.tui.panes;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Style;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The line below a recording: where it stands, how fast it plays, and the keys. */
final class PlayerBar {

  private static final int LONGEST = 40;
  private static final List<Hint> HINTS =
      List.of(
          new Hint("Space", "pause"),
          new Hint(", .", "10 s"),
          new Hint("+ -", "speed"),
          new Hint("e", "failure"),
          new Hint("0-9", "seek"));

  private PlayerBar() {}

  /** The column where the bar begins. */
  static int left(ReplayModel model, Supplier<Duration> length) {
    return Columns.width(words(model, length.get(), length.get())) + 2;
  }

  /** A quarter of the screen; with room for the hints beside it where there is any. */
  static int width(ReplayModel model, Supplier<Duration> length) {
    int room = model.dashboard().width() - left(model, length) - 1;
    return Math.clamp(room / 2, 0, LONGEST);
  }

  private static String words(ReplayModel model, Duration at, Duration length) {
    String word = model.playing() ? "playing" : "paused ";
    String all = Wording.duration(length);
    String now = Columns.right(Wording.duration(at), all.length(), ' ');
    return " " + word + " " + model.speed() + "x  " + now + " of " + all;
  }

  static void draw(ReplayModel model, Duration at, Duration length, Canvas canvas) {
    canvas.fill(0, 0, canvas.width(), 1, ' ', Style.NORMAL);
    canvas.text(0, 0, words(model, at, length), Style.STRONG);
    int left = left(model, () -> length);
    int width = width(model, () -> length);
    long all = Math.max(1, length.toMillis());
    int full = (int) Math.clamp(at.toMillis() * width / all, 0L, width);
    canvas.fill(left, 0, width, 1, canvas.glyphs().barEmpty(), Style.DIM);
    canvas.fill(left, 0, full, 1, canvas.glyphs().barFull(), Style.BUSY);
    PageFrame.drawHints(canvas, left + width + 2, 0, HINTS);
  }
}
