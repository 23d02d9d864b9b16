package io.quorate.backup;

import io.quorate.backup.Manifest.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node found a snapshot to be.
 *
 * @param clusterId in hexadecimal
 * @param memberId in hexadecimal
 * @param etcd the version of that member
 * @param objects of the API, by kind, at the snapshot's revision
 */
public record SnapshotRecord(
    String clusterId,
    String memberId,
    String etcd,
    Instant taken,
    Snapshot snapshot,
    SortedMap<String, Long> objects) {

  /**
   * @param text a word and its value a line
   * @throws IOException when something is missing, or is no number
   */
  public static SnapshotRecord parse(String text) throws IOException {
    Map<String, String> values = new HashMap<>();
    SortedMap<String, Long> objects = new TreeMap<>();
    try {
      for (String line : text.lines().toList()) {
        String[] words = line.split(" ", 3);
        if (words.length == 3 && words[0].equals("object")) {
          objects.put(words[1], Long.parseLong(words[2]));
        } else if (words.length > 1) {
          values.put(words[0], words[1]);
        }
      }
      return new SnapshotRecord(
          hex(needed(values, "cluster")),
          hex(needed(values, "member")),
          needed(values, "etcd"),
          Instant.ofEpochSecond(Long.parseLong(needed(values, "taken"))),
          new Snapshot(
              Long.parseLong(needed(values, "size")),
              needed(values, "sha256"),
              Long.parseLong(needed(values, "revision")),
              Long.parseLong(needed(values, "keys")),
              values.getOrDefault("storage", "")),
          objects);
    } catch (NumberFormatException e) {
      throw new IOException("what the node found of its snapshot is not a number", e);
    }
  }

  private static String needed(Map<String, String> values, String word) throws IOException {
    String value = values.get(word);
    if (value == null || value.isEmpty()) {
      throw new IOException("the node does not say its snapshot's " + word);
    }
    return value;
  }

  /** etcd tells its ids in decimal, and everybody else names them otherwise. */
  private static String hex(String decimal) {
    return Long.toHexString(Long.parseUnsignedLong(decimal));
  }
}
