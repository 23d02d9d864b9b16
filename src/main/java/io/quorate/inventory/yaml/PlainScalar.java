package io.quorate.inventory.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a word means that stands in YAML without quotes. */
public final class PlainScalar {
  static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,40})");
  private static final Pattern FRACTION =
      Pattern.compile("-?[0-9]{1,40}\\.[0-9]{1,40}([eE][-+]?[0-9]{1,3})?");

  private PlainScalar() {}

  /** What YAML makes of a word without quotes: a truth value, a number, or the text itself. */
  public static Object value(String text) {
    Boolean truth = truth(text);
    if (truth != null) {
      return truth;
    }
    if (WHOLE.matcher(text).matches()) {
      return narrow(new BigInteger(text));
    }
    return FRACTION.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
  }

  private static Object narrow(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  /** What YAML 1.1, and so Ansible, takes for a truth value; null: none. */
  public static @Nullable Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> Boolean.TRUE;
      case "false", "no", "off" -> Boolean.FALSE;
      default -> null;
    };
  }
}
