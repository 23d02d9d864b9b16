package io.quorate.recipe.preflight;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.NodeFacts;
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
    findings.addAll(residue());
    findings.addAll(networks());
    return findings;
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
              Kind.PORTS,
              "Ports",
              taken.isEmpty()
                  ? "all " + wanted.size() + " are free"
                  : taken.size() + " in use by this cluster, the others free"));
    }
    return taken.stream().filter(f -> f.status() != Finding.Status.OK).toList();
  }

  private Finding port(ComponentPort port) {
    String owner = Objects.requireNonNullElse(facts.listening().get(port.port()), "");
    String number = Integer.toString(port.port());
    String title = "Port " + number;
    if (facts.isOurs() && port.isOurs(owner)) {
      return Finding.ok(host.name(), Kind.PORT, title, "in use by " + owner).of(number);
    }
    return Finding.failed(
            host.name(),
            Kind.PORT,
            title,
            "In use by "
                + (owner.isEmpty() ? "another process" : owner)
                + "; "
                + port.process()
                + " needs it.",
            "Stop what listens there, or move it to another port (`ss -ltnp 'sport = :%s'`)."
                .formatted(number))
        .of(number);
  }

  private List<Finding> residue() {
    List<Finding> found =
        Residue.among(facts.present()).stream()
            .filter(l -> !(facts.isOurs() && l.path().startsWith("/var/lib/etcd/")))
            .map(
                l ->
                    Finding.failed(
                            host.name(),
                            Kind.RESIDUE,
                            "Earlier clusters",
                            l.path() + " belongs to " + l.owner() + ".",
                            l.remedy())
                        .of(l.path()))
            .toList();
    return found.isEmpty()
        ? List.of(Finding.ok(host.name(), Kind.RESIDUE, "Earlier clusters", "none"))
        : found;
  }

  private List<Finding> networks() {
    List<Finding> found =
        Stream.concat(
                overlaps("cluster_cidr", inventory.network().clusterCidr(), facts.isOurs()),
                overlaps("service_cluster_ip", inventory.network().serviceCidr(), false))
            .toList();
    return found.isEmpty()
        ? List.of(
            Finding.ok(host.name(), Kind.NETWORKS, "Routes", "pod and service networks are free"))
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
        ? Finding.warning(host.name(), Kind.NETWORKS, "Routes", found, remedy)
        : Finding.failed(host.name(), Kind.NETWORKS, "Routes", found, remedy);
  }
}
