package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.lifecycle.RenewalOrder.Kind;
import io.quorate.recipe.lifecycle.RenewalOrder.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who gets new certificates after whom, walked as a value. */
class RenewalOrderTest {

  private static Inventory cluster(int masters, int workers) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 1; i <= masters + workers; i++) {
      hosts.add(
          new Host(
              "node-" + i, "10.0.0." + (10 + i), Set.of(i <= masters ? Role.MASTER : Role.WORKER)));
    }
    return Fixtures.with(hosts);
  }

  private static RenewalOrder order(Inventory inventory, boolean together) {
    LiveCluster live = LiveCluster.of(inventory, Fixtures.context(inventory).facts());
    return RenewalOrder.of(inventory.hosts(), live, together);
  }

  /** All that has to be done before a turn. */
  private static Set<String> before(RenewalOrder order, Turn turn) {
    Map<String, Turn> byId =
        order.turns().stream().collect(Collectors.toMap(Turn::id, Function.identity()));
    Set<String> all = new HashSet<>();
    List<String> open = new ArrayList<>(turn.after());
    while (!open.isEmpty()) {
      String id = open.removeLast();
      if (all.add(id)) {
        assertThat(byId).as(id).containsKey(id);
        open.addAll(byId.get(id).after());
      }
    }
    return all;
  }

  private static List<Turn> turns(RenewalOrder order, Kind kind) {
    return order.turns().stream().filter(t -> t.kind() == kind).toList();
  }

  private static Set<String> ids(List<Turn> turns) {
    return turns.stream().map(Turn::id).collect(Collectors.toSet());
  }

  @Test
  void nothingIsWrittenBeforeEverythingIsKept() {
    for (boolean together : List.of(true, false)) {
      RenewalOrder order = order(cluster(3, 7), together);
      Set<String> kept = ids(turns(order, Kind.KEPT));
      assertThat(kept).hasSize(10);
      order.turns().stream()
          .filter(t -> t.kind() != Kind.KEPT)
          .forEach(t -> assertThat(before(order, t)).as(t.id()).containsAll(kept));
    }
  }

  @Test
  void whileThereIsAQuorumOneMasterIsDoneBeforeTheNextBegins() {
    RenewalOrder order = order(cluster(5, 2), false);
    assertThat(turns(order, Kind.QUORUM)).isEmpty();
    List<Turn> begins = turns(order, Kind.ETCD);
    assertThat(begins).hasSize(5);
    for (int i = 1; i < begins.size(); i++) {
      String previous = begins.get(i - 1).host().name();
      assertThat(before(order, begins.get(i)))
          .contains(
              "renewed-etcd@" + previous,
              "renewed-control-plane@" + previous,
              "renewed-node@" + previous);
    }
    for (Turn turn : turns(order, Kind.CONTROL_PLANE)) {
      assertThat(before(order, turn)).contains("renewed-etcd@" + turn.host().name());
    }
  }

  @Test
  void withoutAQuorumAllMembersBeginBeforeAnyApiServer() {
    RenewalOrder order = order(cluster(3, 4), true);
    Set<String> members = ids(turns(order, Kind.ETCD));
    Set<String> agreed = ids(turns(order, Kind.QUORUM));
    assertThat(members).hasSize(3);
    for (Turn turn : turns(order, Kind.ETCD)) {
      // None waits for another, which it would wait for in vain.
      assertThat(before(order, turn)).doesNotContainAnyElementsOf(members);
    }
    for (Turn turn : turns(order, Kind.QUORUM)) {
      assertThat(before(order, turn)).containsAll(members);
    }
    for (Turn turn : turns(order, Kind.CONTROL_PLANE)) {
      assertThat(before(order, turn)).containsAll(agreed);
    }
  }

  @Test
  void workersComeAfterAllMastersOneAloneAndThenSeveral() {
    RenewalOrder order = order(cluster(3, 23), false);
    List<Turn> workers =
        turns(order, Kind.NODE).stream().filter(t -> !t.host().isMaster()).toList();
    assertThat(workers).hasSize(23);
    Map<Set<String>, List<Turn>> groups =
        workers.stream().collect(Collectors.groupingBy(Turn::after));
    assertThat(groups.values().stream().map(List::size).sorted()).containsExactly(1, 2, 5, 5, 5, 5);
    Set<String> servers = ids(turns(order, Kind.CONTROL_PLANE));
    workers.forEach(w -> assertThat(before(order, w)).as(w.id()).containsAll(servers));
    // The end waits for whoever comes last, and with that for all.
    Set<String> all = new HashSet<>(order.last());
    order.turns().stream()
        .filter(t -> order.last().contains(t.id()))
        .forEach(t -> all.addAll(before(order, t)));
    assertThat(all).isEqualTo(ids(order.turns()));
  }
}
