package io.quorate.node.ssh.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords of ssh_config that are looked at, by their names in lower case. */
final class Keyword {
  private static final Set<String> ONE_WORD =
      Set.of(
          "hostname", "user", "identityfile", "certificatefile", "hostkeyalias", "identityagent");

  private static final Set<String> WORDS =
      Set.of("proxycommand", "userknownhostsfile", "globalknownhostsfile");

  private static final Set<String> YES = Set.of("yes", "true");
  private static final Set<String> NO = Set.of("no", "false");

  private Keyword() {}

  static boolean isTaken(String key) {
    return ONE_WORD.contains(key)
        || WORDS.contains(key)
        || key.equals("port")
        || key.equals("identitiesonly")
        || key.equals("proxyjump");
  }

  static boolean isYes(String text) {
    return YES.contains(text.toLowerCase(Locale.ROOT));
  }

  /**
   * What is wrong with a value.
   *
   * @return the rest of a sentence that the keyword begins; null: nothing
   */
  static @Nullable String fault(String key, List<String> words) {
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      return "has no value";
    }
    if (words.stream().anyMatch(w -> w.chars().anyMatch(Character::isISOControl))) {
      return "has a control character in its value";
    }
    String first = words.getFirst();
    if (words.size() > 1 && !WORDS.contains(key)) {
      return "has more than one value: " + String.join(" ", words);
    }
    return switch (key) {
      case "port" -> isPort(first) ? null : "has to be a number from 1 to 65535, not " + first;
      case "identitiesonly" ->
          isYes(first) || NO.contains(first.toLowerCase(Locale.ROOT))
              ? null
              : "has to be yes or no, not " + first;
      case "proxyjump" ->
          Hop.way(first) == null
              ? "has to be [user@]host[:port], or several with commas between, not " + first
              : null;
      default -> null;
    };
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535;
  }
}
