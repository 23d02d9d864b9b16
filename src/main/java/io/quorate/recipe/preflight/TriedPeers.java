package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which nodes one tries to reach before anything is done. In a large cluster not every pair is
 * tried, which would be a million tries for a thousand nodes: each node tries all masters and the
 * sixteen nodes behind it, and each master all nodes, so that each node is tried by some.
 */
final class TriedPeers {

  /** Up to so many nodes every pair is tried. */
  static final int ALL_PAIRS = 64;

  private static final int BEHIND = 16;

  private final List<Host> hosts;
  private final Map<String, Integer> places = new HashMap<>();
  private final TreeSet<Integer> masters = new TreeSet<>();

  TriedPeers(Inventory inventory) {
    hosts = inventory.hosts();
    for (int i = 0; i < hosts.size(); i++) {
      places.put(hosts.get(i).name(), i);
      if (hosts.get(i).isMaster()) {
        masters.add(i);
      }
    }
  }

  /** Never the node itself; in the inventory's order. */
  List<Host> of(Host from) {
    Integer own = places.get(from.name());
    if (own == null || from.isMaster() || hosts.size() <= ALL_PAIRS) {
      return hosts.stream().filter(to -> !to.name().equals(from.name())).toList();
    }
    TreeSet<Integer> tried = new TreeSet<>(masters);
    for (int i = 1; i <= BEHIND; i++) {
      tried.add((own + i) % hosts.size());
    }
    tried.remove(own);
    return tried.stream().map(hosts::get).toList();
  }
}
