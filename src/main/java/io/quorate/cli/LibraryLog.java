package io.quorate.cli;

/**
 * The configuration of java.util.logging, which some libraries use: nothing is printed. By default
 * it writes to standard error, onto the person's screen, such as JLine's stack trace for a terminal
 * that terminfo does not know. The log manager makes one when it is first asked for, if ever.
 */
public final class LibraryLog {

  /** Sets nothing up: without handlers nothing is written. */
  public LibraryLog() {}

  /** To be called before anything logs. */
  static void silence() {
    System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
  }
}
