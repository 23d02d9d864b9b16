package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.upgrade.UpgradeModel.Broken;
import io.quorate.recipe.upgrade.UpgradeModel.Ground;
import io.quorate.recipe.upgrade.UpgradeRoll.Kind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * All states into which upgrades and ways back can get a cluster, with a stop after every move and
 * a change of mind at each: what may never be never is, and both ways come to their ends, unless
 * the way back is refused for a reason that is known.
 */
class RollbackModelTest {

  private static final List<Catalogue.Line> LINES = Catalogue.load().lines().reversed();

  private static Versions from(Catalogue.Line line, String etcd) {
    Version newest = Objects.requireNonNull(Version.parse(line.newest()));
    return versions(
        line.minor() + "." + Math.max(0, newest.patch() - 1),
        etcd.isEmpty() ? line.etcd() : etcd,
        line.containerd(),
        "1.1.5",
        "1.1.1",
        line);
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

  private static final class Exploration {
    private final Ground ground;
    private final Set<UpgradeModel> seen = new HashSet<>();
    private final Deque<UpgradeModel> open = new ArrayDeque<>();
    private final Map<UpgradeModel, UpgradeModel> parents = new HashMap<>();
    private final Map<UpgradeModel, Long> forward = new HashMap<>();
    private final Map<UpgradeModel, Long> backward = new HashMap<>();

    /** Reasons for which a way back was refused, with how often. */
    final Map<String, Integer> refused = new TreeMap<>();

    int back;

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
          goBack(state);
        } catch (Broken e) {
          throw new AssertionError(
              "%s%nfrom Kubernetes %s to %s, %d masters of %d nodes, from this state:%n%s%nmet after a stop here:%n%s"
                  .formatted(
                      e.getMessage(),
                      ground.inventory().versions().kubernetes(),
                      ground.wanted().versions().kubernetes(),
                      ground.masters(),
                      ground.hosts().size(),
                      state,
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

    private static long[] sums(UpgradeRoll roll) {
      List<Turn> turns = roll.turns().stream().filter(Exploration::counts).toList();
      long[] sums = new long[turns.size() + 1];
      for (int i = turns.size() - 1; i >= 0; i--) {
        sums[i] = 1_000_003 * sums[i + 1] + turns.get(i).id().hashCode() + 1;
      }
      return sums;
    }

    private static boolean counts(Turn turn) {
      return turn.kind() != Kind.NODE && turn.kind() != Kind.ADD_ONS;
    }

    private interface Plans {
      UpgradeRoll of(UpgradeModel state);
    }

    private static long plan(UpgradeModel state, Map<UpgradeModel, Long> known, Plans plans) {
      Long sum = known.get(state);
      if (sum == null) {
        sum = sums(plans.of(state))[0];
        known.put(state.copy(), sum);
      }
      return sum;
    }

    private void goOn(UpgradeModel from) {
      UpgradeModel state = from.copy();
      walk(
          state,
          from,
          state.roll(),
          false,
          ground.wanted().versions(),
          forward,
          UpgradeModel::roll);
    }

    private void goBack(UpgradeModel from) {
      UpgradeModel state = from.copy();
      Rollback rollback;
      try {
        rollback = state.rollback("");
      } catch (GuardRefused e) {
        refused.merge(reason(e), 1, Integer::sum);
        return;
      }
      back++;
      walk(
          state,
          from,
          state.roll(rollback),
          true,
          rollback.path().end(),
          backward,
          s -> s.roll(s.rollback("")));
    }

    private static String reason(GuardRefused e) {
      String said = Objects.requireNonNull(e.getMessage());
      return said.contains("go back by one minor version at the most")
          ? "too far"
          : said.contains("can neither go back nor stay") ? "etcd" : said;
    }

    /**
     * Takes turns until what is left is what a new run would do from there; each such plan is
     * shorter.
     */
    private void walk(
        UpgradeModel state,
        UpgradeModel from,
        UpgradeRoll roll,
        boolean goesBack,
        Versions end,
        Map<UpgradeModel, Long> known,
        Plans plans) {
      state.check();
      long[] sums = sums(roll);
      int at = 0;
      for (Turn turn : roll.turns()) {
        UpgradeModel[] before = {state.copy()};
        state.take(
            turn,
            goesBack,
            moved -> {
              moved.check();
              moved.checkDrained(before[0]);
              before[0] = moved.copy();
              meet(moved, from);
            });
        at += counts(turn) ? 1 : 0;
        if (at < sums.length - 1 && plan(state, known, plans) == sums[at]) {
          return;
        }
      }
      state.checkEnd(end);
    }
  }

  private static Exploration explore(Versions from, Versions to, int masters, int workers) {
    Exploration exploration =
        new Exploration(Ground.of(masters, workers, from, to, false, 1).returning());
    int states = exploration.all();
    System.out.printf(
        "%s to %s and back, %d masters, %d workers: %d states, %d with a way back, refused %s%n",
        from.kubernetes(),
        to.kubernetes(),
        masters,
        workers,
        states,
        exploration.back,
        exploration.refused);
    return exploration;
  }

  private static Catalogue.Line line(String minor) {
    return LINES.stream().filter(l -> l.minor().equals(minor)).findFirst().orElseThrow();
  }

  /** etcd goes back with them where it can be told, and is refused nowhere. */
  @Test
  void whatOneMinorVersionChangesCanBeTakenBackFromEveryStop() {
    for (String[] pair : new String[][] {{"1.33", "1.34"}, {"1.36", "1.37"}}) {
      String etcd = pair[0].equals("1.33") ? "3.5.32" : "3.6.11";
      Versions old = from(line(pair[0]), etcd);
      assertThat(explore(old, to(line(pair[1])), 3, 0).refused).isEmpty();
      assertThat(explore(old, to(line(pair[1])), 1, 2).refused).isEmpty();
    }
  }

  /** All neighbors, of which etcd may stay where it is, or not be whole while it is on its way. */
  @Test
  void neighborsComeBackOrAreRefusedForAKnownReason() {
    for (int i = 1; i < LINES.size(); i++) {
      for (int masters : new int[] {1, 3}) {
        Exploration exploration =
            explore(from(LINES.get(i - 1), ""), to(LINES.get(i)), masters, masters == 1 ? 1 : 0);
        assertThat(exploration.refused.keySet()).isSubsetOf("etcd");
        assertThat(exploration.back).isPositive();
      }
    }
  }

  /** An etcd before its gate does not run beside the next minor version: it stays, or goes on. */
  @Test
  void anEtcdBeforeItsGateDoesNotComeBack() {
    Exploration exploration = explore(from(line("1.33"), "3.5.16"), to(line("1.34")), 3, 0);
    assertThat(exploration.refused.keySet()).containsExactly("etcd");
    assertThat(exploration.back).isPositive();
  }

  @Test
  void whatIsTooFarIsRefusedAndGoesOn() {
    Exploration exploration = explore(from(line("1.34"), "3.5.32"), to(line("1.36")), 3, 0);
    assertThat(exploration.refused.keySet()).contains("too far").isSubsetOf("too far", "etcd");
  }

  /** One node alone, from every state of an upgrade: never what may not be. */
  @Test
  void oneNodeAloneBreaksNothing() {
    Ground ground =
        Ground.of(3, 1, from(line("1.35"), "3.5.32"), to(line("1.36")), false, 1).returning();
    UpgradeModel state = UpgradeModel.installed(ground, 0);
    int walked = 0;
    for (Turn turn : state.roll().turns()) {
      state.take(turn, moved -> {});
      if (turn.kind() == Kind.DRAIN || turn.kind() == Kind.NODE) {
        // A node is cordoned: a second one would be, too, unless it is the same.
        continue;
      }
      for (String node : List.of("node-1", "node-3", "node-4")) {
        UpgradeModel alone = state.copy();
        for (Turn back : alone.roll(alone.rollback(node)).turns()) {
          UpgradeModel[] before = {alone.copy()};
          alone.take(
              back,
              true,
              moved -> {
                moved.check();
                moved.checkDrained(before[0]);
                before[0] = moved.copy();
              });
          walked++;
        }
        for (Turn on : alone.roll().turns()) {
          alone.take(on, UpgradeModel::check);
        }
        alone.checkEnd();
      }
    }
    assertThat(walked).isPositive();
  }
}
