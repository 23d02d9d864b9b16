package io.quorate.recipe.cis;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.cluster.VersionProbe;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each node is asked for the benchmark; {@link CisTable} reads the answers. */
public final class CisProbe {

  private CisProbe() {}

  /**
   * By the node's name.
   *
   * @param speaker the master that is asked about the cluster's objects; null: none is
   */
  public static Map<String, ProbeRequest> requests(Inventory inventory, @Nullable Host speaker) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      Map<String, String> scripts = new HashMap<>();
      scripts.put(VersionProbe.SCRIPT, VersionProbe.script(host));
      scripts.put(ProbeRequest.BENCHMARK, new Template("cis/facts.sh").text());
      if (host.equals(speaker)) {
        scripts.put(ProbeRequest.BENCHMARK_OBJECTS, new Template("cis/objects.sh").text());
      }
      requests.put(host.name(), ProbeRequest.asking(scripts));
    }
    return requests;
  }
}
