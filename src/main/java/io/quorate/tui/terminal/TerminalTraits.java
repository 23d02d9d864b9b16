package io.quorate.tui.terminal;

import java.util.Locale;
import java.util.Map;

/**
 * What the environment says of the terminal.
 *
 * @param unicode whether its locale is UTF-8
 */
public record TerminalTraits(ColourDepth colours, boolean unicode) {

  /** How many colours it shows. */
  public enum ColourDepth {
    NONE,
    SIXTEEN,
    INDEXED,
    TRUE_COLOUR
  }

  /**
   * Reads NO_COLOR (no-color.org: any value but an empty one), COLORTERM, TERM, and the locale in
   * POSIX order: LC_ALL, LC_CTYPE, LANG.
   */
  public static TerminalTraits of(Map<String, String> environment) {
    return new TerminalTraits(colours(environment), unicode(environment));
  }

  private static ColourDepth colours(Map<String, String> environment) {
    String term = value(environment, "TERM");
    String colour = value(environment, "COLORTERM");
    if (!value(environment, "NO_COLOR").isEmpty()
        || term.isEmpty()
        || term.equals("dumb")
        || term.endsWith("-mono")
        || term.matches("vt\\d+.*")) {
      return ColourDepth.NONE;
    }
    if (colour.equals("truecolor") || colour.equals("24bit") || term.endsWith("-direct")) {
      return ColourDepth.TRUE_COLOUR;
    }
    return term.contains("256color") ? ColourDepth.INDEXED : ColourDepth.SIXTEEN;
  }

  private static boolean unicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = value(environment, name);
      if (!locale.isEmpty()) {
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }
}
