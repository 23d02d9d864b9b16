package io.quorate.inventory;

import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Where SSH goes, as a person writes it: {@code [user@]host[:port]}.
 *
 * @param user null when it was not said
 * @param host a name or an IPv4 address
 * @param port 1 to 65535; null when it was not said
 */
public record SshPlace(@Nullable String user, String host, @Nullable Integer port) {

  /** Null when the text is no such place. */
  public static @Nullable SshPlace parse(String text) {
    Matcher form = AccessRules.PLACE.matcher(text);
    if (!form.matches()
        || !HostName.isNameOrAddress(form.group(2))
        || (form.group(1) != null && !AccessRules.USER.matcher(form.group(1)).matches())) {
      return null;
    }
    Integer port = form.group(3) == null ? null : Integer.valueOf(form.group(3));
    return port == null || AccessRules.isPort(port)
        ? new SshPlace(form.group(1), form.group(2), port)
        : null;
  }
}
