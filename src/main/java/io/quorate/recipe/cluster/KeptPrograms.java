package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.platform.Template;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one node keeps of what it ran before an upgrade.
 *
 * @param folder where; empty: it keeps nothing of this upgrade
 * @param versions of the downloads that are there as they were installed, by their names
 * @param lost a missing file of each of the others, by their names
 */
public record KeptPrograms(String folder, Map<String, String> versions, Map<String, String> lost) {

  /** Where it is while an upgrade is under way. */
  public static final String UNDER_WAY = "/var/lib/quorate/upgrade";

  /** Where it is afterwards. */
  public static final String AFTER = "/var/lib/quorate/before-upgrade";

  public KeptPrograms {
    versions = Map.copyOf(versions);
    lost = Map.copyOf(lost);
  }

  /** What each node is asked, by its name; to be joined with what else it is asked. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    String script =
        new Template("upgrade/look-kept.sh").fill(Map.of("folders", UNDER_WAY + " " + AFTER));
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      requests.put(host.name(), ProbeRequest.asking(Map.of(UpgradeQuestion.KEPT.script(), script)));
    }
    return requests;
  }

  /**
   * By the node's name.
   *
   * @param facts with the answers to {@link #requests}
   * @param way of the upgrade; what a node keeps of an earlier one does not count
   */
  public static Map<String, KeptPrograms> of(ClusterFacts facts, WayBack way) {
    Map<String, KeptPrograms> kept = new HashMap<>();
    facts.nodes().forEach((name, found) -> kept.put(name, of(found, way)));
    return kept;
  }

  private static KeptPrograms of(NodeFacts facts, WayBack way) {
    Map<String, KeptPrograms> folders = new HashMap<>();
    String record = facts.records().getOrDefault(UpgradeQuestion.KEPT.script(), "");
    for (String line : record.lines().toList()) {
      String[] word = line.split(" ", 4);
      if (word.length > 1 && word[0].equals("folder")) {
        folders.put(word[1], new KeptPrograms(word[1], Map.of(), Map.of()));
      } else if (word.length > 3 && folders.containsKey(word[1])) {
        folders.compute(word[1], (f, sofar) -> sofar == null ? null : sofar.with(word));
      }
    }
    KeptPrograms now = folders.get(UNDER_WAY);
    KeptPrograms last = folders.get(AFTER);
    boolean ours = way.isOf(facts);
    return ours && now != null
        ? now
        : ours && last != null ? last : new KeptPrograms("", Map.of(), Map.of());
  }

  private KeptPrograms with(String[] word) {
    boolean whole = word[0].equals("kept");
    Map<String, String> more = new HashMap<>(whole ? versions : lost);
    more.put(word[2], word[3]);
    return whole ? new KeptPrograms(folder, more, lost) : new KeptPrograms(folder, versions, more);
  }
}
