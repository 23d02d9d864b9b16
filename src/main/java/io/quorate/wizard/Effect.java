package io.quorate.wizard;

/** Background work that a wizard wants done, as data. */
public interface Effect {

  /** What it is, while it goes on, such as "working out the plan". */
  String words();

  /** Whether a person may stop it. */
  default boolean stops() {
    return true;
  }
}
