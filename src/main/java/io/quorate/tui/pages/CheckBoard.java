package io.quorate.tui.pages;

import io.quorate.plan.Finding;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PreflightState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks by nodes: a row a check, a column a node.
 *
 * @param checks their ids
 * @param nodes the hosts, then whatever else was judged: the cluster as a whole, by an empty name
 */
record CheckBoard(Screen<InstallWizard> screen, List<String> checks, List<String> nodes)
    implements Board {

  static CheckBoard of(Screen<InstallWizard> screen) {
    PreflightState state = screen.wizard().outlook().preflight();
    Set<String> nodes = new LinkedHashSet<>();
    screen.wizard().hosts().forEach(h -> nodes.add(h.name()));
    state.findings().forEach(f -> nodes.add(f.node()));
    return new CheckBoard(screen, List.copyOf(state.checks().keySet()), List.copyOf(nodes));
  }

  private PreflightState state() {
    return screen.wizard().outlook().preflight();
  }

  @Override
  public String corner() {
    return "Checks";
  }

  @Override
  public List<String> rows() {
    return List.copyOf(state().checks().values());
  }

  @Override
  public List<String> columns() {
    return nodes.stream().map(n -> n.isEmpty() ? "cluster" : n).toList();
  }

  @Override
  public int row() {
    return Board.within(screen.spot().row(), checks.size());
  }

  @Override
  public int column() {
    return Board.within(screen.spot().column(), nodes.size());
  }

  private Optional<Finding> at(int row, int column) {
    return row < checks.size() && column < nodes.size()
        ? state().at(nodes.get(column), checks.get(row))
        : Optional.empty();
  }

  Optional<Finding> selected() {
    return at(row(), column());
  }

  @Override
  public Matrix.Look look(int row, int column, Glyphs glyphs) {
    return at(row, column).map(f -> look(f, glyphs)).orElse(Matrix.Look.NOTHING);
  }

  private Matrix.Look look(Finding finding, Glyphs glyphs) {
    return switch (finding.status()) {
      case OK -> new Matrix.Look(glyphs.good(), Style.GOOD);
      case FAILED -> new Matrix.Look(glyphs.bad(), Style.BAD);
      case WARNING ->
          isOpen(finding)
              ? new Matrix.Look(glyphs.warning(), Style.WARNING)
              : new Matrix.Look(glyphs.bullet(), Style.DIM);
    };
  }

  @Override
  public boolean isOpen(int row, int column) {
    return at(row, column).filter(this::isOpen).isPresent();
  }

  boolean isOpen(Finding finding) {
    return finding.status() == Finding.Status.FAILED
        || (finding.status() == Finding.Status.WARNING && !state().isAcknowledged(finding));
  }

  @Override
  public Optional<Detail> detail() {
    return selected().map(f -> new Detail(f.where() + ": " + f.title(), f.found(), f.remedy()));
  }

  @Override
  public Screen<InstallWizard> select(int row, int column) {
    return screen.at(screen.spot().cell(row, column));
  }
}
