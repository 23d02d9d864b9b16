package io.quorate.tui.pages;

import io.quorate.plan.Finding;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.Effect;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PreflightState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two matrices, checks by nodes and nodes by nodes, and what the selected cell says. Both are in
 * view on a wide screen; on others F2 turns from the one to the other.
 */
final class PreflightPage implements PageView<InstallWizard> {

  static final PageView<InstallWizard> VIEW = new PreflightPage();

  private static final int DETAIL_LINES = 5;

  /** Columns that both matrices need to stand side by side. */
  private static final int BOTH = 100;

  private static final int CHECKS = 0;
  private static final int PAIRS = 1;

  private PreflightPage() {}

  @Override
  public int items(Screen<InstallWizard> screen) {
    return 2;
  }

  /** The board that has the focus, or had it last. */
  private static Board board(Screen<InstallWizard> screen) {
    return screen.spot().other() ? PairBoard.of(screen) : CheckBoard.of(screen);
  }

  private static PreflightState state(Screen<InstallWizard> screen) {
    return screen.wizard().outlook().preflight();
  }

  @Override
  public Screen<InstallWizard> focus(Screen<InstallWizard> screen, int item) {
    boolean pairs = item == PAIRS || item > PAIRS && screen.spot().other();
    return screen.at(screen.spot().side(item, pairs));
  }

  /** Nothing is changed before a last question. */
  @Override
  public Update<Screen<InstallWizard>, Effect> next(Screen<InstallWizard> screen) {
    return screen.wizard().next().wizard().outlook().hasStarted()
        ? Update.of(screen.over(installing(screen)))
        : PageView.super.next(screen);
  }

  private static Overlay<InstallWizard> installing(Screen<InstallWizard> screen) {
    int hosts = screen.wizard().hosts().size();
    return new Asking<>(
        new Dialog(
            "Install now?",
            "This changes "
                + hosts
                + (hosts == 1 ? " host. " : " hosts. ")
                + screen.wizard().quorumInWords()
                + " The inventory is written first, so the run can be resumed at any point.",
            ButtonRow.of("Not yet", "Install"),
            0),
        closed -> PageView.turned(closed, closed.wizard().next()));
  }

  // ---- keys --------------------------------------------------------------------------------

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    if (key.is(KeyPress.Key.F5) || key.is('r')) {
      return PageView.turned(screen, screen.wizard().recheckPreflight());
    }
    if (key.is(KeyPress.Key.F2)) {
      return Update.of(focus(screen, screen.spot().other() ? CHECKS : PAIRS));
    }
    Board board = board(screen);
    if (key.is('n')) {
      return Update.of(board.nextProblem());
    }
    if (screen.spot().item() > PAIRS) {
      return Update.of(screen);
    }
    if (key.is('a') || key.is(' ')) {
      return Update.of(acknowledged(screen));
    }
    int row = board.row();
    int column = board.column();
    int lastRow = Math.max(0, board.rows().size() - 1);
    int lastColumn = Math.max(0, board.columns().size() - 1);
    return Update.of(
        switch (key.key()) {
          case UP -> row > 0 ? board.select(row - 1, column) : screen;
          case DOWN -> row < lastRow ? board.select(row + 1, column) : focus(screen, PAIRS + 1);
          case LEFT -> board.select(row, Math.max(0, column - 1));
          case RIGHT -> board.select(row, Math.min(lastColumn, column + 1));
          case PAGE_UP -> board.select(Math.max(0, row - 10), column);
          case PAGE_DOWN -> board.select(Math.min(lastRow, row + 10), column);
          case HOME -> board.select(0, 0);
          case END -> board.select(lastRow, column);
          default -> screen;
        });
  }

  private static Screen<InstallWizard> acknowledged(Screen<InstallWizard> screen) {
    CheckBoard checks = CheckBoard.of(screen);
    Optional<Finding> finding = screen.spot().other() ? Optional.empty() : checks.selected();
    boolean warning = finding.isPresent() && finding.get().status() == Finding.Status.WARNING;
    return warning
        ? CheckBoard.of(screen.with(screen.wizard().acknowledge(finding.get()))).nextProblem()
        : screen;
  }

  /** To what stands in the way; every pair that is silent is among the checks too. */
  @Override
  public Screen<InstallWizard> refused(Screen<InstallWizard> screen) {
    Board board = board(screen);
    if (board.isOpen(board.row(), board.column())) {
      return focus(screen, screen.spot().other() ? PAIRS : CHECKS);
    }
    return focus(CheckBoard.of(screen).nextProblem(), CHECKS);
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> clicked(Screen<InstallWizard> screen, int x, int y) {
    int height = height(screen);
    return switch (Buttons.at(height, "Install", x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default -> Update.of(chosen(screen, height, x, y));
    };
  }

  private Screen<InstallWizard> chosen(Screen<InstallWizard> screen, int height, int x, int y) {
    for (Place place : places(screen, screen.width() - 2, height - DETAIL_LINES - 3)) {
      Optional<Matrix.Cell> cell = place.matrix().at(x - place.x(), y - 1);
      if (cell.isPresent()) {
        Screen<InstallWizard> there =
            place.matrix().board().select(cell.get().row(), cell.get().column());
        return focus(there, place.item());
      }
    }
    return screen;
  }

  @Override
  public Screen<InstallWizard> scrolled(Screen<InstallWizard> screen, int lines) {
    Board board = board(screen);
    int to = Math.clamp((long) board.row() + lines, 0, Math.max(0, board.rows().size() - 1));
    return board.select(to, board.column());
  }

  // ---- drawing -----------------------------------------------------------------------------

  /**
   * A board on the page.
   *
   * @param item what gives it the focus
   */
  private record Place(int item, int x, int width, Matrix matrix) {}

  /** Both boards side by side where there is room, else the one that has the focus. */
  private static List<Place> places(Screen<InstallWizard> screen, int width, int room) {
    if (width < BOTH) {
      return List.of(
          new Place(
              screen.spot().other() ? PAIRS : CHECKS,
              0,
              width,
              Matrix.of(board(screen), width, room)));
    }
    int half = (width - 3) / 2;
    return List.of(
        new Place(CHECKS, 0, half, Matrix.of(CheckBoard.of(screen), half, room)),
        new Place(PAIRS, half + 3, half, Matrix.of(PairBoard.of(screen), half, room)));
  }

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
    canvas.text(0, 0, summary(screen, canvas.glyphs()), summaryStyle(screen));
    int room = canvas.height() - DETAIL_LINES - 3;
    int rule = canvas.height() - DETAIL_LINES - 2;
    canvas.fill(0, rule, canvas.width(), 1, canvas.glyphs().horizontal(), Style.BORDER);
    if (!state(screen).findings().isEmpty()) {
      List<Place> places = places(screen, canvas.width(), room);
      for (Place place : places) {
        place
            .matrix()
            .draw(
                canvas.part(place.x(), 1, place.width(), room),
                screen.spot().item() == place.item());
      }
      if (places.size() > 1) {
        canvas.fill(places.getLast().x() - 2, 1, 1, room, canvas.glyphs().vertical(), Style.BORDER);
      }
      if (places.stream().anyMatch(p -> p.matrix().scrolls())) {
        String more = " more: arrows ";
        canvas.text(canvas.width() - more.length() - 2, rule, more, Style.DIM);
      }
    }
    drawDetail(screen, canvas, rule + 1);
    Buttons.draw(screen, this, canvas, "Install");
  }

  private static Style summaryStyle(Screen<InstallWizard> screen) {
    PreflightState state = state(screen);
    if (!state.failure().isEmpty() || count(state, Finding.Status.FAILED) > 0) {
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

  private static String summary(Screen<InstallWizard> screen, Glyphs glyphs) {
    PreflightState state = state(screen);
    if (!state.failure().isEmpty()) {
      return glyphs.bad() + " The nodes could not be looked at: " + state.failure();
    }
    if (state.findings().isEmpty()) {
      return state.cancelled()
          ? glyphs.warning() + " The look was cancelled; r looks again."
          : glyphs.busy() + " The nodes are being looked at.";
    }
    long bad = count(state, Finding.Status.FAILED);
    int open = state.openWarnings().size();
    StringBuilder line = new StringBuilder();
    line.append(glyphs.good()).append(' ').append(count(state, Finding.Status.OK)).append(" good");
    String warnings = open == 1 ? " open warning" : " open warnings";
    line.append("  ").append(glyphs.warning()).append(' ').append(open).append(warnings);
    String errors = bad == 1 ? " error" : " errors";
    line.append("  ").append(glyphs.bad()).append(' ').append(bad).append(errors);
    if (state.cancelled()) {
      line.append("   cancelled: r looks again");
    } else if (bad > 0) {
      line.append("   again every 5 s");
    }
    return line.toString();
  }

  private static void drawDetail(Screen<InstallWizard> screen, Canvas canvas, int y) {
    Board board = board(screen);
    Optional<Board.Detail> detail = board.detail();
    if (detail.isEmpty()) {
      String signs = screen.spot().other() ? PairBoard.signs(canvas.glyphs()) : "";
      canvas.text(0, y, signs, Style.DIM);
      return;
    }
    Matrix.Look look = board.look(board.row(), board.column(), canvas.glyphs());
    canvas.text(0, y, look.sign() + " " + detail.get().title(), look.style());
    List<String> lines = new ArrayList<>(Columns.wrap(detail.get().found(), canvas.width()));
    String remedy = detail.get().remedy();
    if (!remedy.isEmpty()) {
      lines.addAll(Columns.wrap(canvas.glyphs().arrow() + " " + remedy, canvas.width()));
    }
    for (int i = 0; i < Math.min(DETAIL_LINES - 2, lines.size()); i++) {
      canvas.text(0, y + 1 + i, lines.get(i), Style.NORMAL);
    }
  }

  @Override
  public List<Hint> hints(Screen<InstallWizard> screen) {
    CheckBoard checks = CheckBoard.of(screen);
    boolean pairs = screen.spot().other();
    boolean warning =
        isInside(screen)
            && !pairs
            && checks
                .selected()
                .filter(f -> f.status() == Finding.Status.WARNING && checks.isOpen(f))
                .isPresent();
    Hint side = new Hint("F2", pairs ? "checks" : "node to node");
    Hint look = new Hint("r", "look again");
    Hint next = new Hint("n", "next problem");
    return warning
        ? hints(screen, new Hint("a", "acknowledge"), side, next, look)
        : hints(screen, side, next, look);
  }

  @Override
  public String going(Screen<InstallWizard> screen) {
    return "install";
  }

  @Override
  public Reading<InstallWizard> help(Screen<InstallWizard> screen) {
    String legend = screen.spot().other() ? "\n\n" + PairBoard.LEGEND : "";
    return board(screen)
        .detail()
        .map(d -> Reading.<InstallWizard>of(d.title(), d.found() + "\n\n" + d.remedy() + legend))
        .orElseGet(() -> Reading.of("Preflight", screen.wizard().page().purpose() + legend));
  }

  /** The matrix and its summary say it all. */
  @Override
  public List<String> problems(Screen<InstallWizard> screen) {
    return List.of();
  }
}
