package io.quorate.tui;

import io.quorate.run.Printable;

/**
 * Makes a line of remote output fit to be shown in columns: what {@link Printable} does, and
 * letters whose width terminals disagree about become {@link Columns#DOUBTFUL}.
 */
public final class Sanitizer {

  /** A longer line is cut here; no screen shows so much of one. */
  public static final int LONGEST = Printable.LONGEST;

  private Sanitizer() {}

  /** One line, without a line end. */
  public static String line(String raw) {
    String line = Printable.line(raw, Columns::width);
    if (Printable.isPlain(line)) {
      return line;
    }
    StringBuilder out = new StringBuilder(line.length());
    line.codePoints().map(Columns::shown).filter(shown -> shown != 0).forEach(out::appendCodePoint);
    return out.toString();
  }
}
