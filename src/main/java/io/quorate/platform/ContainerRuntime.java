package io.quorate.platform;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Operation;
import io.quorate.plan.facts.NodeFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What runs the pods on a node. A new one is a class, its word in {@link Runtime} and its line in
 * {@link #of(Runtime)}.
 */
public sealed interface ContainerRuntime permits ContainerdRuntime, DockerRuntime {

  /** The one that the inventory wants. */
  static ContainerRuntime of(Inventory inventory) {
    return of(inventory.versions().runtime());
  }

  static ContainerRuntime of(Runtime runtime) {
    return switch (runtime) {
      case CONTAINERD -> new ContainerdRuntime();
      case DOCKER -> new DockerRuntime();
    };
  }

  /** Every one, in the order in which they are offered. */
  static List<ContainerRuntime> all() {
    return Arrays.stream(Runtime.values()).map(ContainerRuntime::of).toList();
  }

  Runtime runtime();

  /** As its project calls it. */
  String title();

  /**
   * What installs and starts it.
   *
   * @throws NotOffered when it cannot be had there as it is wanted
   */
  List<Operation> operations(Inventory inventory, NodeFacts facts, ArtefactSource source);

  /** Where the kubelet speaks to it: a unix:// URL. */
  String endpoint(Inventory inventory);

  /** The unit that has to run before the kubelet. */
  String unit(Inventory inventory);

  /** Whether the kubelet speaks to it in its own way, and not by the common interface (CRI). */
  default boolean isBuiltIn(Inventory inventory) {
    return false;
  }

  /** Names of the programs that it is made of and that have versions of their own. */
  Set<String> programs();

  /** Units of ours that start a program of the same name. */
  default Set<String> ownUnits() {
    return Set.of();
  }

  /** Units that are the distribution's. */
  default Set<String> foreignUnits() {
    return Set.of();
  }

  /**
   * Whether a kubelet uses it.
   *
   * @param endpoint that the kubelet was given; empty: none
   * @param running names of the programs that run there
   */
  boolean serves(String endpoint, Set<String> running);

  /** Why a machine that lets nobody lower oom scores cannot have it; empty: it can. */
  default Optional<String> needsOomScores() {
    return Optional.empty();
  }

  /** What is to be done with it at the end, when nothing of the cluster is left. */
  default List<Operation> afterwards() {
    return List.of();
  }
}
