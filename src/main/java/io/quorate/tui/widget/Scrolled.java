package io.quorate.tui.widget;

/** Which part of a long list is in view, told from the selection alone. */
final class Scrolled {

  private Scrolled() {}

  /** The first line in view, so that the selected one is as near to the middle as it can be. */
  static int top(int selected, int size, int height) {
    return Math.clamp(selected - height / 2, 0, Math.max(0, size - height));
  }
}
