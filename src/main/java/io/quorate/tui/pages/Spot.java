package io.quorate.tui.pages;

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
 *     inventory
 * @param editing what the line replaces when it is entered: a row; -1: it is new
 */
record Spot(int item, TextField line, int row, int column, int scroll, boolean other, int editing) {

  static Spot start() {
    return new Spot(0, TextField.of(""), 0, 0, 0, false, -1);
  }

  /** Another control; a secret is hidden again. */
  Spot focus(int control) {
    return new Spot(control, line, row, column, scroll, false, editing);
  }

  Spot item(int control) {
    return new Spot(control, line, row, column, scroll, other, editing);
  }

  Spot line(TextField field) {
    return new Spot(item, field, row, column, scroll, other, editing);
  }

  Spot cell(int toRow, int toColumn) {
    return new Spot(item, line, toRow, toColumn, scroll, other, editing);
  }

  Spot scrolled(int to) {
    return new Spot(item, line, row, column, Math.max(0, to), other, editing);
  }

  Spot turned() {
    return new Spot(item, line, row, column, 0, !other, editing);
  }

  Spot editing(int target) {
    return new Spot(item, line, row, column, scroll, other, target);
  }
}
