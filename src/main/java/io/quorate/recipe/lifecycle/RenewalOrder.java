package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who gets new certificates, and after whom. While there is a quorum, masters go one by one, and
 * etcd's members need no restart; where the members refuse one another, they begin together, and
 * the API servers come when they agree.
 *
 * @param together whether there is no quorum to be kept
 * @param turns in an order in which they may come
 * @param last ids of those for which all that ends the renewal waits
 */
record RenewalOrder(boolean together, List<Turn> turns, Set<String> last) {

  /** What is done in a turn. */
  enum Kind {
    /** What the node has is kept. */
    KEPT,
    /** All of a master's certificates are written, and its member shows its own. */
    ETCD,
    /** The members agree again. */
    QUORUM,
    /** API server, controller manager and scheduler start with theirs. */
    CONTROL_PLANE,
    /** kubelet and kube-proxy do. */
    NODE
  }

  /**
   * One turn.
   *
   * @param id of its step
   * @param after ids of the turns that come before it
   */
  record Turn(Kind kind, String id, Host host, Set<String> after) {
    Turn {
      after = Set.copyOf(after);
    }
  }

  /** At least as many workers go at a time, once one has shown that it works. */
  private static final int GROUP = 5;

  /** Of many workers, this part goes at a time. */
  private static final int PARTS = 10;

  RenewalOrder {
    turns = List.copyOf(turns);
    last = Set.copyOf(last);
  }

  /**
   * @param hosts who gets new ones
   */
  static RenewalOrder of(List<Host> hosts, LiveCluster live, boolean together) {
    List<Turn> turns = new ArrayList<>();
    for (Host host : hosts) {
      turns.add(new Turn(Kind.KEPT, id(StepKind.RENEWAL_KEPT, host), host, Set.of()));
    }
    List<Host> masters =
        hosts.stream()
            .filter(Host::isMaster)
            // Those that do not serve first: while they are away, another must not stop.
            .sorted(Comparator.comparing(h -> serves(live, h)))
            .toList();
    Set<String> before = ids(turns);
    before = together ? together(turns, masters, before) : oneByOne(turns, masters, before);
    List<Host> workers = hosts.stream().filter(h -> !h.isMaster()).toList();
    int at = 0;
    while (at < workers.size()) {
      int group =
          together
              ? workers.size()
              : at == 0 ? 1 : Math.max(GROUP, (workers.size() + PARTS - 1) / PARTS);
      List<Host> batch = workers.subList(at, Math.min(workers.size(), at + group));
      Set<String> done = new LinkedHashSet<>();
      for (Host host : batch) {
        turns.add(new Turn(Kind.NODE, id(StepKind.RENEWED_NODE, host), host, before));
        done.add(id(StepKind.RENEWED_NODE, host));
      }
      before = done;
      at += batch.size();
    }
    return new RenewalOrder(together, turns, before);
  }

  private static boolean serves(LiveCluster live, Host host) {
    return live.node(host.name()).map(LiveNode::apiServer).map(a -> a.isReady()).orElse(false);
  }

  private static Set<String> oneByOne(List<Turn> turns, List<Host> masters, Set<String> kept) {
    Set<String> before = kept;
    for (Host host : masters) {
      for (Kind kind : List.of(Kind.ETCD, Kind.CONTROL_PLANE, Kind.NODE)) {
        String id = id(step(kind), host);
        turns.add(new Turn(kind, id, host, before));
        before = Set.of(id);
      }
    }
    return before;
  }

  private static Set<String> together(List<Turn> turns, List<Host> masters, Set<String> kept) {
    Set<String> before = kept;
    for (Kind kind : List.of(Kind.ETCD, Kind.QUORUM, Kind.CONTROL_PLANE, Kind.NODE)) {
      Set<String> done = new LinkedHashSet<>();
      for (Host host : masters) {
        turns.add(new Turn(kind, id(step(kind), host), host, before));
        done.add(id(step(kind), host));
      }
      before = done.isEmpty() ? before : done;
    }
    return before;
  }

  private static StepKind step(Kind kind) {
    return switch (kind) {
      case KEPT -> StepKind.RENEWAL_KEPT;
      case ETCD -> StepKind.RENEWED_ETCD;
      case QUORUM -> StepKind.RENEWED_QUORUM;
      case CONTROL_PLANE -> StepKind.RENEWED_CONTROL_PLANE;
      case NODE -> StepKind.RENEWED_NODE;
    };
  }

  private static String id(StepKind kind, Host host) {
    return kind.on(host.name());
  }

  private static Set<String> ids(List<Turn> turns) {
    return turns.stream().map(Turn::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
