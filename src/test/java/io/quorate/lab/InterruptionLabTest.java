package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.JournalReader;
import io.quorate.plan.Outcome;
import io.quorate.run.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cluster that everything happens to. During its install the process is killed, then a node
 * loses its power; each time it is resumed, and it converges.
 *
 * <p>Then a master joins and leaves again, and the run is killed at a random point; the same
 * command, said again, is killed again, until one comes through. What comes of it is what an
 * undisturbed run leaves: an install afterwards finds nothing to do.
 */
@Tag("lab")
@TestMethodOrder(OrderAnnotation.class)
class InterruptionLabTest {

  private static final int NODES = 3;

  /** Points at which runs are killed that change who is in the cluster: so many at most, */
  private static final int MOST_KILLS = 20;

  /** fewer where it takes longer than this, */
  private static final Duration KILLING = Duration.ofSeconds(60);

  /** but so many at least, however slow the machine is. */
  private static final int LEAST_KILLS = 4;

  /** Becomes the fourth master, and leaves again. */
  private static final String NEWCOMER = "node-" + (NODES + 1);

  @TempDir static Path home;
  private static Program quorate;
  private static Path file;

  private static final Random RANDOM = new Random(seed());

  private int kills;
  private long killingSince;

  /** Said in the output, so that a failure can be had again. */
  private static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("figure: seed " + seed);
    return seed;
  }

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(NODES + 1);
    quorate = new Program(home);
    // The oldest etcd: there members list what they know, also without a quorum.
    LabInventory nodes = new LabInventory(3, NODES).set("etcd_version", "\"3.4.23\"");
    file = quorate.inventory("lab.yaml", nodes.text());
  }

  @Test
  @Order(1)
  void aKilledRunAndACrashedNodeAreGotOver() throws Exception {
    try (Running install = start("install", "-i", file.toString(), "--plain", "--yes")) {
      install.await(Limits.SOON, "changed etcd.service");
      Program.kill(quorate.newestRun());
      assertThat(install.end(Limits.SOON)).isEqualTo(1);
      assertThat(install.output())
          .contains("The run was killed", "`quorate install -i " + file + " --resume`");
    }

    // No API server was ever started: what is there may also go.
    Path other = quorate.inventory("other.yaml", new LabInventory(3, NODES).text());
    var refused = quorate.install(other, "--dry-run");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
    assertThat(refused.output())
        .contains("its etcd stores nothing", "set-running-versions -i " + other)
        .contains("quorate destroy -i " + other + " --keep-snapshots");

    try (Running resumed = start("install", "--resume", "--plain", "--yes")) {
      resumed.await(Limits.SOON, "Going on with run ");
      resumed.await(Limits.SOON, "changed kube-apiserver.service");
      Lab.lab("crash", "node-3");
      assertThat(resumed.end(Limits.RUN)).isEqualTo(1);
      assertThat(resumed.output())
          .containsPattern("node-3 +FAILED")
          .contains("node-3 (root@" + Lab.address(3) + ":22)")
          .as("the others finish what they can")
          .containsPattern("node-1 +done +kubelet")
          .containsPattern("node-2 +done +kubelet")
          .doesNotContainPattern("node-[12] +FAILED");
    }

    Lab.lab("start", "node-3");
    var last = quorate.run("install", "--resume", "--plain", "--yes");
    assertThat(last.exitCode()).as(last.output()).isZero();
    assertThat(last.output()).contains("DONE ");
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    assertSettled();
  }

  @Test
  @Order(2)
  void whateverIsKilledConvergesWhenItIsSaidAgain() throws Exception {
    killingSince = System.nanoTime();
    for (int round = 0; goesOn(); round++) {
      assertThat(round).as("rounds for " + kills + " kills").isLessThan(6);
      List<String> add =
          new ArrayList<>(
              List.of(
                  "add",
                  "--node",
                  NEWCOMER + " " + Lab.address(NODES + 1),
                  "--role",
                  "master,worker"));
      if (round > 0) {
        add.addAll(List.of("--wipe", NEWCOMER));
      }
      throughKills(5, add.toArray(String[]::new));
      assertThat(members()).hasSize(4).allMatch(m -> m.endsWith(", false"));
      Cluster.assertReady(NODES + 1);
      assertSettled();

      throughKills(3, "remove", NEWCOMER);
      assertThat(members()).hasSize(3).allMatch(m -> m.endsWith(", false"));
      Cluster.assertReady(NODES);
      assertSettled();
    }
    System.out.println("figure: killed at " + kills + " points");
  }

  private boolean goesOn() {
    boolean early = System.nanoTime() - killingSince < KILLING.toNanos();
    return kills < LEAST_KILLS || (kills < MOST_KILLS && early);
  }

  private static List<String> members() {
    return Lab.ssh("node-1", "etcdctl.sh member list").orFail().output().lines().toList();
  }

  private static void assertSettled() {
    var install = quorate.install(file, "--plain", "--yes");
    assertThat(install.exitCode()).as(install.output()).isZero();
    assertThat(install.output()).contains("nothing was changed");
  }

  /**
   * Says the command until a run of it ends by itself.
   *
   * @param most changes that a run gets done before it is killed
   */
  private void throughKills(int most, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command[0], "-i", file.toString()));
    words.addAll(Arrays.asList(command).subList(1, command.length));
    words.addAll(List.of("--plain", "--yes"));
    for (int tries = 0; ; tries++) {
      assertThat(tries).as(String.join(" ", words)).isLessThan(60);
      Path before = quorate.newestRun();
      try (Running run =
          Running.start(quorate.environment(), Program.words(words.toArray(String[]::new)))) {
        // Enough is enough: what is left of the last round is undisturbed.
        boolean killed = goesOn() && killed(before, run, 1 + RANDOM.nextInt(most));
        int code = run.end(Limits.SOON);
        if (killed && run.output().contains("The run was killed")) {
          assertThat(code).isEqualTo(1);
          kills++;
        } else {
          assertThat(code).as(run.output()).isZero();
          return;
        }
      }
    }
  }

  /** Kills the run that the command starts after so many changes; false when it ended before. */
  private boolean killed(Path before, Running command, int changes) throws Exception {
    long deadline = System.nanoTime() + Limits.SOON.toNanos();
    while (System.nanoTime() < deadline) {
      Path run = quorate.newestRun();
      if (!run.equals(before)) {
        List<RunEvent> journal = journal(run);
        if (journal.stream().anyMatch(RunEvent.RunFinished.class::isInstance)) {
          return false;
        }
        if (journal.stream().filter(InterruptionLabTest::changes).count() >= changes) {
          Thread.sleep(RANDOM.nextInt(300));
          Program.kill(run);
          return true;
        }
      } else if (!command.isAlive()) {
        throw new AssertionError(command.output());
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no end: " + command.output());
  }

  private static boolean changes(RunEvent event) {
    return event instanceof RunEvent.OperationFinished e && e.outcome() == Outcome.CHANGED;
  }

  private static List<RunEvent> journal(Path run) throws IOException {
    Path journal = run.resolve("events.jsonl");
    return Files.exists(journal) ? JournalReader.read(journal) : List.of();
  }

  private static Running start(String... arguments) {
    return Running.start(quorate.environment(), Program.words(arguments));
  }
}
