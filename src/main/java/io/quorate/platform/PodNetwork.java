package io.quorate.platform;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.facts.NodeFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods' network: how pods of different nodes reach one another. What a network says nothing of,
 * it does not need. A new one is a class, its word in {@link Cni} and its line in {@link #of(Cni)}.
 */
public sealed interface PodNetwork permits CalicoNetwork, RoutedNetwork, ManifestsNetwork {

  /** The one that the inventory wants. */
  static PodNetwork of(Inventory inventory) {
    return of(inventory.network().cni());
  }

  static PodNetwork of(Cni cni) {
    return switch (cni) {
      case CALICO -> new CalicoNetwork();
      case ROUTED -> new RoutedNetwork();
      case MANIFESTS -> new ManifestsNetwork();
    };
  }

  /** Every one, in the order in which they are offered. */
  static List<PodNetwork> all() {
    return Arrays.stream(Cni.values()).map(PodNetwork::of).toList();
  }

  Cni cni();

  /** As people call it. */
  String title();

  /** Whether a file of /etc/cni/net.d is the one by which the runtime uses it. */
  boolean owns(String file);

  /** Work that is one step. */
  record Work(String title, List<Operation> operations) {
    public Work {
      operations = List.copyOf(operations);
    }
  }

  /** What the API is given, through one master; empty: nothing. */
  default Optional<Work> objects(Inventory inventory, NodeFacts master, ArtefactSource source) {
    return Optional.empty();
  }

  /**
   * A node, before its kubelet starts.
   *
   * @param object the node as the API is told of it, in JSON, with all its taints
   */
  record Newcomer(Inventory inventory, Host host, NodeFacts facts, String object) {}

  /** Whether a node's share is asked for before its kubelet runs, which tells the API of it. */
  default boolean announcesNodes() {
    return false;
  }

  /** What a node needs before its kubelet starts. */
  default List<Operation> share(Newcomer node) {
    return List.of();
  }

  /** What every node has to know of the others; again whenever one comes or goes. */
  default Optional<Work> routes(List<Host> hosts) {
    return Optional.empty();
  }

  /** Shell patterns of the names of interfaces that it makes on nodes. */
  List<String> interfaces();

  /** Units that run on every node. */
  default List<String> units() {
    return List.of();
  }

  /** A TCP port that every node listens on, and has to be reached at by all. */
  record Port(int number, String process) {}

  default List<Port> ports() {
    return List.of();
  }

  /** Settings of the kernel beside those that Kubernetes needs anyway. */
  default Map<String, String> sysctls() {
    return Map.of();
  }

  /** Keys of the kernel's settings without which it does not work. */
  default Set<String> neededSysctls() {
    return Set.of();
  }

  /** The first kernel that it is tested with, such as 5.10. */
  default Optional<Version> testedKernel() {
    return Optional.empty();
  }

  /** Whether nodes are Ready only when images have come from a registry. */
  default boolean pullsImages() {
    return false;
  }

  /** What shows that it works, beside a pod that reaches another. */
  default List<Verify> proofs(Inventory inventory) {
    return List.of();
  }

  /**
   * How it writes a node's packet rules anew, once they were flushed.
   *
   * @param onNode whether this is done on the node itself, and not through a master
   */
  record Repair(Work work, boolean onNode) {}

  Repair repair(Inventory inventory, Host host);

  /** Why its pods could not be made anew once its rules are flushed; empty: they can. */
  default Optional<String> unrepairable(Inventory inventory) {
    return Optional.empty();
  }

  /** Patterns of etcd's keys, below /registry/, of what it puts into a cluster that nobody uses. */
  default List<String> ownKeys() {
    return List.of();
  }

  /** Folders that it made on a node, which are of no use without it. */
  default List<String> folders() {
    return List.of();
  }

  /**
   * Folders that are the pods' network's by their purpose, and in which it made what only itself
   * could name; they go where the container runtime is the cluster's alone.
   */
  default List<String> wholeFolders() {
    return List.of();
  }

  /** Files that it made on a node, in folders of others. */
  default List<String> files() {
    return List.of();
  }
}
