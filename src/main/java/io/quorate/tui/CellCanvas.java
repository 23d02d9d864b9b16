package io.quorate.tui;

/** A canvas over a grid of cells: clips, and turns text into what a terminal can show safely. */
public final class CellCanvas implements Canvas {

  /** The grid: what a screen or a test keeps in memory. */
  public interface Cells {

    int width();

    int height();

    /**
     * Sets one cell, or two when the code point is two columns wide. Only called with a code point
     * that {@link Columns#shown} let through and that lies on the grid as a whole.
     */
    void put(int x, int y, int codePoint, Style style);

    void cursor(int x, int y);

    Glyphs glyphs();
  }

  private final Cells cells;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final int clipLeft;
  private final int clipTop;
  private final int clipRight;
  private final int clipBottom;

  /** A canvas of the whole grid. */
  public CellCanvas(Cells cells) {
    this(
        cells,
        0,
        0,
        cells.width(),
        cells.height(),
        new int[] {0, 0, cells.width(), cells.height()});
  }

  private CellCanvas(Cells cells, int left, int top, int width, int height, int[] clip) {
    this.cells = cells;
    this.left = left;
    this.top = top;
    this.width = Math.max(0, width);
    this.height = Math.max(0, height);
    this.clipLeft = Math.max(clip[0], left);
    this.clipTop = Math.max(clip[1], top);
    this.clipRight = Math.min(clip[2], left + this.width);
    this.clipBottom = Math.min(clip[3], top + this.height);
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
  public int text(int x, int y, String text, Style style) {
    int column = left + x;
    int row = top + y;
    boolean visible = row >= clipTop && row < clipBottom;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int shown = Columns.shown(codePoint);
      if (shown == 0) {
        continue;
      }
      int columns = Columns.width(shown);
      if (visible) {
        put(column, row, shown, columns, style);
      }
      column += columns;
    }
    return column - left;
  }

  /** Half of a wide letter at the edge is a blank. */
  private void put(int column, int row, int codePoint, int columns, Style style) {
    if (column >= clipLeft && column + columns <= clipRight) {
      cells.put(column, row, codePoint, style);
    } else if (columns == 2 && column + 1 == clipLeft && column + 1 < clipRight) {
      cells.put(column + 1, row, ' ', style);
    } else if (columns == 2 && column >= clipLeft && column < clipRight) {
      cells.put(column, row, ' ', style);
    }
  }

  @Override
  public void fill(int x, int y, int width, int height, char character, Style style) {
    int shown = Columns.width(character) == 1 ? Columns.shown(character) : ' ';
    int right = Math.min(clipRight, left + x + width);
    int bottom = Math.min(clipBottom, top + y + height);
    for (int row = Math.max(clipTop, top + y); row < bottom; row++) {
      for (int column = Math.max(clipLeft, left + x); column < right; column++) {
        cells.put(column, row, shown, style);
      }
    }
  }

  @Override
  public Canvas part(int x, int y, int width, int height) {
    return new CellCanvas(
        cells,
        left + x,
        top + y,
        width,
        height,
        new int[] {clipLeft, clipTop, clipRight, clipBottom});
  }

  @Override
  public void cursor(int x, int y) {
    int column = left + x;
    int row = top + y;
    if (column >= clipLeft && column < clipRight && row >= clipTop && row < clipBottom) {
      cells.cursor(column, row);
    }
  }

  @Override
  public Glyphs glyphs() {
    return cells.glyphs();
  }
}
