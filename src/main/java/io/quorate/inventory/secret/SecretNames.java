package io.quorate.inventory.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where secrets stand in configuration of others, which Quorate passes on. */
public final class SecretNames {

  /** The last words of names before secrets; what ends in _file or _path is none. */
  private static final Pattern NAME =
      Pattern.compile(
          "(.*[^a-z])?(password|passwd|passphrase|pass|secret|(identity|registry)?token|auth"
              + "|authorization|credentials?|(private|secret|access|api|account|ssh)[_-]?key)");

  /** Who logs in by a URL, as to a proxy. */
  private static final Pattern LOGIN = Pattern.compile("://[^/@\\s]+@");

  private SecretNames() {}

  /** Whether the text under a name is a secret. */
  public static boolean before(String name) {
    String words = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return NAME.matcher(words).matches();
  }

  /** Whether a text has a login in it. */
  public static boolean in(String text) {
    return LOGIN.matcher(text).find();
  }

  /** Whether what stands under a name is a secret, by the one or the other. */
  public static boolean isSecret(String name, String text) {
    return !text.isBlank() && (before(name) || in(text));
  }
}
