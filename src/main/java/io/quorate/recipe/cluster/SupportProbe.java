package io.quorate.recipe.cluster;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Shell;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What each node is asked for those who are to help with a cluster. */
public final class SupportProbe {

  /** The last lines of each unit, and the longest that one may be. */
  private static final int LINES = 200;

  private static final int WIDTH = 500;

  private SupportProbe() {}

  /** How the cluster is, its versions and its certificates, by the node's name. */
  public static Map<String, ProbeRequest> ofCluster(Inventory inventory) {
    Map<String, ProbeRequest> requests = StatusProbe.withVersions(inventory);
    CertificateProbe.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    return requests;
  }

  /** What the node's log has of the cluster's units, by the node's name: it is long. */
  public static Map<String, ProbeRequest> ofLogs(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    inventory
        .hosts()
        .forEach(
            host -> {
              String units =
                  StatusProbe.units(inventory, host).stream()
                      .map(Shell::quote)
                      .collect(Collectors.joining(" "));
              String script =
                  new Template("support/journal.sh")
                      .fill(
                          Map.of(
                              "units", units,
                              "lines", String.valueOf(LINES),
                              "width", String.valueOf(WIDTH)));
              requests.put(host.name(), ProbeRequest.asking(Map.of(ProbeRequest.JOURNAL, script)));
            });
    return requests;
  }
}
