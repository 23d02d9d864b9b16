package io.quorate.inventory.setting;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a setting's text has to be like: of a list each item, of a mapping each name.
 *
 * @param test whether it is; unlike a form it may look things up
 * @param form the same for editors, as far as a pattern can say it; null: no pattern can
 * @param fault what is wrong with another text, the rest of a sentence that the text begins; empty:
 *     a rule that sees more than this text says it
 * @param remedy what to write instead, a sentence with %s where an example is to stand
 */
public record TextRule(
    Predicate<String> test, @Nullable Pattern form, String fault, String remedy) {

  /** First and last port, in groups. */
  public static final Pattern PORT_RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

  static final Pattern CLUSTER_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  static final Pattern VERSION = Pattern.compile("\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}(-[0-9A-Za-z.]+)?");
  static final Pattern DOCKER = Pattern.compile("([0-9][0-9A-Za-z.:~+-]{0,60})?");
  static final Pattern IMAGE =
      Pattern.compile(
          "[a-z0-9][a-zA-Z0-9.:-]*(/[a-z0-9][a-z0-9._-]*)*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}"
              + "(@sha256:[0-9a-f]{64})?");
  static final Pattern LOCALE =
      Pattern.compile("(C|POSIX|[a-z]{2,3}_[A-Z]{2})(\\.[A-Za-z0-9-]+)?(@[a-z]+)?");

  /** Debian has small letters only; rpm has capitals and underscores, too. */
  static final Pattern PACKAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]+(=[0-9A-Za-z.:~+-]+)?");

  static final Pattern PLUGIN = Pattern.compile("[A-Z][A-Za-z0-9]+");
  static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  static final Pattern RETENTION = Pattern.compile("[0-9]{1,6}(ms|s|m|h)?");

  /** Longer than any of these may be; what repeats in a pattern takes stack for each time. */
  private static final int LONGEST = 1000;

  static TextRule of(Pattern form, String fault, String remedy) {
    return new TextRule(form.asMatchPredicate(), form, fault, remedy);
  }

  /** Whether there is nothing to say about a text. */
  public boolean suits(String text) {
    return fault.isEmpty() || text.length() <= LONGEST && test.test(text);
  }

  /** What to write instead, a sentence. */
  public String remedy(Setting setting) {
    return remedy.replace("%s", setting.example());
  }
}
