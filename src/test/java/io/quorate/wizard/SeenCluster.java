package io.quorate.wizard;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Membership;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Finding;
import io.quorate.plan.facts.ClusterHealth.Kind;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.UptimeRecord;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.wizard.journey.Looked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A look at three masters and a worker, for tests of the wizards of membership. */
public final class SeenCluster {

  public static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");
  private static final Instant UP = NOW.minus(Duration.ofDays(3));

  private static final String TEXT =
      """
      all:
        vars: {cluster_name: home, etcd_initial_token: obviously-fake-5kq8zt2v9x4m7w1c}
        children:
          k8s_masters:
            hosts:
              node-1: {ansible_host: 192.168.88.11}
              node-2: {ansible_host: 192.168.88.12}
              node-3: {ansible_host: 192.168.88.13}
          k8s_workers:
            hosts:
              node-1:
              node-4: {ansible_host: 192.168.88.14}
      """;

  public static Inventory inventory() {
    return Objects.requireNonNull(
        InventoryFile.parse(TEXT, "home.yaml", Catalogue.load()).inventory());
  }

  /** A cluster of which some nodes are dead. */
  public static LiveCluster cluster(String... dead) {
    Set<String> gone = Set.of(dead);
    List<LiveNode> nodes = new ArrayList<>();
    List<Membership.Member> members = new ArrayList<>();
    for (Host host : inventory().hosts()) {
      boolean well = !gone.contains(host.name());
      String id = "a" + host.name().substring(5);
      if (host.isMaster()) {
        members.add(new Membership.Member(id, host.name(), false, well));
      }
      nodes.add(
          new LiveNode(
              host.name(),
              host,
              well ? "" : "no answer",
              host.isMaster()
                  ? new LiveNode.Member(
                      id,
                      "https://" + host.address() + ":2380",
                      false,
                      true,
                      well,
                      host.name().equals("node-2"),
                      new Vitals("3.6.14", host.name().equals("node-2"), 1, 1, 1, 1))
                  : null,
              new ApiNode(
                  host.name(),
                  well ? "True" : "Unknown",
                  NOW.minusSeconds(600),
                  "v1.36.4",
                  true,
                  host.address(),
                  Set.of()),
              true,
              well && host.isMaster() ? ApiAnswer.ready() : ApiAnswer.none(),
              well,
              host.isMaster(),
              well
                  ? new UptimeRecord(UP, host.isMaster() ? UP : null, host.isMaster() ? UP : null)
                  : new UptimeRecord(NOW.minusSeconds(40), NOW.minusSeconds(640), null)));
    }
    Membership membership = new Membership(members);
    ClusterHealth health =
        gone.isEmpty()
            ? new ClusterHealth(
                Verdict.HEALTHY,
                true,
                "Everything answers: " + membership.words() + ".",
                "",
                List.of())
            : new ClusterHealth(
                Verdict.DEGRADED,
                true,
                "Not all is well with " + String.join(", ", dead) + ": " + membership.words() + ".",
                "Look at what is known of it; what is dead for good is taken out.",
                Stream.of(dead)
                    .map(n -> new Finding(Kind.NODE_UNREACHABLE, n, n + " could not be asked."))
                    .toList());
    return new LiveCluster(health, membership, nodes, true);
  }

  /** The same as a wizard hears of it. */
  public static Looked looked(String... dead) {
    return Looked.of(inventory(), new ClusterFacts(Map.of(), Map.of()), cluster(dead), NOW);
  }

  /**
   * A look at a cluster whose nodes tell their versions.
   *
   * @param worker of the kubelet and kube-proxy of node-4, which is no master
   */
  public static Looked running(String kubernetes, String worker, String etcd, String containerd) {
    List<NodeVersions> nodes = new ArrayList<>();
    for (Host host : inventory().hosts()) {
      Map<Program, Cell> cells = new EnumMap<>(Program.class);
      for (Program program : Program.values()) {
        String version =
            switch (program) {
              case KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER ->
                  host.isMaster() ? kubernetes : "";
              case KUBELET, KUBE_PROXY -> host.isMaster() ? kubernetes : worker;
              case ETCD -> host.isMaster() ? etcd : "";
              case CONTAINERD -> containerd;
              case DOCKER -> "";
              case RUNC -> "1.3.0";
              case CNI_PLUGINS -> "1.8.0";
            };
        if (!version.isEmpty()) {
          boolean called = program == Program.RUNC || program == Program.CNI_PLUGINS;
          Version parsed = Version.parse(version);
          cells.put(program, new Cell(!called, called ? null : parsed, parsed));
        }
      }
      nodes.add(
          new NodeVersions(
              host.name(),
              cells,
              true,
              host.isMaster(),
              Runtime.CONTAINERD,
              inventory().network().cni(),
              List.of()));
    }
    return new Looked(
        inventory(),
        new ClusterFacts(Map.of(), Map.of()),
        cluster(),
        new VersionMatrix(nodes, Version.parse(etcd), ClusterUse.IN_USE),
        NOW);
  }

  private SeenCluster() {}
}
