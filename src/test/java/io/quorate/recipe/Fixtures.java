package io.quorate.recipe;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A cluster of three masters and a worker, and what its machines are. */
public final class Fixtures {

  public static final Host MASTER_1 =
      new Host("node-1", "10.0.0.11", Set.of(Role.MASTER, Role.WORKER));
  public static final Host MASTER_2 = new Host("node-2", "10.0.0.12", Set.of(Role.MASTER));
  public static final Host MASTER_3 = new Host("node-3", "10.0.0.13", Set.of(Role.MASTER));
  public static final Host WORKER =
      new Host("node-4", "192.0.2.14", "10.0.0.14", Set.of(Role.WORKER), null, null, null);

  private Fixtures() {}

  public static Inventory inventory() {
    return new Inventory(
        "demo",
        Access.defaults(),
        List.of(MASTER_1, MASTER_2, MASTER_3, WORKER),
        versions("1.36.4", Inventory.Runtime.CONTAINERD, "2.3.4", ""),
        network(Inventory.Cni.CALICO),
        new Inventory.Etcd(new Secret("token-of-a-test"), "0 */6 * * *", 20, 500, 10000, "8h"),
        new Inventory.Firewall(
            true,
            List.of(
                new Inventory.Firewall.Port("kubelet", 10250),
                new Inventory.Firewall.Port("node-exporter", 9100)),
            List.of("192.0.2.200", "198.51.100.0/24")),
        new Inventory.Machine(
            List.of("en_US.UTF-8"),
            "Europe/Madrid",
            "0.pool.example.org",
            "1.pool.example.org",
            List.of("htop")),
        new Inventory.Components(2, List.of(), Map.of(), Map.of(), Map.of()),
        new Inventory.Downloads(null, Inventory.Distribute.NODES, List.of(), Map.of()));
  }

  public static Inventory with(List<Host> hosts) {
    Inventory i = inventory();
    return new Inventory(
        i.clusterName(),
        i.access(),
        hosts,
        i.versions(),
        i.network(),
        i.etcd(),
        i.firewall(),
        i.machine(),
        i.components(),
        i.downloads());
  }

  public static Inventory with(Inventory.Versions versions) {
    return with(inventory(), versions, inventory().network());
  }

  public static Inventory with(Inventory.Network network) {
    return with(inventory(), inventory().versions(), network);
  }

  private static Inventory with(
      Inventory i, Inventory.Versions versions, Inventory.Network network) {
    return new Inventory(
        i.clusterName(),
        i.access(),
        i.hosts(),
        versions,
        network,
        i.etcd(),
        i.firewall(),
        i.machine(),
        i.components(),
        i.downloads());
  }

  public static Inventory with(Inventory.Firewall firewall) {
    Inventory i = inventory();
    return with(i, firewall, i.machine(), i.components(), i.downloads());
  }

  public static Inventory with(Inventory.Machine machine) {
    Inventory i = inventory();
    return with(i, i.firewall(), machine, i.components(), i.downloads());
  }

  public static Inventory with(Inventory.Downloads downloads) {
    Inventory i = inventory();
    return with(i, i.firewall(), i.machine(), i.components(), downloads);
  }

  public static Inventory with(Map<Inventory.Component, Map<String, Object>> config) {
    Inventory i = inventory();
    return with(
        i,
        i.firewall(),
        i.machine(),
        new Inventory.Components(2, List.of(), Map.of(), config, Map.of()),
        i.downloads());
  }

  private static Map<String, Secret> secrets(Map<String, String> texts) {
    Map<String, Secret> secrets = new HashMap<>();
    texts.forEach((name, text) -> secrets.put(name, new Secret(text)));
    return secrets;
  }

  public static Inventory withEnvironment(
      Inventory.Component component, Map<String, String> variables) {
    Inventory i = inventory();
    return with(
        i,
        i.firewall(),
        i.machine(),
        new Inventory.Components(
            2, List.of(), Map.of(), Map.of(), Map.of(component, secrets(variables))),
        i.downloads());
  }

  private static Inventory with(
      Inventory i,
      Inventory.Firewall firewall,
      Inventory.Machine machine,
      Inventory.Components components,
      Inventory.Downloads downloads) {
    return new Inventory(
        i.clusterName(),
        i.access(),
        i.hosts(),
        i.versions(),
        i.network(),
        i.etcd(),
        firewall,
        machine,
        components,
        downloads);
  }

  public static Inventory.Versions versions(
      String kubernetes, Inventory.Runtime runtime, String containerd, String docker) {
    return new Inventory.Versions(
        kubernetes,
        "3.6.14",
        runtime,
        containerd,
        "1.4.3",
        docker,
        "0.4.4",
        "1.9.1",
        "3.32.2",
        "1.14.2",
        "registry.k8s.io/pause:3.10.2");
  }

  public static Inventory.Network network(Inventory.Cni cni) {
    return new Inventory.Network(
        "10.244.0.0/16",
        "10.96.0.0/16",
        "10.96.0.10",
        "10.96.0.1",
        "cluster.local",
        "30000-32767",
        9090,
        cni,
        Inventory.CalicoMode.IPIP,
        null,
        Inventory.ProxyMode.IPTABLES,
        65536,
        131072,
        Inventory.DnsAddon.COREDNS);
  }

  public static Context context(Inventory inventory) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    inventory.hosts().forEach(h -> nodes.put(h.name(), Machine.like(h).facts()));
    return context(inventory, nodes);
  }

  public static Context context(Inventory inventory, Map<String, NodeFacts> nodes) {
    return new Context(
        inventory,
        new ClusterFacts(nodes, Map.of()),
        Map.of(),
        Instant.parse("2026-10-01T00:00:00Z"));
  }
}
