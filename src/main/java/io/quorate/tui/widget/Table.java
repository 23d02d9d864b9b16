package io.quorate.tui.widget;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;
import java.util.List;

/**
 * Rows in columns, one of them selected. A table longer than its room scrolls with the selection.
 *
 * @param selected a row; 0 when there are none
 */
public record Table(List<Column> columns, List<List<Cell>> rows, int selected) {

  /**
   * @param width the least columns it takes; a narrower screen cuts the last ones off
   * @param weight its share of the room that is left; 0: none
   */
  public record Column(String title, int width, int weight) {}

  /** A cell's text; its style gives way to that of the selected row. */
  public record Cell(String text, Style style) {
    public static Cell of(String text) {
      return new Cell(text, Style.NORMAL);
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    selected = Math.clamp(selected, 0, Math.max(0, rows.size() - 1));
  }

  public Table withRows(List<List<Cell>> other) {
    return new Table(columns, other, selected);
  }

  public Table select(int row) {
    return new Table(columns, rows, row);
  }

  /** Arrows, pages, Home and End; at an end the arrows are the page's keys. */
  public Table handle(KeyPress key) {
    if (key.ctrl() || key.alt() || rows.isEmpty()) {
      return this;
    }
    return switch (key.key()) {
      case UP -> selected == 0 ? this : select(selected - 1);
      case DOWN -> selected == rows.size() - 1 ? this : select(selected + 1);
      case PAGE_UP -> select(selected - 10);
      case PAGE_DOWN -> select(selected + 10);
      case HOME -> select(0);
      case END -> select(rows.size() - 1);
      default -> this;
    };
  }

  /** Titles in the first line, rows below it. */
  public void draw(Canvas canvas, int x, int y, int width, int height, boolean focused) {
    Canvas table = canvas.part(x, y, width, height);
    int[] widths = widths(width);
    int at = 0;
    for (int i = 0; i < columns.size(); i++) {
      table.text(at, 0, fit(table.glyphs(), columns.get(i).title(), widths[i]), Style.DIM);
      at += widths[i] + 1;
    }
    int room = height - 1;
    int top = Scrolled.top(selected, rows.size(), room);
    for (int line = 0; line < room && top + line < rows.size(); line++) {
      drawRow(table, top + line, line + 1, widths, focused);
    }
  }

  /** The row of the table at a line of the drawn table (0: the titles); -1 when there is none. */
  public int rowAt(int line, int height) {
    int row = Scrolled.top(selected, rows.size(), height - 1) + line - 1;
    return line >= 1 && line < height && row < rows.size() ? row : -1;
  }

  private void drawRow(Canvas table, int row, int y, int[] widths, boolean focused) {
    boolean here = row == selected;
    Style over = focused ? Style.FOCUS : Style.SELECTED;
    if (here) {
      table.fill(0, y, table.width(), 1, ' ', over);
    }
    int at = 0;
    List<Cell> cells = rows.get(row);
    for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
      Cell cell = cells.get(i);
      table.text(at, y, fit(table.glyphs(), cell.text(), widths[i]), here ? over : cell.style());
      at += widths[i] + 1;
    }
  }

  private static String fit(Glyphs glyphs, String text, int width) {
    return Columns.fit(text, width, glyphs.ellipsis());
  }

  private int[] widths(int width) {
    int weights = columns.stream().mapToInt(Column::weight).sum();
    int least = columns.stream().mapToInt(c -> c.width() + 1).sum() - 1;
    int left = Math.max(0, width - least);
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      Column column = columns.get(i);
      widths[i] = column.width() + (weights == 0 ? 0 : left * column.weight() / weights);
    }
    return widths;
  }
}
