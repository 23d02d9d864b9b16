package io.quorate.inventory;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that names an etcd cluster while it forms. */
public final class EtcdToken {
  /** What the original playbook shipped, and so what everybody knows. */
  private static final String WELL_KNOWN = "initialtoken0987";

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;
  private static final int LEAST_LENGTH = 16;

  /** A random token of 8 characters has as much: what is below is a word with decoration. */
  private static final int LEAST_BITS = 40;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]+");

  /** What people type when they are asked for something secret; each is worth one character. */
  private static final Pattern GUESSABLE =
      Pattern.compile(
          "pass(word|wd)?|secret|token|initial|kubernetes|k8s|kube|etcd|cluster|quorate|change-?me"
              + "|default|example|admin|root|test|prod(uction)?|my|the|qwert[yz]?|asdf"
              + "|0123|1234(5678)?9?0?|9876|0987|abcd(ef)?|20[0-9]{2}|(.)\\5+");

  private EtcdToken() {}

  /** What is said of another tool's file, behind its name: the reason why there is none. */
  public static final String NOT_THERE = " has no etcd token, which an install needs.";

  /** A new token: 32 letters and digits, 165 bits. */
  public static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder token = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return token.toString();
  }

  /** Whether it is one that the original playbook shipped. */
  public static boolean isWellKnown(String token) {
    return token.equals(WELL_KNOWN);
  }

  /** What is wrong with a token, without quoting it; null when it is good. */
  public static @Nullable String fault(String token) {
    if (token.isEmpty()) {
      return "There is no etcd token.";
    }
    if (isWellKnown(token)) {
      return "The etcd token is the original playbook's default, which everybody knows.";
    }
    if (!FORM.matcher(token).matches()) {
      return "The etcd token has characters other than letters, digits, dots, dashes and"
          + " underscores.";
    }
    if (token.length() < LEAST_LENGTH) {
      return "The etcd token has "
          + token.length()
          + " characters; it needs at least "
          + LEAST_LENGTH
          + ".";
    }
    if (bits(token) < LEAST_BITS) {
      return "The etcd token is easy to guess: it repeats itself or is made of common words.";
    }
    return null;
  }

  /** An estimate from above: each character left as random as the variety among them allows. */
  private static double bits(String token) {
    String rest = GUESSABLE.matcher(token.toLowerCase(Locale.ROOT)).replaceAll("_");
    long variety = rest.chars().distinct().count();
    return rest.length() * Math.log(variety) / Math.log(2);
  }
}
