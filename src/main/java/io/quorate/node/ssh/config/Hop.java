package io.quorate.node.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A jump host as ProxyJump names it.
 *
 * @param user null when it was not said
 * @param port 1 to 65535; null when it was not said
 */
public record Hop(@Nullable String user, String host, @Nullable Integer port) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:ssh://)?(?:([^@,\\s]+)@)?(?:\\[([0-9A-Fa-f:.]+)]|([^@:,\\s\\[\\]/]+))(?::([0-9]{1,5}))?/?");

  /** The hosts on the way, the nearest to the operator first; null when the text names none. */
  static @Nullable List<Hop> way(String text) {
    if (text.equalsIgnoreCase("none")) {
      return List.of();
    }
    List<Hop> way = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      Matcher form = FORM.matcher(word);
      if (!form.matches()) {
        return null;
      }
      Integer port = form.group(4) == null ? null : Integer.valueOf(form.group(4));
      if (port != null && (port < 1 || port > 65535)) {
        return null;
      }
      String host = form.group(2) == null ? form.group(3) : form.group(2);
      way.add(new Hop(form.group(1), host, port));
    }
    return way;
  }
}
