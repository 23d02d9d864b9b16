package io.quorate.usecase.access;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.SshPlace;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.config.Configured;
import io.quorate.node.ssh.config.Hop;
import io.quorate.node.ssh.config.SshConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory says about access, as the places that SSH connects to. What it does not say is
 * taken from ssh_config, under the name or address that the inventory has for a host.
 */
public final class Endpoints {

  /** So many values are told in one line; each failure tells all of its own host. */
  private static final int MOST_TOLD = 8;

  private final Access access;
  private final SshConfig config;

  private Endpoints(Access access, SshConfig config) {
    this.access = access;
    this.config = config;
  }

  /** One endpoint a host, in the inventory's order. */
  public static List<Endpoint> of(Inventory inventory) {
    return of(inventory, config(inventory.access()));
  }

  /** The same by the files that are given. */
  public static List<Endpoint> of(Inventory inventory, SshConfig config) {
    Endpoints endpoints = new Endpoints(inventory.access(), config);
    return inventory.hosts().stream().map(endpoints::of).toList();
  }

  /** What the host says for itself goes before what is said for all. */
  public static Endpoint of(Host host, Access access) {
    return new Endpoints(access, config(access)).of(host);
  }

  /** The files that say what the inventory does not. */
  private static SshConfig config(Access access) {
    String file = access.sshConfig();
    if (file == null) {
      return SshConfig.standard();
    }
    return file.equalsIgnoreCase(Access.NO_CONFIG)
        ? SshConfig.none()
        : SshConfig.named(Path.of(String.valueOf(atHome(file))));
  }

  private Endpoint of(Host host) {
    String keyFile = access.keyFileOf(host);
    String jump = access.saidJumpHostOf(host);
    String user = access.saidUserOf(host);
    SshConfig.Found found =
        config.of(
            new SshConfig.Said(
                host.address(),
                access.saidPortOf(host),
                user,
                Access.USUAL_USER,
                keyFile != null,
                jump != null));
    Configured configured = found.configured();
    if (user == null && !access.become() && !found.user().equals(Access.USUAL_USER)) {
      configured =
          configured.withFault(
              "the user "
                  + found.user()
                  + " is not root, and sudo is not used. Set ansible_become to true, or"
                  + " ansible_user to root");
    }
    Endpoint through = null;
    try {
      Set<String> way = new LinkedHashSet<>(Set.of(place(host.address(), found.port())));
      through = jump == null ? through(found.jump(), way) : said(jump, way);
    } catch (CircleException e) {
      configured = configured.withFault(String.valueOf(e.getMessage()));
    }
    return new Endpoint(
        host.name(),
        found.host(),
        found.port(),
        found.user(),
        atHome(keyFile),
        access.agent(),
        through,
        access.become(),
        configured);
  }

  /** A way through jump hosts that leads back to one of them. */
  private static final class CircleException extends Exception {
    private static final long serialVersionUID = 1L;

    CircleException(Collection<String> way, String again) {
      super(
          "its jump hosts lead in a circle: "
              + String.join(" through ", way)
              + " through "
              + again
              + ". Set ProxyJump to none for the first of them, or jump_host in the inventory");
    }
  }

  /**
   * The jump hosts that the inventory names.
   *
   * @param way what is on the way already
   * @throws IllegalArgumentException when validation has let something else pass
   */
  private @Nullable Endpoint said(String text, Set<String> way) throws CircleException {
    List<SshPlace> places = JumpHost.way(text);
    if (places == null) {
      throw new IllegalArgumentException("no host to go through: " + text);
    }
    List<SshConfig.Said> hops = new ArrayList<>();
    for (SshPlace place : places) {
      String user = place.user() == null ? access.user() : place.user();
      hops.add(
          new SshConfig.Said(
              place.host(),
              place.port(),
              user,
              Access.USUAL_USER,
              access.keyFile() != null,
              !hops.isEmpty()));
    }
    return chain(hops, atHome(access.keyFile()), way);
  }

  /**
   * The jump hosts that ssh_config names, to which the inventory's user and key are not shown.
   *
   * @param hops null: it names none
   */
  private @Nullable Endpoint through(@Nullable List<Hop> hops, Set<String> way)
      throws CircleException {
    List<SshConfig.Said> said = new ArrayList<>();
    for (Hop hop : hops == null ? List.<Hop>of() : hops) {
      said.add(
          new SshConfig.Said(
              hop.host(),
              hop.port(),
              hop.user(),
              System.getProperty("user.name"),
              false,
              !said.isEmpty()));
    }
    return chain(said, null, way);
  }

  /** Only the nearest has a way of its own: the others are reached through the one before. */
  private @Nullable Endpoint chain(
      List<SshConfig.Said> hops, @Nullable String keyFile, Set<String> way) throws CircleException {
    List<SshConfig.Found> found = hops.stream().map(config::of).toList();
    for (int i = hops.size() - 1; i >= 0; i--) {
      String name = place(hops.get(i).host(), found.get(i).port());
      if (!way.add(name)) {
        throw new CircleException(way, name);
      }
    }
    Endpoint last = hops.isEmpty() ? null : through(found.getFirst().jump(), way);
    for (SshConfig.Found hop : found) {
      last =
          new Endpoint(
              "jump host",
              hop.host(),
              hop.port(),
              hop.user(),
              keyFile,
              access.agent(),
              last,
              false,
              hop.configured());
    }
    return last;
  }

  /** The same host at another port is another machine, as behind a router. */
  private static String place(String host, int port) {
    return host.toLowerCase(Locale.ROOT) + (port == Access.USUAL_PORT ? "" : ":" + port);
  }

  /**
   * What was taken from ssh_config for these hosts and their jump hosts, and what was not though it
   * is there, a line each; empty when there is nothing of it.
   */
  public static List<String> fromConfig(Collection<Endpoint> endpoints) {
    Set<String> taken = new LinkedHashSet<>();
    Set<String> leftOut = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      for (Endpoint e = endpoint; e != null; e = e.jump()) {
        taken.addAll(e.configured().taken());
        leftOut.addAll(e.configured().leftOut());
      }
    }
    List<String> lines = new ArrayList<>();
    if (!taken.isEmpty()) {
      lines.add("From ssh_config: " + listed(taken) + ".");
    }
    if (!leftOut.isEmpty()) {
      lines.add("Not taken from ssh_config: " + listed(leftOut) + ".");
    }
    return lines;
  }

  private static String listed(Collection<String> values) {
    String first = String.join(", ", values.stream().limit(MOST_TOLD).toList());
    int more = values.size() - MOST_TOLD;
    return more > 0 ? first + ", and " + more + " more" : first;
  }

  /** A leading tilde means the operator's home, as in a shell. */
  private static @Nullable String atHome(@Nullable String path) {
    return path != null && path.startsWith("~/")
        ? System.getProperty("user.home") + path.substring(1)
        : path;
  }
}
