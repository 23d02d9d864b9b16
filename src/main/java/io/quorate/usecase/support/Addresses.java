package io.quorate.usecase.support;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds IP addresses in any text. Those that every machine has, such as 127.0.0.1, are none. */
final class Addresses {

  private static final Pattern V4 =
      Pattern.compile("(?<![0-9])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9A-Za-z])(?!\\.[0-9])");

  private static final Pattern V6 =
      Pattern.compile("[0-9A-Fa-f]{0,4}+(?::[0-9A-Fa-f]{0,4}+){2,8}+");

  private static final Pattern EVERYWHERE = Pattern.compile("(?i)(127|0|255)\\..*|::1?|::ffff");

  private Addresses() {}

  /** Whether the whole text is one. */
  static boolean isAddress(String text) {
    return isV4(text) || isV6(text);
  }

  private static boolean isV4(String text) {
    return V4.matcher(text).matches()
        && Arrays.stream(text.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) < 256);
  }

  private static boolean isV6(String text) {
    if (!text.matches("[0-9A-Fa-f:]+")) {
      return false;
    }
    int gap = text.indexOf("::");
    String[] groups = text.split(":", -1);
    long filled = Arrays.stream(groups).filter(g -> !g.isEmpty() && g.length() < 5).count();
    boolean loose =
        text.startsWith(":") && gap != 0
            || text.endsWith(":") && gap != text.length() - 2
            || text.indexOf("::", gap + 1) > gap && gap >= 0;
    // Eight groups of two digits are a part of a fingerprint.
    return !loose
        && (gap < 0 ? filled == 8 && groups.length == 8 && text.length() > 23 : filled < 8);
  }

  /** The form by which the same address is known in capitals, too. */
  static String key(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /** The text with another in the place of each address. */
  static String replaced(String text, UnaryOperator<String> standIn) {
    String shown =
        text.indexOf(':') < 0
            ? text
            : V6.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(v6(found, text, standIn)));
    return V4.matcher(shown)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    isV4(found.group())
                            && isOwn(found.group())
                            && Edges.begins(shown, found.start())
                        ? standIn.apply(found.group())
                        : found.group()));
  }

  private static boolean isOwn(String address) {
    return !EVERYWHERE.matcher(address).matches();
  }

  /** Colons of the sentence around it are not the address's. */
  private static String v6(MatchResult found, String text, UnaryOperator<String> standIn) {
    String address = found.group();
    String before = "";
    String after = "";
    if (address.startsWith(":") && !address.startsWith("::")) {
      before = ":";
      address = address.substring(1);
    } else if (!Edges.begins(text, found.start())) {
      return found.group();
    }
    if (goesOn(text, found.end())) {
      // A word of the sentence that begins with hexadecimal digits, or an IPv4 address at the end.
      int last = address.lastIndexOf(':') + 1;
      after = address.substring(last);
      address = address.substring(0, last);
    }
    if (address.endsWith(":") && !address.endsWith("::")) {
      after = ":" + after;
      address = address.substring(0, address.length() - 1);
    }
    return isV6(address) && isOwn(address)
        ? before + standIn.apply(address) + after
        : found.group();
  }

  private static boolean goesOn(String text, int at) {
    return !Edges.ends(text, at)
        || text.startsWith(".", at)
            && at + 1 < text.length()
            && Character.isDigit(text.charAt(at + 1));
  }
}
