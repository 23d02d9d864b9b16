package io.quorate.tui;

/** The order in which people count: node-2 stands before node-10. */
public final class NaturalOrder {

  private static final int DIGITS = 12;

  private NaturalOrder() {}

  /** What a text is sorted by, so that numbers in it compare as numbers. */
  public static String key(String text) {
    StringBuilder key = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
      if (end > at) {
        key.repeat('0', Math.max(0, DIGITS - (end - at))).append(text, at, end);
        at = end;
      } else {
        key.append(text.charAt(at++));
      }
    }
    return key.toString();
  }
}
