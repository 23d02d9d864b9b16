package io.quorate.tui.pages;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Table;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import java.util.ArrayList;
import java.util.List;

/** Who is a master and who a worker, and what the number of masters means. */
final class RolesPage implements PageView<InstallWizard> {

  static final PageView<InstallWizard> VIEW = new RolesPage();

  private static final int METER_LINES = 5;

  private RolesPage() {}

  @Override
  public int items(Screen<InstallWizard> screen) {
    return 1;
  }

  private static int row(Screen<InstallWizard> screen) {
    return Math.clamp(screen.spot().row(), 0, Math.max(0, screen.wizard().hosts().size() - 1));
  }

  private static Role role(int column) {
    return column == 0 ? Role.MASTER : Role.WORKER;
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    if (screen.spot().item() != 0 || screen.wizard().hosts().isEmpty()) {
      return Update.of(screen);
    }
    int row = row(screen);
    int column = screen.spot().column();
    if (key.is('m') || key.is('w') || key.is(' ')) {
      Role role = key.is(' ') ? role(column) : role(key.is('m') ? 0 : 1);
      return Update.of(screen.with(screen.wizard().toggleRole(row, role)));
    }
    if (key.is(KeyPress.Key.LEFT) || key.is(KeyPress.Key.RIGHT)) {
      return Update.of(screen.at(screen.spot().cell(row, key.is(KeyPress.Key.LEFT) ? 0 : 1)));
    }
    Table before = table(screen, Glyphs.ASCII);
    Table after = before.handle(key);
    return Update.of(
        after == before ? screen : screen.at(screen.spot().cell(after.selected(), column)));
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> clicked(Screen<InstallWizard> screen, int x, int y) {
    int height = height(screen);
    return switch (Buttons.at(height, "Next", x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default -> {
        int row = table(screen, Glyphs.ASCII).rowAt(y, tableHeight(height));
        if (row < 0) {
          yield Update.of(screen);
        }
        Screen<InstallWizard> there = focus(screen.at(screen.spot().cell(row, 0)), 0);
        int worker = screen.width() - 2 - 8;
        int master = worker - 9;
        yield x < master
            ? Update.of(there)
            : Update.of(there.with(there.wizard().toggleRole(row, role(x < worker ? 0 : 1))));
      }
    };
  }

  @Override
  public Screen<InstallWizard> scrolled(Screen<InstallWizard> screen, int lines) {
    int last = Math.max(0, screen.wizard().hosts().size() - 1);
    int to = Math.clamp(row(screen) + lines, 0, last);
    return screen.at(screen.spot().cell(to, screen.spot().column()));
  }

  // ---- drawing -----------------------------------------------------------------------------

  private static int tableHeight(int height) {
    return height - METER_LINES - 1;
  }

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
    int height = tableHeight(canvas.height());
    boolean focused = screen.spot().item() == 0;
    table(screen, canvas.glyphs()).draw(canvas, 0, 0, canvas.width(), height, focused);
    drawMeter(screen.wizard(), canvas.part(0, height, canvas.width(), METER_LINES));
    Buttons.draw(screen, this, canvas, "Next");
  }

  private static void drawMeter(InstallWizard wizard, Canvas canvas) {
    List<HostEntry> masters = wizard.hosts().stream().filter(HostEntry::isMaster).toList();
    Glyphs glyphs = canvas.glyphs();
    int at = canvas.text(0, 1, "Votes  ", Style.STRONG);
    int needed = masters.size() / 2 + 1;
    for (int i = 0; i < Math.min(masters.size(), 20); i++) {
      String vote = i < needed ? "[" + glyphs.busy() + "]" : "[ ]";
      at = canvas.text(at, 1, vote, i < needed ? Style.STRONG : Style.GOOD);
    }
    if (!masters.isEmpty()) {
      canvas.text(at + 2, 1, needed + " of " + masters.size() + " have to agree", Style.NORMAL);
    }
    Style style = wizard.hasErrors(Page.ROLES) ? Style.BAD : Style.NORMAL;
    List<Problem> warnings =
        wizard.problems(Page.ROLES).stream().filter(p -> !p.isError()).toList();
    if (!warnings.isEmpty()) {
      String text = glyphs.warning() + " " + warnings.getFirst().what();
      canvas.text(0, 4, text, Style.WARNING);
    }
    List<String> words = Columns.wrap(wizard.quorumInWords(), canvas.width());
    for (int i = 0; i < Math.min(2, words.size()); i++) {
      canvas.text(0, 2 + i, words.get(i), style);
    }
  }

  private static Table table(Screen<InstallWizard> screen, Glyphs glyphs) {
    List<Table.Column> columns =
        List.of(
            new Table.Column("Name", 14, 2),
            new Table.Column("Address", 16, 2),
            new Table.Column("Hardware", 10, 3),
            new Table.Column("Master", 8, 0),
            new Table.Column("Worker", 8, 0));
    boolean here = screen.spot().item() == 0;
    int column = screen.spot().column();
    int row = row(screen);
    List<List<Table.Cell>> rows = new ArrayList<>();
    for (HostEntry host : screen.wizard().hosts()) {
      boolean at = here && rows.size() == row;
      rows.add(
          List.of(
              Table.Cell.of(host.name()),
              Table.Cell.of(host.address()),
              Table.Cell.of(
                  HostState.sign(host.check(), glyphs) + " " + HostState.line(host.check())),
              new Table.Cell(box(host.isMaster(), at && column == 0, glyphs), Style.NORMAL),
              new Table.Cell(box(host.isWorker(), at && column == 1, glyphs), Style.NORMAL)));
    }
    return new Table(columns, rows, row);
  }

  private static String box(boolean on, boolean here, Glyphs glyphs) {
    char sign = on ? glyphs.checked() : glyphs.unchecked();
    return (here ? ">" : " ") + "[" + sign + "]" + (here ? "<" : " ");
  }

  @Override
  public List<Hint> hints(Screen<InstallWizard> screen) {
    return isInside(screen)
        ? hints(
            screen, new Hint("Space", "toggle"), new Hint("m", "master"), new Hint("w", "worker"))
        : hints(screen, new Hint("Tab", "moves"));
  }

  @Override
  public Reading<InstallWizard> help(Screen<InstallWizard> screen) {
    return Reading.of(
        "Roles",
        """
        A master runs etcd and the control plane. etcd works as long as more than half of its \
        members agree, so an odd number of masters is best:

        masters   have to agree   failures survived
           1            1                 0
           3            2                 1
           5            3                 2
           7            4                 3

        An even number survives no more than one less does, and makes a lost majority likelier. \
        Three are enough in most cases.

        A worker takes ordinary pods. A host can be both; a master that is no worker is tainted.

        Source: etcd.io/docs, FAQ: "What is failure tolerance?\"""");
  }

  @Override
  public List<String> problems(Screen<InstallWizard> screen) {
    return Problems.of(screen, screen.wizard().page());
  }
}
