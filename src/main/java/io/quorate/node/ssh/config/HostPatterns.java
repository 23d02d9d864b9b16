package io.quorate.node.ssh.config;

import java.util.List;

/**
 * Patterns of host and user names, as ssh_config(5) has them under PATTERNS, and sshd(8) for
 * known_hosts.
 */
public final class HostPatterns {

  private HostPatterns() {}

  /** Whether one of them fits, and none that a {@code !} precedes. */
  public static boolean match(List<String> patterns, String name) {
    boolean found = false;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (matches(negated ? pattern.substring(1) : pattern, name)) {
        if (negated) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /** A star stands for any characters or none, a question mark for one. */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        retry++;
        n = retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
