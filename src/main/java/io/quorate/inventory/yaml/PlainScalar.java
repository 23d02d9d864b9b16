package io.quorate.inventory.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
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
  private static final Pattern FLOAT_OF_1_1 =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final String NUMBER = "the number ";
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?"
              + "([ \\t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?");
  private static final Set<String> TRUE = Set.of("yes", "on", "true");
  private static final Set<String> FALSE = Set.of("no", "off", "false");

  private static final BigInteger SIXTY = BigInteger.valueOf(60);

  /** Longer words are texts; what repeats in a pattern takes stack for each time. */
  private static final int LONGEST = 400;

  private PlainScalar() {}

  /** What YAML makes of a word without quotes: a truth value, a number, or the text itself. */
  public static Object value(String text) {
    Boolean truth = exactTruth(text);
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
   * What YAML 1.1, and so Ansible, makes of a word without quotes that is no text to it.
   *
   * @param what it is called, such as {@code the number 18}
   * @param text how Ansible writes it where a text is wanted
   */
  public record Meaning(String what, String text) {
    private static Meaning number(String text) {
      return new Meaning(NUMBER + text, text);
    }

    /** Whether it is a number. */
    public boolean isNumber() {
      return what.startsWith(NUMBER);
    }

    /** Whether it is a whole number, such as one may be typed. */
    public boolean isWhole() {
      return isNumber() && text.matches("-?[0-9]+");
    }
  }

  /**
   * What YAML 1.1, and so Ansible, makes of a word without quotes; null: the text itself.
   *
   * @see <a href="https://yaml.org/type/">yaml.org, "Language-Independent Types for YAML 1.1"</a>
   */
  public static @Nullable Meaning meaning(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    Boolean truth = exactTruth(text);
    if (truth != null) {
      String word = truth ? "True" : "False";
      return new Meaning("the truth value " + word, word);
    }
    if (YamlReader.NULLS.contains(text)) {
      return new Meaning("no value", "");
    }
    if (text.equals("=")) {
      return new Meaning("a sign of YAML's own, and stops there", "");
    }
    String number = number(text);
    return number == null ? date(text) : Meaning.number(number);
  }

  /** The same; null also where Ansible writes it as it stands, as with 12 and 1.5. */
  public static @Nullable Meaning readOtherwise(String text) {
    Meaning meaning = meaning(text);
    return meaning == null || meaning.text().equals(text) ? null : meaning;
  }

  private static @Nullable String number(String text) {
    if (INTEGER_OF_1_1.matcher(text).matches()) {
      return whole(text).toString();
    }
    if (NO_NUMBER.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT).replaceFirst("^\\+?(-?)\\.", "$1");
    }
    return FLOAT_OF_1_1.matcher(text).matches() ? fraction(text) : null;
  }

  private static BigInteger whole(String text) {
    String digits = unsigned(text).toLowerCase(Locale.ROOT);
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
    return text.startsWith("-") ? number.negate() : number;
  }

  private static String fraction(String text) {
    double number = 0;
    for (String part : unsigned(text).split(":")) {
      number = number * 60 + Double.parseDouble(part);
    }
    return pythonText(text.startsWith("-") ? -number : number);
  }

  private static String unsigned(String text) {
    return text.replaceFirst("^[-+]", "").replace("_", "");
  }

  /** A number as Python writes it: 1.1, 1500.0, 1e-07. */
  public static String pythonText(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number > 0 ? "0.0" : "-0.0";
    }
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = exact.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static @Nullable Meaning date(String text) {
    if (DATE.matcher(text).matches()) {
      try {
        return new Meaning("the date " + text, LocalDate.parse(text).toString());
      } catch (DateTimeException e) {
        return new Meaning("a date that does not exist", "");
      }
    }
    return TIME.matcher(text).matches() ? new Meaning("a point in time", "") : null;
  }

  private static @Nullable Boolean exactTruth(String text) {
    boolean one =
        text.equals(text.toLowerCase(Locale.ROOT))
            || text.equals(text.toUpperCase(Locale.ROOT))
            || text.substring(1).equals(text.substring(1).toLowerCase(Locale.ROOT));
    return one ? truth(text) : null;
  }

  /** What Ansible takes for a truth value where it wants one; null: none. */
  public static @Nullable Boolean truth(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
  }
}
