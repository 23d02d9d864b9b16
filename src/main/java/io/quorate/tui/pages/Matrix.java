package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.wizard.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The preflight's cells: a row a check, a column a node. What does not fit scrolls with the
 * selection.
 *
 * @param title columns that the checks' titles take
 * @param column columns that a node takes
 * @param top the first check in view
 * @param left the first node in view
 * @param rows checks in view
 * @param columns nodes in view
 */
record Matrix(
    WizardScreen screen, int title, int column, int top, int left, int rows, int columns) {

  /** A place in the matrix. */
  record Cell(int row, int column) {}

  /** What a finding looks like. */
  record Look(char sign, Style style) {}

  static Matrix of(WizardScreen screen, int width, int height) {
    List<String> nodes = PreflightPage.nodes(screen);
    int title = Math.min(26, width / 3);
    int widest = nodes.stream().map(Matrix::title).mapToInt(Columns::width).max().orElse(1);
    int column = Math.clamp(widest, 3, 10) + 1;
    int columns = Math.max(1, (width - title - 1) / column);
    int rows = Math.max(1, height - 1);
    int top = first(PreflightPage.row(screen), PreflightPage.checks(screen).size(), rows);
    int left = first(PreflightPage.column(screen), nodes.size(), columns);
    return new Matrix(screen, title, column, top, left, rows, columns);
  }

  private static String title(String node) {
    return node.isEmpty() ? "cluster" : node;
  }

  private static int first(int selected, int size, int room) {
    return Math.clamp(selected - room / 2, 0, Math.max(0, size - room));
  }

  /** The cell at a place of the drawn matrix. */
  Optional<Cell> at(int x, int y) {
    int row = top + y - 1;
    int node = left + (x - title - 1) / column;
    boolean there =
        y >= 1
            && y <= rows
            && x > title
            && row < PreflightPage.checks(screen).size()
            && node < PreflightPage.nodes(screen).size();
    return there ? Optional.of(new Cell(row, node)) : Optional.empty();
  }

  void draw(Canvas canvas, boolean focused) {
    List<String> nodes = PreflightPage.nodes(screen);
    Map<String, String> checks = PreflightPage.state(screen).checks();
    List<String> keys = PreflightPage.checks(screen);
    char ellipsis = canvas.glyphs().ellipsis();
    int shown = Math.min(columns, nodes.size() - left);
    for (int i = 0; i < shown; i++) {
      boolean here = left + i == PreflightPage.column(screen);
      String name = Columns.cut(title(nodes.get(left + i)), column - 1, ellipsis);
      canvas.text(title + 1 + i * column, 0, name, here ? Style.STRONG : Style.DIM);
    }
    for (int y = 0; y < rows && top + y < keys.size(); y++) {
      String key = keys.get(top + y);
      boolean here = top + y == PreflightPage.row(screen);
      String text = Columns.cut(checks.getOrDefault(key, key), title, ellipsis);
      canvas.text(0, y + 1, text, here ? Style.STRONG : Style.NORMAL);
      for (int i = 0; i < shown; i++) {
        boolean selected = here && left + i == PreflightPage.column(screen);
        drawCell(
            canvas, title + 1 + i * column, y + 1, nodes.get(left + i), key, selected, focused);
      }
    }
    if (top + rows < keys.size() || left + shown < nodes.size()) {
      canvas.text(0, 0, "(more: arrows)", Style.DIM);
    }
  }

  private void drawCell(
      Canvas canvas, int x, int y, String node, String check, boolean selected, boolean focused) {
    Look look =
        PreflightPage.state(screen)
            .at(node, check)
            .map(f -> look(screen, f, canvas.glyphs()))
            .orElse(new Look(' ', Style.DIM));
    if (selected) {
      canvas.text(x, y, "[" + look.sign() + "]", focused ? Style.FOCUS : Style.SELECTED);
    } else {
      canvas.text(x + 1, y, String.valueOf(look.sign()), look.style());
    }
  }

  static Look look(WizardScreen screen, Finding finding, Glyphs glyphs) {
    return switch (finding.status()) {
      case GOOD -> new Look(glyphs.good(), Style.GOOD);
      case BAD -> new Look(glyphs.bad(), Style.BAD);
      case WARNING ->
          PreflightPage.isOpen(screen, finding)
              ? new Look(glyphs.warning(), Style.WARNING)
              : new Look(glyphs.bullet(), Style.DIM);
    };
  }
}
