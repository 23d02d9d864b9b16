package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Nodes come and go on one cluster. The tests build on one another. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MembersLabTest {

  private static final int REFUSED = 3;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** At nodes of which one does not answer. */
  private static final Duration LOOK = Duration.ofSeconds(60);

  /** Twice the inventory's election timeout, and what a busy machine adds. */
  private static final int LONGEST_SILENCE_MILLIS = 25_000;

  @TempDir static Path home;
  private static Program quorate;
  private static Path file;

  @BeforeAll
  static void threeMasters() {
    Lab.fresh(5);
    quorate = new Program(home);
    file = quorate.inventory("lab.yaml", new LabInventory(3, 3).text());
    var result = quorate.install(file, "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private static Commands.Result quorate(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "-i", file.toString()));
    arguments.addAll(Arrays.asList(more));
    return quorate.run(Duration.ofMinutes(6), arguments.toArray(String[]::new));
  }

  private static Commands.Result done(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--plain", "--yes"));
    arguments.addAll(Arrays.asList(more));
    var result = quorate(command, arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.println("figure: " + command + " " + String.join(" ", more) + ": " + result.took());
    return result;
  }

  private static Map<String, Map<String, String>> startTimes(int... nodes) {
    Map<String, Map<String, String>> times = new TreeMap<>();
    for (int node : nodes) {
      times.put("node-" + node, Cluster.startTimes("node-" + node));
    }
    return times;
  }

  private static List<String> members(String on) {
    return Lab.ssh(on, "etcdctl.sh --endpoints=https://127.0.0.1:2379 member list")
        .orFail()
        .output()
        .lines()
        .map(line -> line.split(", "))
        .map(part -> part[2] + " " + part[part.length - 1])
        .sorted()
        .toList();
  }

  private static String ssh(String node, String command) {
    return Lab.ssh(node, command).orFail().output();
  }

  @Test
  @Order(1)
  void aWorkerJoinsAndNothingElseRestarts() {
    Cluster.assertServesPods(3);
    String pods = Cluster.kubectl("get pods -l app=web -o jsonpath={.items[*].metadata.uid}");
    var before = startTimes(1, 2, 3);
    done("add", "--node", "node-4 " + Lab.address(4));
    assertThat(startTimes(1, 2, 3)).isEqualTo(before);
    assertThat(Cluster.kubectl("get pods -l app=web -o jsonpath={.items[*].metadata.uid}"))
        .isEqualTo(pods);
    assertThat(
            Cluster.kubectl(
                "get pods -l app=web -o jsonpath={.items[*].status.containerStatuses[*].restartCount}"))
        .isEqualTo("0 0 0");
    Cluster.assertReady(4);
    for (int i = 1; i <= 4; i++) {
      assertThat(ssh("node-" + i, "cat /etc/hosts")).contains(Lab.address(4) + " node-4");
      assertThat(ssh("node-" + i, "nft list ruleset")).contains("saddr " + Lab.address(4));
    }
    assertThat(read(file)).contains("node-4");
    Cluster.assertServesPods(4);
  }

  @Test
  @Order(2)
  void aSecondMasterStaysWhileOneOfThreeIsDown() throws Exception {
    Lab.lab("crash", "node-3");
    awaitDead("node-3");
    var refused = quorate("remove", "node-2", "--plain", "--yes");
    assertThat(refused.output())
        .contains("1 of 3 voting members is down", "2 would be left", "only 1 is alive", "node-3");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    Lab.lab("start", "node-3");
    quorate.trustTheNodes();
    assertThat(members("node-1")).hasSize(3);
    awaitHealthy();
    awaitActive("node-3", "kube-scheduler");
  }

  /** As seen from a master, not from here. */
  private static void awaitDead(String node) throws InterruptedException {
    int number = Integer.parseInt(node.substring("node-".length()));
    for (int i = 0; i < 60; i++) {
      if (Lab.ssh(
                  "node-2",
                  "etcdctl.sh --command-timeout=2s --endpoints=https://"
                      + Lab.address(number)
                      + ":2379 endpoint health")
              .exitCode()
          != 0) {
        return;
      }
      Thread.sleep(500);
    }
    throw new AssertionError(node + " still answers");
  }

  private static void awaitActive(String node, String unit) throws InterruptedException {
    for (int i = 0; i < 120; i++) {
      if (Lab.ssh(node, "systemctl is-active " + unit).exitCode() == 0) {
        return;
      }
      Thread.sleep(500);
    }
    throw new AssertionError(unit + " does not run on " + node);
  }

  private static void awaitHealthy() throws InterruptedException {
    for (int i = 0; i < 120; i++) {
      if (Lab.ssh("node-2", "etcdctl.sh endpoint health").exitCode() == 0) {
        return;
      }
      Thread.sleep(500);
    }
    throw new AssertionError("not all members are healthy");
  }

  /** The file is edited by hand: two masters that the cluster has not. */
  @Test
  @Order(3)
  void installLetsNoTwoMastersJoinAtOnce() {
    Path edited = quorate.inventory("edited.yaml", new LabInventory(5, 5).text());
    var before = startTimes(1, 2, 3, 4);
    var refused = quorate.install(edited, "--plain", "--yes");
    assertThat(refused.output())
        .contains(
            "node-4, node-5 are masters of the inventory but no members of the etcd cluster",
            "that has 3, of which 2 have to agree",
            "of 5 masters 3 would have to, and only 3 have its data",
            "quorate add")
        .contains("nothing was changed");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    assertThat(members("node-1")).hasSize(3);
    assertThat(startTimes(1, 2, 3, 4)).isEqualTo(before);
  }

  /** A worker becomes a master, and a new host a second one; a client writes all the while. */
  @Test
  @Order(4)
  void threeMastersBecomeFiveUnderAWriter() {
    String endpoints =
        String.join(
            ",",
            List.of(1, 2, 3).stream().map(i -> "https://" + Lab.address(i) + ":2379").toList());
    ssh(
        "node-2",
        "systemd-run --unit=writer sh -c 'i=0; while :; do i=$((i+1));"
            + " etcdctl.sh --endpoints="
            + endpoints
            + " --command-timeout=5s put quorate-writer $i >/dev/null 2>&1"
            + " && echo ok $(date +%s%3N) || echo failed $(date +%s%3N); sleep 0.1;"
            + " done >/root/writer.log'");
    var before = startTimes(1, 2, 3);
    try (Tmux terminal = wizard("add")) {
      terminal.await(LOOK, "Everything answers");
      terminal.paste("node-4 master,worker\nnode-5 " + Lab.address(5) + " master,worker");
      terminal.await(SOON, "3 → 5 masters");
      terminal.press("F10");
      terminal.await(LOOK, "node-5 joins without a vote");
      terminal.press("F10");
      terminal.await(SOON, "Let them join now?");
      terminal.press("Right", "Enter");
      end(terminal, "add");
    }
    ssh("node-2", "systemctl stop writer");
    assertThat(startTimes(1, 2, 3)).isEqualTo(before);
    assertThat(members("node-1"))
        .containsExactly(
            "node-1 false", "node-2 false", "node-3 false", "node-4 false", "node-5 false");
    long last = 0;
    long silence = 0;
    int written = 0;
    for (String line : ssh("node-2", "cat /root/writer.log").lines().toList()) {
      String[] part = line.split(" ");
      if (part[0].equals("ok")) {
        long at = Long.parseLong(part[1]);
        silence = last == 0 ? 0 : Math.max(silence, at - last);
        last = at;
        written++;
      }
    }
    System.out.println("figure: longest silence of " + written + " writes: " + silence + " ms");
    assertThat(written).isGreaterThan(20);
    assertThat(silence).isLessThan(LONGEST_SILENCE_MILLIS);
    // Never two learners: etcd would have refused, and each was promoted before the next came.
    Cluster.assertReady(5);
    var install = quorate("install", "--plain", "--yes");
    assertThat(install.exitCode()).as(install.output()).isZero();
    assertThat(startTimes(1, 2, 3)).as("a rerun of install restarts nothing").isEqualTo(before);
  }

  @Test
  @Order(5)
  void theFirstMasterDiesLeavesAndComesBack() throws Exception {
    Lab.lab("crash", "node-1");
    awaitDead("node-1");
    long begin = System.nanoTime();
    try (Tmux terminal = wizard("remove")) {
      terminal.await(LOOK, "etcd member does not answer");
      for (String line : terminal.screen().lines().filter(l -> l.startsWith(" [ ] ")).toList()) {
        if (line.contains(" node-1 ")) {
          break;
        }
        terminal.press("Down");
      }
      terminal.press("Space");
      terminal.await(SOON, "Voting members 5 → 4");
      terminal.press("F10");
      terminal.await(LOOK, "node-1 is not reached");
      terminal.press("F10");
      terminal.await(SOON, "Remove node-1 now?");
      terminal.press("Right", "Enter");
      end(terminal, "remove");
    }
    System.out.println("figure: remove node-1 by the wizard: " + since(begin));
    assertThat(members("node-2"))
        .containsExactly("node-2 false", "node-3 false", "node-4 false", "node-5 false");
    assertThat(read(file)).doesNotContain(Lab.address(1));
    assertThat(ssh("node-2", "kubectl get nodes -o name")).doesNotContain("node-1");
    // The operator's access led to the master that is gone.
    assertThat(Files.readString(home.resolve(".kube/config"))).doesNotContain(Lab.address(1));
    for (int i = 2; i <= 5; i++) {
      assertThat(ssh("node-" + i, "cat /etc/hosts")).doesNotContain(Lab.address(1) + " ");
      assertThat(ssh("node-" + i, "nft list ruleset"))
          .doesNotContain("saddr " + Lab.address(1) + " ");
    }

    // It comes back as it was: etcd does not take it.
    Lab.lab("start", "node-1");
    Thread.sleep(5_000);
    assertThat(members("node-2")).hasSize(4);
    assertThat(
            Lab.ssh("node-1", "etcdctl.sh --endpoints=https://127.0.0.1:2379 endpoint health")
                .exitCode())
        .isNotZero();
    assertThat(ssh("node-2", "kubectl get nodes -o name")).doesNotContain("node-1");
    quorate.trustTheNodes();
    var refused =
        quorate(
            "add",
            "--node",
            "node-1 " + Lab.address(1),
            "--role",
            "master,worker",
            "--plain",
            "--yes");
    assertThat(refused.output()).contains("--wipe node-1");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);

    Lab.lab("reset", "node-1");
    quorate.trustTheNodes();
    done("add", "--node", "node-1 " + Lab.address(1), "--role", "master,worker");
    assertThat(members("node-2")).hasSize(5).contains("node-1 false");
    Cluster.assertReady(5);
    for (int i = 1; i <= 5; i++) {
      assertThat(ssh("node-" + i, "cat /etc/hosts")).contains(Lab.address(1) + " node-1");
    }
  }

  /** It keeps its old data and its old share of the pods' network, and may use neither. */
  @Test
  @Order(6)
  void aLiveMasterLeavesAndComesBackWiped() {
    done("remove", "node-5");
    assertThat(members("node-2")).hasSize(4);
    String[] back = {"--node", "node-5 " + Lab.address(5), "--role", "master,worker"};
    List<String> unwiped = new ArrayList<>(List.of("--plain", "--yes"));
    unwiped.addAll(Arrays.asList(back));
    var refused = quorate("add", unwiped.toArray(String[]::new));
    assertThat(refused.output()).contains("--wipe node-5");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    List<String> wiped = new ArrayList<>(Arrays.asList(back));
    wiped.addAll(List.of("--wipe", "node-5"));
    done("add", wiped.toArray(String[]::new));
    assertThat(members("node-2")).hasSize(5).contains("node-5 false");
    Cluster.assertServesPods(5);
    var install = quorate("install", "--plain", "--yes");
    assertThat(install.output()).contains("nothing was changed");
  }

  private static Tmux wizard(String journey) {
    Tmux terminal = Tmux.open(110, 34, quorate.environment(), home);
    String words = String.join(" ", Program.words(journey, "-i", file.toString()));
    terminal.command(words + "; echo code=$?");
    return terminal;
  }

  /** The run's summary, read and left. */
  private static void end(Tmux terminal, String journey) {
    String summary = terminal.await(Duration.ofMinutes(4), journey + " of lab: ");
    assertThat(summary).contains(journey + " of lab: done", "Verified");
    terminal.press("q");
    terminal.await(SOON, "code=0");
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
