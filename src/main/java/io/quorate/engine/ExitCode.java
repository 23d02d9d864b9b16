package io.quorate.engine;

import io.quorate.run.RunEvent.RunResult;

/** What the program says to the shell that called it. Stable. */
public final class ExitCode {
  /** Done and verified, or nothing to do. */
  public static final int DONE = 0;

  /** A step failed, or the run's process died. */
  public static final int FAILED = 1;

  /** An inventory or an argument is not valid. */
  public static final int INVALID = 2;

  /** A guard refused, such as another run's lock. */
  public static final int REFUSED = 3;

  /** Finished, but not everything is as it should be. */
  public static final int WARNINGS = 4;

  /** A person or a signal ended it before all was done. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  public static int of(RunResult result) {
    return switch (result) {
      case DONE -> DONE;
      case WARNINGS -> WARNINGS;
      case FAILED -> FAILED;
      case STOPPED -> INTERRUPTED;
      case REFUSED -> REFUSED;
    };
  }

  /** The same for who followed the run. */
  public static int of(JournalReader.End end) {
    return switch (end) {
      case JournalReader.End.Finished finished -> of(finished.event().result());
      case JournalReader.End.Died died -> FAILED;
    };
  }
}
