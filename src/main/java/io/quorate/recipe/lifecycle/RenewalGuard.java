package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Quorum;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.Entry;
import io.quorate.plan.facts.CertificateList.Kind;
import io.quorate.plan.facts.CertificateList.State;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.cluster.CertificateProbe;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.TlsPort;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether certificates can be renewed as the cluster is, and in which way. */
public final class RenewalGuard {

  private RenewalGuard() {}

  /** What is asked for a renewal, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(inventory));
    CertificateProbe.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    return requests;
  }

  /**
   * Lets a renewal pass.
   *
   * @param hosts who is to get new certificates; all of them were reached
   * @return whether etcd's members refuse one another because of their certificates, so that all
   *     masters get new ones together
   * @throws GuardRefused when it would not help, or do harm
   */
  public static boolean judge(
      Inventory inventory, ClusterFacts facts, List<Host> hosts, Instant now) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    switch (live.health().verdict()) {
      case NEW, UNREACHABLE, SPLIT, FOREIGN -> throw new GuardRefused(live.found(), live.remedy());
      case HEALTHY, DEGRADED, API_DOWN, QUORUM_LOST -> {}
    }
    refuseWithoutOpenssl(facts, hosts);
    CertificateList list = CertificateTable.of(inventory, facts, null, "", now);
    refuseEndedAuthorities(list);
    refuseOtherNetwork(inventory, list);
    if (live.health().quorum()) {
      refuseUpgrade(facts);
      return false;
    }
    refuseUnlessCertificates(inventory, facts, live, list);
    refuseUnlessAllMasters(inventory, facts, hosts);
    return true;
  }

  private static void refuseWithoutOpenssl(ClusterFacts facts, List<Host> hosts) {
    List<String> without =
        hosts.stream()
            .map(Host::name)
            .filter(
                n -> {
                  NodeFacts found = facts.nodes().get(n);
                  return found != null && CertificateTable.lacksOpenssl(found);
                })
            .toList();
    if (!without.isEmpty()) {
      throw new GuardRefused(
          "There is no openssl on "
              + String.join(", ", without)
              + ", and without it nothing proves that a new certificate is in use.",
          "Install the package openssl there.");
    }
  }

  private static void refuseEndedAuthorities(CertificateList list) {
    List<Entry> authorities =
        list.entries().stream().filter(e -> e.kind() == Kind.AUTHORITY).toList();
    List<Entry> ended =
        authorities.stream()
            .filter(e -> e.state() == State.ENDED)
            // Beside the one that takes its place it may have ended.
            .filter(
                e ->
                    authorities.stream()
                        .noneMatch(
                            other ->
                                other.node().equals(e.node())
                                    && other.place().equals(e.place())
                                    && other.state() != State.ENDED))
            .toList();
    if (!ended.isEmpty()) {
      throw new GuardRefused(
          ended.getFirst().subject()
              + " itself has ended on "
              + ended.getFirst().node()
              + ": no certificate below it is valid any more.",
          "Certificates can be renewed below an authority that lives; "
              + (ended.getFirst().place().equals(ClusterAuthority.FRONT_PROXY.certificatePath())
                  ? "`quorate certificates rotate-ca --only front-proxy` replaces this one."
                  : "this one has to be replaced on all nodes first."));
    }
  }

  /** Pods reach the API at an address that has to be in the certificate: that which they have. */
  private static void refuseOtherNetwork(Inventory inventory, CertificateList list) {
    String wanted = inventory.network().kubernetesServiceIp();
    list.entries().stream()
        .filter(e -> e.kind() == Kind.FILE && e.place().endsWith("/apiserver.crt"))
        .filter(e -> e.begins() != null && !e.names().contains(wanted))
        .findFirst()
        .ifPresent(
            e -> {
              throw new GuardRefused(
                  "The API server of %s has a certificate for %s, and by the inventory pods reach it at %s."
                      .formatted(e.node(), String.join(", ", e.names()), wanted),
                  "Put service_cluster_ip right: it is what the cluster was installed with.");
            });
  }

  private static void refuseUpgrade(ClusterFacts facts) {
    if (WayBack.isUnderWay(facts)) {
      throw new GuardRefused(
          "An upgrade has begun and not ended: what starts again with new certificates would start"
              + " in another version, too.",
          "Go on with it first: `quorate upgrade`.");
    }
  }

  /** A quorum that is lost for another reason does not come back by certificates. */
  private static void refuseUnlessCertificates(
      Inventory inventory, ClusterFacts facts, LiveCluster live, CertificateList list) {
    Set<String> ended = withoutEtcd(list);
    List<Host> withData =
        inventory.masters().stream().filter(h -> hasData(facts.nodes().get(h.name()))).toList();
    int majority = new Quorum(inventory.masters().size()).size();
    if (ended.isEmpty()) {
      throw new GuardRefused(
          live.found() + " etcd's certificates are valid: new ones would not bring it back.",
          live.remedy());
    }
    if (withData.size() < majority) {
      throw new GuardRefused(
          "etcd's certificates have ended on %s, and %d of %d masters have to agree: only %d can be reached and have their data."
              .formatted(
                  String.join(", ", ended), majority, inventory.masters().size(), withData.size()),
          "Make more masters reachable.");
    }
  }

  private static boolean hasData(@Nullable NodeFacts found) {
    return found != null && EtcdCluster.hasData(found);
  }

  /** The masters whose member is refused by others, or refuses them. */
  static Set<String> withoutEtcd(CertificateList list) {
    Set<String> files = TlsPort.rereading().stream().map(TlsPort::file).collect(Collectors.toSet());
    return list.unusable().stream()
        .filter(e -> e.kind() == Kind.FILE && files.contains(e.place()))
        .map(Entry::node)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void refuseUnlessAllMasters(
      Inventory inventory, ClusterFacts facts, List<Host> hosts) {
    List<String> others =
        inventory.masters().stream()
            .filter(h -> facts.nodes().containsKey(h.name()) && !hosts.contains(h))
            .map(Host::name)
            .toList();
    if (!others.isEmpty()) {
      throw new GuardRefused(
          "etcd has no quorum because certificates have ended: its members get new ones together, "
              + String.join(", ", others)
              + " among them.",
          "Renew all of them: leave --node out.");
    }
  }
}
