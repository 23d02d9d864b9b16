package io.quorate.engine;

import java.io.IOException;

/** What is done on the operator's machine before a run that succeeded is called done. */
@FunctionalInterface
public interface Closing {

  /**
   * @return what came of it, for the run's last words; may be empty
   * @throws IOException when it could not be done: the run then finishes with a warning that says
   *     why
   */
  String close() throws IOException;

  /** Whether the run has failed, and not only a warning, where it could not be done. */
  default boolean isEssential() {
    return false;
  }

  /** Nothing is done. */
  static Closing nothing() {
    return () -> "";
  }
}
