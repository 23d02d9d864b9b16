package io.quorate.tui.pages;

import io.quorate.inventory.Problem;
import io.quorate.inventory.setting.Setting;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.ScrollView;
import io.quorate.tui.widget.TextField;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Field;
import io.quorate.wizard.Form;
import io.quorate.wizard.Guided;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of fields: Access, Versions, Network, and etcd token and security. */
final class FormPage<W extends Guided<W>> implements PageView<W> {

  /** Lines of what a field is for. */
  private static final int ABOUT = 2;

  /** Lines of a picture below the fields that stay in view. */
  private static final int PICTURE = 5;

  private final Function<W, Form<W>> forms;
  private final Function<Screen<W>, Reading<W>> ofPage;

  /**
   * @param forms the form of a page of the wizard
   */
  FormPage(Function<W, Form<W>> forms) {
    this(forms, s -> Reading.of(s.wizard().title(), s.wizard().purpose()));
  }

  /**
   * @param forms the form of a page of the wizard
   * @param ofPage what F1 says where no field has the focus
   */
  FormPage(Function<W, Form<W>> forms, Function<Screen<W>, Reading<W>> ofPage) {
    this.forms = forms;
    this.ofPage = ofPage;
  }

  private Form<W> form(Screen<W> screen) {
    return forms.apply(screen.wizard());
  }

  private List<Field> fields(Screen<W> screen) {
    return form(screen).fields();
  }

  @Override
  public int items(Screen<W> screen) {
    return fields(screen).size();
  }

  @Override
  public Screen<W> focus(Screen<W> screen, int item) {
    CursorPosition spot = screen.spot().focus(item);
    List<Field> fields = fields(screen);
    return item < fields.size()
        ? screen.at(spot.line(line(form(screen), fields.get(item))))
        : screen.at(spot);
  }

  /** What nobody typed is taken away by the first character. */
  private static TextField line(Form<?> form, Field field) {
    TextField line = FieldLines.line(form, field);
    return field.kind() == Field.Kind.TEXT && line.text().equals(form.usual(field.key()))
        ? line.asOffer()
        : line;
  }

  @Override
  public Screen<W> refused(Screen<W> screen) {
    List<Field> fields = fields(screen);
    for (int i = 0; i < fields.size(); i++) {
      boolean wrong =
          form(screen).problemsAt(fields.get(i).key()).stream().anyMatch(Problem::isError);
      if (wrong) {
        return focus(screen, i);
      }
    }
    return screen;
  }

  // ---- keys --------------------------------------------------------------------------------

  @Override
  public Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key) {
    if (key.is(KeyPress.Key.F5) && hasPicture(screen)) {
      return PageView.turned(screen, screen.wizard().lookedAgain());
    }
    if (key.is(KeyPress.Key.PAGE_UP) || key.is(KeyPress.Key.PAGE_DOWN)) {
      return Update.of(inPicture(screen, picture(screen).handle(key)));
    }
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

  private Screen<W> text(Screen<W> screen, Field field, KeyPress key) {
    if (key.is(KeyPress.Key.F2) && !field.choices().isEmpty()) {
      return edited(screen, field, TextField.of(FieldLines.following(form(screen), field)));
    }
    if (key.is(KeyPress.Key.F3)) {
      return focus(screen.with(form(screen).restore(field.key())), screen.spot().item());
    }
    return typed(screen, field, key);
  }

  private Screen<W> secret(Screen<W> screen, Field field, KeyPress key) {
    if (key.is(KeyPress.Key.F2)) {
      return screen.at(screen.spot().turned());
    }
    if (key.is(KeyPress.Key.F3) && field.isToken()) {
      return focus(screen.with(form(screen).renew(field.key())), screen.spot().item());
    }
    return typed(screen, field, key);
  }

  private Screen<W> typed(Screen<W> screen, Field field, KeyPress key) {
    TextField before = screen.spot().line();
    TextField after = before.handle(key);
    return after == before ? screen : edited(screen, field, after);
  }

  private Screen<W> edited(Screen<W> screen, Field field, TextField line) {
    Screen<W> there = screen.at(screen.spot().line(line));
    return line.text().equals(screen.spot().line().text())
        ? there
        : there.with(form(screen).edit(field.key(), line.text()));
  }

  private Screen<W> chosen(Screen<W> screen, Field field, KeyPress key) {
    var before = FieldLines.choice(form(screen), field);
    var after = before.handleInline(key);
    return after == before
        ? screen
        : screen.with(
            form(screen).edit(field.key(), field.choices().get(after.selected()).value()));
  }

  private Screen<W> switched(Screen<W> screen, Field field, KeyPress key) {
    boolean turns = key.is(' ') || key.is(KeyPress.Key.LEFT) || key.is(KeyPress.Key.RIGHT);
    boolean on = FieldLines.isOn(form(screen), field);
    return turns ? screen.with(form(screen).edit(field.key(), String.valueOf(!on))) : screen;
  }

  @Override
  public Update<Screen<W>, Effect> pasted(Screen<W> screen, String text) {
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
  public Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    int height = height(screen);
    int button = Buttons.at(height, "Next", x, y);
    if (button == 0) {
      return next(screen);
    }
    int item =
        button == 1
            ? -1
            : FieldLines.of(form(screen), screen.spot(), width(screen))
                .itemAt(y, formHeight(screen));
    if (button == 1) {
      return back(screen);
    }
    if (item < 0) {
      return Update.of(screen);
    }
    Screen<W> there = focus(screen, item);
    return switch (fields(screen).get(item).kind()) {
      case SWITCH, CHOICE -> key(there, KeyPress.of(' '));
      case TEXT, SECRET -> Update.of(there);
    };
  }

  private int width(Screen<W> screen) {
    return screen.width() - 2;
  }

  @Override
  public Screen<W> scrolled(Screen<W> screen, int lines) {
    return inPicture(screen, picture(screen).scroll(lines));
  }

  // ---- the picture -------------------------------------------------------------------------

  private boolean hasPicture(Screen<W> screen) {
    return !form(screen).picture().isEmpty();
  }

  private Screen<W> inPicture(Screen<W> screen, ScrollView after) {
    return after.top() == picture(screen).top()
        ? screen
        : screen.at(screen.spot().scrolled(after.top()));
  }

  private ScrollView picture(Screen<W> screen) {
    List<String> lines = new ArrayList<>();
    form(screen)
        .picture()
        .forEach(l -> lines.addAll(Columns.wrap(l, Math.max(1, width(screen) - 1))));
    return new ScrollView(lines, screen.spot().scroll(), pictureHeight(screen, lines.size()));
  }

  /** Rows above the lines of what a field is for, and the buttons. */
  private int room(Screen<W> screen) {
    return Math.max(0, height(screen) - (fields(screen).isEmpty() ? 2 : 4));
  }

  private int pictureHeight(Screen<W> screen, int lines) {
    int fields = fields(screen).size();
    int room = room(screen);
    return fields == 0
        ? Math.min(lines, room)
        : Math.min(lines, Math.max(Math.min(PICTURE, room / 2), room - fields - 1));
  }

  /** Rows of the fields: what the picture leaves. */
  private int formHeight(Screen<W> screen) {
    int room = room(screen);
    if (!hasPicture(screen)) {
      return room;
    }
    int picture = picture(screen).page();
    return Math.max(0, room - picture - 1);
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void draw(Screen<W> screen, Canvas canvas) {
    List<Field> fields = fields(screen);
    FieldLines lines = FieldLines.of(form(screen), screen.spot(), canvas.width());
    int height = formHeight(screen);
    lines.draw(canvas.part(0, 0, canvas.width(), height));
    if (hasPicture(screen)) {
      ScrollView picture = picture(screen);
      int top = fields.isEmpty() ? 0 : Math.min(lines.lines().size(), height) + 1;
      picture.draw(canvas, 0, top, canvas.width(), picture.page(), false);
    }
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
  private String cut(String line, Canvas canvas) {
    char ellipsis = canvas.glyphs().ellipsis();
    return Columns.cut(line + " " + ellipsis, canvas.width() - 4, ellipsis) + " F1";
  }

  private String about(Screen<W> screen, Field field) {
    return form(screen).help(field.key()).about();
  }

  @Override
  public List<Hint> hints(Screen<W> screen) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    if (hasPicture(screen)) {
      return inPictureHints(screen);
    }
    if (item >= fields.size()) {
      return hints(screen, new Hint("Tab", "moves"));
    }
    return hints(screen, ofField(screen, fields.get(item)).toArray(Hint[]::new));
  }

  private List<Hint> inPictureHints(Screen<W> screen) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    List<Hint> hints = new ArrayList<>();
    if (item < fields.size()) {
      hints.add(ofField(screen, fields.get(item)).getLast());
    } else {
      hints.add(new Hint("Tab", "moves"));
    }
    hints.add(new Hint("F10", going(screen)));
    ScrollView picture = picture(screen);
    if (picture.lines().size() > picture.page()) {
      hints.add(new Hint("PgDn", "read on"));
    }
    hints.add(new Hint("F5", "look now"));
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("Esc", escaping(screen)));
    return hints;
  }

  /** What the focused field takes. */
  private List<Hint> ofField(Screen<W> screen, Field field) {
    Hint side = new Hint("F2", screen.spot().other() ? "hide" : "reveal");
    return switch (field.kind()) {
      case TEXT -> {
        Hint first =
            field.choices().isEmpty()
                ? new Hint("Tab", "moves")
                : new Hint("F2", "next suggestion");
        boolean typed = !form(screen).value(field.key()).equals(form(screen).usual(field.key()));
        yield typed ? List.of(first, new Hint("F3", "default")) : List.of(first);
      }
      case SECRET ->
          field.isToken() ? List.of(side, new Hint("F3", "make a new one")) : List.of(side);
      case CHOICE -> List.of(new Hint("Left/Right", "choose"));
      case SWITCH -> List.of(new Hint("Space", "toggle"));
    };
  }

  @Override
  public Reading<W> help(Screen<W> screen) {
    List<Field> fields = fields(screen);
    int item = screen.spot().item();
    if (item >= fields.size()) {
      return ofPage.apply(screen);
    }
    return help(form(screen), fields.get(item));
  }

  static <W extends Guided<W>> Reading<W> help(Form<W> form, Field field) {
    Field.Help help = form.help(field.key());
    List<String> parts = new ArrayList<>(List.of(help.about(), ""));
    if (!help.example().isEmpty()) {
      parts.add("Example:  " + help.example());
    }
    String usual = form.usual(field.key());
    if (!usual.isEmpty() && field.kind() != Field.Kind.SECRET) {
      parts.add("Default:  " + usual);
    }
    field.choices().stream()
        .filter(c -> !c.note().isEmpty())
        .forEach(c -> parts.add("Possible: " + c.value() + ", " + c.note()));
    if (!help.source().isEmpty()) {
      parts.add("Source:   " + help.source());
    }
    if (Stream.of(Setting.values()).anyMatch(s -> s.key().equals(field.key()))) {
      parts.add("Setting:  " + field.key());
    }
    form.problemsAt(field.key()).forEach(p -> parts.addAll(List.of("", p.what(), p.remedy())));
    return Reading.of(field.label(), String.join("\n", parts));
  }

  /** The page's problems whose field is not in view. */
  @Override
  public List<String> problems(Screen<W> screen) {
    Set<String> here = fields(screen).stream().map(Field::key).collect(Collectors.toSet());
    Form<W> form = form(screen);
    return form.problems().stream()
        .filter(p -> !here.contains(p.field()))
        .filter(p -> form.isBegun() || !p.isError())
        .map(p -> p.what() + " " + p.remedy())
        .toList();
  }
}
