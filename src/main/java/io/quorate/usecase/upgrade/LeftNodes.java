package io.quorate.usecase.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.usecase.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Workers that stay as they are while the others are upgraded: one that failed, or is away.
 *
 * @param names of the inventory, sorted
 */
record LeftNodes(Set<String> names) {

  private static final int MOST_NAMED = 8;

  LeftNodes(Set<String> names) {
    this.names = new TreeSet<>(names);
  }

  /**
   * @throws InvalidRequestException when one is no worker of the inventory
   */
  void refuseUnknown(Inventory inventory) throws InvalidRequestException {
    for (String name : names) {
      Optional<Problem> wrong = wrong("", name, inventory);
      if (wrong.isPresent()) {
        throw InvalidRequestException.choose(
            "--leave " + wrong.get().what(), List.of(wrong.get().remedy()));
      }
    }
  }

  /**
   * Why a node cannot be left as it is.
   *
   * @param field where it was typed
   */
  static Optional<Problem> wrong(String field, String name, Inventory inventory) {
    Optional<Host> host = inventory.hosts().stream().filter(h -> h.name().equals(name)).findFirst();
    if (host.isEmpty()) {
      String workers =
          inventory.hosts().stream()
              .filter(h -> !h.isMaster())
              .map(Host::name)
              .limit(MOST_NAMED)
              .collect(Collectors.joining(", "));
      return Optional.of(
          Problem.error(
              field,
              Problem.shown(name) + ": the inventory has no such node.",
              workers.isEmpty() ? "It has no workers." : "Workers are " + workers + "."));
    }
    return host.filter(Host::isMaster)
        .map(
            master ->
                Problem.error(
                    field,
                    name + ": it is a master, and masters are upgraded together.",
                    "Name workers alone."));
  }

  /**
   * Everybody else has to be there, and a kubelet that stays may not become too old for the API
   * servers.
   *
   * @throws GuardRefused where that is not so
   */
  void guard(Inventory inventory, ClusterFacts facts, UpgradePath path) {
    for (Host host : inventory.hosts()) {
      if (!names.contains(host.name()) && !facts.nodes().containsKey(host.name())) {
        throw new GuardRefused(
            "SSH does not get into " + host.name() + ".",
            host.isMaster()
                ? "Every master has to be reached for this."
                : "Bring it back, or leave it as it is, too: `--leave " + host.name() + "`.");
      }
    }
    Version end = Version.parse(path.end().kubernetes());
    for (String name : names) {
      Version runs = kubelet(inventory, facts, name);
      if (runs == null || end == null) {
        throw new GuardRefused(
            "Which kubelet " + name + " runs is not known: neither it nor the API tells.",
            "Take it out of the inventory where it does not belong to the cluster.");
      }
      if (!UpgradePath.bears(end, runs)) {
        throw new GuardRefused(
            "The kubelet of %s is %s, which is too old for API servers %s."
                .formatted(name, runs, end),
            "Upgrade to an older version, or bring " + name + " along.");
      }
    }
  }

  /** As the machine tells, or the API of one that is away. */
  private static @Nullable Version kubelet(Inventory inventory, ClusterFacts facts, String name) {
    NodeVersions told = VersionMatrix.of(inventory, facts).byName().get(name);
    Cell cell = told == null ? null : told.cells().get(Program.KUBELET);
    return cell == null ? null : cell.oldest();
  }

  /** What is amiss with one that stays holds nobody up. */
  Finding judged(Finding finding) {
    return names.contains(finding.node()) ? finding.warned() : finding;
  }

  /** What is left to do for them; empty where there are none. */
  List<String> words(Inventory inventory, ClusterFacts facts) {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(
          "%s stays as it is, with its kubelet %s. The same command without `--leave` brings it along."
              .formatted(name, kubelet(inventory, facts, name)));
    }
    return lines;
  }
}
