package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.TextField;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Guided;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question over a page that is answered by typing: a password, or a name by which one agrees.
 *
 * @param lines what is asked, wrapped to the room there is
 * @param expected the only text that is taken; null: any
 * @param agree what the button says that takes the text
 * @param button 0: the line has the focus; 1: cancel; 2: the text is taken
 * @param wrong whether another text than the expected one was given
 * @param yes what a text leads to, on a screen without the question
 * @param no what Escape leads to
 */
record Typing<W extends Guided<W>>(
    String title,
    List<String> lines,
    TextField line,
    @Nullable String expected,
    String agree,
    int button,
    boolean wrong,
    Function<String, Asking.Answer<W>> yes,
    Asking.Answer<W> no)
    implements Overlay<W> {

  private static final int WIDEST = 76;

  /** For a text that nobody sees. */
  static <W extends Guided<W>> Typing<W> hidden(
      String title,
      List<String> lines,
      Function<String, Asking.Answer<W>> yes,
      Asking.Answer<W> no) {
    return new Typing<>(title, lines, TextField.hidden(), null, "Go on", 0, false, yes, no);
  }

  /** For a name by which one agrees to what cannot be undone. */
  static <W extends Guided<W>> Typing<W> name(
      String title, List<String> lines, String expected, String agree, Asking.Answer<W> yes) {
    List<String> all = new ArrayList<>(lines);
    all.add("");
    all.add("Type " + expected + " to go on:");
    return new Typing<>(
        title, all, TextField.of(""), expected, agree, 0, false, typed -> yes, Update::of);
  }

  private Typing<W> with(TextField other) {
    return new Typing<>(title, lines, other, expected, agree, 0, false, yes, no);
  }

  private Typing<W> at(int other, boolean refused) {
    return new Typing<>(title, lines, line, expected, agree, other, refused, yes, no);
  }

  private ButtonRow buttons() {
    return ButtonRow.of("Cancel", agree).select(Math.max(0, button - 1));
  }

  @Override
  public List<Hint> hints() {
    return List.of(
        new Hint("Enter", button == 1 ? "Cancel" : agree),
        new Hint("Tab", "moves"),
        new Hint("Esc", "Cancel"));
  }

  @Override
  public Update<Screen<W>, Effect> key(Screen<W> screen, KeyPress key) {
    if (key.is(Key.ESCAPE)) {
      return no.on(screen.over(null));
    }
    if (key.is(Key.TAB) || key.is(Key.BACK_TAB)) {
      return Update.of(screen.over(at((button + (key.is(Key.TAB) ? 1 : 2)) % 3, wrong)));
    }
    if (key.is(Key.ENTER)) {
      return button == 1 ? no.on(screen.over(null)) : taken(screen);
    }
    if (button > 0) {
      boolean sideways = key.is(Key.LEFT) || key.is(Key.RIGHT);
      return Update.of(sideways ? screen.over(at(3 - button, wrong)) : screen);
    }
    TextField after = line.handle(key);
    return Update.of(after == line ? screen : screen.over(with(after)));
  }

  private Update<Screen<W>, Effect> taken(Screen<W> screen) {
    if (expected != null && !line.text().strip().equals(expected)) {
      return Update.of(screen.over(at(0, true)));
    }
    return yes.apply(line.text()).on(screen.over(null));
  }

  @Override
  public Screen<W> pasted(Screen<W> screen, String text) {
    return screen.over(with(line.paste(text)));
  }

  @Override
  public Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    Place place = place(screen.width(), screen.height());
    OptionalInt pressed =
        y == place.top() + place.height() - 2
            ? buttons().at(x - place.left() - 2)
            : OptionalInt.empty();
    if (pressed.isEmpty()) {
      return Update.of(screen);
    }
    return pressed.getAsInt() == 0 ? no.on(screen.over(null)) : taken(screen);
  }

  /** Where it lies on a screen. */
  private record Place(int left, int top, int width, List<String> text) {
    int height() {
      return text.size() + 6;
    }
  }

  private Place place(int width, int height) {
    int own = Math.min(WIDEST, width);
    List<String> text = new ArrayList<>();
    lines.forEach(l -> text.addAll(Columns.wrap(l, Math.max(1, own - 4))));
    int shown = Math.min(text.size(), Math.max(0, height - 6));
    return new Place(
        (width - own) / 2,
        Math.max(0, (height - shown - 6) / 2),
        own,
        // What is to be typed stands last.
        text.subList(text.size() - shown, text.size()));
  }

  @Override
  public void draw(Screen<W> screen, Canvas canvas) {
    Place place = place(canvas.width(), canvas.height());
    Canvas box = canvas.part(place.left(), place.top(), place.width(), place.height());
    Box.draw(box, title, Style.WARNING);
    int y = 1;
    for (String text : place.text()) {
      box.text(2, y++, text, Style.NORMAL);
    }
    line.draw(box, 2, y, Math.max(1, box.width() - 4), button == 0);
    if (wrong) {
      box.text(2, y + 1, box.glyphs().bad() + " It has to be " + expected + ".", Style.BAD);
    }
    if (button == 0) {
      box.text(2, box.height() - 2, "[ Cancel ]  [ " + agree + " ]", Style.NORMAL);
    } else {
      buttons().draw(box, 2, box.height() - 2, Math.max(1, box.width() - 4), true);
    }
  }
}
