package io.quorate.console;

/** The terminal that this process was started on. */
public final class OwnTerminal {

  private static volatile boolean ignored;

  private OwnTerminal() {}

  /**
   * Whether a person is there: standard input and output are a terminal, and may be used as such.
   */
  public static boolean isThere() {
    java.io.Console console = System.console();
    return !ignored && console != null && console.isTerminal();
  }

  /** From now on, for the rest of the process, as if there were none: nobody is asked. */
  public static void ignore() {
    ignored = true;
  }
}
