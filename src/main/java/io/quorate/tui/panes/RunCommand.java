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

  /** The person leaves; the run goes on. The screen ends. */
  record Detach() implements RunCommand {}
}
