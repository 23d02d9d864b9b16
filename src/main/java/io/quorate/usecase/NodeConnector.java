package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.SshConnector;
import io.quorate.usecase.access.Endpoints;
import io.quorate.usecase.environment.RehearsalFailures;
import io.quorate.usecase.environment.RehearsalSpeed;
import io.quorate.usecase.environment.RehearsalSystems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How the nodes of a journey are reached. */
public sealed interface NodeConnector {

  /**
   * A new connection.
   *
   * @param node its name in the inventory
   */
  Node connect(String node) throws NodeException, InterruptedException;

  /** Whether the nodes are simulated. */
  boolean rehearsal();

  /** The same way into the nodes of another inventory of the cluster. */
  default NodeConnector of(Inventory other) {
    return switch (this) {
      case Ssh ssh -> ssh(other, ssh.credentials(), ssh.hostKeys());
      case Rehearsal own -> own.with(addresses(other));
    };
  }

  /** Remembers a host key that a person has agreed to. */
  default void accept(HostKeyUnknown key) throws IOException {
    if (this instanceof Ssh ssh) {
      ssh.hostKeys().accept(key);
    }
  }

  /** Over SSH, as the inventory says. */
  static Ssh ssh(Inventory inventory, Credentials credentials, HostKeys hostKeys) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    Endpoints.of(inventory).forEach(e -> endpoints.put(e.name(), e));
    return new Ssh(endpoints, credentials, hostKeys, new SshConnector());
  }

  /** Simulated machines, which are kept for the cluster's next rehearsal. */
  static Rehearsal rehearsal(Inventory inventory) {
    return new Rehearsal(
        addresses(inventory),
        StateFolders.rehearsals().resolve(inventory.clusterName()),
        RehearsalSpeed.wanted(System.getenv()),
        Set.of());
  }

  /** Each host's own addresses, by its name. */
  private static Map<String, List<String>> addresses(Inventory inventory) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    inventory
        .hosts()
        .forEach(
            h ->
                addresses.put(
                    h.name(), Stream.of(h.nodeAddress(), h.address()).distinct().toList()));
    return addresses;
  }

  /** A simulated machine that is met for the first time, and not kept. */
  static Node simulated(Host host) throws NodeException, InterruptedException {
    String name = host.name().isEmpty() ? host.address() : host.name();
    return new RehearsalFleet(
            Map.of(name, List.of(host.address())),
            RehearsalSpeed.wanted(System.getenv()),
            Rehearsal.SEED,
            RehearsalFaults.none(),
            null,
            RehearsalSystems.wanted(System.getenv()))
        .connect(name);
  }

  /**
   * Real machines.
   *
   * @param endpoints by the node's name
   */
  record Ssh(
      Map<String, Endpoint> endpoints,
      Credentials credentials,
      HostKeys hostKeys,
      SshConnector connector)
      implements NodeConnector {

    public Ssh {
      endpoints = Map.copyOf(endpoints);
    }

    /** The endpoints by the names of their nodes: a map's own order differs from run to run. */
    List<Endpoint> inOrder() {
      return endpoints.values().stream().sorted(Comparator.comparing(Endpoint::name)).toList();
    }

    @Override
    public Node connect(String node) throws NodeException, InterruptedException {
      Endpoint endpoint = endpoints.get(node);
      if (endpoint == null) {
        throw new NodeException(node + " is not in the inventory");
      }
      return connector.connect(endpoint, credentials, hostKeys);
    }

    @Override
    public boolean rehearsal() {
      return false;
    }
  }

  /** Simulated machines. */
  final class Rehearsal implements NodeConnector {

    /** Every rehearsal goes the same way. */
    private static final long SEED = 1;

    private final Map<String, List<String>> addresses;
    private final Path folder;
    private final double speed;
    private final Set<String> dead;
    private final RehearsalFleet fleet;

    /**
     * @param addresses each machine's own addresses, by its name
     * @param folder where the machines are kept
     * @param speed 1: about as fast as real machines; 0: without any waiting
     * @param dead machines that have lost their power, as long as this rehearsal lasts
     */
    Rehearsal(Map<String, List<String>> addresses, Path folder, double speed, Set<String> dead) {
      this.addresses = Map.copyOf(addresses);
      this.folder = folder;
      this.speed = speed;
      this.dead = Set.copyOf(dead);
      this.fleet =
          new RehearsalFleet(
                  addresses,
                  speed,
                  SEED,
                  RehearsalFailures.wanted(System.getenv()),
                  folder,
                  RehearsalSystems.wanted(System.getenv()))
              .at(InstantSource.system());
      dead.stream().filter(addresses::containsKey).forEach(fleet::breakDown);
    }

    /** Such machines as new, without any waiting, kept elsewhere. */
    RehearsalFleet swift(Path elsewhere) {
      return new RehearsalFleet(
          addresses,
          0,
          SEED,
          RehearsalFaults.none(),
          elsewhere,
          RehearsalSystems.wanted(System.getenv()));
    }

    /** The same rehearsal with these machines. */
    private Rehearsal with(Map<String, List<String>> others) {
      return new Rehearsal(others, folder, speed, dead);
    }

    /** The same, where these machines have lost their power. */
    public Rehearsal without(Set<String> names) {
      return new Rehearsal(addresses, folder, speed, names);
    }

    Set<String> dead() {
      return dead;
    }

    Map<String, List<String>> addresses() {
      return addresses;
    }

    Path folder() {
      return folder;
    }

    double speed() {
      return speed;
    }

    @Override
    public Node connect(String node) throws NodeException, InterruptedException {
      return fleet.connect(node);
    }

    @Override
    public boolean rehearsal() {
      return true;
    }
  }
}
