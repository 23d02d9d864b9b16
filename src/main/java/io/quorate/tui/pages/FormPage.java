package io.quorate.tui.pages;

import io.quorate.inventory.Problem;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.TextField;
import io.quorate.wizard.Field;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.WizardEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A page of fields: Access, Versions, Network, and etcd token and security. */
final class FormPage implements PageView {

  static final PageView VIEW = new FormPage();

  /** Lines of what a field is for. */
  private static final int ABOUT = 2;

  private FormPage() {}

  private static List<Field> fields(WizardScreen screen) {
    return screen.wizard().fields(screen.page());
  }

  @Override
  public int items(WizardScreen screen) {
    return fields(screen).size();
  }

  @Override
  public WizardScreen focus(WizardScreen screen, int item) {
    CursorPosition spot = screen.spot().focus(item);
    List<Field> fields = fields(screen);
    return item < fields.size()
        ? screen.at(spot.line(FieldLines.line(screen.wizard(), fields.get(item))))
        : screen.at(spot);
  }

  @Override
  public WizardScreen refused(WizardScreen screen) {
    List<Field> fields = fields(screen);
    for (int i = 0; i < fields.size(); i++) {
      boolean wrong =
          screen.wizard().problemsAt(fields.get(i).key()).stream().anyMatch(Problem::isError);
      if (wrong) {
        return focus(screen, i);
      }
    }
    return screen;
  }

  // ---- keys --------------------------------------------------------------------------------

  @Override
  public Update<WizardScreen, WizardEffect> key(WizardScreen screen, KeyPress key) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    if (item >= fields.size()) {
      return Update.of(screen);
    }
    Field field = fields.get(item);
    return Update.of(
        switch (field.kind()) {
          case TEXT -> text(screen, field, key);
          case SECRET -> secret(screen, field, key);
          case CHOICE -> chosen(screen, field, key);
          case SWITCH -> switched(screen, field, key);
        });
  }

  private WizardScreen text(WizardScreen screen, Field field, KeyPress key) {
    if (key.is(KeyPress.Key.F2) && !field.choices().isEmpty()) {
      return edited(screen, field, TextField.of(FieldLines.following(screen.wizard(), field)));
    }
    if (key.is(KeyPress.Key.F3)) {
      return focus(screen.with(screen.wizard().restore(field.key())), screen.spot().item());
    }
    return typed(screen, field, key);
  }

  private WizardScreen secret(WizardScreen screen, Field field, KeyPress key) {
    if (key.is(KeyPress.Key.F2)) {
      return screen.at(screen.spot().turned());
    }
    if (key.is(KeyPress.Key.F3) && field.isToken()) {
      return focus(screen.with(screen.wizard().regenerateToken()), screen.spot().item());
    }
    return typed(screen, field, key);
  }

  private static WizardScreen typed(WizardScreen screen, Field field, KeyPress key) {
    TextField before = screen.spot().line();
    TextField after = before.handle(key);
    return after == before ? screen : edited(screen, field, after);
  }

  private static WizardScreen edited(WizardScreen screen, Field field, TextField line) {
    WizardScreen there = screen.at(screen.spot().line(line));
    return line.text().equals(screen.spot().line().text())
        ? there
        : there.with(screen.wizard().edit(field.key(), line.text()));
  }

  private static WizardScreen chosen(WizardScreen screen, Field field, KeyPress key) {
    var before = FieldLines.choice(screen.wizard(), field);
    var after = before.handleInline(key);
    return after == before
        ? screen
        : screen.with(
            screen.wizard().edit(field.key(), field.choices().get(after.selected()).value()));
  }

  private static WizardScreen switched(WizardScreen screen, Field field, KeyPress key) {
    boolean turns = key.is(' ') || key.is(KeyPress.Key.LEFT) || key.is(KeyPress.Key.RIGHT);
    boolean on = FieldLines.isOn(screen.wizard(), field);
    return turns ? screen.with(screen.wizard().edit(field.key(), String.valueOf(!on))) : screen;
  }

  @Override
  public Update<WizardScreen, WizardEffect> pasted(WizardScreen screen, String text) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    boolean takes =
        item < fields.size()
            && (fields.get(item).kind() == Field.Kind.TEXT
                || fields.get(item).kind() == Field.Kind.SECRET);
    return Update.of(
        takes ? edited(screen, fields.get(item), screen.spot().line().paste(text)) : screen);
  }

  @Override
  public Update<WizardScreen, WizardEffect> clicked(WizardScreen screen, int x, int y) {
    int height = height(screen);
    int button = Buttons.at(height, "Next", x, y);
    if (button == 0) {
      return WizardProgram.next(screen);
    }
    int item = button == 1 ? -1 : FieldLines.of(screen, width(screen)).itemAt(y, height - 4);
    if (button == 1) {
      return WizardProgram.back(screen);
    }
    if (item < 0) {
      return Update.of(screen);
    }
    WizardScreen there = focus(screen, item);
    return switch (fields(screen).get(item).kind()) {
      case SWITCH, CHOICE -> key(there, KeyPress.of(' '));
      case TEXT, SECRET -> Update.of(there);
    };
  }

  private int height(WizardScreen screen) {
    return screen.height() - 5 - Math.min(3, WizardProgram.problems(screen).size());
  }

  private static int width(WizardScreen screen) {
    return screen.width() - 2;
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void draw(WizardScreen screen, Canvas canvas) {
    List<Field> fields = fields(screen);
    FieldLines.of(screen, canvas.width())
        .draw(canvas.part(0, 0, canvas.width(), canvas.height() - 4));
    int item = screen.spot().item();
    if (item < fields.size()) {
      List<String> about = Columns.wrap(about(screen, fields.get(item)), canvas.width());
      for (int i = 0; i < Math.min(ABOUT, about.size()); i++) {
        boolean cut = i == ABOUT - 1 && about.size() > ABOUT;
        String line = cut ? cut(about.get(i), canvas) : about.get(i);
        canvas.text(0, canvas.height() - 1 - ABOUT + i, line, Style.DIM);
      }
    }
    Buttons.draw(screen, this, canvas, "Next");
  }

  /** A line that goes on in the help. */
  private static String cut(String line, Canvas canvas) {
    char ellipsis = canvas.glyphs().ellipsis();
    return Columns.cut(line + " " + ellipsis, canvas.width() - 4, ellipsis) + " F1";
  }

  private static String about(WizardScreen screen, Field field) {
    return screen.wizard().help(field.key()).about();
  }

  @Override
  public List<Hint> hints(WizardScreen screen) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    if (item >= fields.size()) {
      return PageView.hints(new Hint("Tab", "moves"));
    }
    Field field = fields.get(item);
    return switch (field.kind()) {
      case TEXT ->
          field.choices().isEmpty()
              ? PageView.hints(new Hint("Tab", "moves"), new Hint("F3", "default"))
              : PageView.hints(new Hint("F2", "next suggestion"), new Hint("F3", "default"));
      case SECRET ->
          field.isToken()
              ? PageView.hints(
                  new Hint("F2", screen.spot().other() ? "hide" : "reveal"),
                  new Hint("F3", "make a new one"))
              : PageView.hints(new Hint("F2", screen.spot().other() ? "hide" : "reveal"));
      case CHOICE -> PageView.hints(new Hint("Left/Right", "choose"));
      case SWITCH -> PageView.hints(new Hint("Space", "turns over"));
    };
  }

  @Override
  public Overlay.Reading help(WizardScreen screen) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    if (item >= fields.size()) {
      return new Overlay.Reading(screen.page().title(), screen.page().purpose(), 0);
    }
    return help(screen.wizard(), fields.get(item));
  }

  static Overlay.Reading help(InstallWizard wizard, Field field) {
    Field.Help help = wizard.help(field.key());
    List<String> parts = new ArrayList<>(List.of(help.about(), ""));
    if (!help.example().isEmpty()) {
      parts.add("Example:  " + help.example());
    }
    String usual = wizard.usual(field.key());
    if (!usual.isEmpty() && field.kind() != Field.Kind.SECRET) {
      parts.add("Default:  " + usual);
    }
    field.choices().stream()
        .filter(c -> !c.note().isEmpty())
        .forEach(c -> parts.add("Possible: " + c.value() + ", " + c.note()));
    if (!help.source().isEmpty()) {
      parts.add("Source:   " + help.source());
    }
    if (!field.key().startsWith("wizard.")) {
      parts.add("Setting:  " + field.key());
    }
    wizard.problemsAt(field.key()).forEach(p -> parts.addAll(List.of("", p.what(), p.remedy())));
    return new Overlay.Reading(field.label(), String.join("\n", parts), 0);
  }

  /** The page's problems whose field is not in view. */
  @Override
  public List<String> problems(WizardScreen screen) {
    Set<String> here = fields(screen).stream().map(Field::key).collect(Collectors.toSet());
    return screen.wizard().problems(screen.page()).stream()
        .filter(p -> !here.contains(p.field()))
        .map(p -> p.what() + " " + p.remedy())
        .toList();
  }
}
