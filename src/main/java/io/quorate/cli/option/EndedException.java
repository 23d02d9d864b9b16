package io.quorate.cli.option;

import io.quorate.engine.ExitCode;
import java.util.List;

/** A command ends before anything is changed: what is said then, and the exit code it means. */
public final class EndedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<String> lines;

  EndedException(int exitCode, List<String> lines) {
    super(String.join("\n", lines));
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  /**
   * What was typed, or a file, is not right.
   *
   * @param lines what is wrong, what is allowed and what to do
   */
  public static EndedException invalid(String... lines) {
    return new EndedException(ExitCode.INVALID, List.of(lines));
  }

  public static EndedException invalid(List<String> lines) {
    return new EndedException(ExitCode.INVALID, lines);
  }

  /**
   * Going on would do harm, or cannot be begun.
   *
   * @param reason a sentence
   */
  public static EndedException refused(String reason) {
    return new EndedException(ExitCode.REFUSED, List.of(reason, "Refused; nothing was changed."));
  }

  /** The same with a sentence that says everything, also that nothing was changed. */
  public static EndedException refusedAlready(String reason) {
    return refusedAlready(List.of(reason));
  }

  public static EndedException refusedAlready(List<String> lines) {
    return new EndedException(ExitCode.REFUSED, lines);
  }

  /** The person left before anything began. */
  public static EndedException left(String... lines) {
    return new EndedException(ExitCode.INTERRUPTED, List.of(lines));
  }

  public int exitCode() {
    return exitCode;
  }

  public List<String> lines() {
    return lines;
  }
}
