package io.quorate.usecase.support;

import java.util.regex.Pattern;

/** Where words begin and end in logs and JSON. */
final class Edges {

  /** An escape of JSON, or of a terminal's color, is no part of the word behind it. */
  private static final Pattern ESCAPE =
      Pattern.compile("(?:\\\\[nrtbf]|\\\\u[0-9A-Fa-f]{4}|\\[[0-9;]{0,8}m)$");

  private static final int LONGEST_ESCAPE = 10;

  private Edges() {}

  /** Whether a word can begin here. */
  static boolean begins(String text, int at) {
    return at == 0
        || !Character.isLetterOrDigit(text.charAt(at - 1))
        || ESCAPE.matcher(text.substring(Math.max(0, at - LONGEST_ESCAPE), at)).find();
  }

  /** Whether a word can end here. */
  static boolean ends(String text, int at) {
    return at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }
}
