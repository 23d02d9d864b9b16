package io.quorate.plan;

import java.util.Locale;

/**
 * What one check found on one node.
 *
 * @param node the node's name; empty when it concerns the cluster as a whole
 * @param kind what was looked at; what may be done about it goes by this, never by its words
 * @param part which of several things of that kind, such as 6443 or a path; may be empty
 * @param title what was looked at, a few words
 * @param status how bad it is
 * @param found what was found, a sentence or a few words
 * @param remedy what to do; empty where nothing has to be done
 */
public record Finding(
    String node, Kind kind, String part, String title, Status status, String found, String remedy) {

  /** How bad a finding is, the worst last. */
  public enum Status {
    /** As it should be, or adapted to. */
    OK,
    /** It will work, but the person should know. */
    WARNING,
    /** An installation would fail or do harm: it does not start. */
    FAILED
  }

  /** What a check looks at. */
  public enum Kind {
    /** SSH and sudo. */
    REACHABLE,
    OS,
    SYSTEMD,
    ARCH,
    MEMORY,
    DISK,
    KERNEL,
    CGROUPS,
    SWAP,
    /** Whether the machine is a container. */
    CONTAINER,
    DOCKER,
    /** Whether a process may be kept from the kernel's killer. */
    OOM_SCORES,
    /** All ports that are wanted. */
    PORTS,
    /** One port that is taken. */
    PORT(true),
    /** What another cluster's installer has left. */
    RESIDUE,
    /** Routes that the cluster's networks would hide. */
    NETWORKS,
    /** The other nodes' ports. */
    REACH,
    /** Name resolution. */
    NAMES,
    /** Files of others by which a unit does not start our program. */
    DROP_INS,
    CLOCK,
    HOSTNAME,
    MACHINE_ID,
    /** A component that runs with another version than is wanted. */
    VERSIONS(true),
    /** What has to be known of the versions that run. */
    VERSIONS_KNOWN;

    private final boolean apart;

    Kind() {
      this(false);
    }

    /**
     * @param apart whether each part is a check of its own
     */
    Kind(boolean apart) {
      this.apart = apart;
    }
  }

  /** One of which there is one only. */
  public Finding(String node, Kind kind, String title, Status status, String found, String remedy) {
    this(node, kind, "", title, status, found, remedy);
  }

  public static Finding ok(String node, Kind kind, String title, String found) {
    return new Finding(node, kind, title, Status.OK, found, "");
  }

  public static Finding warning(String node, Kind kind, String title, String found, String remedy) {
    return new Finding(node, kind, title, Status.WARNING, found, remedy);
  }

  public static Finding failed(String node, Kind kind, String title, String found, String remedy) {
    return new Finding(node, kind, title, Status.FAILED, found, remedy);
  }

  /** The same about one of several things. */
  public Finding of(String which) {
    return new Finding(node, kind, which, title, status, found, remedy);
  }

  /** Names the check, the same on every node, such as {@code memory} or {@code port-6443}. */
  public String check() {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return kind.apart ? name + "-" + part.replace(' ', '-').replace(",", "") : name;
  }

  /** The node's name, or what stands for the cluster as a whole. */
  public String where() {
    return node.isEmpty() ? "cluster" : node;
  }
}
