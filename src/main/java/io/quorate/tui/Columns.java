package io.quorate.tui;

import com.googlecode.lanterna.TerminalTextUtils;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * How many terminal columns text takes, and what of it may be shown at all.
 *
 * <p>Terminals disagree about emoji, flags, joined sequences and private characters; one wrong
 * guess shifts the rest of the line. So only what every terminal draws alike is shown: one-column
 * characters of the basic plane, and CJK letters in two columns. All else becomes {@link
 * #DOUBTFUL}.
 */
public final class Columns {

  /** Stands for a character that cannot be shown safely; one column wide. */
  public static final int DOUBTFUL = '·';

  private static final byte[][] WIDTHS = new byte[256][];
  private static final byte REPLACED = 3;

  private Columns() {}

  /**
   * The code point to draw instead of this one: itself, {@link #DOUBTFUL}, or 0 when it takes no
   * room (combining marks, joiners, direction marks).
   */
  public static int shown(int codePoint) {
    if (codePoint >= 0x20 && codePoint < 0x7f) {
      return codePoint;
    }
    return switch (kind(codePoint)) {
      case 0 -> 0;
      case REPLACED -> DOUBTFUL;
      default -> codePoint;
    };
  }

  /** Columns that a code point takes once it is made safe: 0, 1 or 2. */
  public static int width(int codePoint) {
    if (codePoint >= 0x20 && codePoint < 0x7f) {
      return 1;
    }
    byte kind = kind(codePoint);
    return kind == REPLACED ? 1 : kind;
  }

  /** Columns that a text takes once it is made safe. */
  public static int width(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      columns += width(codePoint);
      i += Character.charCount(codePoint);
    }
    return columns;
  }

  /** The text if it fits, else its beginning and an ellipsis, together at most {@code width}. */
  public static String cut(String text, int width, char ellipsis) {
    if (width <= 0) {
      return "";
    }
    if (width(text) <= width) {
      return text;
    }
    return text.substring(0, indexAt(text, width - 1)) + ellipsis;
  }

  /** The text with blanks behind it, up to {@code width} columns. */
  public static String pad(String text, int width) {
    int missing = width - width(text);
    return missing <= 0 ? text : text + " ".repeat(missing);
  }

  /** The text in exactly {@code width} columns: cut or padded. */
  public static String fit(String text, int width, char ellipsis) {
    return pad(cut(text, width, ellipsis), Math.max(0, width));
  }

  /** The text at the right edge of {@code width} columns. */
  public static String right(String text, int width, char ellipsis) {
    String cut = cut(text, width, ellipsis);
    return " ".repeat(Math.max(0, width - width(cut))) + cut;
  }

  /** The index into the text of the first character that does not fit into so many columns. */
  public static int indexAt(String text, int columns) {
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      used += width(codePoint);
      if (used > columns) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return i;
  }

  /** Breaks text into lines of at most {@code width} columns, at blanks where there are any. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      wrapLine(line, Math.max(1, width), lines);
    }
    return lines;
  }

  /** The same; what is broken goes on below where its line began. */
  public static List<String> hanging(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String words = line.stripLeading();
      String before = " ".repeat(Math.min(line.length() - words.length(), Math.max(0, width / 2)));
      wrap(words, width - before.length()).forEach(l -> lines.add(before + l));
    }
    return lines;
  }

  private static void wrapLine(String line, int width, List<String> lines) {
    String rest = line;
    while (width(rest) > width) {
      int end = Math.max(indexAt(rest, width), Character.charCount(rest.codePointAt(0)));
      int blank = rest.lastIndexOf(' ', end);
      int cut = blank > 0 ? blank : end;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    if (!rest.isEmpty() || line.isEmpty()) {
      lines.add(rest);
    }
  }

  private static byte kind(int codePoint) {
    if (codePoint > 0xffff) {
      return REPLACED;
    }
    byte[] page = WIDTHS[codePoint >> 8];
    if (page == null) {
      page = new byte[256];
      for (int low = 0; low < 256; low++) {
        page[low] = measure(codePoint & 0xff00 | low);
      }
      WIDTHS[codePoint >> 8] = page;
    }
    return page[codePoint & 0xff];
  }

  private static byte measure(int codePoint) {
    byte measured = (byte) WCWidth.wcwidth(codePoint);
    boolean drawnWide = TerminalTextUtils.isCharDoubleWidth((char) codePoint);
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          REPLACED;
      case Character.FORMAT -> 0;
      default -> measured == 0 ? 0 : drawnWide == (measured == 2) ? measured : REPLACED;
    };
  }
}
