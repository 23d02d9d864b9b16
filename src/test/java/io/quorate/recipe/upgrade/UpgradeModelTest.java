package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.Version;
import io.quorate.recipe.upgrade.UpgradeModel.Broken;
import io.quorate.recipe.upgrade.UpgradeModel.Ground;
import io.quorate.recipe.upgrade.UpgradeRoll.Kind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All states that an upgrade can get a cluster into, with a stop after every move, as often as one
 * likes: what may never be never is, and from each of them the next run comes to the end.
 */
class UpgradeModelTest {

  private static final long SEED = 20261130;
  private static final List<Catalogue.Line> LINES = Catalogue.load().lines().reversed();

  /** An older patch of a minor version, with an etcd that has not passed its gate. */
  private static Versions from(Catalogue.Line line) {
    Version newest = Objects.requireNonNull(Version.parse(line.newest()));
    String kubernetes = line.minor() + "." + Math.max(0, newest.patch() - 1);
    String etcd = line.etcd().startsWith("3.5.") ? "3.5.16" : line.etcd();
    return versions(kubernetes, etcd, line.containerd(), "1.1.5", "1.1.1", line);
  }

  private static Versions to(Catalogue.Line line) {
    return versions(
        line.newest(), line.etcd(), line.containerd(), line.runc(), line.cniPlugins(), line);
  }

  private static Versions versions(
      String kubernetes,
      String etcd,
      String containerd,
      String runc,
      String cniPlugins,
      Catalogue.Line line) {
    return new Versions(
        kubernetes,
        etcd,
        Runtime.CONTAINERD,
        containerd,
        runc,
        "",
        "",
        cniPlugins,
        line.calico(),
        line.coredns(),
        line.pauseImage());
  }

  /** All states of one ground; how many there are. */
  private static int explore(Ground ground) {
    return new Exploration(ground).all();
  }

  private static final class Exploration {
    private final Ground ground;
    private final Set<UpgradeModel> seen = new HashSet<>();
    private final Deque<UpgradeModel> open = new ArrayDeque<>();

    /** From which state a run was begun that led to one. */
    private final Map<UpgradeModel, UpgradeModel> parents = new HashMap<>();

    /** What would be done from a state: a sum over the turns that count. */
    private final Map<UpgradeModel, Long> plans = new HashMap<>();

    Exploration(Ground ground) {
      this.ground = ground;
    }

    int all() {
      UpgradeModel first = UpgradeModel.installed(ground, 0);
      meet(first, first);
      while (!open.isEmpty()) {
        UpgradeModel state = open.removeFirst();
        try {
          goOn(state);
        } catch (Broken e) {
          throw new AssertionError(
              "%s%nfrom Kubernetes %s to %s, %d masters of %d nodes, in this state:%n%s%s%nmet after a stop here:%n%s"
                  .formatted(
                      e.getMessage(),
                      ground.inventory().versions().kubernetes(),
                      ground.wanted().versions().kubernetes(),
                      ground.masters(),
                      ground.hosts().size(),
                      state,
                      state.roll().turns().stream().map(Turn::id).toList(),
                      parents.get(state)),
              e);
        }
      }
      return seen.size();
    }

    private void meet(UpgradeModel state, UpgradeModel from) {
      UpgradeModel kept = state.copy();
      if (seen.add(kept)) {
        open.add(kept);
        parents.put(kept, from);
      }
    }

    /** Sums over the turns that count, from each of them to the end; the last is that of none. */
    private static long[] sums(UpgradeRoll roll) {
      List<Turn> turns = roll.turns().stream().filter(Exploration::counts).toList();
      long[] sums = new long[turns.size() + 1];
      for (int i = turns.size() - 1; i >= 0; i--) {
        sums[i] = 1_000_003 * sums[i + 1] + turns.get(i).id().hashCode() + 1;
      }
      return sums;
    }

    /** Every turn of a node that changes its versions stands between those that drain it. */
    private static boolean counts(Turn turn) {
      return turn.kind() != Kind.NODE && turn.kind() != Kind.ADD_ONS;
    }

    private long plan(UpgradeModel state) {
      Long known = plans.get(state);
      if (known == null) {
        known = sums(state.roll())[0];
        plans.put(state.copy(), known);
      }
      return known;
    }

    /**
     * Takes turns until what is left is what a new run would do from there; that it comes to its
     * end is shown where that state is gone on from, and each such plan is shorter.
     */
    private void goOn(UpgradeModel from) {
      UpgradeModel state = from.copy();
      state.check();
      UpgradeRoll roll = state.roll();
      long[] sums = sums(roll);
      if (sums.length == 1) {
        state.checkEnd();
        return;
      }
      int at = 0;
      for (Turn turn : roll.turns()) {
        UpgradeModel[] before = {state.copy()};
        state.take(
            turn,
            moved -> {
              moved.check();
              moved.checkDrained(before[0]);
              before[0] = moved.copy();
              meet(moved, from);
            });
        at += counts(turn) ? 1 : 0;
        if (plan(state) == sums[at]) {
          return;
        }
      }
      state.checkEnd();
    }
  }

  private static Ground ground(
      Catalogue.Line from, Catalogue.Line to, int masters, int workers, boolean once) {
    return Ground.of(masters, workers, from(from), to(to), once, 1 + workers % 3);
  }

  /** Masters and workers. */
  private record Size(int masters, int workers) {}

  private static List<Size> sizes() {
    List<Size> sizes = new ArrayList<>();
    for (int masters : new int[] {1, 3, 5}) {
      for (int workers = 0; workers <= 6; workers++) {
        sizes.add(new Size(masters, workers));
      }
    }
    return sizes;
  }

  /** All pairs of neighbors, and all sizes; each pair with some of them, or it takes an hour. */
  @Test
  void neighborsComeToTheEndFromEveryStop() {
    List<Size> sizes = sizes();
    int states = 0;
    int next = 0;
    for (int i = 0; i < LINES.size(); i++) {
      for (int from = Math.max(0, i - 1); from <= i; from++) {
        Size size = sizes.get(next++ % sizes.size());
        states +=
            explore(ground(LINES.get(from), LINES.get(i), size.masters(), size.workers(), false));
      }
    }
    assertThat(next).as("each size at least once").isGreaterThanOrEqualTo(sizes.size());
    System.out.println("upgrades of one minor version and less: " + states + " states");
  }

  @Test
  void theLongestWayComesToTheEndFromEveryStop() {
    int states = explore(ground(LINES.getFirst(), LINES.getLast(), 3, 1, true));
    states += explore(ground(LINES.getFirst(), LINES.getLast(), 1, 2, false));
    System.out.println("from the first to the last minor version: " + states + " states");
  }

  /** The product is too large for all of it: a sample of the other pairs. */
  @Test
  void otherWaysComeToTheEndFromEveryStop() {
    Random random = new Random(SEED);
    int states = 0;
    for (int i = 0; i < 6; i++) {
      int from = random.nextInt(LINES.size() - 2);
      int to = from + 2 + random.nextInt(Math.min(4, LINES.size() - from - 2));
      int masters = 1 + 2 * random.nextInt(2);
      int workers = random.nextInt(3);
      states +=
          explore(ground(LINES.get(from), LINES.get(to), masters, workers, random.nextBoolean()));
    }
    System.out.println("a sample with seed " + SEED + ": " + states + " states");
  }

  /** From each minor version to each newer one, stopped now and then. */
  @Test
  void everyMinorVersionLeadsToEveryNewerOne() {
    Random random = new Random(SEED);
    int turns = 0;
    for (int from = 0; from < LINES.size(); from++) {
      for (int to = from + 1; to < LINES.size(); to++) {
        for (int masters : new int[] {1, 3, 5}) {
          Ground ground =
              ground(
                  LINES.get(from), LINES.get(to), masters, random.nextInt(7), random.nextBoolean());
          turns += walk(UpgradeModel.installed(ground, 0), random);
        }
      }
    }
    System.out.println("each to each with seed " + SEED + ": " + turns + " turns");
  }

  /** Goes to the end, with a new plan after each stop; how many turns that took. */
  private static int walk(UpgradeModel state, Random random) {
    int taken = 0;
    List<Turn> turns = state.roll().turns();
    while (!turns.isEmpty()) {
      boolean whole = random.nextInt(3) == 0;
      int until = whole ? turns.size() : 1 + random.nextInt(turns.size());
      for (Turn turn : turns.subList(0, until)) {
        state.take(turn, UpgradeModel::check);
        taken++;
      }
      turns = until == turns.size() ? List.of() : state.roll().turns();
    }
    state.checkEnd();
    return taken;
  }

  /** Whatever order an engine takes that keeps to what each turn waits for: the same holds. */
  @Test
  void anyOrderThatTheTurnsAllowIsAsGood() {
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(LINES.size());
      int to = Math.min(LINES.size() - 1, from + random.nextInt(4));
      Ground ground = ground(LINES.get(from), LINES.get(to), 3, 6, random.nextBoolean());
      UpgradeModel state = UpgradeModel.installed(ground, 0);
      List<Turn> left = new ArrayList<>(state.roll().turns());
      Set<String> done = new HashSet<>();
      while (!left.isEmpty()) {
        List<Turn> ready = left.stream().filter(t -> done.containsAll(t.after())).toList();
        Turn turn = ready.get(random.nextInt(ready.size()));
        state.take(turn, UpgradeModel::check);
        done.add(turn.id());
        left.remove(turn);
      }
      state.checkEnd();
    }
  }

  /** Two turns have an order, unless they are of nodes that are drained together. */
  @Test
  void theOrderIsForced() {
    for (int masters : new int[] {1, 3, 5}) {
      for (int workers = 0; workers <= 6; workers++) {
        Ground ground = ground(LINES.getFirst(), LINES.getLast(), masters, workers, false);
        List<Turn> turns = UpgradeModel.installed(ground, 0).roll().turns();
        List<BitSet> behind = reached(turns);
        for (int later = 0; later < turns.size(); later++) {
          for (int earlier = 0; earlier < later; earlier++) {
            Turn one = turns.get(earlier);
            Turn two = turns.get(later);
            assertThat(behind.get(later).get(earlier) || areTogether(one, two))
                .as(one.id() + " before " + two.id())
                .isTrue();
          }
        }
      }
    }
  }

  /** For each turn, those that come before it. */
  private static List<BitSet> reached(List<Turn> turns) {
    Map<String, Integer> places = new HashMap<>();
    List<BitSet> reached = new ArrayList<>();
    for (Turn turn : turns) {
      BitSet before = new BitSet();
      for (String id : turn.after()) {
        int place = Objects.requireNonNull(places.get(id), id);
        before.set(place);
        before.or(reached.get(place));
      }
      places.put(turn.id(), reached.size());
      reached.add(before);
    }
    return Collections.unmodifiableList(reached);
  }

  private static boolean areTogether(Turn one, Turn two) {
    Set<Kind> kinds = Set.of(Kind.DRAIN, Kind.NODE, Kind.BACK);
    return kinds.contains(one.kind())
        && kinds.contains(two.kind())
        && !one.host().isMaster()
        && !two.host().isMaster()
        && !one.host().equals(two.host())
        && Objects.equals(one.stage(), two.stage());
  }
}
