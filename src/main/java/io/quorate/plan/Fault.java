package io.quorate.plan;

import java.util.Map;

/**
 * Why an operation failed, as the node told it.
 *
 * @param exitCode of the command that failed; -1 when there was none
 * @param reason in words; may be empty, since what the command printed says more
 */
public record Fault(Kind kind, int exitCode, String reason) {

  /** What kind of failure it is: what may be done about it goes by this, never by its words. */
  public enum Kind {
    /** A command ended with an exit code. */
    COMMAND,
    /** A command was ended by a signal. */
    SIGNAL,
    /** What was waited for did not come true in its time. */
    NOT_IN_TIME,
    /** The step took longer than it may, and was ended. */
    TIMED_OUT,
    /** What came is not what was asked for, such as a file with another checksum. */
    REFUSED,
    /** The node cannot be reached. */
    UNREACHABLE,
    /** The run was ended in the middle of it. */
    INTERRUPTED,
    /** Quorate itself is at fault. */
    DEFECT
  }

  /** A shell reports a child that signal N ended as 128 + N (POSIX, "Exit Status for Commands"). */
  private static final int BY_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(15, "SIGTERM"));

  /**
   * What a command's exit code means.
   *
   * @param exitCode 0: no command failed, what came of it is refused
   */
  public static Fault ended(int exitCode, String reason) {
    if (exitCode == 0) {
      return new Fault(Kind.REFUSED, -1, reason);
    }
    Kind kind = signal(exitCode).isEmpty() ? Kind.COMMAND : Kind.SIGNAL;
    return new Fault(kind, exitCode, reason);
  }

  /** What was waited for is still not so; the code is that of the last look. */
  public static Fault notInTime(int exitCode, String reason) {
    return new Fault(Kind.NOT_IN_TIME, exitCode, reason);
  }

  /** One that has no command and no exit code. */
  public static Fault of(Kind kind, String reason) {
    return new Fault(kind, -1, reason);
  }

  /** The signal that an exit code stands for, such as SIGKILL of 137; empty when none. */
  public static String signal(int exitCode) {
    return SIGNALS.getOrDefault(exitCode - BY_SIGNAL, "");
  }

  /** The exit code as a person reads it; empty when there is none. */
  public static String ending(int exitCode) {
    if (exitCode < 0) {
      return "";
    }
    String signal = signal(exitCode);
    return "exit code " + exitCode + (signal.isEmpty() ? "" : ", killed by " + signal);
  }

  /** All of it in a line. */
  public String words() {
    boolean told = kind == Kind.COMMAND || kind == Kind.SIGNAL;
    String ending = told ? ending(exitCode) : "";
    return ending + (ending.isEmpty() || reason.isEmpty() ? "" : ": ") + reason;
  }
}
