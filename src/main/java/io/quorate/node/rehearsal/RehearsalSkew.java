package io.quorate.node.rehearsal;

import io.quorate.node.Node.NodeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of Kubernetes may run beside which (kubernetes.io, version skew policy). The real
 * programs start all the same, and fail later; simulated ones say so at once.
 */
final class RehearsalSkew {

  private static final String API_SERVER = "kube-apiserver";
  private static final List<String> ON_NODES = List.of("kubelet", "kube-proxy");
  private static final List<String> BESIDE = List.of("kube-controller-manager", "kube-scheduler");

  /** From this minor version on, what nodes run may be three minor versions older, before two. */
  private static final int SKEW_OF_THREE = 25;

  private final RehearsalFleet fleet;

  RehearsalSkew(RehearsalFleet fleet) {
    this.fleet = fleet;
  }

  /** One of 1.36.4 is 36; null when it is no version. */
  static @Nullable Integer minor(@Nullable String version) {
    String[] numbers = version == null ? new String[0] : version.split("\\.", 3);
    return numbers.length > 1 && numbers[1].matches("\\d{1,6}")
        ? Integer.valueOf(numbers[1])
        : null;
  }

  /**
   * Why a program does not start on a machine; null when it does.
   *
   * @param own what the machine has, with the program that is to start
   * @param masters who may run API servers
   * @param nodes who may run kubelets
   */
  @Nullable String refusal(
      String program,
      String machine,
      RehearsalState own,
      Collection<String> masters,
      Collection<String> nodes)
      throws NodeException {
    String version = own.onDisk(program);
    Integer minor = minor(version);
    if (minor == null) {
      return null;
    }
    String words = program + " " + version;
    if (program.equals(API_SERVER)) {
      String apart = besideApiServers(words, minor, machine, masters);
      return apart == null ? besideNodes(words, minor, machine, own, nodes) : apart;
    }
    if (ON_NODES.contains(program)) {
      return underApiServers(words, minor, machine, own, masters);
    }
    return BESIDE.contains(program) ? underOwn(words, minor, own) : null;
  }

  private @Nullable String running(String program, String name, String machine, RehearsalState own)
      throws NodeException {
    return name.equals(machine) ? own.running(program) : fleet.running(name, program);
  }

  private @Nullable String besideApiServers(
      String words, int minor, String machine, Collection<String> masters) throws NodeException {
    for (String other : masters) {
      String version = other.equals(machine) ? null : fleet.running(other, API_SERVER);
      Integer theirs = minor(version);
      if (theirs != null && Math.abs(theirs - minor) > 1) {
        return "%s is more than one minor version from the API server of %s, %s"
            .formatted(words, other, version);
      }
    }
    return null;
  }

  private @Nullable String besideNodes(
      String words, int minor, String machine, RehearsalState own, Collection<String> nodes)
      throws NodeException {
    for (String node : nodes) {
      for (String program : ON_NODES) {
        String version = running(program, node, machine, own);
        Integer theirs = minor(version);
        String fault = theirs == null ? null : fault(minor, theirs);
        if (fault != null) {
          return "the %s %s of %s is %s %s".formatted(program, version, node, fault, words);
        }
      }
    }
    return null;
  }

  private @Nullable String underApiServers(
      String words, int minor, String machine, RehearsalState own, Collection<String> masters)
      throws NodeException {
    for (String master : masters) {
      String version = running(API_SERVER, master, machine, own);
      Integer theirs = minor(version);
      String fault = theirs == null ? null : fault(theirs, minor);
      if (fault != null) {
        return "%s is %s the API server of %s, %s".formatted(words, fault, master, version);
      }
    }
    return null;
  }

  /** What is wrong with a node's program under an API server; null when nothing is. */
  private static @Nullable String fault(int apiServer, int program) {
    int skew = program < SKEW_OF_THREE ? 2 : 3;
    return program > apiServer
        ? "newer than"
        : apiServer - program > skew ? "more than " + skew + " minor versions older than" : null;
  }

  private static @Nullable String underOwn(String words, int minor, RehearsalState own) {
    String version = own.running(API_SERVER);
    Integer theirs = minor(version);
    return theirs != null && minor > theirs
        ? "%s is newer than the API server beside it, %s".formatted(words, version)
        : null;
  }

  /**
   * Why etcd does not start; null when it does.
   *
   * @param version of the program
   * @param cluster the cluster's minor version, such as 3.6; empty when it has none yet
   * @param others the versions that run, by the name of the machine
   */
  static @Nullable String etcdRefusal(
      @Nullable String version, String cluster, Map<String, String> others) {
    Integer minor = minor(version);
    Integer determined = minor(cluster);
    if (minor != null && determined != null && minor < determined) {
      return "cluster cannot be downgraded (current version: %s is lower than determined cluster version: %s)"
          .formatted(version, cluster);
    }
    for (Map.Entry<String, String> other : others.entrySet()) {
      Integer theirs = minor(other.getValue());
      if (minor != null && theirs != null && minor > theirs + 1) {
        return "etcd %s is more than one minor version above the member of %s, %s"
            .formatted(version, other.getKey(), other.getValue());
      }
    }
    return null;
  }
}
