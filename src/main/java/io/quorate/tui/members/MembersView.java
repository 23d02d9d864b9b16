package io.quorate.tui.members;

import io.quorate.plan.Finding;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Style;
import io.quorate.tui.members.MembersScreen.Focus;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.ScrollView;
import io.quorate.tui.widget.Table;
import io.quorate.tui.widget.Table.Cell;
import io.quorate.tui.widget.Table.Column;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import io.quorate.wizard.MembersWizard.Judgement;
import io.quorate.wizard.MembersWizard.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Draws a {@link MembersScreen}. */
final class MembersView {

  private static final ButtonRow BUTTONS = ButtonRow.of("Next", "Leave");

  /** Lines of the cluster's own words above the table. */
  private static final int WORDS = 2;

  /** Lines of the guard's words below everything. */
  private static final int JUDGEMENT = 3;

  /** Lines to type into. */
  private static int typedHeight(int room) {
    return Math.clamp((long) room - 15, 2, 5);
  }

  /** Lines of all that is known of the selected node. */
  private static int knownHeight(int room) {
    return room < 16 ? 1 : 2;
  }

  private final InstantSource clock;
  private final boolean rehearsal;

  MembersView(InstantSource clock, boolean rehearsal) {
    this.clock = clock;
    this.rehearsal = rehearsal;
  }

  void draw(MembersScreen screen, Canvas canvas) {
    MembersWizard wizard = screen.wizard();
    boolean adds = screen.adds();
    String title = (adds ? "Add nodes to " : "Remove nodes of ") + wizard.inventory().clusterName();
    String sentence =
        wizard.reviewing()
            ? "What would be done; nothing is changed before you say so."
            : adds
                ? "The cluster as it is now, and the hosts that join it or change their role."
                : "The cluster as it is now; choose the nodes that leave it.";
    List<String> problems = wizard.notice().isEmpty() ? List.of() : List.of(wizard.notice());
    Canvas room =
        PageFrame.draw(
            canvas,
            title,
            wizard.reviewing() ? 2 : 1,
            3,
            sentence,
            problems,
            hints(screen),
            rehearsal);
    if (wizard.reviewing()) {
      review(screen, room);
    } else {
      choose(screen, room);
    }
    screen.busy().draw(canvas, PageFrame.rule(canvas, problems.size()));
    switch (screen.overlay()) {
      case MembersScreen.Question question -> question.dialog().draw(canvas);
      case MembersScreen.Reading help -> help.reader().draw(canvas);
      case null -> {
        // The page alone.
      }
    }
  }

  private static List<Hint> hints(MembersScreen screen) {
    if (screen.wizard().reviewing()) {
      return List.of(
          new Hint("F10", screen.adds() ? "let them join" : "remove"),
          new Hint("F2", screen.byPhase() ? "by node" : "by phase"),
          new Hint("F5", "plan again"),
          new Hint("F1", "help"),
          new Hint("Esc", "back"));
    }
    return screen.adds()
        ? List.of(
            new Hint("F10", "next"),
            new Hint("F5", "look now"),
            new Hint("Tab", "moves"),
            new Hint("F1", "help"),
            new Hint("Esc", "leave"))
        : List.of(
            new Hint("Space", "choose"),
            new Hint("F10", "next"),
            new Hint("c", "clean it too"),
            new Hint("f", "force pods out"),
            new Hint("F1", "help"),
            new Hint("Esc", "leave"));
  }

  // ---- choosing ------------------------------------------------------------------------------

  private static int roomHeight(MembersScreen screen) {
    return screen.height() - 5 - (screen.wizard().notice().isEmpty() ? 0 : 1);
  }

  private static int tableHeight(MembersScreen screen, int room) {
    int below = JUDGEMENT + 3 + (screen.adds() ? typedHeight(room) + 1 : 1 + knownHeight(room));
    int wanted = screen.wizard().names().size() + 1;
    return Math.max(2, Math.min(wanted, room - WORDS - below));
  }

  /** The node at a line of the screen; -1: none. */
  static int rowAt(MembersScreen screen, int y) {
    int height = tableHeight(screen, roomHeight(screen));
    return table(screen, List.of(), Glyphs.ASCII).rowAt(y - 3 - WORDS, height);
  }

  /** The button at a place of the screen: 0 goes on, 1 leaves. */
  static OptionalInt buttonAt(MembersScreen screen, int x, int y) {
    return y == 2 + roomHeight(screen) ? BUTTONS.at(x - 1) : OptionalInt.empty();
  }

  private void choose(MembersScreen screen, Canvas room) {
    MembersWizard wizard = screen.wizard();
    Glyphs glyphs = room.glyphs();
    if (wizard.live() == null) {
      String waits = glyphs.busy() + " Asking all nodes " + glyphs.ellipsis();
      room.text(0, 0, wizard.looking() ? waits : "Nobody was asked yet.", Style.BUSY);
      return;
    }
    Style well = wizard.isWell() ? Style.GOOD : Style.WARNING;
    char sign = wizard.isWell() ? glyphs.good() : glyphs.warning();
    text(room, 0, WORDS, sign + " " + wizard.found(), well);
    List<Row> rows = wizard.rows(clock.instant());
    int y = WORDS;
    int height = tableHeight(screen, room.height());
    boolean here = screen.focus() == Focus.NODES;
    table(screen, rows, glyphs).draw(room, 0, y, room.width(), height, here);
    y += height;
    if (screen.adds()) {
      room.text(0, y, "Who joins, one a line:", here ? Style.NORMAL : Style.STRONG);
      int typed = typedHeight(room.height());
      screen.text().draw(room, 0, y + 1, room.width(), typed, screen.focus() == Focus.TEXT);
      y += typed + 1;
    } else {
      String known =
          rows.isEmpty() ? "" : rows.get(Math.min(screen.row(), rows.size() - 1)).known();
      int lines = knownHeight(room.height());
      text(room, y, lines, known, Style.DIM);
      room.text(
          0,
          y + lines,
          box(wizard.clean(), "take away what Quorate wrote there")
              + "   "
              + box(wizard.force(), "force pods out"),
          Style.NORMAL);
      y += lines + 1;
    }
    judgement(wizard, room, y + 1);
    buttons(screen, room);
  }

  private static String box(boolean checked, String label) {
    return (checked ? "[x] " : "[ ] ") + label;
  }

  private static Table table(MembersScreen screen, List<Row> rows, Glyphs glyphs) {
    List<List<Cell>> cells = new ArrayList<>();
    List<String> chosen = screen.wizard().chosen();
    boolean adds = screen.adds();
    List<Row> shown = rows.isEmpty() ? screen.wizard().rows(Instant.EPOCH) : rows;
    for (Row row : shown) {
      String sign = String.valueOf(row.bad() ? glyphs.bad() : glyphs.good());
      String mark = adds ? sign : (chosen.contains(row.name()) ? "[x] " : "[ ] ") + sign;
      cells.add(
          List.of(
              new Cell(mark, row.bad() ? Style.BAD : Style.GOOD),
              Cell.of(row.name()),
              Cell.of(row.roles()),
              new Cell(row.known(), row.bad() ? Style.BAD : Style.NORMAL)));
    }
    return new Table(
        List.of(
            new Column("", adds ? 1 : 5, 0),
            new Column("Node", 12, 1),
            new Column("Roles", 14, 0),
            new Column("What is known", 20, 4)),
        cells,
        screen.row());
  }

  private static void judgement(MembersWizard wizard, Canvas room, int y) {
    Judgement judgement = wizard.judgement();
    boolean idle = wizard.kind() == MembersWizard.Kind.REMOVE && wizard.chosen().isEmpty();
    boolean blank = wizard.kind() == MembersWizard.Kind.ADD && wizard.lines().isBlank();
    Style style = judgement.allowed() ? Style.GOOD : idle || blank ? Style.DIM : Style.BAD;
    char sign =
        judgement.allowed()
            ? room.glyphs().good()
            : idle || blank ? room.glyphs().arrow() : room.glyphs().bad();
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

  private static void buttons(MembersScreen screen, Canvas room) {
    ButtonRow row = BUTTONS.select(screen.focus() == Focus.BACK ? 1 : 0);
    int y = room.height() - 1;
    if (screen.focus() == Focus.NEXT || screen.focus() == Focus.BACK) {
      row.draw(room, 0, y, room.width(), true);
    } else {
      room.text(0, y, "[ Next ]  [ Leave ]", Style.NORMAL);
    }
  }

  // ---- reviewing -----------------------------------------------------------------------------

  private static void review(MembersScreen screen, Canvas room) {
    MembersWizard wizard = screen.wizard();
    Glyphs glyphs = room.glyphs();
    if (wizard.starting()) {
      room.text(0, 0, glyphs.busy() + " Starting the run", Style.BUSY);
      return;
    }
    if (wizard.review().busy()) {
      room.text(
          0,
          0,
          glyphs.busy() + " Asking the nodes what they have " + glyphs.ellipsis(),
          Style.BUSY);
      return;
    }
    ScrollView text = plan(screen);
    text.draw(room, 0, 0, room.width(), room.height(), true);
  }

  /** The plan as it is on this screen. */
  static ScrollView plan(MembersScreen screen) {
    MembersWizard.Review review = screen.wizard().review();
    List<String> lines = new ArrayList<>();
    MembersReport.PlanMade made = review.made();
    if (!review.refusal().isEmpty()) {
      lines.add("Refused; nothing was changed.");
      lines.add("");
      lines.add(review.refusal());
    }
    if (made != null) {
      lines.addAll(made.words());
      for (Finding finding : made.findings()) {
        String kind = finding.status() == Finding.Status.FAILED ? "Refused: " : "Warning: ";
        lines.add("");
        lines.add(kind + finding.where() + ": " + finding.title() + ": " + finding.found());
        lines.add("  " + finding.remedy());
      }
      lines.add("");
      lines.addAll(screen.byPhase() ? made.plan().byPhase() : made.plan().byNode());
    }
    List<String> wrapped = new ArrayList<>();
    lines.forEach(l -> wrapped.addAll(Columns.wrap(l, Math.max(1, screen.width() - 3))));
    return new ScrollView(wrapped, screen.scroll(), Math.max(1, roomHeight(screen)));
  }
}
