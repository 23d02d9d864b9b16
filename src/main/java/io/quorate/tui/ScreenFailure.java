package io.quorate.tui;

import io.quorate.plan.FileFailure;

/** A fault of this program ended the screen; it was shown and logged, the terminal is restored. */
public final class ScreenFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ScreenFailure(Throwable cause) {
    super("the screen ended by a fault of this program: " + sentence(cause), cause);
  }

  /**
   * A fault in one line. What an {@link Error} says is no sentence (a class's name, or nothing), so
   * its kind stands before it.
   */
  public static String sentence(Throwable fault) {
    String words = FileFailure.words(fault);
    String kind = fault.getClass().getSimpleName();
    String said = fault instanceof Error && !words.equals(kind) ? kind + ": " + words : words;
    return Sanitizer.line(said.strip().replaceAll("\\s*\\R\\s*", " / "));
  }
}
