package io.quorate.tui.pages;

import io.quorate.tui.Glyphs;
import io.quorate.wizard.InstallWizard;
import java.util.List;
import java.util.Optional;

/** Cells in rows and columns, one of them selected; what they hold is up to the kind. */
sealed interface Board permits CheckBoard, PairBoard {

  /**
   * What a cell says.
   *
   * @param title where and what
   * @param remedy what to do; may be empty
   */
  record Detail(String title, String found, String remedy) {}

  Screen<InstallWizard> screen();

  /** What stands where the titles of rows and columns meet. */
  String corner();

  List<String> rows();

  List<String> columns();

  /** The selected row; 0 when there is none. */
  int row();

  /** The selected column; 0 when there is none. */
  int column();

  Matrix.Look look(int row, int column, Glyphs glyphs);

  /** Whether a cell keeps the journey from going on. */
  boolean isOpen(int row, int column);

  /** What the selected cell says. */
  Optional<Detail> detail();

  /** The screen with another cell selected. */
  Screen<InstallWizard> select(int row, int column);

  /** The next cell that keeps the journey from going on, row by row, from the beginning again. */
  default Screen<InstallWizard> nextProblem() {
    int across = columns().size();
    int count = rows().size() * across;
    int here = row() * across + column();
    for (int i = 1; i <= count; i++) {
      int cell = (here + i) % count;
      if (isOpen(cell / across, cell % across)) {
        return select(cell / across, cell % across);
      }
    }
    return screen();
  }

  /** A selection that is in a list of so many. */
  static int within(int selected, int size) {
    return Math.clamp(selected, 0, Math.max(0, size - 1));
  }
}
