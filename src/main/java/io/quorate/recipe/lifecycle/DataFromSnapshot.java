package io.quorate.recipe.lifecycle;

import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Shell;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A member's data made of a snapshot, for a rescue and for a restore: the old data go aside, the
 * new ones are those of a new cluster (etcd.io/docs, Disaster recovery), and what is in them is
 * counted before an API server starts.
 *
 * @param folder on the node: the snapshot is there as snapshot.db, {@code raw} beside it where it
 *     is a copy of a database and has no sum, and how many objects there were, by kind, as objects
 */
record DataFromSnapshot(String folder) {

  private static final String OBJECTS = new Template("restore/objects.lib.sh").text();

  /** The old data go into the folder. */
  Script aside() {
    return AssetScript.of("the old data aside", "restore/aside", Map.of("FOLDER", folder))
        .doing("putting the old data aside");
  }

  /**
   * @param title what it brings about
   * @param name the member's
   * @param peer where the others find it, a URL
   * @param members of the new cluster, NAME=URL each
   * @param token makes the cluster another one; it is seen in the process list, and no secret
   */
  Script data(String title, String name, String peer, List<String> members, String token) {
    return AssetScript.of(
        title,
        "restore/data",
        Map.of(
            "FOLDER",
            folder,
            "NAME",
            name,
            "PEER",
            peer,
            "MEMBERS",
            String.join(",", members),
            "TOKEN",
            token));
  }

  /**
   * @param same whether there may not be more objects than there were, either
   */
  Verify compared(String title, boolean same) {
    return new Verify(
            title,
            "FOLDER="
                + Shell.quote(folder)
                + " SAME="
                + (same ? "yes" : "")
                + "\n"
                + counting()
                + new Template("restore/compare.sh").text(),
            Duration.ofSeconds(30))
        .asking();
  }

  /** How many objects a backup has, a kind a line, as they are counted on nodes. */
  static String objects(RestorePoint point) {
    return new TreeMap<>(point.objects())
        .entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue() + "\n")
            .collect(Collectors.joining());
  }

  /** Shell functions that count objects by kind. */
  static String counting() {
    return OBJECTS;
  }
}
