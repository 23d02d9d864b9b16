package io.quorate.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself, without a secret in it: it can be read without the key.
 *
 * @param format the archive's form, see {@link #FORMAT}
 * @param cluster the cluster's name, as its inventory has it
 * @param taken when the snapshot was taken
 * @param quorate the version of the program that wrote it
 * @param masters all masters of the cluster
 * @param versions what ran: the program's version by its name, by the node's name
 * @param etcd which data it is
 * @param snapshot the data
 * @param objects how many the API had, by kind, as keys in etcd are counted
 * @param parts the files in the sealed data, in their order
 * @param sealed the sealed data; null inside it, and before it was sealed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int format,
    String cluster,
    Instant taken,
    String quorate,
    List<Master> masters,
    SortedMap<String, SortedMap<String, String>> versions,
    Etcd etcd,
    Snapshot snapshot,
    SortedMap<String, Long> objects,
    List<Part> parts,
    @Nullable Sealed sealed) {

  /** The newest form of archive that this program knows, and the one that it writes. */
  public static final int FORMAT = 1;

  /** The part that is etcd's snapshot. */
  public static final String SNAPSHOT = "snapshot.db";

  /** The part that is the inventory, its secrets in clear: it lies in the sealed data only. */
  public static final String INVENTORY = "inventory.yaml";

  /**
   * @param address by which the other nodes reach it
   */
  public record Master(String name, String address) {}

  /**
   * @param clusterId in hexadecimal
   * @param member the name of the member that the snapshot was taken from
   * @param memberId that member's, in hexadecimal
   * @param members all members' names by their ids, in hexadecimal
   */
  public record Etcd(
      String clusterId, String member, String memberId, SortedMap<String, String> members) {
    public Etcd {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
  }

  /**
   * @param size in bytes, with the 32 that etcd appends
   * @param sha256 of the whole file, in hexadecimal
   * @param revision the newest change that is in it
   * @param keys as many as etcd counts in it
   * @param version etcd's storage version; empty where it tells none, as before 3.6
   */
  public record Snapshot(long size, String sha256, long revision, long keys, String version) {}

  /**
   * @param path relative, such as {@code nodes/node-1/etc/kubernetes/pki/ca.crt}
   * @param size in bytes
   * @param sha256 in hexadecimal
   * @param mode its permissions where it came from, such as 0600 in octal
   */
  public record Part(String path, long size, String sha256, int mode) {
    public Part {
      if (path.isEmpty()
          || path.startsWith("/")
          || path.chars().anyMatch(Character::isISOControl)
          || Arrays.asList(path.split("/", -1)).contains("..")) {
        throw new IllegalArgumentException("not the path of a part: " + path);
      }
    }
  }

  /**
   * @param size in bytes
   * @param sha256 in hexadecimal
   * @param opensWith the recipients that it was sealed for; a passphrase is {@code passphrase}
   */
  public record Sealed(long size, String sha256, List<String> opensWith) {
    public Sealed {
      opensWith = List.copyOf(opensWith);
    }
  }

  public Manifest {
    masters = List.copyOf(masters);
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    versions.forEach((k, v) -> copy.put(k, Collections.unmodifiableSortedMap(new TreeMap<>(v))));
    versions = Collections.unmodifiableSortedMap(copy);
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    parts = List.copyOf(parts);
    Set<String> paths = new HashSet<>();
    for (Part part : parts) {
      if (!paths.add(part.path())) {
        throw new IllegalArgumentException(part.path() + " is there twice");
      }
    }
  }

  /** One of a cluster whose parts are not known yet. */
  public static Manifest of(
      String cluster,
      Instant taken,
      String quorate,
      List<Master> masters,
      Map<String, ? extends SortedMap<String, String>> versions,
      Etcd etcd,
      Snapshot snapshot,
      Map<String, Long> objects) {
    return new Manifest(
        FORMAT,
        cluster,
        taken,
        quorate,
        masters,
        new TreeMap<>(versions),
        etcd,
        snapshot,
        new TreeMap<>(objects),
        List.of(),
        null);
  }

  Manifest with(List<Part> written) {
    return new Manifest(
        format, cluster, taken, quorate, masters, versions, etcd, snapshot, objects, written, null);
  }

  Manifest with(@Nullable Sealed data) {
    return new Manifest(
        format, cluster, taken, quorate, masters, versions, etcd, snapshot, objects, parts, data);
  }

  public Optional<Part> part(String path) {
    return parts.stream().filter(p -> p.path().equals(path)).findFirst();
  }

  /** How many objects the API had. */
  public long allObjects() {
    return objects.values().stream().mapToLong(Long::longValue).sum();
  }
}
