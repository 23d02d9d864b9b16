package io.quorate.tui.panes;

/**
 * How nodes share the screen: panes side by side while all fit, else one line a node and one pane
 * for the selected node below.
 *
 * @param columns panes beside each other; 0: one line a node
 * @param rows panes below each other
 */
record Tiling(int columns, int rows, int width, int height) {

  /** The least room in which a pane says something: borders, step, operation, bar, one line. */
  static final int LEAST_WIDTH = 38;

  static final int LEAST_HEIGHT = 6;

  /** The tiling with the largest panes, as near to three times as wide as high as can be. */
  static Tiling of(int width, int height, int nodes) {
    Tiling best = new Tiling(0, 0, width, height);
    double worst = Double.MAX_VALUE;
    for (int columns = 1; columns <= Math.max(1, Math.min(nodes, width / LEAST_WIDTH)); columns++) {
      int rows = Math.ceilDiv(Math.max(1, nodes), columns);
      if (height / rows < LEAST_HEIGHT) {
        continue;
      }
      double shape = (double) (width / columns) / (height / rows);
      double off = Math.abs(Math.log(shape / 4)) + 0.5 * (columns * rows - nodes);
      if (off < worst) {
        worst = off;
        best = new Tiling(columns, rows, width, height);
      }
    }
    return best;
  }

  /** One line a node, however few there are. */
  static Tiling list(int width, int height) {
    return new Tiling(0, 0, width, height);
  }

  boolean compact() {
    return columns == 0;
  }

  int left(int pane) {
    return width * (pane % columns) / columns;
  }

  int right(int pane) {
    return width * (pane % columns + 1) / columns;
  }

  int top(int pane) {
    return height * (pane / columns) / rows;
  }

  int bottom(int pane) {
    return height * (pane / columns + 1) / rows;
  }

  /** The pane at a place; -1 when there is none. */
  int at(int x, int y, int nodes) {
    for (int i = 0; i < nodes && !compact(); i++) {
      if (x >= left(i) && x < right(i) && y >= top(i) && y < bottom(i)) {
        return i;
      }
    }
    return -1;
  }

  /** Lines for nodes when there is no room for a pane each; the rest is the selected one's pane. */
  int listHeight(int nodes) {
    return Math.max(1, Math.min(nodes, Math.min(height - LEAST_HEIGHT, height * 6 / 10)));
  }
}
