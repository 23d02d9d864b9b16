package io.quorate.journey;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an inventory says about access, as the places that SSH connects to. */
public final class Endpoints {

  private Endpoints() {}

  /** One endpoint a host, in the inventory's order. */
  public static List<Endpoint> of(Inventory inventory) {
    return inventory.hosts().stream().map(h -> of(h, inventory.access())).toList();
  }

  /** What the host says for itself goes before what is said for all. */
  public static Endpoint of(Host host, Access access) {
    String user = host.user();
    Integer port = host.port();
    String keyFile = host.keyFile();
    String jump = access.jumpHost();
    return new Endpoint(
        host.name(),
        host.address(),
        port == null ? access.port() : port,
        user == null ? access.user() : user,
        atHome(keyFile == null ? access.keyFile() : keyFile),
        access.agent(),
        jump == null ? null : jumpHost(jump, access),
        access.become());
  }

  /** {@code [user@]host[:port]}, an IPv6 address with a port in brackets. */
  private static Endpoint jumpHost(String text, Access access) {
    int at = text.lastIndexOf('@');
    String user = at < 0 ? access.user() : text.substring(0, at);
    String place = text.substring(at + 1);
    int port = 22;
    int colon = place.lastIndexOf(':');
    boolean bracketed = place.startsWith("[");
    if (bracketed ? place.contains("]:") : colon >= 0 && place.indexOf(':') == colon) {
      port = Integer.parseInt(place.substring(colon + 1));
      place = place.substring(0, colon);
    }
    if (bracketed) {
      place = place.substring(1, place.indexOf(']'));
    }
    return new Endpoint(
        "jump host", place, port, user, atHome(access.keyFile()), access.agent(), null, false);
  }

  /** A leading tilde means the operator's home, as in a shell. */
  private static @Nullable String atHome(@Nullable String path) {
    return path != null && path.startsWith("~/")
        ? System.getProperty("user.home") + path.substring(1)
        : path;
  }
}
