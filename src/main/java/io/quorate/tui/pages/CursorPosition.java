package io.quorate.tui.pages;

import io.quorate.tui.widget.TextArea;
import io.quorate.tui.widget.TextField;

/**
 * Where the person is on a page. Each page uses what it needs of it.
 *
 * @param item the control with the focus; behind the page's own come Next and Back
 * @param line the text field that is being edited
 * @param row of a table, 0 for the first
 * @param column of a table, 0 for the first
 * @param scroll the first line in view of a longer text
 * @param other whether the page shows its other side: a revealed secret, the plan instead of the
 *     inventory, nodes by nodes instead of checks
 * @param editing what the line replaces when it is entered: a row; -1: it is new
 * @param pair the selected cell of a page's second matrix
 * @param choice which rows of a table are shown, and in which order
 * @param area the lines that are being edited
 */
record CursorPosition(
    int item,
    TextField line,
    int row,
    int column,
    int scroll,
    boolean other,
    int editing,
    Matrix.Cell pair,
    RowChoice choice,
    TextArea area) {

  static CursorPosition start() {
    return new CursorPosition(
        0,
        TextField.of(""),
        0,
        0,
        0,
        false,
        -1,
        new Matrix.Cell(0, 0),
        RowChoice.ALL,
        TextArea.of(""));
  }

  /** Another control; a secret is hidden again. */
  CursorPosition focus(int control) {
    return new CursorPosition(
        control, line, row, column, scroll, false, editing, pair, choice, area);
  }

  CursorPosition item(int control) {
    return new CursorPosition(
        control, line, row, column, scroll, other, editing, pair, choice, area);
  }

  CursorPosition line(TextField field) {
    return new CursorPosition(item, field, row, column, scroll, other, editing, pair, choice, area);
  }

  CursorPosition cell(int toRow, int toColumn) {
    return new CursorPosition(
        item, line, toRow, toColumn, scroll, other, editing, pair, choice, area);
  }

  CursorPosition pair(int toRow, int toColumn) {
    return new CursorPosition(
        item,
        line,
        row,
        column,
        scroll,
        other,
        editing,
        new Matrix.Cell(toRow, toColumn),
        choice,
        area);
  }

  /** Another control; {@code side} says which of the page's sides is shown. */
  CursorPosition side(int control, boolean side) {
    return new CursorPosition(
        control, line, row, column, scroll, side, editing, pair, choice, area);
  }

  CursorPosition scrolled(int to) {
    return new CursorPosition(
        item, line, row, column, Math.max(0, to), other, editing, pair, choice, area);
  }

  CursorPosition turned() {
    return new CursorPosition(item, line, row, column, 0, !other, editing, pair, choice, area);
  }

  CursorPosition editing(int target) {
    return new CursorPosition(item, line, row, column, scroll, other, target, pair, choice, area);
  }

  CursorPosition choosing(RowChoice rows) {
    return new CursorPosition(item, line, 0, column, scroll, other, editing, pair, rows, area);
  }

  CursorPosition area(TextArea lines) {
    return new CursorPosition(item, line, row, column, scroll, other, editing, pair, choice, lines);
  }
}
