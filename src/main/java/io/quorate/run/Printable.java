package io.quorate.run;

import java.text.Normalizer;
import java.util.function.IntUnaryOperator;

/**
 * Makes a line of remote output harmless: colours go, other control characters become visible as
 * {@code ^X}, tabs become blanks, and what follows a carriage return replaces what stood before it,
 * as on a terminal.
 */
public final class Printable {

  /** A longer line is cut here; nobody reads so much of one. */
  public static final int LONGEST = 4_000;

  private static final int TAB = 8;
  private static final char ESCAPE = '\u001b';

  private Printable() {}

  /** One line, without a line end, every character one column wide. */
  public static String line(String raw) {
    return line(raw, codePoint -> 1);
  }

  /**
   * One line, without a line end.
   *
   * @param columns how many columns a character takes, which decides where tabs go to
   */
  public static String line(String raw, IntUnaryOperator columns) {
    String line = raw.length() > LONGEST ? raw.substring(0, LONGEST) : raw;
    if (isPlain(line)) {
      return line;
    }
    String composed = Normalizer.normalize(lastOverwrite(line), Normalizer.Form.NFC);
    StringBuilder out = new StringBuilder(composed.length());
    int column = 0;
    for (int i = 0; i < composed.length(); ) {
      int ignorable = ignorable(composed, i);
      if (ignorable > 0) {
        i += ignorable;
        continue;
      }
      int codePoint = composed.codePointAt(i);
      i += Character.charCount(codePoint);
      column += append(out, codePoint, column, columns);
    }
    return out.toString();
  }

  /** Whether every terminal draws it as it is. */
  public static boolean isPlain(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static String lastOverwrite(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
      end--;
    }
    return line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
  }

  /** The length of a sequence that only colours text or erases a line (CSI … m, CSI … K), or 0. */
  private static int ignorable(String text, int at) {
    if (text.charAt(at) != ESCAPE || at + 1 >= text.length() || text.charAt(at + 1) != '[') {
      return 0;
    }
    int end = at + 2;
    while (end < text.length() && isParameter(text.charAt(end))) {
      end++;
    }
    boolean known = end < text.length() && (text.charAt(end) == 'm' || text.charAt(end) == 'K');
    return known ? end + 1 - at : 0;
  }

  private static boolean isParameter(char c) {
    return c >= '0' && c <= '9' || c == ';' || c == ':';
  }

  /** Returns the columns that were added. C1 controls are commands to some terminals too. */
  private static int append(
      StringBuilder out, int codePoint, int column, IntUnaryOperator columns) {
    if (codePoint == '\t') {
      int blanks = TAB - column % TAB;
      out.repeat(' ', blanks);
      return blanks;
    }
    if (codePoint < 0x20 || codePoint == 0x7f) {
      out.append('^').append((char) (codePoint ^ 0x40));
      return 2;
    }
    if (Character.isISOControl(codePoint)) {
      out.append('·');
      return 1;
    }
    if (Character.getType(codePoint) == Character.FORMAT) {
      return 0;
    }
    out.appendCodePoint(codePoint);
    return columns.applyAsInt(codePoint);
  }
}
