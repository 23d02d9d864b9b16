package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Shell;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.platform.Manifest;
import io.quorate.platform.Template;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What nodes are asked before an upgrade beside the usual look; {@link UpgradeFindings} judges the
 * answers. All masters are asked for the cluster's objects, and the first of them whose API server
 * is ready tells.
 */
public final class UpgradeProbe {

  private static final String MASTER_UNITS =
      "kubelet.service kube-proxy.service kube-apiserver.service kube-controller-manager.service"
          + " kube-scheduler.service";

  private static final String WORKER_UNITS = "kubelet.service kube-proxy.service";

  private UpgradeProbe() {}

  /** What each node is asked, by its name; to be joined with what else it is asked. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    List<String> before = new ArrayList<>();
    for (Host host : inventory.hosts()) {
      Map<String, String> scripts = new LinkedHashMap<>();
      scripts.put(UpgradeQuestion.NODE.script(), node(inventory, host));
      if (host.isMaster()) {
        scripts.put(UpgradeQuestion.OBJECTS.script(), objects(before));
        scripts.put(UpgradeQuestion.API_SERVER.script(), apiServer());
        before.add(readyz(host));
      }
      requests.put(host.name(), ProbeRequest.asking(scripts));
    }
    return requests;
  }

  private static String readyz(Host master) {
    String address = master.nodeAddress();
    return Shell.quote(
        "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":6443/readyz");
  }

  /**
   * @param before where the API servers are whose masters tell rather than this one, quoted
   */
  private static String objects(List<String> before) {
    return new Template("upgrade/look-objects.sh")
        .fill(
            Map.of(
                "list", new Template("upgrade/objects.awk").text(),
                "removed", RemovedApis.KINDS.strip(),
                "before", String.join(" ", before),
                "ready", curl("") + " --max-time 2",
                "raw", raw()));
  }

  /** As one that gets JSON in one line, and all of what it asks for or an error. */
  private static String raw() {
    return ControlPlaneRecipe.curl(SharedSecrets.CA + ".crt", NodeCertificate.SUPER_ADMIN, "")
            .strip()
        + " -g -A quorate --fail-early --max-time 15";
  }

  /** On large clusters there are some megabytes of metrics. */
  private static String apiServer() {
    return new Template("upgrade/look-api-server.sh")
        .fill(Map.of("metrics", curl(ControlPlaneRecipe.LOCAL_API + "/metrics --max-time 20")));
  }

  private static String curl(String url) {
    return ControlPlaneRecipe.curl(SharedSecrets.CA + ".crt", NodeCertificate.ADMIN, url).strip();
  }

  private static String node(Inventory inventory, Host host) {
    return new Template("upgrade/look-node.sh")
        .fill(
            Map.of(
                "room",
                Room.script(UpgradeRoom.paths(inventory, host)),
                "units",
                host.isMaster() ? MASTER_UNITS : WORKER_UNITS,
                "manifest",
                Manifest.FOLDER + "/coredns.yaml"));
  }
}
