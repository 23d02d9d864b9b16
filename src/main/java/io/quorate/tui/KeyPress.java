package io.quorate.tui;

/**
 * A key as the person pressed it.
 *
 * @param character only of {@link Key#CHARACTER}: what was typed, a code point
 */
public record KeyPress(Key key, int character, boolean ctrl, boolean alt, boolean shift) {

  /** The keys that views know. */
  public enum Key {
    CHARACTER,
    ENTER,
    ESCAPE,
    BACKSPACE,
    DELETE,
    TAB,
    BACK_TAB,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    HOME,
    END,
    PAGE_UP,
    PAGE_DOWN,
    INSERT,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10
  }

  public static KeyPress of(Key key) {
    return new KeyPress(key, 0, false, false, false);
  }

  public static KeyPress of(char character) {
    return new KeyPress(Key.CHARACTER, character, false, false, false);
  }

  public boolean is(Key other) {
    return key == other && !ctrl && !alt;
  }

  public boolean is(char other) {
    return key == Key.CHARACTER && character == other && !ctrl && !alt;
  }
}
