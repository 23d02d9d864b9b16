package io.quorate.inventory;

import org.jspecify.annotations.Nullable;

/**
 * Something about an inventory that a person has to know.
 *
 * @param severity whether it may go on like this
 * @param field the setting's name (`cluster_cidr`), of a host {@code hosts.NAME.ansible_host}, or a
 *     group ({@code k8s_masters}, when it is about how many there are); empty when it concerns the
 *     inventory as a whole
 * @param place where in the file, when it came from one
 * @param what what is wrong, a sentence
 * @param remedy what is allowed and what to do, a sentence
 */
public record Problem(
    Severity severity, String field, @Nullable Place place, String what, String remedy) {

  /** How bad it is. */
  public enum Severity {
    /** Refused. */
    ERROR,
    /** Allowed, but said. */
    WARNING,
    /** Nothing is wrong; it could be better still. */
    NOTE
  }

  /** A place in a file, line and column counted from 1. */
  public record Place(String file, int line, int column) {}

  public static Problem error(String field, String what, String remedy) {
    return new Problem(Severity.ERROR, field, null, what, remedy);
  }

  public static Problem warning(String field, String what, String remedy) {
    return new Problem(Severity.WARNING, field, null, what, remedy);
  }

  public static Problem note(String field, String what, String remedy) {
    return new Problem(Severity.NOTE, field, null, what, remedy);
  }

  public Problem at(@Nullable Place where) {
    return new Problem(severity, field, where, what, remedy);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** A text short and tame enough for a message. */
  public static String shown(String text) {
    StringBuilder tame = new StringBuilder();
    text.codePoints().limit(60).forEach(c -> appendShown(tame, c));
    return text.codePointCount(0, text.length()) > 60 ? tame + "..." : tame.toString();
  }

  /** A character by its number, such as {@code <U+FEFF>}, where showing it would say nothing. */
  public static String numbered(int codePoint) {
    return "<U+%04X>".formatted(codePoint);
  }

  /** What nobody would see is shown by its number. */
  private static void appendShown(StringBuilder tame, int codePoint) {
    boolean unseen =
        Character.getType(codePoint) == Character.FORMAT
            || Character.isSpaceChar(codePoint) && codePoint != ' ';
    if (unseen) {
      tame.append(numbered(codePoint));
    } else {
      tame.appendCodePoint(Character.isISOControl(codePoint) ? '?' : codePoint);
    }
  }
}
