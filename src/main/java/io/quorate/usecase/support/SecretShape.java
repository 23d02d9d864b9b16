package io.quorate.usecase.support;

import io.quorate.run.Redaction;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a secret looks like, whoever made it and whether or not it is known here. Texts may be JSON,
 * where lines end with a backslash and an n. Rather too much is taken than too little.
 */
enum SecretShape {
  PRIVATE_KEY("private keys", pem("PRIVATE KEY")),
  /** No secret, but for whom it is stands in it; the table of certificates has what matters. */
  CERTIFICATE("certificates in full", pem("CERTIFICATE")),
  VAULT(
      "Ansible Vault values",
      "\\$ANSIBLE_VAULT;[^\\s\\\\\"]++(?:(?:\\s|\\\\n)++[0-9a-f]{2,80}+(?![0-9A-Za-z])){0,250}+"),
  AGE_KEY("age keys", "AGE-SECRET-KEY-1[A-Z0-9]{20,}+"),
  AUTHORIZATION(
      "bearer tokens",
      "(?i)(authorization\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\\\?[\"']?(?:basic|bearer|digest|negotiate)\\s+)"
          + "[^\\s\"'\\\\,]++"),
  BEARER("bearer tokens", "(?i)(bearer\\s+)(?=\\S*[0-9._])[A-Za-z0-9._~+/=-]{16,}+"),
  JSON_WEB_TOKEN(
      "JSON web tokens", "eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+)?"),
  BOOTSTRAP_TOKEN(
      "bootstrap tokens",
      edge("A-Za-z0-9.") + "[a-z0-9]{6}\\.[a-z0-9]{16}(?![A-Za-z0-9])(?!\\.[A-Za-z0-9])"),
  LOGIN("logins in addresses", "(://)[^/@\\s\"'\\\\]++(?=@)"),
  PASSWORD_HASH("hashes of passwords", "\\$(?:1|2[abxy]|5|6|7|y|gy)\\$[./A-Za-z0-9$=,]{20,}+"),
  KEY_DATA(
      "data of kubeconfigs",
      "((?:client-key|client-certificate|certificate-authority)-data\\\\?[\"']?\\s*:\\s*\\\\?[\"']?)"
          + "[A-Za-z0-9+/=]{8,}+"),
  NAMED(
      "values of passwords and tokens",
      edge("\\w.-") + "([\\w.-]{1,400}+)\\\\?[\"']?[ \\t]{0,3}[:=][ \\t]{0,3}") {
    @Override
    String redacted(String text, Counts counts) {
      return NamedValues.redacted(text, pattern(), () -> counts.add(title()));
    }
  },
  ENCODED(
      "keys and certificates in base64",
      edge("A-Za-z0-9+/=") + "[A-Za-z0-9+/]{64,}+={0,2}(?![A-Za-z0-9+/=])",
      SecretShape::encoded);

  private final String title;
  private final Pattern pattern;
  private final Function<MatchResult, @Nullable String> shown;

  SecretShape(String title, String pattern) {
    this(title, pattern, SecretShape::behindFirstGroup);
  }

  /**
   * @param shown what stands in the place of what was found; null: it is none
   */
  SecretShape(String title, String pattern, Function<MatchResult, @Nullable String> shown) {
    this.title = title;
    this.pattern = Pattern.compile(pattern);
    this.shown = shown;
  }

  /** What it is called among what was taken out. */
  String title() {
    return title;
  }

  Pattern pattern() {
    return pattern;
  }

  /** The text without those of this shape; what is taken out is counted under its title. */
  String redacted(String text, Counts counts) {
    return pattern
        .matcher(text)
        .replaceAll(
            found -> {
              String instead = shown.apply(found);
              if (instead == null) {
                return Matcher.quoteReplacement(found.group());
              }
              counts.add(title);
              return Matcher.quoteReplacement(instead);
            });
  }

  /**
   * A block of PEM, whole or begun: the lines after its first as long as they are base64. Where a
   * log has put something before each line, {@link #ENCODED} finds the lines.
   */
  private static String pem(String what) {
    String gap = "(?:\\s|\\\\[nr])*+";
    return "-----BEGIN [A-Z0-9 ]{0,30}"
        + what
        + "-----(?:"
        + gap
        + "[A-Za-z0-9+/=]{16,}+){0,250}+(?:"
        + gap
        + "[A-Za-z0-9+/=]{0,15}+"
        + gap
        + "-----END [A-Z0-9 ]{0,30}"
        + what
        + "-----)?+";
  }

  /** A word begins here; the n of a line's end in JSON is no part of it. */
  private static String edge(String characters) {
    return "(?:(?<=\\\\[nrtbf])|(?<![" + characters + "])(?!(?<=\\\\)[nrtbf]))";
  }

  private static @Nullable String behindFirstGroup(MatchResult found) {
    String before = found.groupCount() == 0 ? "" : found.group(1);
    return found.group().equals(before + Redaction.SHOWN) ? null : before + Redaction.SHOWN;
  }

  /** Sums are hexadecimal, and words of one case are none. */
  private static @Nullable String encoded(MatchResult found) {
    String text = found.group();
    boolean mixed =
        text.chars().anyMatch(Character::isUpperCase)
            && text.chars().anyMatch(Character::isLowerCase)
            && text.chars().anyMatch(Character::isDigit);
    return mixed ? Redaction.SHOWN : null;
  }
}
