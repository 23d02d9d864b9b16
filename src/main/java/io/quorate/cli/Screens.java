package io.quorate.cli;

import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.tui.terminal.Theme;
import java.io.IOException;
import java.util.Map;

/**
 * How this person wants screens to look: {@code QUORATE_THEME} names one of {@link Theme#NAMES}.
 */
final class Screens {

  static final String THEME = "QUORATE_THEME";

  private Screens() {}

  static TerminalDisplay open() throws IOException {
    return TerminalDisplay.open(System.getenv(), theme(System.getenv()));
  }

  /** An unknown name is no reason not to start: the usual look is taken. */
  static String theme(Map<String, String> environment) {
    String wanted = environment.getOrDefault(THEME, "");
    return Theme.NAMES.contains(wanted) ? wanted : Theme.usual(environment);
  }
}
