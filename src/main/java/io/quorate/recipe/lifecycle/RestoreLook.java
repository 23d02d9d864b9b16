package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in the data that a restore puts aside.
 *
 * @param master whose data they are
 * @param revision the newest
 * @param objects how many, by kind
 * @param newer of them, how many were made or changed since the backup; only kinds that have some
 */
public record RestoreLook(
    String master, long revision, Map<String, Long> objects, Map<String, Long> newer) {

  private static final String SCRIPT = "restore-objects";

  public RestoreLook {
    objects = Map.copyOf(objects);
    newer = Map.copyOf(newer);
  }

  /** What each node is asked: as for a rescue, and a master what its data hold. */
  public static Map<String, ProbeRequest> requests(
      Inventory inventory, RestorePoint point, boolean rehearsal) {
    Map<String, ProbeRequest> requests =
        new LinkedHashMap<>(
            rehearsal ? InstallProbe.requests(inventory) : RescueGuard.requests(inventory));
    String script =
        new Template("status/objects.sh").fill(Map.of("revision", Long.toString(point.revision())));
    ProbeRequest objects = ProbeRequest.asking(Map.of(SCRIPT, script));
    for (Host master : inventory.masters()) {
      requests.computeIfPresent(
          master.name(), (n, asked) -> asked.with(objects).with(RestoreRoom.request()));
    }
    return requests;
  }

  /** The newest data that a master can read; none when no member serves. */
  public static Optional<RestoreLook> of(Inventory inventory, ClusterFacts facts) {
    RestoreLook newest = null;
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      String answer = found == null ? "" : found.records().getOrDefault(SCRIPT, "");
      Optional<RestoreLook> own = read(master.name(), answer);
      if (own.isPresent() && (newest == null || own.get().revision > newest.revision)) {
        newest = own.get();
      }
    }
    return Optional.ofNullable(newest);
  }

  private static Optional<RestoreLook> read(String master, String answer) {
    long revision = -1;
    boolean whole = false;
    Map<String, Long> objects = new TreeMap<>();
    Map<String, Long> newer = new TreeMap<>();
    for (String line : answer.lines().toList()) {
      String[] words = line.split(" ");
      if (line.equals("end")) {
        whole = true;
      } else if (words.length == 2
          && words[0].equals("revision")
          && words[1].matches("\\d{1,18}")) {
        revision = Long.parseLong(words[1]);
      } else if (words.length == 3 && (words[1] + words[2]).matches("\\d{2,30}")) {
        objects.put(words[0], Long.parseLong(words[1]));
        if (!words[2].equals("0")) {
          newer.put(words[0], Long.parseLong(words[2]));
        }
      }
    }
    return whole && revision >= 0
        ? Optional.of(new RestoreLook(master, revision, objects, newer))
        : Optional.empty();
  }

  /** All that is counted. */
  public long total() {
    return objects.values().stream().mapToLong(Long::longValue).sum();
  }
}
