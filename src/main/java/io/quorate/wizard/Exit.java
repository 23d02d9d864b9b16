package io.quorate.wizard;

/** How a wizard ended. */
public sealed interface Exit {

  /** The person left. */
  record Left() implements Exit {}

  /** The run has started: its dashboard has the screen now. */
  record Started(String folder) implements Exit {}

  /** The inventory, which was all that was wanted, is in this file. */
  record Written(String path) implements Exit {}

  /** All pages were gone through, and there is nothing to run. */
  record Answered() implements Exit {}
}
