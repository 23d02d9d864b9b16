package io.quorate.tui.panes;

/** What a person decided about a run, for whoever holds the way to it. */
public sealed interface RunCommand {

  /** Try a failed step again. */
  record Retry(String step) implements RunCommand {}

  /** Leave a failed step out; what waits for it goes on. */
  record Skip(String step) implements RunCommand {}

  /** Begin nothing more; the run ends after the running steps. */
  record Stop() implements RunCommand {}

  /** Read all that a node printed, in a pager. */
  record ReadLog(String node) implements RunCommand {}

  /**
   * Put a text into the terminal's clipboard.
   *
   * @param what a few words on it, for the answer
   */
  record Copy(String text, String what) implements RunCommand {}

  /** Put the path of a file with all that a node printed into the terminal's clipboard. */
  record CopyLogPath(String node) implements RunCommand {}

  /** Ring, and notify whoever looks elsewhere. */
  record Call(String words) implements RunCommand {}

  /** The person leaves; the run goes on. The screen ends. */
  record Detach() implements RunCommand {}
}
