package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.wizard.Finding;
import io.quorate.wizard.PreflightState;
import io.quorate.wizard.WizardEffect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A matrix of checks and nodes, and what the selected cell says. */
final class PreflightPage implements PageView {

  static final PageView VIEW = new PreflightPage();

  private static final int DETAIL_LINES = 5;

  private PreflightPage() {}

  @Override
  public int items(WizardScreen screen) {
    return 1;
  }

  static PreflightState state(WizardScreen screen) {
    return screen.wizard().outlook().preflight();
  }

  static List<String> checks(WizardScreen screen) {
    return List.copyOf(state(screen).checks().keySet());
  }

  /** The hosts, then whatever else was judged: the cluster as a whole, by an empty name. */
  static List<String> nodes(WizardScreen screen) {
    Set<String> nodes = new LinkedHashSet<>();
    screen.wizard().hosts().forEach(h -> nodes.add(h.name()));
    state(screen).findings().forEach(f -> nodes.add(f.node()));
    return List.copyOf(nodes);
  }

  static int row(WizardScreen screen) {
    return Math.clamp(screen.spot().row(), 0, Math.max(0, checks(screen).size() - 1));
  }

  static int column(WizardScreen screen) {
    return Math.clamp(screen.spot().column(), 0, Math.max(0, nodes(screen).size() - 1));
  }

  private static Optional<Finding> selected(WizardScreen screen) {
    List<String> checks = checks(screen);
    List<String> nodes = nodes(screen);
    return checks.isEmpty() || nodes.isEmpty()
        ? Optional.empty()
        : state(screen).at(nodes.get(column(screen)), checks.get(row(screen)));
  }

  // ---- keys --------------------------------------------------------------------------------

  @Override
  public Update<WizardScreen, WizardEffect> key(WizardScreen screen, KeyPress key) {
    if (key.is(KeyPress.Key.F5) || key.is('r')) {
      return PageView.turned(screen, screen.wizard().recheckPreflight());
    }
    if (key.is('n')) {
      return Update.of(nextProblem(screen));
    }
    if (screen.spot().item() != 0) {
      return Update.of(screen);
    }
    if (key.is('a') || key.is(' ')) {
      return Update.of(acknowledged(screen));
    }
    int row = row(screen);
    int column = column(screen);
    int rows = checks(screen).size();
    int columns = nodes(screen).size();
    return switch (key.key()) {
      case UP -> cell(screen, row - 1, column, row > 0);
      case DOWN -> cell(screen, row + 1, column, row < rows - 1);
      case LEFT -> cell(screen, row, column - 1, column > 0);
      case RIGHT -> cell(screen, row, column + 1, column < columns - 1);
      case HOME -> cell(screen, 0, 0, true);
      case END -> cell(screen, Math.max(0, rows - 1), column, true);
      default -> Update.of(screen);
    };
  }

  private static Update<WizardScreen, WizardEffect> cell(
      WizardScreen screen, int row, int column, boolean there) {
    return Update.of(there ? screen.at(screen.spot().cell(row, column)) : screen);
  }

  private static WizardScreen acknowledged(WizardScreen screen) {
    Optional<Finding> finding = selected(screen);
    boolean warning = finding.isPresent() && finding.get().status() == Finding.Status.WARNING;
    return warning ? nextProblem(screen.with(screen.wizard().acknowledge(finding.get()))) : screen;
  }

  /** The next cell that keeps the journey from going on, row by row, from the beginning again. */
  private static WizardScreen nextProblem(WizardScreen screen) {
    List<String> checks = checks(screen);
    List<String> nodes = nodes(screen);
    int count = checks.size() * nodes.size();
    int here = row(screen) * nodes.size() + column(screen);
    for (int i = 1; i <= count; i++) {
      int cell = (here + i) % count;
      int row = cell / nodes.size();
      int column = cell % nodes.size();
      boolean open =
          state(screen)
              .at(nodes.get(column), checks.get(row))
              .filter(f -> isOpen(screen, f))
              .isPresent();
      if (open) {
        return screen.at(screen.spot().cell(row, column));
      }
    }
    return screen;
  }

  static boolean isOpen(WizardScreen screen, Finding finding) {
    return finding.status() == Finding.Status.BAD
        || (finding.status() == Finding.Status.WARNING && !state(screen).isAcknowledged(finding));
  }

  @Override
  public WizardScreen refused(WizardScreen screen) {
    return focus(
        selected(screen).filter(f -> isOpen(screen, f)).isPresent() ? screen : nextProblem(screen),
        0);
  }

  @Override
  public Update<WizardScreen, WizardEffect> clicked(WizardScreen screen, int x, int y) {
    int height = screen.height() - 5;
    return switch (Buttons.at(height, "Install", x, y)) {
      case 0 -> WizardProgram.next(screen);
      case 1 -> WizardProgram.back(screen);
      default ->
          Update.of(
              Matrix.of(screen, screen.width() - 2, height - DETAIL_LINES - 3)
                  .at(x, y - 1)
                  .map(cell -> focus(screen.at(screen.spot().cell(cell.row(), cell.column())), 0))
                  .orElse(screen));
    };
  }

  @Override
  public WizardScreen scrolled(WizardScreen screen, int lines) {
    int last = Math.max(0, checks(screen).size() - 1);
    int to = Math.clamp(row(screen) + lines, 0, last);
    return screen.at(screen.spot().cell(to, column(screen)));
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void draw(WizardScreen screen, Canvas canvas) {
    canvas.text(0, 0, summary(screen, canvas.glyphs()), summaryStyle(screen));
    int room = canvas.height() - DETAIL_LINES - 3;
    if (!checks(screen).isEmpty()) {
      Matrix.of(screen, canvas.width(), room)
          .draw(canvas.part(0, 1, canvas.width(), room), screen.spot().item() == 0);
    }
    drawDetail(screen, canvas, canvas.height() - DETAIL_LINES - 2);
    Buttons.draw(screen, this, canvas, "Install");
  }

  private static Style summaryStyle(WizardScreen screen) {
    PreflightState state = state(screen);
    if (!state.failure().isEmpty() || count(state, Finding.Status.BAD) > 0) {
      return Style.BAD;
    }
    if (state.findings().isEmpty()) {
      return Style.BUSY;
    }
    return state.openWarnings().isEmpty() ? Style.GOOD : Style.WARNING;
  }

  private static long count(PreflightState state, Finding.Status status) {
    return state.findings().stream().filter(f -> f.status() == status).count();
  }

  private static String summary(WizardScreen screen, Glyphs glyphs) {
    PreflightState state = state(screen);
    String looking = glyphs.busy() + " looking at the nodes";
    if (!state.failure().isEmpty()) {
      return glyphs.bad() + " The nodes could not be looked at: " + state.failure();
    }
    if (state.findings().isEmpty()) {
      return looking;
    }
    long bad = count(state, Finding.Status.BAD);
    int open = state.openWarnings().size();
    StringBuilder line = new StringBuilder();
    line.append(glyphs.good())
        .append(' ')
        .append(count(state, Finding.Status.GOOD))
        .append(" good");
    line.append("  ").append(glyphs.warning()).append(' ').append(open).append(" to acknowledge");
    line.append("  ").append(glyphs.bad()).append(' ').append(bad).append(" to mend");
    if (state.busy()) {
      line.append("   ").append(looking);
    } else if (bad > 0) {
      line.append("   looked at again every 5 s");
    }
    return line.toString();
  }

  private static void drawDetail(WizardScreen screen, Canvas canvas, int y) {
    canvas.fill(0, y, canvas.width(), 1, canvas.glyphs().horizontal(), Style.BORDER);
    Optional<Finding> selected = selected(screen);
    if (selected.isEmpty()) {
      return;
    }
    Finding finding = selected.get();
    Matrix.Look look = Matrix.look(screen, finding, canvas.glyphs());
    canvas.text(
        0, y + 1, look.sign() + " " + finding.where() + ": " + finding.title(), look.style());
    List<String> lines = new ArrayList<>(Columns.wrap(finding.found(), canvas.width()));
    if (!finding.remedy().isEmpty()) {
      lines.addAll(Columns.wrap(canvas.glyphs().arrow() + " " + finding.remedy(), canvas.width()));
    }
    for (int i = 0; i < Math.min(DETAIL_LINES - 2, lines.size()); i++) {
      canvas.text(0, y + 2 + i, lines.get(i), Style.NORMAL);
    }
  }

  @Override
  public List<Hint> hints(WizardScreen screen) {
    boolean warning =
        selected(screen)
            .filter(f -> f.status() == Finding.Status.WARNING && isOpen(screen, f))
            .isPresent();
    Hint look = new Hint("r", "look again");
    Hint next = new Hint("n", "next problem");
    return warning
        ? PageView.hints(new Hint("a", "acknowledge"), next, look)
        : PageView.hints(next, look);
  }

  @Override
  public Overlay.Reading help(WizardScreen screen) {
    Optional<Finding> selected = selected(screen);
    if (selected.isPresent()) {
      Finding finding = selected.get();
      return new Overlay.Reading(
          finding.where() + ": " + finding.title(), finding.found() + "\n\n" + finding.remedy(), 0);
    }
    return new Overlay.Reading("Preflight", screen.page().purpose(), 0);
  }

  /** The matrix and its summary say it all; only what concerns the settings stands below. */
  @Override
  public List<String> problems(WizardScreen screen) {
    return screen.wizard().outlook().notice().isEmpty()
        ? List.of()
        : List.of(screen.wizard().outlook().notice());
  }
}
