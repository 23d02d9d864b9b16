package io.quorate.recipe.preflight;

import io.quorate.facts.NodeFacts;
import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.recipe.cluster.Residue;
import io.quorate.recipe.component.ComponentPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Whether what the cluster will occupy on a node is free: ports, folders, networks. */
record OccupancyChecks(Inventory inventory, Host host, NodeFacts facts) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(ports());
    findings.addAll(leftovers());
    findings.addAll(networks());
    return findings;
  }

  /** What an earlier run installed left records on the node. */
  private boolean knownToUs() {
    return facts.records().containsKey("manifest");
  }

  private List<Finding> ports() {
    List<ComponentPort> wanted = ComponentPort.of(inventory, host);
    List<Finding> taken =
        wanted.stream()
            .filter(p -> facts.listening().containsKey(p.port()))
            .map(this::port)
            .toList();
    if (taken.stream().allMatch(f -> f.status() == Finding.Status.OK)) {
      return List.of(
          Finding.ok(
              host.name(),
              "ports",
              "Ports",
              taken.isEmpty()
                  ? "all " + wanted.size() + " are free"
                  : taken.size() + " in use by this cluster, the others free"));
    }
    return taken.stream().filter(f -> f.status() != Finding.Status.OK).toList();
  }

  private Finding port(ComponentPort port) {
    String owner = Objects.requireNonNullElse(facts.listening().get(port.port()), "");
    String check = "port-" + port.port();
    String title = "Port " + port.port();
    if (knownToUs() && port.isOurs(owner)) {
      return Finding.ok(host.name(), check, title, "in use by " + owner);
    }
    return Finding.failed(
        host.name(),
        check,
        title,
        "In use by "
            + (owner.isEmpty() ? "another process" : owner)
            + "; "
            + port.process()
            + " needs it.",
        "Stop what listens there, or move it to another port (`ss -ltnp 'sport = :%d'`)."
            .formatted(port.port()));
  }

  private List<Finding> leftovers() {
    List<Finding> found =
        Residue.among(facts.present()).stream()
            .filter(l -> !(knownToUs() && l.path().startsWith("/var/lib/etcd/")))
            .map(
                l ->
                    Finding.failed(
                        host.name(),
                        "leftovers",
                        "Earlier clusters",
                        l.path() + " belongs to " + l.owner() + ".",
                        l.remedy()))
            .toList();
    return found.isEmpty()
        ? List.of(Finding.ok(host.name(), "leftovers", "Earlier clusters", "none"))
        : found;
  }

  private List<Finding> networks() {
    List<Finding> found =
        Stream.concat(
                overlaps("cluster_cidr", inventory.network().clusterCidr(), knownToUs()),
                overlaps("service_cluster_ip", inventory.network().serviceCidr(), false))
            .toList();
    return found.isEmpty()
        ? List.of(
            Finding.ok(host.name(), "networks", "Routes", "pod and service networks are free"))
        : found;
  }

  /**
   * @param insideIsOurs whether routes inside the network are those of a cluster that runs already
   */
  private Stream<Finding> overlaps(String setting, String network, boolean insideIsOurs) {
    Cidr wanted = Cidr.parse(network);
    if (wanted == null) {
      return Stream.empty();
    }
    return facts.routes().stream()
        .map(Cidr::parseAddressOrNetwork)
        .filter(r -> r != null && r.overlaps(wanted))
        .filter(r -> !(insideIsOurs && r.prefix() >= wanted.prefix()))
        .map(r -> overlap(setting, wanted, r));
  }

  /** Narrower routes win: pods' routes inside a wide one of the site work, but hide its part. */
  private Finding overlap(String setting, Cidr wanted, Cidr route) {
    String found = "The machine has a route to " + route + ", which overlaps " + wanted + ".";
    String remedy = "Choose another network for `" + setting + "`.";
    return route.prefix() < wanted.prefix()
        ? Finding.warning(host.name(), "networks", "Routes", found, remedy)
        : Finding.failed(host.name(), "networks", "Routes", found, remedy);
  }
}
