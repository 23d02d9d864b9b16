package io.quorate.tui;

import java.util.Arrays;
import java.util.Optional;

/** A screen in memory, as text: what view tests compare. */
public final class TextCanvas implements CellCanvas.Cells {

  /** Where the cursor is shown. */
  public record Position(int x, int y) {}

  /** The right half of a wide letter. */
  private static final int HALF = -1;

  private final int width;
  private final int height;
  private final Glyphs glyphs;
  private final int[] codePoints;
  private final Style[] styles;
  private Optional<Position> cursor = Optional.empty();

  public TextCanvas(int width, int height, Glyphs glyphs) {
    this.width = width;
    this.height = height;
    this.glyphs = glyphs;
    codePoints = new int[width * height];
    styles = new Style[width * height];
    Arrays.fill(codePoints, ' ');
    Arrays.fill(styles, Style.NORMAL);
  }

  /** What views draw on. */
  public Canvas canvas() {
    return new CellCanvas(this);
  }

  /** The rows, without blanks at their ends, each closed by a line feed. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      text.append(row(y).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** One row in full width. */
  public String row(int y) {
    StringBuilder row = new StringBuilder(width);
    for (int x = 0; x < width; x++) {
      int codePoint = codePoints[y * width + x];
      if (codePoint != HALF) {
        row.appendCodePoint(codePoint);
      }
    }
    return row.toString();
  }

  public Style styleAt(int x, int y) {
    return styles[y * width + x];
  }

  public Optional<Position> cursor() {
    return cursor;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void put(int x, int y, int codePoint, Style style) {
    int columns = Columns.width(codePoint);
    int at = y * width + x;
    if (codePoints[at] == HALF) {
      codePoints[at - 1] = ' ';
    }
    int last = at + columns - 1;
    if (x + columns < width && codePoints[last + 1] == HALF) {
      codePoints[last + 1] = ' ';
    }
    codePoints[at] = codePoint;
    styles[at] = style;
    if (columns == 2) {
      codePoints[last] = HALF;
      styles[last] = style;
    }
  }

  @Override
  public void cursor(int x, int y) {
    cursor = Optional.of(new Position(x, y));
  }

  @Override
  public Glyphs glyphs() {
    return glyphs;
  }
}
