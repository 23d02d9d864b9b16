package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.Residue;
import io.quorate.recipe.component.EtcdCluster;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What has to be known of each node before a cluster is taken away. */
public final class DestroyProbe {

  static final String KUBERNETES = "/etc/kubernetes";
  static final String KUBELET = "/var/lib/kubelet";
  static final String DOCKER = "/var/lib/docker";

  /** Which cluster the node says it is of. */
  private static final String CLUSTER = "cluster-name";

  /** What containerd runs for others than Kubernetes. */
  private static final String OTHERS = "containerd-others";

  private DestroyProbe() {}

  /** What each node is asked, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Set<String> paths = new LinkedHashSet<>(Residue.paths());
    paths.add(KUBERNETES);
    paths.add(KUBELET);
    paths.add(DOCKER);
    paths.add(EtcdCluster.DATA);
    Map<String, String> scripts =
        Map.of(
            CLUSTER,
            "sed -n 's/^ *cluster: \"\\(.*\\)\"$/\\1/p' /etc/kubernetes/kubelet.conf | head -n 1",
            OTHERS,
            "! systemctl is-active -q containerd.service || ctr namespaces ls -q"
                + " | grep -vx -e k8s.io -e default -e buildkit");
    ProbeRequest request =
        new ProbeRequest(Set.of(), Set.of(), paths, Set.of(), Set.of(), "", scripts);
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    inventory.hosts().forEach(h -> requests.put(h.name(), request));
    return requests;
  }

  /** Whether containerd's data is others' too, such as Docker's. */
  static boolean sharesContainerd(NodeFacts facts) {
    return facts.present().contains(DOCKER) || !facts.records().getOrDefault(OTHERS, "").isBlank();
  }

  /**
   * @throws GuardRefused when the node holds another cluster, or one that Quorate did not install
   */
  static void refuseOthers(Inventory inventory, Host host, NodeFacts facts) {
    for (Residue residue : Residue.among(facts.present())) {
      if (!residue.path().equals(EtcdCluster.DATA)) {
        throw new GuardRefused(
            host.name() + ": " + residue.path() + " belongs to " + residue.owner() + ".",
            residue.remedy() + " Quorate takes away only what it installed.");
      }
    }
    String cluster = facts.records().getOrDefault(CLUSTER, "").strip();
    if (!cluster.isEmpty() && !cluster.equals(inventory.clusterName())) {
      throw new GuardRefused(
          "%s is a node of the cluster \"%s\", and the inventory is one of \"%s\"."
              .formatted(host.name(), cluster, inventory.clusterName()),
          "Take the host out of the inventory, or name the inventory of its cluster.");
    }
    if (!facts.isOurs()) {
      for (String path : Set.of(KUBERNETES, KUBELET, EtcdCluster.DATA)) {
        if (facts.present().contains(path)) {
          throw new GuardRefused(
              host.name() + " has " + path + ", but no record that Quorate installed anything.",
              "Look whose it is; Quorate takes away only what it installed.");
        }
      }
    }
  }
}
