package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ScrollView;
import io.quorate.tui.widget.TextField;
import io.quorate.wizard.BackgroundStatus;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Field;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PlanPreview;
import java.util.ArrayList;
import java.util.List;

/** The inventory as it will be written, or the plan by node, and the file's name. */
final class ReviewPage implements PageView<InstallWizard> {

  static final PageView<InstallWizard> VIEW = new ReviewPage();

  private static final int TEXT = 0;
  private static final int PATH = 1;

  /** The views of the text, by the spot's column. */
  private static final List<String> TABS = List.of("The inventory", "The plan by node", "by phase");

  private ReviewPage() {}

  @Override
  public int items(Screen<InstallWizard> screen) {
    return 2;
  }

  private static Field path(Screen<InstallWizard> screen) {
    return screen.wizard().fields(screen.wizard().page()).getFirst();
  }

  @Override
  public Screen<InstallWizard> focus(Screen<InstallWizard> screen, int item) {
    CursorPosition spot = screen.spot().item(item);
    return screen.at(
        item == PATH ? spot.line(FieldLines.line(screen.wizard().form(), path(screen))) : spot);
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    boolean planned = screen.wizard().goal().reachesHosts();
    if (key.is(KeyPress.Key.F2) && planned) {
      return Update.of(turned(screen, 1));
    }
    if (key.is(KeyPress.Key.F5) && planned) {
      return PageView.turned(screen, screen.wizard().replan());
    }
    if (key.is(KeyPress.Key.F6)) {
      return PageView.turned(screen, screen.wizard().write());
    }
    return switch (screen.spot().item()) {
      case TEXT -> Update.of(inText(screen, key));
      case PATH -> Update.of(inPath(screen, key));
      default -> Update.of(screen);
    };
  }

  private static Screen<InstallWizard> inText(Screen<InstallWizard> screen, KeyPress key) {
    boolean sideways = key.is(KeyPress.Key.LEFT) || key.is(KeyPress.Key.RIGHT);
    if (sideways && screen.wizard().goal().reachesHosts()) {
      return turned(screen, key.is(KeyPress.Key.RIGHT) ? 1 : -1);
    }
    ScrollView before = text(screen, screen.width() - 2, screen.height() - 5);
    ScrollView after = before.handle(key);
    return after.top() == before.top() ? screen : screen.at(screen.spot().scrolled(after.top()));
  }

  private static int tab(Screen<InstallWizard> screen) {
    return Math.floorMod(screen.spot().column(), TABS.size());
  }

  /** The tab at a column of the first line; {@code otherwise} where there is none. */
  private static int tabAt(int x, int otherwise) {
    int left = 0;
    for (int i = 0; i < TABS.size(); i++) {
      int right = left + TABS.get(i).length() + 2;
      if (x >= left && x < right) {
        return i;
      }
      left = right + 1;
    }
    return otherwise;
  }

  private static Screen<InstallWizard> turned(Screen<InstallWizard> screen, int by) {
    return screen.at(screen.spot().cell(0, tab(screen) + by).scrolled(0));
  }

  private static Screen<InstallWizard> inPath(Screen<InstallWizard> screen, KeyPress key) {
    return typed(screen, screen.spot().line().handle(key));
  }

  private static Screen<InstallWizard> typed(Screen<InstallWizard> screen, TextField after) {
    TextField before = screen.spot().line();
    if (after == before) {
      return screen;
    }
    Screen<InstallWizard> there = screen.at(screen.spot().line(after));
    return after.text().equals(before.text())
        ? there
        : there.with(screen.wizard().edit(path(screen).key(), after.text()));
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> pasted(Screen<InstallWizard> screen, String text) {
    return Update.of(
        screen.spot().item() == PATH ? typed(screen, screen.spot().line().paste(text)) : screen);
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> clicked(Screen<InstallWizard> screen, int x, int y) {
    int height = height(screen);
    return switch (Buttons.at(height, nextWord(screen), x, y)) {
      case 0 -> next(screen);
      case 1 -> back(screen);
      default ->
          Update.of(
              y == 0 && screen.wizard().goal().reachesHosts()
                  ? turned(screen, tabAt(x, tab(screen)) - tab(screen))
                  : focus(screen, y == height - 2 ? PATH : TEXT));
    };
  }

  @Override
  public Screen<InstallWizard> scrolled(Screen<InstallWizard> screen, int lines) {
    ScrollView text = text(screen, screen.width() - 2, screen.height() - 5).scroll(lines);
    return screen.at(screen.spot().scrolled(text.top()));
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
    CursorPosition spot = screen.spot();
    int at = -1;
    int tabs = screen.wizard().goal().reachesHosts() ? TABS.size() : 1;
    for (int i = 0; i < tabs; i++) {
      at = tab(canvas, at + 1, TABS.get(i), i == tab(screen));
    }
    BackgroundStatus.Notice notice = screen.wizard().outlook().notice();
    if (!screen.wizard().outlook().plan().refusal().isEmpty()) {
      canvas.text(at + 2, 0, canvas.glyphs().bad() + " refused: see the plan", Style.BAD);
    } else if (notice != null && !notice.bad()) {
      canvas.text(at + 2, 0, canvas.glyphs().good() + " " + notice.text(), Style.GOOD);
    }
    ScrollView text = text(screen, canvas.width(), canvas.height());
    text.draw(canvas, 0, 1, canvas.width(), text.page(), spot.item() == TEXT);
    Field field = path(screen);
    int y = canvas.height() - 2;
    boolean here = spot.item() == PATH;
    canvas.text(0, y, field.label(), here ? Style.STRONG : Style.NORMAL);
    TextField line = here ? spot.line() : FieldLines.line(screen.wizard().form(), field);
    line.draw(canvas, 22, y, Math.min(54, canvas.width() - 22), here);
    Buttons.draw(screen, this, canvas, nextWord(screen));
  }

  private static String nextWord(Screen<InstallWizard> screen) {
    return screen.wizard().goal().reachesHosts() ? "Next" : "Write";
  }

  private static int tab(Canvas canvas, int x, String title, boolean selected) {
    String text = selected ? "[" + title + "]" : " " + title + " ";
    return canvas.text(x, 0, text, selected ? Style.SELECTED : Style.DIM);
  }

  private static ScrollView text(Screen<InstallWizard> screen, int width, int height) {
    int page = Math.max(1, height - 4);
    List<String> lines = new ArrayList<>();
    List<String> written =
        tab(screen) == 0
            ? screen.wizard().inventoryText().lines().toList()
            : plan(screen.wizard(), tab(screen) == 2);
    written.forEach(l -> lines.addAll(Columns.wrap(l, width - 1)));
    return new ScrollView(lines, screen.spot().scroll(), page);
  }

  private static List<String> plan(InstallWizard wizard, boolean byPhase) {
    BackgroundStatus.PlanState state = wizard.outlook().plan();
    List<String> lines = new ArrayList<>(state.refusal());
    if (!lines.isEmpty()) {
      return lines;
    }
    if (!state.failure().isEmpty()) {
      lines.addAll(List.of("The plan could not be worked out: " + state.failure(), ""));
    }
    PlanPreview preview = state.preview();
    if (preview == null) {
      if (state.busy()) {
        lines.add("The nodes are being asked what they have.");
      }
      return lines;
    }
    lines.addAll(byPhase ? preview.byPhase() : preview.byNode());
    return lines;
  }

  @Override
  public List<Hint> hints(Screen<InstallWizard> screen) {
    if (!screen.wizard().goal().reachesHosts()) {
      return hints(screen, new Hint("Tab", "moves"));
    }
    return hints(
        screen,
        new Hint("F2", List.of("plan", "by phase", "inventory").get(tab(screen))),
        new Hint("F5", "plan again"),
        new Hint("F6", "write the file"));
  }

  @Override
  public String going(Screen<InstallWizard> screen) {
    return screen.wizard().goal().reachesHosts() ? "next" : "write the file";
  }

  @Override
  public Reading<InstallWizard> help(Screen<InstallWizard> screen) {
    return screen.spot().item() == PATH
        ? FormPage.help(screen.wizard().form(), path(screen))
        : !screen.wizard().goal().reachesHosts()
            ? Reading.of(
                "Review",
                "The inventory is written to the file below, readable by its owner only. Ansible"
                    + " reads it too; quorate install -i FILE makes the cluster, and quorate"
                    + " inventory convert writes it in other forms.")
            : Reading.of(
                "Review",
                "The inventory is written to the file below before anything is changed. Ansible reads"
                    + " it too, and quorate install -i FILE does the same install again.\n\n"
                    + "The plan says node by node what would be done. It was worked out from what the"
                    + " nodes have now; nothing is changed before the preflight is good and you say"
                    + " so.");
  }

  @Override
  public List<String> problems(Screen<InstallWizard> screen) {
    return screen.wizard().problems(screen.wizard().page()).stream()
        .filter(p -> p.isError())
        .map(p -> p.what() + " " + p.remedy())
        .toList();
  }
}
