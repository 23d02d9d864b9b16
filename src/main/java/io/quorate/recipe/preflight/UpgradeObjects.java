package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.UpgradeQuestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's objects as a master told them, see {@code assets/upgrade/look-objects.sh}.
 *
 * @param budgets those that allow no disruption now
 * @param bare pods that nobody makes anew
 * @param local pods with data on their node's disk, by the node
 * @param webhooks those that fail closed
 * @param endpoints nodes with ready pods of a webhook's service, by its namespace and name
 * @param stored definitions of own kinds, to the stored versions that they do not serve
 * @param written objects that somebody wrote in a version that a newer Kubernetes does not serve
 * @param corefile what the cluster's DNS is told, as base64; null when there is none
 * @param more what not all was told of, to how many there are
 * @param failed what could not be asked, to what was said
 */
record UpgradeObjects(
    List<Budget> budgets,
    List<Pod> bare,
    Map<String, Local> local,
    List<Webhook> webhooks,
    Map<String, Set<String>> endpoints,
    Map<String, Set<String>> stored,
    List<Written> written,
    @Nullable String corefile,
    Map<String, String> more,
    Map<String, String> failed) {

  /**
   * A disruption budget.
   *
   * @param healthy how many of its pods are healthy
   * @param desired how many have to be
   * @param expected how many there should be
   * @param pods some of them; all where {@code complete}
   */
  record Budget(
      String name,
      String healthy,
      String desired,
      String expected,
      List<Pod> pods,
      boolean complete) {}

  /**
   * @param name with its namespace
   */
  record Pod(String name, String node) {}

  /**
   * @param some names of pods, the first few
   */
  record Local(int count, List<String> some) {}

  /**
   * @param service its namespace and name
   * @param resources what it is asked about
   */
  record Webhook(
      String kind, String configuration, String name, String service, Set<String> resources) {}

  /**
   * Objects of one kind that somebody wrote.
   *
   * @param version the group and version in which that was
   * @param kinds their kind, as in a path of the API
   * @param by whom, as the API notes it: the name of a program
   * @param some names, the first few
   */
  record Written(String version, String kinds, String by, int count, List<String> some) {}

  /** How many words a record has at least. */
  private static final Map<String, Integer> LEAST =
      Map.ofEntries(
          Map.entry("budget", 7),
          Map.entry("held", 5),
          Map.entry("bare", 4),
          Map.entry("local", 3),
          Map.entry("webhook", 6),
          Map.entry("endpoints", 3),
          Map.entry("stored", 3),
          Map.entry("written", 6),
          Map.entry("corefile", 2),
          Map.entry("more", 2),
          Map.entry("failed", 2));

  /** By the first master that told; null when none did. */
  static @Nullable UpgradeObjects of(Inventory inventory, ClusterFacts facts) {
    UpgradeObjects best = null;
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      List<String> lines =
          found == null
              ? List.of()
              : found.records().getOrDefault(UpgradeQuestion.OBJECTS.script(), "").lines().toList();
      if (lines.contains("end") && lines.stream().noneMatch(l -> l.startsWith("left-to "))) {
        UpgradeObjects told = read(lines);
        if (best == null || told.failed().size() < best.failed().size()) {
          best = told;
        }
      }
    }
    return best;
  }

  private static UpgradeObjects read(List<String> lines) {
    Map<String, List<Pod>> held = new LinkedHashMap<>();
    Map<String, String> more = new TreeMap<>();
    List<String[]> budgets = new ArrayList<>();
    List<Pod> bare = new ArrayList<>();
    Map<String, Local> local = new TreeMap<>();
    List<Webhook> webhooks = new ArrayList<>();
    Map<String, Set<String>> endpoints = new TreeMap<>();
    Map<String, Set<String>> stored = new TreeMap<>();
    List<Written> written = new ArrayList<>();
    Map<String, String> failed = new TreeMap<>();
    String corefile = null;
    for (String line : lines) {
      String[] word = line.split(" ");
      if (word.length < LEAST.getOrDefault(word[0], 1)) {
        continue;
      }
      switch (word[0]) {
        case "budget" -> budgets.add(word);
        case "held" ->
            held.computeIfAbsent(word[1] + "/" + word[2], k -> new ArrayList<>())
                .add(new Pod(word[1] + "/" + word[3], word[4]));
        case "bare" -> bare.add(new Pod(word[1] + "/" + word[2], word[3]));
        case "local" ->
            local.put(
                word[1],
                new Local(Integer.parseInt(word[2]), List.of(word).subList(3, word.length)));
        case "webhook" ->
            webhooks.add(
                new Webhook(
                    word[1],
                    word[2],
                    word[3],
                    word[4] + "/" + word[5],
                    word.length > 6 ? new TreeSet<>(List.of(word[6].split(","))) : Set.of()));
        case "endpoints" ->
            endpoints.put(
                word[1] + "/" + word[2],
                new LinkedHashSet<>(List.of(word).subList(3, word.length)));
        case "stored" -> stored.computeIfAbsent(word[1], k -> new LinkedHashSet<>()).add(word[2]);
        case "written" ->
            written.add(
                new Written(
                    word[1],
                    word[2],
                    word[3],
                    Integer.parseInt(word[4]),
                    List.of(word).subList(5, word.length)));
        case "corefile" -> corefile = word[1];
        case "more" -> more.put(line.substring("more ".length()).strip(), word[word.length - 1]);
        case "failed" ->
            failed.putIfAbsent(
                word[1], line.substring("failed ".length() + word[1].length()).strip());
        default -> {}
      }
    }
    return new UpgradeObjects(
        budgets.stream().map(b -> budget(b, held, more)).toList(),
        bare,
        local,
        webhooks,
        endpoints,
        stored,
        written,
        corefile,
        more,
        failed);
  }

  private static Budget budget(
      String[] word, Map<String, List<Pod>> held, Map<String, String> more) {
    String name = word[1] + "/" + word[2];
    return new Budget(
        name,
        word[4],
        word[5],
        word[6],
        held.getOrDefault(name, List.of()),
        !more.containsKey("held " + word[1] + " " + word[2]));
  }
}
