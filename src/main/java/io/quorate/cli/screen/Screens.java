package io.quorate.cli.screen;

import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.tui.terminal.Theme;
import java.util.List;
import java.util.Map;

/**
 * How this person wants screens to look: {@code QUORATE_THEME} names one of {@link Theme#NAMES}.
 */
public final class Screens {

  static final String THEME = "QUORATE_THEME";

  /** The terminal cannot be used for a screen, which is a fault; lines can be shown on it. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnusableException(Throwable cause) {
      super(cause);
    }

    /** Keeps the cause in a crash page; what the person is told. */
    public List<String> tell() {
      Throwable cause = getCause();
      return CrashPage.of("error: no screen can be shown here", cause == null ? this : cause);
    }
  }

  private Screens() {}

  /**
   * @throws UnusableException whatever goes wrong: a screen that fails is no reason not to show the
   *     same in lines
   */
  public static TerminalDisplay open() throws UnusableException {
    try {
      return TerminalDisplay.open(System.getenv(), theme(System.getenv()));
    } catch (Exception | Error e) {
      throw new UnusableException(e);
    }
  }

  /** An unknown name is no reason not to start: the usual look is taken. */
  static String theme(Map<String, String> environment) {
    String wanted = environment.getOrDefault(THEME, "");
    return Theme.NAMES.contains(wanted) ? wanted : Theme.usual(environment);
  }
}
