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

  private static final Pattern INTEGER_OF_1_1 =
      Pattern.compile(
          "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*|[1-9][0-9_]*(:[0-5]?[0-9])+)");
  private static final BigInteger SIXTY = BigInteger.valueOf(60);

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

  /**
   * The number that YAML 1.1, and so Ansible, makes of a word without quotes that is another number
   * or none here: in octal ({@code 022}), hexadecimal or binary, in parts of sixty ({@code 1:20}),
   * with a plus, or with underscores. Null where both read the same.
   *
   * @see <a href="https://yaml.org/type/int.html">yaml.org, "Integer Language-Independent Type"</a>
   */
  public static @Nullable BigInteger readOtherwise(String text) {
    if (!INTEGER_OF_1_1.matcher(text).matches() || WHOLE.matcher(text).matches()) {
      return null;
    }
    boolean negative = text.startsWith("-");
    String digits = text.replaceFirst("^[-+]", "").replace("_", "").toLowerCase(Locale.ROOT);
    BigInteger number = BigInteger.ZERO;
    if (digits.contains(":")) {
      for (String part : digits.split(":")) {
        number = number.multiply(SIXTY).add(new BigInteger(part));
      }
    } else if (digits.startsWith("0b")) {
      number = new BigInteger("0" + digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      number = new BigInteger("0" + digits.substring(2), 16);
    } else {
      number = new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }
    return negative ? number.negate() : number;
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
