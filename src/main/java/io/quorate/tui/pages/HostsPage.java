package io.quorate.tui.pages;

import io.quorate.inventory.Problem;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Table;
import io.quorate.tui.widget.TextField;
import io.quorate.wizard.BadLine;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PageHelp;
import io.quorate.wizard.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hosts: a line to type or paste into, and a table in which each host's state appears as it
 * becomes known. Lines that were not understood stand below the hosts until they are mended.
 */
final class HostsPage implements PageView<InstallWizard> {

  static final PageView<InstallWizard> VIEW = new HostsPage();

  private static final int LINE = 0;
  private static final int TABLE = 1;
  private static final int DETAIL_LINES = 3;
  private static final String PLACEHOLDER =
      "for example node-[1-3] 10.0.0.[11-13]; or paste a list";

  private HostsPage() {}

  @Override
  public int items(Screen<InstallWizard> screen) {
    return rows(screen.wizard()) == 0 ? 1 : 2;
  }

  @Override
  public Screen<InstallWizard> refused(Screen<InstallWizard> screen) {
    InstallWizard wizard = screen.wizard();
    int row = 0;
    while (row < wizard.hosts().size() && errors(wizard, row).isEmpty()) {
      row++;
    }
    return row < rows(wizard)
        ? focus(screen.at(screen.spot().choosing(RowChoice.ALL).cell(row, 0)), TABLE)
        : focus(screen, LINE);
  }

  /** What is wrong with how a host was typed. */
  private static String errors(InstallWizard wizard, int row) {
    return wizard.problemsOf(wizard.hosts().get(row)).stream()
        .filter(Problem::isError)
        .map(p -> p.what() + " " + p.remedy())
        .collect(Collectors.joining(" "));
  }

  private static int rows(InstallWizard wizard) {
    return wizard.hosts().size() + wizard.answers().badLines().size();
  }

  /** The rows that the table shows. */
  private static List<Integer> shown(Screen<InstallWizard> screen) {
    return screen.spot().choice().rows(screen.wizard());
  }

  /** The selected row among those that are shown. */
  private static int place(Screen<InstallWizard> screen) {
    return Math.clamp(screen.spot().row(), 0, Math.max(0, shown(screen).size() - 1));
  }

  /** The selected row among all; behind the last when none is shown. */
  private static int row(Screen<InstallWizard> screen) {
    List<Integer> shown = shown(screen);
    return shown.isEmpty() ? rows(screen.wizard()) : shown.get(place(screen));
  }

  // ---- keys --------------------------------------------------------------------------------

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    if (key.is(KeyPress.Key.F5)) {
      return PageView.turned(screen, screen.wizard().recheckHosts());
    }
    if (key.is(KeyPress.Key.F6) && !screen.wizard().unknownKeys().isEmpty()) {
      return Update.of(screen.over(KeyDecision.of(false)));
    }
    if (screen.spot().item() == LINE) {
      return inLine(screen, key);
    }
    if (isInside(screen)) {
      return inTable(screen, key);
    }
    // Where there is no table yet, whoever types means the line.
    return rows(screen.wizard()) == 0 && TextField.isTyped(key)
        ? inLine(focus(screen, LINE), key)
        : Update.of(screen);
  }

  private Update<Screen<InstallWizard>, Effect> inLine(Screen<InstallWizard> screen, KeyPress key) {
    TextField line = screen.spot().line();
    RowChoice choice = screen.spot().choice();
    if (choice.typing()) {
      return Update.of(screen.at(filtered(screen.spot(), choice, key)));
    }
    if (key.is(KeyPress.Key.ENTER) && !line.text().isBlank()) {
      return entered(screen);
    }
    TextField after = line.handle(key);
    return Update.of(after == line ? screen : screen.at(screen.spot().line(after)));
  }

  /** The table follows each letter; Enter goes into it. */
  private static CursorPosition filtered(CursorPosition spot, RowChoice choice, KeyPress key) {
    if (key.is(KeyPress.Key.ENTER) || key.is(KeyPress.Key.DOWN) || key.is(KeyPress.Key.TAB)) {
      return spot.choosing(choice.typing(false)).line(TextField.of("")).focus(TABLE);
    }
    TextField after = spot.line().handle(key);
    return spot.line(after).choosing(choice.filtering(after.text().strip()));
  }

  /** Whether the filter is being typed, which Escape gives up. */
  private static boolean isFiltering(Screen<InstallWizard> screen) {
    return screen.spot().choice().typing();
  }

  private static Screen<InstallWizard> unfiltered(Screen<InstallWizard> screen) {
    RowChoice all = screen.spot().choice().filtering("").typing(false);
    return screen.at(screen.spot().choosing(all).line(TextField.of("")).focus(TABLE));
  }

  /** A line that waits to be entered is not forgotten, and new keys are decided on. */
  @Override
  public Update<Screen<InstallWizard>, Effect> next(Screen<InstallWizard> screen) {
    if (isEntering(screen)) {
      return entered(screen);
    }
    InstallWizard wizard = screen.wizard();
    return wizard.goal().reachesHosts() && !wizard.unknownKeys().isEmpty()
        ? Update.of(screen.over(KeyDecision.of(true)))
        : PageView.super.next(screen);
  }

  /** First the filter that is typed or the change of a row is given up, then the page. */
  @Override
  public Update<Screen<InstallWizard>, Effect> escape(Screen<InstallWizard> screen) {
    if (isFiltering(screen)) {
      return Update.of(unfiltered(screen));
    }
    return isChanging(screen)
        ? Update.of(focus(screen.at(screen.spot().line(TextField.of("")).editing(-1)), TABLE))
        : back(screen);
  }

  @Override
  public String escaping(Screen<InstallWizard> screen) {
    return isFiltering(screen) || isChanging(screen) ? "cancel" : PageView.super.escaping(screen);
  }

  /** Whether the line holds a row that is being changed. */
  private static boolean isChanging(Screen<InstallWizard> screen) {
    return screen.spot().editing() >= 0;
  }

  private static boolean isEntering(Screen<InstallWizard> screen) {
    return !screen.spot().choice().typing() && !screen.spot().line().text().isBlank();
  }

  private static Update<Screen<InstallWizard>, Effect> entered(Screen<InstallWizard> screen) {
    String text = screen.spot().line().text();
    InstallWizard wizard = screen.wizard();
    int editing = screen.spot().editing();
    int hosts = wizard.hosts().size();
    Transition<InstallWizard> turn =
        editing < 0 || editing >= rows(wizard)
            ? wizard.addHosts(text)
            : editing < hosts
                ? wizard.rewriteHost(editing, text)
                : wizard.mendLine(editing - hosts, text);
    CursorPosition cleared = screen.spot().line(TextField.of("")).editing(-1);
    int last = turn.wizard().hosts().size() - 1;
    boolean added = editing < 0 && turn.wizard().hosts().size() > hosts;
    CursorPosition there = added ? cleared.choosing(RowChoice.ALL).cell(last, 0) : cleared;
    return PageView.turned(screen.at(there), turn);
  }

  private Update<Screen<InstallWizard>, Effect> inTable(
      Screen<InstallWizard> screen, KeyPress key) {
    InstallWizard wizard = screen.wizard();
    RowChoice choice = screen.spot().choice();
    if (key.is('o')) {
      return Update.of(screen.at(screen.spot().choosing(choice.nextOrder())));
    }
    if (key.is('/')) {
      CursorPosition typing = screen.spot().focus(LINE).line(TextField.of(choice.filter()));
      return Update.of(screen.at(typing.editing(-1).choosing(choice.typing(true))));
    }
    int row = row(screen);
    if (row >= rows(wizard)) {
      return Update.of(screen);
    }
    boolean host = row < wizard.hosts().size();
    if (key.is(KeyPress.Key.ENTER) || key.is('e')) {
      String text =
          host
              ? wizard.hosts().get(row).line()
              : wizard.answers().badLines().get(row - wizard.hosts().size()).text();
      CursorPosition spot = screen.spot().focus(LINE).line(TextField.of(text)).editing(row);
      return Update.of(screen.at(spot));
    }
    if (key.is(KeyPress.Key.DELETE) || key.is('d')) {
      return Update.of(
          screen.with(
              host ? wizard.removeHost(row) : wizard.removeBadLine(row - wizard.hosts().size())));
    }
    if (key.is('r') && host) {
      return PageView.turned(screen, wizard.recheckHost(row));
    }
    Table before = table(screen, Glyphs.ASCII);
    Table after = before.handle(key);
    return Update.of(after == before ? screen : screen.at(screen.spot().cell(after.selected(), 0)));
  }

  /** One line goes where the cursor is; several are read at once, and one with a password. */
  @Override
  public Update<Screen<InstallWizard>, Effect> pasted(Screen<InstallWizard> screen, String text) {
    boolean one = text.strip().indexOf('\n') < 0 && !HostEntry.hasPassword(text);
    if (one && screen.spot().item() == LINE) {
      return Update.of(screen.at(screen.spot().line(screen.spot().line().paste(text))));
    }
    int before = screen.wizard().answers().badLines().size();
    Transition<InstallWizard> turn = screen.wizard().addHosts(text);
    // What was not understood must not hide behind what was.
    boolean refused = turn.wizard().answers().badLines().size() > before;
    int first = turn.wizard().hosts().size() + before;
    return PageView.turned(
        refused
            ? focus(screen.at(screen.spot().choosing(RowChoice.ALL).cell(first, 0)), TABLE)
            : screen,
        turn);
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> clicked(Screen<InstallWizard> screen, int x, int y) {
    int height = height(screen);
    return switch (Buttons.at(height, "Next", x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default -> {
        int row = table(screen, Glyphs.ASCII).rowAt(y - 2, tableHeight(height));
        yield y == 0
            ? Update.of(focus(screen, LINE))
            : Update.of(row < 0 ? screen : focus(screen.at(screen.spot().cell(row, 0)), TABLE));
      }
    };
  }

  @Override
  public Screen<InstallWizard> scrolled(Screen<InstallWizard> screen, int lines) {
    int to = Math.clamp(place(screen) + lines, 0, Math.max(0, shown(screen).size() - 1));
    return screen.at(screen.spot().cell(to, 0));
  }

  // ---- drawing -----------------------------------------------------------------------------

  private static int tableHeight(int height) {
    return height - 2 - DETAIL_LINES - 2;
  }

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
    CursorPosition spot = screen.spot();
    int editing = spot.editing();
    RowChoice choice = spot.choice();
    String label = choice.typing() ? "Filter" : editing < 0 ? "Add hosts" : "Change";
    canvas.text(0, 0, label, spot.item() == LINE ? Style.STRONG : Style.NORMAL);
    spot.line()
        .withPlaceholder(choice.typing() ? "any part of a row" : PLACEHOLDER)
        .draw(canvas, 11, 0, canvas.width() - 11, spot.item() == LINE);
    int height = tableHeight(canvas.height());
    if (rows(screen.wizard()) == 0) {
      drawExamples(canvas);
    } else {
      table(screen, canvas.glyphs())
          .draw(canvas, 0, 2, canvas.width(), height, spot.item() == TABLE);
      drawChoice(screen, canvas);
      drawDetail(screen, canvas, 2 + height);
    }
    Buttons.draw(screen, this, canvas, "Next");
  }

  /** Says when the table is not all there is, as it was typed. */
  private static void drawChoice(Screen<InstallWizard> screen, Canvas canvas) {
    RowChoice choice = screen.spot().choice();
    String words = choice.order() == RowChoice.Order.TYPED ? "" : choice.order().words();
    if (!choice.filter().isEmpty()) {
      String part = shown(screen).size() + " of " + rows(screen.wizard());
      words += (words.isEmpty() ? "" : ", ") + part + " with \"" + choice.filter() + "\"";
    }
    canvas.text(canvas.width() - Columns.width(words), 1, words, Style.DIM);
    int bad = screen.wizard().answers().badLines().size();
    if (bad > 0) {
      String lines = bad == 1 ? " line was not understood" : " lines were not understood";
      canvas.text(11, 1, canvas.glyphs().bad() + " " + bad + lines, Style.BAD);
    }
  }

  private static void drawExamples(Canvas canvas) {
    List<String> lines =
        List.of(
            "Type one host or a range and press Enter, or paste a whole list:",
            "",
            "  node-1 10.0.0.11            a name and an address",
            "  node-[1-3] 10.0.0.[11-13]   a range",
            "  ops@10.0.0.11:2222          with a user and a port of its own",
            "  node-1 1.2.3.4 10.0.0.11    with a private address for the other nodes",
            "  10.0.0.11 node-1            as in /etc/hosts");
    for (int i = 0; i < lines.size(); i++) {
      canvas.text(0, 2 + i, lines.get(i), Style.DIM);
    }
  }

  private static void drawDetail(Screen<InstallWizard> screen, Canvas canvas, int y) {
    int row = row(screen);
    if (row >= rows(screen.wizard())) {
      canvas.text(0, y, "No row has that in it; / changes the filter.", Style.DIM);
      return;
    }
    List<HostEntry> hosts = screen.wizard().hosts();
    boolean host = row < hosts.size();
    String errors = host ? errors(screen.wizard(), row) : "";
    String text =
        host
            ? errors.isEmpty() ? HostState.detail(hosts.get(row)) : errors
            : screen.wizard().answers().badLines().get(row - hosts.size()).reason()
                + ". Enter edits the line, d removes it.";
    Style style = host && errors.isEmpty() ? HostState.style(hosts.get(row).check()) : Style.BAD;
    List<String> lines = Columns.wrap(text, canvas.width());
    for (int i = 0; i < Math.min(DETAIL_LINES, lines.size()); i++) {
      boolean cut = i == DETAIL_LINES - 1 && lines.size() > DETAIL_LINES;
      canvas.text(
          0, y + i, cut ? lines.get(i) + canvas.glyphs().ellipsis() + " F1" : lines.get(i), style);
    }
  }

  private static Table table(Screen<InstallWizard> screen, Glyphs glyphs) {
    List<Table.Column> columns =
        List.of(
            new Table.Column("Name", 12, 1),
            new Table.Column("Address", 15, 0),
            new Table.Column("State", 26, 6));
    List<List<Table.Cell>> rows =
        shown(screen).stream().map(row -> cells(screen.wizard(), row, glyphs)).toList();
    return new Table(columns, rows, place(screen));
  }

  private static List<Table.Cell> cells(InstallWizard wizard, int row, Glyphs glyphs) {
    int hosts = wizard.hosts().size();
    if (row < hosts) {
      HostEntry host = wizard.hosts().get(row);
      String state = HostState.sign(host.check(), glyphs) + " " + HostState.line(host.check());
      return List.of(
          Table.Cell.of(host.name()),
          Table.Cell.of(host.address()),
          new Table.Cell(state, HostState.style(host.check())));
    }
    BadLine bad = wizard.answers().badLines().get(row - hosts);
    return List.of(
        new Table.Cell("?", Style.BAD),
        new Table.Cell(bad.text(), Style.BAD),
        new Table.Cell(glyphs.bad() + " " + bad.reason(), Style.BAD));
  }

  @Override
  public List<Hint> hints(Screen<InstallWizard> screen) {
    List<Hint> own = new ArrayList<>();
    if (screen.spot().item() == LINE) {
      own.add(inLine(screen));
    } else if (isInside(screen)) {
      own.add(new Hint("Enter", "edit"));
      own.add(new Hint("d", "remove"));
      own.add(new Hint("o", "order"));
      own.add(new Hint("/", "filter"));
    }
    if (!screen.wizard().unknownKeys().isEmpty()) {
      own.add(new Hint("F6", "new keys"));
    } else if (!screen.wizard().hosts().isEmpty()) {
      boolean reaches = screen.wizard().goal().reachesHosts();
      own.add(new Hint("F5", reaches ? "check again" : "try all"));
    }
    return hints(screen, own.toArray(Hint[]::new));
  }

  /** What Enter does with the line as it is. */
  private static Hint inLine(Screen<InstallWizard> screen) {
    if (isFiltering(screen)) {
      return new Hint("Enter", "to the rows");
    }
    if (screen.spot().line().text().isBlank()) {
      return new Hint("Tab", "moves");
    }
    return new Hint("Enter", isChanging(screen) ? "change" : "add");
  }

  @Override
  public Reading<InstallWizard> help(Screen<InstallWizard> screen) {
    List<HostEntry> hosts = screen.wizard().hosts();
    int row = row(screen);
    if (screen.spot().item() == TABLE && row < hosts.size()) {
      HostEntry host = hosts.get(row);
      String text =
          host.line()
              + "\nRoles: "
              + host.rolesInWords()
              + "\n\n"
              + HostState.detail(host)
              + "\n\n"
              + errors(screen.wizard(), row);
      return Reading.of(host.name(), text);
    }
    return Reading.of(
        "Hosts",
        """
        One host a line; many lines can be pasted at once.

        name address            node-1 10.0.0.11
        name=address            node-1=10.0.0.11
        address                 10.0.0.11 (it gets the next free name, such as node-1)
        address name            10.0.0.11 node-1
        user@address:port       ops@10.0.0.11:2222
        name address private    node-1 203.0.113.5 10.0.0.11
        ranges                  node-[1-3] 10.0.0.[11-13]
        Ansible                 node-1 ansible_host=10.0.0.11 ansible_user=ops

        In the table: Enter edits, d removes, r tries again, o sorts, / filters.

        What is behind # is a comment. %s Passwords are asked for on \
        the Access page and taken out of pasted lines.

        Source: %s."""
            .formatted(
                screen.wizard().goal().reachesHosts()
                    ? "Each host is tried at once."
                    : "A host is tried when you ask for it.",
                PageHelp.of(screen.wizard()).source()));
  }

  @Override
  public List<String> problems(Screen<InstallWizard> screen) {
    return Problems.of(screen, screen.wizard().page());
  }
}
