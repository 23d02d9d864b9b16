package io.quorate.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the operator and a host: {@code [user@]host[:port]}, or several with commas
 * between, the nearest first, as ssh_config(5) has it for ProxyJump.
 */
public final class JumpHost {
  /** OpenSSH's word for a host that is reached directly. */
  public static final String NONE = "none";

  /** The variable in which Ansible keeps arguments of ssh. */
  public static final String COMMON_ARGS = "ansible_ssh_common_args";

  private JumpHost() {}

  /** Whether the text says that a host is reached directly. */
  public static boolean isNone(String text) {
    return text.equalsIgnoreCase(NONE);
  }

  /** The hosts on the way, the nearest to the operator first; null when the text names none. */
  public static @Nullable List<SshPlace> way(String text) {
    if (isNone(text)) {
      return List.of();
    }
    List<SshPlace> way = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      SshPlace place = SshPlace.parse(word);
      if (place == null) {
        return null;
      }
      way.add(place);
    }
    return way;
  }

  /**
   * The same with the user of each host said, for programs that would take another one: OpenSSH
   * takes the operator's own name. Where no user is said at all, ssh_config may say it to both.
   */
  public static String withUsers(String text, Access access) {
    List<SshPlace> way = way(text);
    if (way == null || way.isEmpty()) {
      return text;
    }
    return way.stream()
        .map(
            place -> {
              String user = place.user() == null ? access.user() : place.user();
              return (user == null ? "" : user + "@")
                  + place.host()
                  + (place.port() == null ? "" : ":" + place.port());
            })
        .collect(Collectors.joining(","));
  }

  /** The arguments of ssh, in {@link #COMMON_ARGS}, that make Ansible go the same way. */
  public static String forAnsible(String text, Access access) {
    return "-o " + ShellWords.quote("ProxyJump=" + withUsers(text, access));
  }

  /** Whether arguments say this jump host and nothing else. */
  public static boolean isForAnsible(String arguments, @Nullable Object jumpHost, Access access) {
    return jumpHost != null
        && (arguments.equals(forAnsible(jumpHost.toString(), access))
            || arguments.equals("-o ProxyJump=" + jumpHost));
  }
}
