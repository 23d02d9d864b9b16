package io.quorate.recipe.preflight;

import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A filesystem of a machine.
 *
 * @param mount where it is mounted
 * @param freeMiB what is free there
 * @param paths that were asked for and are on it, or would be
 */
public record Room(String mount, long freeMiB, List<String> paths) {

  private static final String RECORD = "room";

  public Room {
    paths = List.copyOf(paths);
  }

  /** Part of a script that tells where paths are; it sets {@code failed} to 0, or to 1. */
  public static String script(Collection<String> paths) {
    return new Template("common/room.lib.sh")
        .fill(Map.of("paths", String.join(" ", paths)))
        .strip();
  }

  /**
   * @param answer of a script with that part
   */
  public static List<Room> of(String answer) {
    return read(
        answer
            .lines()
            .filter(line -> line.startsWith(RECORD + " "))
            .map(line -> line.split(" ", 4))
            .toList());
  }

  /**
   * @param records words: any, a path, its filesystem and the KiB that are free
   */
  static List<Room> read(List<String[]> records) {
    Map<String, List<String>> paths = new TreeMap<>();
    Map<String, Long> free = new TreeMap<>();
    for (String[] word : records) {
      if (word.length > 3 && word[3].matches("\\d{1,15}")) {
        paths.computeIfAbsent(word[2], k -> new ArrayList<>()).add(word[1]);
        free.put(word[2], Long.parseLong(word[3]) / 1024);
      }
    }
    return paths.entrySet().stream()
        .map(e -> new Room(e.getKey(), free.getOrDefault(e.getKey(), 0L), e.getValue()))
        .toList();
  }

  /**
   * What is wrong where more is wanted than is free.
   *
   * @param who wants it, such as "the upgrade"
   */
  public Optional<Finding> lacking(String node, long needsMiB, String who, String remedy) {
    return freeMiB >= needsMiB
        ? Optional.empty()
        : Optional.of(
            Finding.failed(
                    node,
                    Kind.DISK,
                    "Free space",
                    "%s has %d MiB free, and %s wants %d MiB there (%s)."
                        .formatted(mount, freeMiB, who, needsMiB, String.join(", ", paths)),
                    remedy)
                .of(mount));
  }
}
