package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Artefact;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every recipe decides on.
 *
 * @param local files that the operator's machine has already and sends to the nodes, by the URL of
 *     their {@link Artefact}; empty when nodes download themselves
 * @param now what certificates' dates count from
 * @param concerned names of the only nodes that get steps; null: all
 */
public record Context(
    Inventory inventory,
    ClusterFacts facts,
    Map<String, LocalFile> local,
    Instant now,
    @Nullable Set<String> concerned) {

  public Context {
    local = Map.copyOf(local);
    concerned = concerned == null ? null : Set.copyOf(concerned);
  }

  /** One that concerns all nodes. */
  public Context(
      Inventory inventory, ClusterFacts facts, Map<String, LocalFile> local, Instant now) {
    this(inventory, facts, local, now, null);
  }

  /** The same cluster, where these nodes alone get steps. */
  public Context only(Set<String> names) {
    return new Context(inventory, facts, local, now, names);
  }

  /** The same with another inventory, as of versions to come. */
  public Context with(Inventory other) {
    return new Context(other, facts, local, now, concerned);
  }

  /** A verified file on the operator's machine. */
  public record LocalFile(String path, String sha256) {}

  /** The hosts that are concerned and answered: only they get steps. */
  public List<Host> hosts() {
    return inventory.hosts().stream()
        .filter(h -> facts.nodes().containsKey(h.name()))
        .filter(h -> concerned == null || concerned.contains(h.name()))
        .toList();
  }

  public NodeFacts factsOf(Host host) {
    NodeFacts found = facts.nodes().get(host.name());
    if (found == null) {
      throw new IllegalArgumentException(host.name() + " did not answer");
    }
    return found;
  }

  /**
   * The master that speaks for the cluster in this run: the first of the inventory that answers. It
   * is not chosen by whose API server is up just now, since then a run after an interrupted one
   * could choose another and bring to it what the first has already.
   *
   * @throws GuardRefused when no master answered
   */
  public Host lead() {
    return hosts().stream()
        .filter(Host::isMaster)
        .findFirst()
        .orElseThrow(
            () ->
                new GuardRefused(
                    "No master answers.", "Make at least one master reachable by SSH."));
  }
}
