package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.cluster.MasterProbe;
import io.quorate.recipe.cluster.UptimeRecord;
import io.quorate.recipe.preflight.Preflight;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked to see a live cluster: every master its view of it, all of them side by side. */
public final class LiveProbe {

  private LiveProbe() {}

  /** The install's questions, which plans need, and the masters' views with them. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(InstallProbe.requests(inventory));
    inventory.hosts().forEach(h -> requests.computeIfPresent(h.name(), (n, r) -> asked(r, h)));
    return requests;
  }

  /**
   * The same where nodes join: what a newcomer sends to ports that the firewall of a running node
   * keeps for the nodes that it knows is dropped there, which would be waited for.
   *
   * @param wanted the inventory with the newcomers
   * @param there the inventory as it is
   */
  public static Map<String, ProbeRequest> joining(Inventory wanted, Inventory there) {
    Map<String, ProbeRequest> requests = requests(wanted);
    Set<String> known = there.hosts().stream().map(Host::name).collect(Collectors.toSet());
    Set<String> closed = new HashSet<>();
    if (wanted.firewall().enabled()) {
      for (Host host : there.hosts()) {
        wanted.firewall().ports().forEach(p -> closed.add(Preflight.target(host, p.port())));
      }
    }
    requests.replaceAll(
        (name, r) -> known.contains(name) ? r : r.withTargets(without(r.targets(), closed)));
    return requests;
  }

  private static Set<String> without(Set<String> targets, Set<String> closed) {
    return targets.stream().filter(t -> !closed.contains(t)).collect(Collectors.toSet());
  }

  /**
   * The same without trying whether the nodes reach one another, which takes seconds where one is
   * dead: for those who look, and for plans by which nobody joins.
   */
  public static Map<String, ProbeRequest> looks(Inventory inventory) {
    Map<String, ProbeRequest> requests = requests(inventory);
    requests.replaceAll(
        (name, r) ->
            new ProbeRequest(
                Set.of(), Set.of(), r.paths(), r.commands(), r.units(), r.etcdctl(), r.scripts()));
    return requests;
  }

  private static ProbeRequest asked(ProbeRequest request, Host host) {
    Set<String> units = new LinkedHashSet<>(request.units());
    units.add("kubelet.service");
    Map<String, String> scripts = new LinkedHashMap<>(request.scripts());
    scripts.put(UptimeRecord.SCRIPT, new Template("status/since.sh").text());
    if (host.isMaster()) {
      units.add("etcd.service");
      scripts.putAll(MasterProbe.scripts(host));
    }
    return new ProbeRequest(
        request.names(),
        request.targets(),
        request.paths(),
        request.commands(),
        units,
        // A master's view holds its members.
        "",
        scripts);
  }
}
