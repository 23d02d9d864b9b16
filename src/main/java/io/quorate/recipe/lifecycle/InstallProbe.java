package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.KubeletConfiguration;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.preflight.DropInGuard;
import io.quorate.recipe.preflight.Preflight;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a plan has to know of each node beside what the preflight asks. */
public final class InstallProbe {

  private static final String OWN_MEMBER =
      "/usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=6s -w json ";

  /**
   * Asks this node's own member, which has to prove its quorum by a read first: up to etcd 3.4 one
   * that lost it lists the members all the same.
   */
  static final String ETCD_MEMBERS =
      OWN_MEMBER + "get quorate/quorum >/dev/null && " + OWN_MEMBER + "member list";

  private InstallProbe() {}

  /** The preflight's requests with the plan's questions added, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    Map<String, ProbeRequest> preflight = Preflight.requests(inventory);
    for (Host host : inventory.hosts()) {
      requests.put(
          host.name(),
          extended(inventory, preflight.getOrDefault(host.name(), ProbeRequest.basic()), host));
    }
    return requests;
  }

  private static ProbeRequest extended(Inventory inventory, ProbeRequest request, Host host) {
    Set<String> paths = new LinkedHashSet<>(request.paths());
    paths.add(EtcdCluster.DATA);
    paths.add(KubeletConfiguration.RESOLVED);
    Map<String, String> scripts = new LinkedHashMap<>(request.scripts());
    scripts.put(
        KubeletRecipe.MAKER, "cat /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/bios_version");
    scripts.put(VersionProbe.SCRIPT, VersionProbe.script(host));
    scripts.put(DropInGuard.SCRIPT, DropInGuard.script(inventory, host));
    return new ProbeRequest(
        request.names(),
        request.targets(),
        paths,
        request.commands(),
        request.units(),
        host.isMaster() ? ETCD_MEMBERS : "",
        scripts);
  }
}
