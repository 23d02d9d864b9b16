package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
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
class AddRemoveLabTest {

  private static final int FAILED = 1;
  private static final int INVALID = 2;
  private static final int REFUSED = 3;

  /**
   * Two election timeouts of the inventory, which has the default of etcd_election_timeout, 2500 ms
   * (inventory.setting.Setting); and five seconds for a machine that is busy with six others, more
   * where the machine is slow.
   */
  private static long longestSilenceMillis(double slowness) {
    return 2 * 2_500 + (long) (5_000 * slowness);
  }

  /** The only one that is no master in the end: it reaches the API servers by its proxy. */
  private static final String WORKER = "node-6";

  /**
   * Writes to the members in turn every tenth of a second, and counts the learners now and then. It
   * asks by curl (etcd's gRPC gateway), which costs the machine much less than etcdctl.
   */
  private static final String WRITER =
      """
      ask() {
        curl -sf -m 5 --cacert /etc/kubernetes/pki/etcd/ca.crt \\
          --cert /etc/kubernetes/pki/etcd/healthcheck-client.crt \\
          --key /etc/kubernetes/pki/etcd/healthcheck-client.key "$@"
      }
      exec >/root/writer.log
      i=0
      while :; do
        for address; do
          i=$((i + 1))
          if ask -o /dev/null -d '{"key":"cXVvcmF0ZS13cml0ZXI=","value":"MQ=="}' \\
            "https://$address:2379/v3/kv/put"
          then echo "ok $(date +%s%3N)"; else echo "failed $(date +%s%3N) $address"; fi
          if [ $((i % 5)) = 0 ]; then
            said=$(ask -d '{"linearizable":true}' "https://$address:2379/v3/cluster/member/list") &&
              echo "learners $(echo "$said" | grep -o '"isLearner":true' | wc -l)"
          fi
          sleep 0.1
        done
      done
      """;

  private static final String ETCDCTL = "etcdctl.sh --endpoints=https://127.0.0.1:2379 ";

  @TempDir static Path home;
  private static Program quorate;
  private static Path file;

  @BeforeAll
  static void threeMasters() {
    Lab.fresh(6);
    quorate = new Program(home);
    LabInventory nodes = new LabInventory(3, 3).set("etcd_version", '"' + Lab.newestEtcd() + '"');
    file = quorate.inventory("lab.yaml", nodes.text());
    var result = quorate.install(file, "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private static Commands.Result quorate(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "-i", file.toString()));
    arguments.addAll(Arrays.asList(more));
    return quorate.run(arguments.toArray(String[]::new));
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
    return Lab.ssh(on, ETCDCTL + "member list")
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
  void aWorkerJoinsAndNothingElseRestarts() throws IOException {
    Cluster.assertServesPods(3);
    String pods = Cluster.kubectl("get pods -l app=web -o jsonpath={.items[*].metadata.uid}");
    var before = startTimes(1, 2, 3);
    // A newer runc may be installed, but not by somebody who joins; the mirror does not have it.
    Files.writeString(file, Files.readString(file).replace("\"1.1.5\"", "\"1.1.6\""));
    var added = done("add", "--node", "node-4 " + Lab.address(4));
    assertThat(added.output())
        .contains("Nodes that join get what runs, runc_version 1.1.5; the inventory says 1.1.6.");
    assertThat(ssh("node-4", "runc --version")).contains("1.1.5");
    assertThat(Files.readString(file)).contains("\"1.1.6\"", "node-4");
    quorate.run("inventory", "set-running-versions", "-i", file.toString()).orFail();
    assertThat(Files.readString(file)).contains("\"1.1.5\"");
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
  void aSecondMasterStaysWhileOneOfThreeIsDown() throws IOException {
    Lab.lab("crash", "node-3");
    awaitDead("node-3");
    var refused = quorate("remove", "node-2", "--plain", "--yes");
    assertThat(refused.output())
        .contains("1 of 3 voting members is down", "2 would be left", "only 1 is alive", "node-3");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    Lab.lab("start", "node-3");
    quorate.trustTheNodes();
    assertThat(members("node-1")).hasSize(3);
    awaitExit("all members are healthy", "node-2", "etcdctl.sh endpoint health", c -> c == 0);
    awaitExit("it schedules", "node-3", "systemctl is-active kube-scheduler", c -> c == 0);
  }

  /** As seen from a master, not from here. */
  private static void awaitDead(String node) {
    int number = Integer.parseInt(node.substring("node-".length()));
    String ask = "etcdctl.sh --command-timeout=2s --endpoints=https://%s:2379 endpoint health";
    awaitExit(node + " is dead", "node-2", ask.formatted(Lab.address(number)), code -> code != 0);
  }

  private static void awaitExit(String what, String node, String ask, IntPredicate wanted) {
    Limits.await(what, () -> Lab.ssh(node, ask), result -> wanted.test(result.exitCode()));
  }

  /** The file is edited by hand: two masters that the cluster has not. */
  @Test
  @Order(3)
  void installLetsNoTwoMastersJoinAtOnce() {
    LabInventory five = new LabInventory(5, 5).set("etcd_version", '"' + Lab.newestEtcd() + '"');
    Path edited = quorate.inventory("edited.yaml", five.text());
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
    ssh("node-2", "cat >/root/writer.sh <<'EOF'\n" + WRITER + "EOF");
    ssh("node-2", "systemd-run --unit=writer sh /root/writer.sh " + addresses(1, 2, 3));
    var before = startTimes(1, 2, 3);
    try (Tmux terminal = wizard("add")) {
      terminal.await(Limits.SOON, "Everything answers");
      terminal.paste("node-4 master,worker\nnode-5 " + Lab.address(5) + " master,worker");
      terminal.await(Limits.SOON, "3 → 5 masters");
      terminal.press("F10");
      terminal.await(Limits.SOON, "node-5 joins without a vote");
      terminal.press("F10");
      terminal.await(Limits.SOON, "Let them join now?");
      terminal.press("Right", "Enter");
      end(terminal, "add");
    }
    long end = Long.parseLong(ssh("node-2", "date +%s%3N; systemctl stop writer").strip());
    assertThat(startTimes(1, 2, 3)).isEqualTo(before);
    assertThat(members("node-1"))
        .containsExactly(
            "node-1 false", "node-2 false", "node-3 false", "node-4 false", "node-5 false");
    long last = 0;
    long silence = 0;
    int written = 0;
    Set<String> learners = new TreeSet<>();
    for (String line : ssh("node-2", "cat /root/writer.log").lines().toList()) {
      String[] part = line.split(" ");
      if (part[0].equals("learners")) {
        learners.add(part[1]);
      } else if (part[0].equals("ok")) {
        long at = Long.parseLong(part[1]);
        silence = last == 0 ? 0 : Math.max(silence, at - last);
        last = at;
        written++;
      }
    }
    silence = Math.max(silence, end - last);
    System.out.println("figure: longest silence of " + written + " writes: " + silence + " ms");
    assertThat(written).isGreaterThan(20);
    assertThat(silence).isLessThan(longestSilenceMillis(Limits.slowness()));
    assertThat(learners).as("how many learners there were at a time").containsExactly("0", "1");
    Cluster.assertReady(5);
    var install = quorate("install", "--plain", "--yes");
    assertThat(install.exitCode()).as(install.output()).isZero();
    assertThat(startTimes(1, 2, 3)).as("a rerun of install restarts nothing").isEqualTo(before);
  }

  /** The inventory is not at hand: it is read back from the cluster, and leads to a new file. */
  @Test
  @Order(5)
  void aWorkerIsLedToFiveMastersWithoutTheInventory() {
    Path back = home.resolve("back.yaml");
    String[] add = opened("add", back, "--node", WORKER + " " + Lab.address(6));
    quorate.run(add).orFail();
    Cluster.assertReady(6);
    assertThat(proxied()).isEqualTo(apiServers(1, 2, 3, 4, 5));
    assertThat(read(back)).contains("node-5", WORKER);
    var taken = quorate.run(add);
    assertThat(taken.output()).contains("is not written over");
    assertThat(taken.exitCode()).isEqualTo(INVALID);
    goOnWith(back);
  }

  /** The words of a journey on what the cluster tells; a new file gets its inventory. */
  private static String[] opened(String command, Path inventory, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                command,
                "-i",
                inventory.toString(),
                "--from-cluster",
                "--master",
                Lab.address(2),
                "--key",
                Lab.key().toString(),
                "--plain",
                "--yes"));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  /** Nodes have a digest of the token alone: the person puts it back. */
  private static void goOnWith(Path inventory) {
    try {
      Files.writeString(
          inventory,
          read(inventory)
              .replaceFirst("etcd_initial_token: .*", "etcd_initial_token: " + LabInventory.TOKEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = inventory;
  }

  /** Where the worker's proxy leads to. */
  private static List<String> proxied() {
    return ssh(WORKER, "cat /etc/kube-api-proxy/nginx.conf")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("server ") && line.contains(":6443 "))
        .map(line -> line.split(" ")[1])
        .toList();
  }

  private static String addresses(int... nodes) {
    return Arrays.stream(nodes).mapToObj(Lab::address).collect(Collectors.joining(" "));
  }

  private static List<String> apiServers(int... masters) {
    return Arrays.stream(masters).mapToObj(i -> Lab.address(i) + ":6443").toList();
  }

  @Test
  @Order(6)
  void theFirstMasterDiesLeavesAndComesBack() throws Exception {
    Lab.lab("crash", "node-1");
    awaitDead("node-1");
    long begin = System.nanoTime();
    try (Tmux terminal = wizard("remove")) {
      terminal.await(Limits.SOON, "etcd member does not answer");
      for (String line : terminal.screen().lines().filter(l -> l.startsWith(" [ ] ")).toList()) {
        if (line.contains(" node-1 ")) {
          break;
        }
        terminal.press("Down");
      }
      terminal.press("Space");
      terminal.await(Limits.SOON, "Voting members 5 → 4");
      terminal.press("F10");
      terminal.await(Limits.SOON, "node-1 is not reached");
      terminal.press("F10");
      terminal.await(Limits.SOON, "Remove node-1 now?");
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
    assertThat(proxied()).isEqualTo(apiServers(2, 3, 4, 5));
    for (int i = 2; i <= 6; i++) {
      assertThat(ssh("node-" + i, "cat /etc/hosts")).doesNotContain(Lab.address(1) + " ");
      assertThat(ssh("node-" + i, "nft list ruleset"))
          .contains("saddr " + Lab.address(2) + " ")
          .doesNotContain("saddr " + Lab.address(1) + " ");
    }

    // It comes back as it was: etcd does not take it.
    Lab.lab("start", "node-1");
    Thread.sleep(5_000);
    assertThat(members("node-2")).hasSize(4);
    assertThat(Lab.ssh("node-1", ETCDCTL + "endpoint health").exitCode()).isNotZero();
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
    Cluster.assertReady(6);
    assertThat(proxied()).isEqualTo(apiServers(1, 2, 3, 4, 5));
    for (int i = 1; i <= 6; i++) {
      assertThat(ssh("node-" + i, "cat /etc/hosts")).contains(Lab.address(1) + " node-1");
      assertThat(ssh("node-" + i, "nft list ruleset")).contains("saddr " + Lab.address(1) + " ");
    }
  }

  /** It keeps its old data and its old share of the pods' network, and may use neither. */
  @Test
  @Order(7)
  void aLiveMasterLeavesAndComesBackWiped() {
    holdAPod("node-5");
    var held = quorate("remove", "node-5", "--drain-timeout", "10", "--plain", "--yes");
    assertThat(held.output()).contains("a disruption budget holds them", "say --force");
    assertThat(held.exitCode()).as(held.output()).isEqualTo(FAILED);
    assertThat(members("node-2")).hasSize(5);

    ssh("node-2", "etcdctl.sh move-leader " + memberId("node-5"));
    assertThat(leader()).isEqualTo("https://" + Lab.address(5) + ":2379");
    Path again = home.resolve("again.yaml");
    var removed = quorate.run(opened("remove", again, "node-5", "--force"));
    assertThat(removed.exitCode()).as(removed.output()).isZero();
    assertThat(removed.output())
        .containsSubsequence("changed another member leads", "of node-5 is gone");
    assertThat(read(again)).contains(WORKER).doesNotContain("node-5");
    goOnWith(again);
    assertThat(members("node-2")).hasSize(4);
    assertThat(proxied()).isEqualTo(apiServers(1, 2, 3, 4));
    Cluster.kubectl("delete deployment,poddisruptionbudget held");
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
    Cluster.assertServesPods(6);
    var install = quorate("install", "--plain", "--yes");
    assertThat(install.output()).contains("nothing was changed");
  }

  /** A change of roles is the same journey, there and back; the file follows. */
  @Test
  @Order(8)
  void aMasterBecomesAWorker() {
    var before = startTimes(1, 2, 3, 4);
    done("add", "--node", "node-5", "--role", "worker");
    assertThat(members("node-2")).hasSize(4).noneMatch(m -> m.startsWith("node-5 "));
    Cluster.assertReady(6);
    assertThat(proxied()).isEqualTo(apiServers(1, 2, 3, 4));
    assertThat(Lab.ssh("node-5", "systemctl is-active etcd kube-apiserver").exitCode()).isNotZero();
    assertThat(startTimes(1, 2, 3, 4)).isEqualTo(before);
    var install = quorate("install", "--plain", "--yes");
    assertThat(install.output()).contains("nothing was changed");
  }

  /** Its node object was deleted by somebody. */
  @Test
  @Order(9)
  void aWorkerLeavesACleanMachineBehind() {
    Cluster.kubectl("delete node " + WORKER);
    done("remove", WORKER, "--clean");
    Cluster.assertReady(5);
    assertThat(read(file)).contains("node-5").doesNotContain(WORKER);
    assertThat(
            ssh(
                WORKER,
                "ls -d /etc/kubernetes /var/lib/kubelet /usr/local/bin/kubelet 2>&1 | grep -v"
                    + " 'No such' ; pgrep -a 'kube|containerd' ; nft list tables | grep quorate;"
                    + " true"))
        .isEmpty();
    for (int i = 1; i <= 5; i++) {
      assertThat(ssh("node-" + i, "nft list ruleset"))
          .doesNotContain("saddr " + Lab.address(6) + " ");
    }
  }

  /** With the later series of etcd; the older one's is among the tests of the second day. */
  @Test
  @Order(10)
  void threeOfFourMastersAreLost() {
    var refused = quorate("rescue", "--survivor", "node-3", "--confirm", "lab", "--plain");
    assertThat(refused.output()).contains("etcd has its quorum: 4 voting members, 4 healthy");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    Lab.lab("crash", "node-1", "node-2", "node-4");
    var status = quorate("status");
    assertThat(status.exitCode()).as(status.output()).isEqualTo(FAILED);
    assertThat(status.output()).contains("The quorum is lost", "quorate rescue --survivor node-3");
    var lost = quorate("remove", "node-1", "--plain", "--yes");
    assertThat(lost.output()).contains("quorate rescue --survivor node-3");
    assertThat(lost.exitCode()).as(lost.output()).isEqualTo(REFUSED);
    var rescued = quorate("rescue", "--survivor", "node-3", "--confirm", "lab", "--plain");
    assertThat(rescued.exitCode()).as(rescued.output()).isZero();
    assertThat(rescued.output()).contains("objects are there as before");
    assertThat(members("node-3")).containsExactly("node-3 false");
  }

  /** A pod that can run there only, and a budget that lets it not go. */
  private static void holdAPod(String node) {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: held}
        spec:
          selector: {matchLabels: {app: held}}
          template:
            metadata: {labels: {app: held}}
            spec:
              terminationGracePeriodSeconds: 0
              nodeSelector: {kubernetes.io/hostname: %s}
              containers:
              - name: held
                image: docker.io/library/busybox:1.35
                imagePullPolicy: IfNotPresent
                command: [sleep, '3600']
        """
            .formatted(node);
    ssh("node-1", "cat <<'EOF' | kubectl apply -f -\n" + deployment + "EOF");
    Cluster.kubectl("create poddisruptionbudget held --selector=app=held --max-unavailable=0");
    Cluster.kubectl("rollout status deployment/held --timeout=240s");
  }

  private static String memberId(String name) {
    return ssh("node-2", ETCDCTL + "member list")
        .lines()
        .filter(line -> line.contains(", " + name + ", "))
        .map(line -> line.split(", ")[0])
        .findFirst()
        .orElseThrow();
  }

  /** The URL of the member that says that it leads. */
  private static String leader() {
    return ssh("node-2", "etcdctl.sh endpoint status")
        .lines()
        .map(line -> line.split(", "))
        .filter(part -> part.length > 4 && part[4].equals("true"))
        .map(part -> part[0])
        .collect(Collectors.joining(" "));
  }

  private static Tmux wizard(String journey) {
    Tmux terminal = Tmux.open(110, 34, quorate.environment(), home);
    String words = String.join(" ", Program.words(journey, "-i", file.toString()));
    terminal.command(words + "; echo code=$?");
    return terminal;
  }

  /** The run's summary, read and left. */
  private static void end(Tmux terminal, String journey) {
    String summary = terminal.await(Limits.RUN, journey + " of lab: ");
    assertThat(summary).contains(journey + " of lab: done", "Verified");
    terminal.press("q");
    terminal.await(Limits.SOON, "code=0");
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
