package io.quorate.cli;

/** The exit codes of every command. They are part of the command line's contract. */
final class ExitCode {
  /** Done and verified. */
  static final int DONE = 0;

  /** A step failed. */
  static final int FAILED = 1;

  /** The input is invalid. */
  static final int INVALID = 2;

  /** A guard refused; nothing was changed. */
  static final int REFUSED = 3;

  /** Finished, with warnings. */
  static final int WARNINGS = 4;

  /** Interrupted. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
