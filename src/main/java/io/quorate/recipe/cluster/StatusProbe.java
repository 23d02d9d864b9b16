package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.Template;
import io.quorate.recipe.component.ComponentPort;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.FirewallRecipe;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What each node is asked to tell how the cluster is: what {@link MasterProbe} asks the masters,
 * and what wants attention on the machines. {@link StatusReading} reads the answers.
 */
public final class StatusProbe {

  static final String SNAPSHOTS = "status-snapshots";
  static final String ACCESS = "status-access";
  static final String NETWORK = "status-network";
  static final String FAILED = "status-failed";

  private StatusProbe() {}

  /** The same with the versions, for which each program is started: not for every look. */
  public static Map<String, ProbeRequest> withVersions(Inventory inventory) {
    Map<String, ProbeRequest> requests = requests(inventory);
    VersionProbe.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    return requests;
  }

  /** What each node is asked, by the node's name: masters of themselves, and of the cluster. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      Map<String, String> scripts = new HashMap<>();
      scripts.put(FAILED, text("units"));
      if (host.isMaster()) {
        scripts.putAll(MasterProbe.scripts(host));
        scripts.put(SNAPSHOTS, text("snapshots"));
        scripts.put(ACCESS, text("access"));
        scripts.put(UptimeRecord.SCRIPT, text("since"));
        PodNetwork.of(inventory)
            .proofs(inventory)
            .forEach(p -> scripts.put(NETWORK, network(p.condition())));
      }
      requests.put(
          host.name(),
          new ProbeRequest(
              Set.of(),
              Set.of(),
              host.isMaster() ? Set.of(EtcdCluster.DATA) : Set.of(),
              Set.of(),
              units(inventory, host),
              "",
              scripts));
    }
    return requests;
  }

  /** The units that have to run on a host. */
  public static Set<String> units(Inventory inventory, Host host) {
    Set<String> units = new LinkedHashSet<>();
    ComponentPort.of(inventory, host).stream()
        .map(ComponentPort::unit)
        .filter(u -> !u.isEmpty())
        .forEach(units::add);
    units.add(ContainerRuntime.of(inventory).unit(inventory));
    if (inventory.firewall().enabled() && !inventory.firewall().ports().isEmpty()) {
      units.add(FirewallRecipe.UNIT);
    }
    units.addAll(PodNetwork.of(inventory).units());
    return units;
  }

  /** One line: what the pods' network says of itself. */
  private static String network(String condition) {
    return "if said=$(\n"
        + condition
        + "); then echo true; else printf '%s\\n' \"$said\" | tail -n 1; fi\n";
  }

  private static String text(String name) {
    return new Template("status/" + name + ".sh").text();
  }
}
