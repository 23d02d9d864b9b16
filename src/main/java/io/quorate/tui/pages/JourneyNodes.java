package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Table;
import io.quorate.tui.widget.Table.Cell;
import io.quorate.tui.widget.Table.Column;
import io.quorate.tui.widget.TextArea;
import io.quorate.wizard.Effect;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.Judgement;
import io.quorate.wizard.journey.NodeRow;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.NodesPage.Pick;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The nodes as they are now, what was chosen or typed, and what the guard says of it. */
final class JourneyNodes implements PageView<JourneyWizard> {

  /** Lines of the cluster's own words above the table. */
  private static final int WORDS = 2;

  /** Lines of the guard's words below everything. */
  private static final int JUDGEMENT = 3;

  private final InstantSource clock;

  JourneyNodes(InstantSource clock) {
    this.clock = clock;
  }

  private static NodesPage page(Screen<JourneyWizard> screen) {
    if (screen.wizard().current() instanceof NodesPage page) {
      return page;
    }
    throw new IllegalStateException("no nodes on " + screen.wizard().current().title());
  }

  private static boolean types(Screen<JourneyWizard> screen) {
    return !page(screen).typed().isEmpty();
  }

  private static List<String> chosen(Screen<JourneyWizard> screen) {
    return screen.wizard().choices().list(NodesPage.KEY);
  }

  private static List<String> names(Screen<JourneyWizard> screen) {
    return page(screen).names(screen.wizard().moment());
  }

  /** The nodes, or the lines that are typed. */
  @Override
  public int items(Screen<JourneyWizard> screen) {
    return 1;
  }

  @Override
  public Screen<JourneyWizard> focus(Screen<JourneyWizard> screen, int item) {
    String typed = screen.wizard().choices().text(NodesPage.TYPED);
    CursorPosition spot = screen.spot().focus(item);
    return screen.at(spot.area().text().equals(typed) ? spot : spot.area(TextArea.of(typed)));
  }

  @Override
  public boolean isTyping(Screen<JourneyWizard> screen) {
    return types(screen) && screen.spot().item() == 0;
  }

  /** Whoever goes on with nothing chosen is told that, until the focus moves. */
  @Override
  public Screen<JourneyWizard> refused(Screen<JourneyWizard> screen) {
    return screen.at(focus(screen, 0).spot().side(0, screen.wizard().judgement().idle()));
  }

  // ---- keys ----------------------------------------------------------------------------------

  @Override
  public Update<Screen<JourneyWizard>, Effect> key(Screen<JourneyWizard> screen, KeyPress key) {
    if (key.is(Key.F5)) {
      return PageView.turned(screen, screen.wizard().look());
    }
    if (screen.spot().item() > 0) {
      return Update.of(screen);
    }
    return Update.of(types(screen) ? inText(screen, key) : inNodes(screen, key));
  }

  private static Screen<JourneyWizard> inText(Screen<JourneyWizard> screen, KeyPress key) {
    TextArea before = screen.spot().area();
    TextArea after = before.handle(key);
    return after == before ? screen : typed(screen, after);
  }

  private static Screen<JourneyWizard> typed(Screen<JourneyWizard> screen, TextArea after) {
    return screen
        .at(screen.spot().area(after))
        .with(screen.wizard().chosen(NodesPage.TYPED, after.text()));
  }

  @Override
  public Update<Screen<JourneyWizard>, Effect> pasted(Screen<JourneyWizard> screen, String text) {
    return Update.of(isTyping(screen) ? typed(screen, screen.spot().area().paste(text)) : screen);
  }

  private static Screen<JourneyWizard> inNodes(Screen<JourneyWizard> screen, KeyPress key) {
    for (NodesPage.Switch one : page(screen).switches()) {
      if (key.is(one.letter())) {
        return screen.with(screen.wizard().turnedOver(one));
      }
    }
    List<String> names = names(screen);
    if (names.isEmpty()) {
      return screen;
    }
    int row = Math.clamp(screen.spot().row(), 0, names.size() - 1);
    boolean picks = page(screen).pick() != Pick.NONE;
    if (picks && (key.is(' ') || key.is(Key.ENTER))) {
      return screen.with(screen.wizard().toggled(names.get(row)));
    }
    int there =
        switch (key.key()) {
          case UP -> row - 1;
          case DOWN -> row + 1;
          case PAGE_UP -> row - 10;
          case PAGE_DOWN -> row + 10;
          case HOME -> 0;
          case END -> names.size() - 1;
          default -> row;
        };
    // At its ends the arrows are the page's.
    return there == row || there < 0 || there >= names.size() && key.is(Key.DOWN)
        ? screen
        : at(screen, Math.clamp(there, 0, names.size() - 1));
  }

  private static Screen<JourneyWizard> at(Screen<JourneyWizard> screen, int row) {
    return screen.at(screen.spot().cell(row, 0));
  }

  // ---- mouse ---------------------------------------------------------------------------------

  @Override
  public Screen<JourneyWizard> scrolled(Screen<JourneyWizard> screen, int lines) {
    int most = Math.max(0, names(screen).size() - 1);
    return at(screen, Math.clamp((long) screen.spot().row() + lines, 0, most));
  }

  @Override
  public Update<Screen<JourneyWizard>, Effect> clicked(Screen<JourneyWizard> screen, int x, int y) {
    int height = height(screen);
    switch (Buttons.at(height, "Next", x, y)) {
      case 0 -> {
        return next(screen);
      }
      case 1 -> {
        return back(screen);
      }
      default -> {
        // Elsewhere on the page.
      }
    }
    int row = table(screen, List.of(), Glyphs.ASCII).rowAt(y - WORDS, tableHeight(screen, height));
    if (row < 0) {
      return Update.of(screen);
    }
    Screen<JourneyWizard> there = at(screen, row);
    return Update.of(
        page(screen).pick() == Pick.NONE
            ? there
            : there.with(there.wizard().toggled(names(screen).get(row))));
  }

  // ---- drawing -------------------------------------------------------------------------------

  /** Lines to type into. */
  private static int typedHeight(int room) {
    return Math.clamp((long) room - 15, 2, 5);
  }

  /** Lines of all that is known of the selected node. */
  private static int knownHeight(int room) {
    return room < 16 ? 1 : 2;
  }

  private static int tableHeight(Screen<JourneyWizard> screen, int room) {
    int below = JUDGEMENT + 3 + (types(screen) ? typedHeight(room) + 1 : 1 + knownHeight(room));
    int wanted = names(screen).size() + 1;
    return Math.max(2, Math.min(wanted, room - WORDS - below));
  }

  @Override
  public void draw(Screen<JourneyWizard> screen, Canvas room) {
    JourneyWizard wizard = screen.wizard();
    Glyphs glyphs = room.glyphs();
    if (wizard.looked() == null) {
      String waits = glyphs.busy() + " Asking all nodes " + glyphs.ellipsis();
      room.text(0, 0, wizard.looking() ? waits : "No node was asked yet.", Style.BUSY);
      Buttons.draw(screen, this, room, "Next");
      return;
    }
    Style well = wizard.isWell() ? Style.GOOD : Style.WARNING;
    char sign = wizard.isWell() ? glyphs.good() : glyphs.warning();
    text(room, 0, WORDS, sign + " " + wizard.found(), well);
    List<NodeRow> rows = page(screen).rows(wizard.moment(), clock.instant());
    int y = WORDS;
    int height = tableHeight(screen, room.height());
    boolean here = screen.spot().item() == 0 && !types(screen);
    table(screen, rows, glyphs).draw(room, 0, y, room.width(), height, here);
    y += height;
    if (types(screen)) {
      boolean typing = isTyping(screen);
      room.text(0, y, page(screen).typed(), typing ? Style.STRONG : Style.NORMAL);
      int typed = typedHeight(room.height());
      screen.spot().area().draw(room, 0, y + 1, room.width(), typed, typing);
      y += typed + 1;
    } else {
      String known =
          rows.isEmpty() ? "" : rows.get(Math.min(screen.spot().row(), rows.size() - 1)).known();
      int lines = knownHeight(room.height());
      text(room, y, lines, known, Style.DIM);
      room.text(0, y + lines, switches(screen), Style.NORMAL);
      y += lines + 1;
    }
    judgement(insisted(screen), room, y + 1);
    Buttons.draw(screen, this, room, "Next");
  }

  private static String switches(Screen<JourneyWizard> screen) {
    return page(screen).switches().stream()
        .map(s -> (screen.wizard().choices().isOn(s.key()) ? "[x] " : "[ ] ") + s.label())
        .collect(Collectors.joining("  "));
  }

  private static Table table(Screen<JourneyWizard> screen, List<NodeRow> rows, Glyphs glyphs) {
    List<List<Cell>> cells = new ArrayList<>();
    boolean picks = page(screen).pick() != Pick.NONE;
    List<String> chosen = chosen(screen);
    if (rows.isEmpty()) {
      names(screen).forEach(n -> cells.add(List.of(Cell.of(n))));
    }
    for (NodeRow row : rows) {
      String sign = String.valueOf(row.bad() ? glyphs.bad() : glyphs.good());
      String mark = picks ? (chosen.contains(row.name()) ? "[x] " : "[ ] ") + sign : sign;
      cells.add(
          List.of(
              new Cell(mark, row.bad() ? Style.BAD : Style.GOOD),
              Cell.of(row.name()),
              Cell.of(row.roles()),
              new Cell(row.known(), row.bad() ? Style.BAD : Style.NORMAL)));
    }
    return new Table(
        List.of(
            new Column("", picks ? 5 : 1, 0),
            new Column("Node", 12, 1),
            new Column("Roles", 14, 0),
            new Column("What is known", 20, 4)),
        cells,
        screen.spot().row());
  }

  /** What the guard says; a hint becomes a reproach when one goes on all the same. */
  private static Judgement insisted(Screen<JourneyWizard> screen) {
    Judgement judgement = screen.wizard().judgement();
    if (!judgement.idle() || !screen.spot().other() || judgement.words().isEmpty()) {
      return judgement;
    }
    List<String> words = new ArrayList<>();
    words.add(types(screen) ? "Nothing is typed yet." : "No node is selected yet.");
    words.addAll(judgement.words());
    return Judgement.refused(words);
  }

  private static void judgement(Judgement judgement, Canvas room, int y) {
    Style style = judgement.allowed() ? Style.GOOD : judgement.idle() ? Style.DIM : Style.BAD;
    char sign =
        judgement.allowed()
            ? room.glyphs().good()
            : judgement.idle() ? room.glyphs().arrow() : room.glyphs().bad();
    text(
        room,
        y,
        Math.min(JUDGEMENT, room.height() - 1 - y),
        sign + " " + String.join(" ", judgement.words()),
        style);
  }

  /** A text over a few lines; what does not fit is seen to be cut. */
  private static void text(Canvas room, int y, int height, String words, Style style) {
    List<String> lines = Columns.wrap(words, room.width());
    for (int i = 0; i < height && i < lines.size(); i++) {
      boolean cut = i == height - 1 && lines.size() > height;
      String line = cut ? lines.get(i) + " " + room.glyphs().ellipsis() : lines.get(i);
      room.text(0, y + i, Columns.cut(line, room.width(), room.glyphs().ellipsis()), style);
    }
  }

  @Override
  public List<Hint> hints(Screen<JourneyWizard> screen) {
    List<Hint> hints = new ArrayList<>();
    boolean chooses = isInside(screen) && !types(screen);
    if (chooses && page(screen).pick() != Pick.NONE && !names(screen).isEmpty()) {
      hints.add(new Hint("Space", "select"));
    }
    hints.add(new Hint("F10", going(screen)));
    if (chooses) {
      page(screen)
          .switches()
          .forEach(s -> hints.add(new Hint(String.valueOf(s.letter()), s.key())));
    }
    hints.add(new Hint("F5", "look now"));
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("Esc", escaping(screen)));
    return hints;
  }

  @Override
  public Reading<JourneyWizard> help(Screen<JourneyWizard> screen) {
    String own =
        page(screen).switches().stream()
            .map(s -> s.letter() + ": " + s.label() + ", ")
            .collect(Collectors.joining());
    String picks = page(screen).pick() == Pick.NONE ? "" : "Space selects, ";
    return JourneyPages.help(
        screen, picks + own + "Tab moves, F10 goes on, F5 looks now, Esc goes back.");
  }

  @Override
  public List<String> problems(Screen<JourneyWizard> screen) {
    return List.of();
  }
}
