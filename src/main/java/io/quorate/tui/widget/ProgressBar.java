package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Style;
import java.util.Locale;

/**
 * How much of something is done.
 *
 * @param done bytes or things, 0 or more
 * @param total the whole; 0 or less when it is not known
 */
public record ProgressBar(long done, long total) {

  /** Bytes as people read them: {@code 512 B}, {@code 3.4 MiB}. */
  public static String bytes(long count) {
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    if (count < 1024) {
      return count + " B";
    }
    double value = count;
    int unit = -1;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** 0 to 100; 0 when the total is not known. */
  public int percent() {
    return total <= 0 ? 0 : (int) Math.clamp(100.0 * done / total, 0.0, 100.0);
  }

  /** A bar and its percentage in one line. */
  public void draw(Canvas canvas, int x, int y, int width, Style style) {
    int bar = width - 5;
    if (bar > 0) {
      int full = (int) ((long) bar * percent() / 100);
      canvas.fill(x, y, bar, 1, canvas.glyphs().barEmpty(), Style.DIM);
      canvas.fill(x, y, full, 1, canvas.glyphs().barFull(), style);
    }
    canvas.text(x + Math.max(0, bar) + 1, y, String.format(Locale.ROOT, "%3d%%", percent()), style);
  }
}
