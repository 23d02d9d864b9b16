package io.quorate.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
    /** Processors. */
    CPUS,
    /** How large packets may be. */
    MTU,
    /** The name servers that pods would get. */
    RESOLVER,
    INODES,
    /** File systems that cannot be written. */
    READ_ONLY,
    /** File systems from which no program starts. */
    NO_PROGRAMS,
    /** Whether images' layers can be laid over one another. */
    OVERLAY,
    /** Swap in memory that each boot makes anew. */
    ZRAM,
    /** A firewall of somebody. */
    OTHER_FIREWALL,
    SELINUX,
    /** A container runtime of somebody. */
    OTHER_RUNTIME,
    /** Who holds the database of packages. */
    PACKAGES_HELD,
    /** Packages that were left half installed. */
    PACKAGES_BROKEN,
    CLOCK,
    HOSTNAME,
    MACHINE_ID,
    /** Addresses of network cards. */
    HARDWARE_ADDRESS,
    /** A component that runs with another version than is wanted. */
    VERSIONS(true),
    /** What has to be known of the versions that run. */
    VERSIONS_KNOWN,
    /** What is amiss with a live cluster. */
    HEALTH(true),
    /** How many of etcd's members may be away while one is changed. */
    SPARE(false, true),
    /** A certificate that ends soon. */
    CERTIFICATES,
    /** Disruption budgets by which no pod may leave. */
    BUDGETS(true, true),
    /** Pods that nobody makes anew. */
    BARE_PODS(false, true),
    /** Pods that keep data on their node. */
    LOCAL_STORAGE(false, true),
    /** Webhooks without which the API refuses. */
    WEBHOOKS(true, true),
    /** Kinds of the API that a newer one does not serve. */
    REMOVED_APIS(true, true),
    /** Stored versions of own kinds that are not served. */
    STORED_VERSIONS(true),
    /** Flags that a newer program does not know. */
    REMOVED_FLAGS(true, true),
    /** Feature gates that a newer program does not know. */
    REMOVED_GATES(true, true),
    /** Whether somebody changed what the cluster's DNS is told. */
    EDITED_DNS(false, true),
    /** Nodes that somebody keeps pods away from. */
    CORDONED,
    /** A jump of the container runtime that its project does not support. */
    RUNTIME_JUMP(false, true),
    /** A file that has to be downloaded, and is not there. */
    DOWNLOADS(true),
    /** What could not be looked at. */
    UNSEEN(true, true);

    private final boolean apart;
    private final boolean acceptable;

    Kind() {
      this(false);
    }

    /**
     * @param apart whether each part is a check of its own
     */
    Kind(boolean apart) {
      this(apart, false);
    }

    /**
     * @param acceptable whether a person may go on all the same
     */
    Kind(boolean apart, boolean acceptable) {
      this.apart = apart;
      this.acceptable = acceptable;
    }

    /** Such as bare-pods. */
    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The name by which a person accepts what failed, such as {@code bare-pods}; empty where nobody
     * may.
     */
    public String acceptName() {
      return acceptable ? word() : "";
    }

    /** All names by which a person may accept something. */
    public static List<String> acceptNames() {
      return Arrays.stream(values()).map(Kind::acceptName).filter(n -> !n.isEmpty()).toList();
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

  /** The same where it does not forbid to go on. */
  public Finding warned() {
    return status == Status.FAILED
        ? new Finding(node, kind, part, title, Status.WARNING, found, remedy)
        : this;
  }

  /**
   * What it is for somebody who accepts some kinds by their names: one that failed and is accepted
   * is a warning, one that could be says how.
   *
   * @param accepted names of {@link Kind#acceptName}
   */
  public Finding accepting(Set<String> accepted) {
    String name = kind.acceptName();
    if (status != Status.FAILED || name.isEmpty()) {
      return this;
    }
    return accepted.contains(name)
        ? new Finding(node, kind, part, title, Status.WARNING, found, "Accepted: " + name + ".")
        : new Finding(
            node,
            kind,
            part,
            title,
            status,
            found,
            remedy + " To go on all the same, say `--accept " + name + "`.");
  }

  /** Names the check, the same on every node, such as {@code memory} or {@code port-6443}. */
  public String check() {
    String name = kind.word();
    return kind.apart ? name + "-" + part.replace(' ', '-').replace(",", "") : name;
  }

  /** The node's name, or what stands for the cluster as a whole. */
  public String where() {
    return node.isEmpty() ? "cluster" : node;
  }
}
