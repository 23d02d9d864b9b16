package io.quorate.tui.pages;

import io.quorate.plan.Reachability;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import java.util.List;
import java.util.Optional;

/**
 * Nodes by nodes: whether the row's node reaches the column's.
 *
 * @param nodes by name
 */
record PairBoard(Screen<InstallWizard> screen, List<String> nodes) implements Board {

  static final String LEGEND =
      """
      A row tries to reach each column, on the ports that it will need there.
      tick    it answers on all of them
      cross   no answer on at least one: the cluster would not work
      arrow   kept out by the cluster's own firewall, which opens when it joins
      dash    nothing there is needed
      ?       not known, as the row's node could not try""";

  static PairBoard of(Screen<InstallWizard> screen) {
    return new PairBoard(screen, screen.wizard().hosts().stream().map(HostEntry::name).toList());
  }

  @Override
  public String corner() {
    return "from / to";
  }

  @Override
  public List<String> rows() {
    return nodes;
  }

  @Override
  public List<String> columns() {
    return nodes;
  }

  @Override
  public int row() {
    return Board.within(screen.spot().pair().row(), nodes.size());
  }

  @Override
  public int column() {
    return Board.within(screen.spot().pair().column(), nodes.size());
  }

  private Optional<Reachability> at(int row, int column) {
    return row < nodes.size() && column < nodes.size()
        ? screen.wizard().outlook().preflight().between(nodes.get(row), nodes.get(column))
        : Optional.empty();
  }

  @Override
  public Matrix.Look look(int row, int column, Glyphs glyphs) {
    return at(row, column).map(p -> look(p.outcome(), glyphs)).orElse(Matrix.Look.NOTHING);
  }

  private static Matrix.Look look(Reachability.Outcome outcome, Glyphs glyphs) {
    return switch (outcome) {
      case ANSWERS -> new Matrix.Look(glyphs.good(), Style.GOOD);
      case OPENS_LATER -> new Matrix.Look(glyphs.arrow(), Style.GOOD);
      case SILENT -> new Matrix.Look(glyphs.bad(), Style.BAD);
      case UNTRIED -> new Matrix.Look('?', Style.WARNING);
      case NOT_NEEDED -> new Matrix.Look(glyphs.skipped(), Style.DIM);
    };
  }

  /** What the signs mean, in a line. */
  static String signs(Glyphs glyphs) {
    return "%c answers  %c silent  %c opens later  %c not needed  ? not known"
        .formatted(glyphs.good(), glyphs.bad(), glyphs.arrow(), glyphs.skipped());
  }

  @Override
  public boolean isOpen(int row, int column) {
    return at(row, column).filter(p -> p.outcome() == Reachability.Outcome.SILENT).isPresent();
  }

  @Override
  public Optional<Detail> detail() {
    return at(row(), column())
        .map(p -> new Detail("from " + p.from() + " to " + p.to(), p.found(), p.remedy()));
  }

  @Override
  public Screen<InstallWizard> select(int row, int column) {
    return screen.at(screen.spot().pair(row, column));
  }
}
