package io.quorate.usecase;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.SshPlace;
import io.quorate.node.ssh.Endpoint;
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
    String jump = access.jumpHostOf(host);
    return new Endpoint(
        host.name(),
        host.address(),
        port == null ? access.port() : port,
        user == null ? access.user() : user,
        atHome(keyFile == null ? access.keyFile() : keyFile),
        access.agent(),
        jump == null ? null : jumpHosts(jump, access),
        access.become());
  }

  /**
   * @throws IllegalArgumentException when validation has let something else pass
   */
  private static @Nullable Endpoint jumpHosts(String text, Access access) {
    List<SshPlace> way = JumpHost.way(text);
    if (way == null) {
      throw new IllegalArgumentException("no host to go through: " + text);
    }
    Endpoint last = null;
    for (SshPlace place : way) {
      last = jumpHost(place, access, last);
    }
    return last;
  }

  private static Endpoint jumpHost(SshPlace place, Access access, @Nullable Endpoint through) {
    String user = place.user();
    Integer port = place.port();
    return new Endpoint(
        "jump host",
        place.host(),
        port == null ? 22 : port,
        user == null ? access.user() : user,
        atHome(access.keyFile()),
        access.agent(),
        through,
        false);
  }

  /** A leading tilde means the operator's home, as in a shell. */
  private static @Nullable String atHome(@Nullable String path) {
    return path != null && path.startsWith("~/")
        ? System.getProperty("user.home") + path.substring(1)
        : path;
  }
}
