package io.quorate.tui;

/** What can happen to a screen, beside what its own background work reports. */
public sealed interface Message {

  record Pressed(KeyPress key) implements Message {}

  /** Text pasted in one go (bracketed paste), line ends as {@code \n}. */
  record Pasted(String text) implements Message {}

  record Clicked(int x, int y) implements Message {}

  /** The wheel: lines, negative upwards. */
  record Scrolled(int x, int y, int lines) implements Message {}

  record Resized(int width, int height) implements Message {}

  /** Passing time; {@code millis} since the program's start. */
  record Tick(long millis) implements Message {}

  /** A report of background work. */
  record Reported(Object report) implements Message {}

  /**
   * Background work is over, whether it was done, failed or was stopped; its reports came before.
   */
  record Ended(Object effect) implements Message {}
}
