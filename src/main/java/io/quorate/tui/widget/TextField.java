package io.quorate.tui.widget;

import io.quorate.plan.Secret;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Style;

/**
 * One line to type into. A text longer than the field scrolls so that the cursor stays in view.
 *
 * @param cursor an index into the text, 0 to its length, never inside a surrogate pair
 * @param secret whether stars are shown instead of what was typed
 * @param placeholder shown dimmed while the text is empty, such as an example
 * @param offered whether the text is one that nobody typed: what is typed first takes its place,
 *     unless the cursor is moved before
 */
public record TextField(
    String text, int cursor, boolean secret, String placeholder, boolean offered) {

  public TextField {
    cursor = Math.clamp(cursor, 0, text.length());
    if (cursor > 0 && cursor < text.length() && Character.isLowSurrogate(text.charAt(cursor))) {
      cursor--;
    }
  }

  /** One whose text somebody typed. */
  public TextField(String text, int cursor, boolean secret, String placeholder) {
    this(text, cursor, secret, placeholder, false);
  }

  /** The same field with its text as an offer only. */
  public TextField asOffer() {
    return new TextField(text, cursor, secret, placeholder, !text.isEmpty());
  }

  /** A field with the cursor behind its text. */
  public static TextField of(String text) {
    return new TextField(text, text.length(), false, "");
  }

  /** An empty field that hides what is typed. */
  public static TextField hidden() {
    return new TextField("", 0, true, "");
  }

  public TextField withPlaceholder(String example) {
    return new TextField(text, cursor, secret, example);
  }

  /** The same field with another text, the cursor behind it. */
  public TextField withText(String other) {
    return new TextField(other, other.length(), secret, placeholder);
  }

  /**
   * Inserts pasted text; line ends and tabs become blanks; other control and invisible characters
   * go.
   */
  public TextField paste(String pasted) {
    StringBuilder clean = new StringBuilder();
    pasted
        .strip()
        .codePoints()
        .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : c)
        .filter(c -> !Character.isISOControl(c))
        // What nobody sees, such as the mark at the beginning of a file, is in no name or path.
        .filter(c -> secret || Character.getType(c) != Character.FORMAT)
        .forEach(clean::appendCodePoint);
    return insert(clean.toString());
  }

  /** Ctrl-A, E, U, K and W as in a shell; the same object for keys that are not its own. */
  public TextField handle(KeyPress key) {
    if (key.alt()) {
      return this;
    }
    if (key.ctrl()) {
      return key.key() == KeyPress.Key.CHARACTER ? control(key.character()) : word(key);
    }
    return switch (key.key()) {
      case CHARACTER -> insert(Character.toString(key.character()));
      case BACKSPACE -> cursor == 0 ? this : replace(before(), cursor, "");
      case DELETE -> cursor == text.length() ? this : replace(cursor, after(), "");
      case LEFT -> cursor == 0 ? this : at(before());
      case RIGHT -> cursor == text.length() ? this : at(after());
      case HOME -> at(0);
      case END -> at(text.length());
      default -> this;
    };
  }

  private TextField control(int letter) {
    return switch (letter) {
      case 'a' -> at(0);
      case 'e' -> at(text.length());
      case 'u' -> replace(0, cursor, "");
      case 'k' -> replace(cursor, text.length(), "");
      case 'w' -> replace(wordBefore(), cursor, "");
      default -> this;
    };
  }

  private TextField word(KeyPress key) {
    return switch (key.key()) {
      case LEFT -> at(wordBefore());
      case RIGHT -> at(wordAfter());
      default -> this;
    };
  }

  /** Whether a key puts a character into a text, a blank apart, which buttons take. */
  public static boolean isTyped(KeyPress key) {
    return key.key() == KeyPress.Key.CHARACTER
        && !key.alt()
        && !key.ctrl()
        && key.character() != ' '
        && key.character() != '?';
  }

  /** How many columns show all of it, and the cursor behind; of a secret as few as of nothing. */
  public int width() {
    return secret ? 1 : Columns.width(text.isEmpty() ? placeholder : text) + 1;
  }

  /** The cursor stands on it only while the field has the focus. */
  public void draw(Canvas canvas, int x, int y, int width, boolean focused) {
    if (width <= 0) {
      return;
    }
    Style style = focused ? Style.FOCUS : Style.FIELD;
    canvas.fill(x, y, width, 1, ' ', style);
    Canvas line = canvas.part(x, y, width, 1);
    String shown = secret ? "*".repeat(text.codePointCount(0, text.length())) : text;
    int position = secret ? text.codePointCount(0, cursor) : cursor;
    if (shown.isEmpty() && !focused) {
      line.text(0, 0, Columns.cut(placeholder, width, canvas.glyphs().ellipsis()), Style.DIM);
      return;
    }
    int column = Columns.width(shown.substring(0, position));
    int scrolled = Math.max(0, column - width + 1);
    if (focused) {
      line.text(-scrolled, 0, shown, style);
      line.cursor(column - scrolled, 0);
    } else {
      line.text(0, 0, Columns.cut(shown, width, canvas.glyphs().ellipsis()), style);
    }
  }

  private TextField insert(String more) {
    if (offered) {
      return more.isEmpty() ? this : new TextField(more, more.length(), secret, placeholder);
    }
    return new TextField(
        text.substring(0, cursor) + more + text.substring(cursor),
        cursor + more.length(),
        secret,
        placeholder);
  }

  private TextField replace(int from, int to, String by) {
    return new TextField(
        text.substring(0, from) + by + text.substring(to), from + by.length(), secret, placeholder);
  }

  private TextField at(int index) {
    return new TextField(text, index, secret, placeholder);
  }

  private int before() {
    return text.offsetByCodePoints(cursor, -1);
  }

  private int after() {
    return text.offsetByCodePoints(cursor, 1);
  }

  private int wordBefore() {
    int i = cursor;
    while (i > 0 && text.charAt(i - 1) == ' ') {
      i--;
    }
    while (i > 0 && text.charAt(i - 1) != ' ') {
      i--;
    }
    return i;
  }

  private int wordAfter() {
    int i = cursor;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    while (i < text.length() && text.charAt(i) != ' ') {
      i++;
    }
    return i;
  }

  /** Without what was typed when it is secret. */
  @Override
  public String toString() {
    return "TextField[" + (secret ? Secret.SHOWN : text) + ", cursor=" + cursor + "]";
  }
}
