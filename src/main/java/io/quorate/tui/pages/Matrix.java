package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A board's cells, as they are drawn. What does not fit scrolls with the selection.
 *
 * @param title columns that the rows' titles take
 * @param column columns that a column of the board takes
 * @param top the first row in view
 * @param left the first column in view
 * @param rows rows in view
 * @param columns columns in view
 */
record Matrix(Board board, int title, int column, int top, int left, int rows, int columns) {

  private static final int WIDEST_TITLE = 26;
  private static final int WIDEST_COLUMN = 10;

  /** A place in the matrix. */
  record Cell(int row, int column) {}

  /** What a cell looks like. */
  record Look(char sign, Style style) {
    static final Look NOTHING = new Look(' ', Style.DIM);
  }

  static Matrix of(Board board, int width, int height) {
    int widestTitle = widest(Stream.concat(Stream.of(board.corner()), board.rows().stream()));
    int title = Math.min(widestTitle, Math.min(WIDEST_TITLE, width / 3));
    int column = Math.clamp(widest(board.columns().stream()), 3, WIDEST_COLUMN) + 1;
    int columns = Math.clamp((width - title - 1) / column, 1, Math.max(1, board.columns().size()));
    int rows = Math.clamp(height - 1L, 1, Math.max(1, board.rows().size()));
    int top = first(board.row(), board.rows().size(), rows);
    int left = first(board.column(), board.columns().size(), columns);
    return new Matrix(board, title, column, top, left, rows, columns);
  }

  private static int widest(Stream<String> texts) {
    return texts.mapToInt(Columns::width).max().orElse(1);
  }

  private static int first(int selected, int size, int room) {
    return Math.clamp(selected - room / 2, 0, Math.max(0, size - room));
  }

  /** The cell at a place of the drawn matrix. */
  Optional<Cell> at(int x, int y) {
    int row = top + y - 1;
    int at = left + (x - title - 1) / column;
    boolean there =
        y >= 1
            && y <= rows
            && x > title
            && at < left + columns
            && row < board.rows().size()
            && at < board.columns().size();
    return there ? Optional.of(new Cell(row, at)) : Optional.empty();
  }

  /** Whether some of it is out of view. */
  boolean scrolls() {
    return rows < board.rows().size() || columns < board.columns().size();
  }

  void draw(Canvas canvas, boolean focused) {
    List<String> across = board.columns();
    List<String> down = board.rows();
    char ellipsis = canvas.glyphs().ellipsis();
    canvas.text(0, 0, Columns.cut(board.corner(), title, ellipsis), Style.DIM);
    int shown = Math.min(columns, across.size() - left);
    for (int i = 0; i < shown; i++) {
      boolean here = left + i == board.column();
      String name = Columns.cut(across.get(left + i), column - 1, ellipsis);
      canvas.text(title + 1 + i * column, 0, name, here ? Style.STRONG : Style.DIM);
    }
    for (int y = 0; y < rows && top + y < down.size(); y++) {
      boolean here = top + y == board.row();
      String text = Columns.cut(down.get(top + y), title, ellipsis);
      canvas.text(0, y + 1, text, here ? Style.STRONG : Style.NORMAL);
      for (int i = 0; i < shown; i++) {
        boolean selected = here && left + i == board.column();
        drawCell(canvas, title + 1 + i * column, y + 1, left + i, selected, focused);
      }
    }
  }

  private void drawCell(Canvas canvas, int x, int y, int at, boolean selected, boolean focused) {
    Look look = board.look(top + y - 1, at, canvas.glyphs());
    if (selected) {
      canvas.text(x, y, "[" + look.sign() + "]", focused ? Style.FOCUS : Style.SELECTED);
    } else {
      canvas.text(x + 1, y, String.valueOf(look.sign()), look.style());
    }
  }
}
