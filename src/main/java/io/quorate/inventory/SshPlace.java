package io.quorate.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where SSH goes, as a person writes it: {@code [user@]host[:port]}.
 *
 * @param user null when it was not said
 * @param host a name or an IPv4 address
 * @param port 1 to 65535; null when it was not said
 */
public record SshPlace(@Nullable String user, String host, @Nullable Integer port) {
  /** useradd(8) on Debian, and the dots that directory services use. */
  public static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@-]{0,63}\\$?");

  private static final String PLACE_FORM = "(?:([^@,\\s]+)@)?([^@:,\\s]+)(?::([0-9]{1,5}))?";

  static final Pattern PLACE = Pattern.compile(PLACE_FORM);
  public static final Pattern JUMP_HOST = Pattern.compile(PLACE_FORM + "(?:," + PLACE_FORM + ")*");

  /** Null when the text is no such place. */
  public static @Nullable SshPlace parse(String text) {
    Matcher form = PLACE.matcher(text);
    if (!form.matches()
        || !HostName.isNameOrAddress(form.group(2))
        || (form.group(1) != null && !USER.matcher(form.group(1)).matches())) {
      return null;
    }
    Integer port = form.group(3) == null ? null : Integer.valueOf(form.group(3));
    return port == null || isPort(port) ? new SshPlace(form.group(1), form.group(2), port) : null;
  }

  /** Whether it is a TCP port. */
  public static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }
}
