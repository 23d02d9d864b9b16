package io.quorate.tui;

/**
 * A rectangle of cells to draw on. Everything outside is clipped; coordinates count from 0. Text is
 * made safe on its way: control characters become visible, wide characters take two cells.
 */
public interface Canvas {

  int width();

  int height();

  /** Writes text from the cell on; returns the column after its last cell. */
  int text(int x, int y, String text, Style style);

  /** Fills a rectangle with one character that is one column wide. */
  void fill(int x, int y, int width, int height, char character, Style style);

  /** A part of this canvas, with coordinates of its own. */
  Canvas part(int x, int y, int width, int height);

  /** Where the terminal's cursor is shown; at most one place a frame. */
  void cursor(int x, int y);

  /** The glyphs that the terminal can show. */
  Glyphs glyphs();
}
