package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Newer versions come to a cluster under its pods, while clients ask. Kubernetes' newer versions
 * are stand-ins: the programs of 1.20.2 that say another version (README of the lab); etcd and
 * containerd are real. The tests build on one another.
 */
@Tag("lab")
@Tag("chain")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeLabTest {

  private static final int MASTERS = 3;
  private static final int NODES = 4;
  private static final String WORKER = "node-4";
  private static final int FAILED = 1;
  private static final int INVALID = 2;
  private static final int REFUSED = 3;
  private static final int WARNED = 4;

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: site}
      spec:
        replicas: 2
        selector: {matchLabels: {app: site}}
        template:
          metadata: {labels: {app: site}}
          spec:
            terminationGracePeriodSeconds: 5
            topologySpreadConstraints:
            - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway,
               labelSelector: {matchLabels: {app: site}}}
            containers:
            - name: site
              image: docker.io/library/busybox:1.35
              command: [sh, -c, 'mkdir /w && hostname > /w/index.html && httpd -f -p 80 -h /w']
              readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
              lifecycle: {preStop: {exec: {command: [sleep, "3"]}}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: site}
      spec:
        selector: {app: site}
        ports: [{port: 80}]
      """;

  @TempDir static Path home;
  private static Program quorate;
  private static Path file;

  @BeforeAll
  static void aClusterOfOldVersions() {
    Lab.fresh(NODES);
    quorate = new Program(home);
    LabInventory nodes =
        new LabInventory(MASTERS, NODES)
            .set("kubernetes_version", "\"1.20.9\"")
            .set("etcd_version", "\"3.4.23\"");
    file = quorate.inventory("lab.yaml", nodes.text());
    quorate.install(file, "--plain", "--yes").orFail();
    Lab.ssh("node-1", "cat <<'EOF' | kubectl apply -f -\n" + WEB + "EOF").orFail();
    Cluster.kubectl("rollout status deployment/site --timeout=120s");
    budget(1);
  }

  @AfterAll
  static void toTheNext() {
    Lab.ssh(
        "node-1", "kubectl delete poddisruptionbudget,deployment,service site --ignore-not-found");
    Standing.leave(quorate, file);
  }

  /**
   * How many of the two pods have to stay; said to whichever API server answers: that of a master
   * whose etcd a killed run was changing rests until the next one.
   */
  private static void budget(int pods) {
    Limits.await(
        "a budget of " + pods,
        () ->
            Stream.of("node-1", "node-2", "node-3")
                .map(node -> said(node, pods))
                .filter(result -> result.exitCode() == 0)
                .findFirst(),
        Optional::isPresent);
  }

  private static Commands.Result said(String master, int pods) {
    return Lab.ssh(
        master,
        "kubectl delete poddisruptionbudget site --ignore-not-found && kubectl create"
            + " poddisruptionbudget site --selector=app=site --min-available="
            + pods);
  }

  private static List<String> words(String... more) {
    return wordsThrough("1.20.9", more);
  }

  /**
   * @param through the patch of the running minor version that is passed, since that is what the
   *     mirror has
   */
  private static List<String> wordsThrough(String through, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "upgrade",
                "-i",
                file.toString(),
                "--plain",
                "--yes",
                "--through",
                through,
                "--with",
                "etcd=3.5.30",
                "--with",
                "containerd=1.7.24",
                "--with",
                "runc=1.1.5",
                "--with",
                "cni-plugins=" + Lab.newestCniPlugins(),
                "--with",
                "pause-image=registry.k8s.io/pause:3.10.2"));
    words.addAll(List.of(more));
    return words;
  }

  private static Commands.Result upgrade(String... more) {
    return quorate.run(words(more).toArray(String[]::new));
  }

  private static Map<String, Map<String, String>> startTimes() {
    Map<String, Map<String, String>> times = new TreeMap<>();
    for (int i = 1; i <= NODES; i++) {
      times.put("node-" + i, Cluster.startTimes("node-" + i));
    }
    return times;
  }

  @Test
  @Order(1)
  void theEveningBeforeAllIsDownloadedAndNothingChanged() {
    Map<String, Map<String, String>> before = startTimes();
    var unknown = upgrade("--to", "1.99");
    assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(INVALID);
    var staged = upgrade("--to", "1.21.9", "--drain-once", "--stage-only");
    assertThat(staged.exitCode()).as(staged.output()).isZero();
    assertThat(staged.output()).contains("kube-apiserver 1.21.9", "kubelet 1.21.9", "etcd 3.5.30");
    assertThat(startTimes()).isEqualTo(before);
  }

  @Test
  @Order(2)
  void aKilledUpgradeAndAHeldDrainAreGotOverUnderItsClients() throws Exception {
    Clients clients =
        new Clients(
            WORKER,
            WORKER,
            Cluster.kubectl("get service site -o jsonpath={.spec.clusterIP}").strip());
    long begin = System.nanoTime();
    throughAKill();
    // Both pods have to stay: where one is, nobody is drained.
    budget(2);
    var refused = upgrade("--to", "1.21.9", "--drain-once");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    assertThat(refused.output())
        .contains("default/site", "--accept budgets", "nothing was changed");
    var held =
        upgrade("--to", "1.21.9", "--drain-once", "--drain-timeout", "15", "--accept", "budgets");
    assertThat(held.exitCode()).as(held.output()).isEqualTo(FAILED);
    assertThat(held.output()).contains("default/site", "takes pods again");
    assertThat(Cluster.kubectl("get nodes -o jsonpath={.items[*].spec.unschedulable}")).isBlank();
    budget(1);
    var done = upgrade("--to", "1.21.9", "--drain-once");
    assertThat(done.exitCode()).as(done.output()).isZero();
    System.out.println(
        "figure: upgrade to the next minor version, with a killed run and a held drain: "
            + Duration.ofNanos(System.nanoTime() - begin));
    clients.stop();
    System.out.println(
        "figure: %d requests to the API and %d to a service were answered meanwhile"
            .formatted(clients.answered("api"), clients.answered("web")));
    assertThat(clients.failed("api")).isEmpty();
    assertThat(clients.failed("web")).isEmpty();
    assertThat(clients.answered("api")).isGreaterThan(1000);
  }

  /** Cut off while a master gets its etcd: the same command goes on there. */
  private static void throughAKill() throws Exception {
    try (Running run =
        Running.start(
            quorate.environment(),
            Program.words(words("--to", "1.21.9", "--drain-once").toArray(String[]::new)))) {
      run.await(Limits.RUN, "changed etcd.service");
      Program.kill(quorate.newestRun());
      assertThat(run.end(Limits.RUN)).as(run.output()).isEqualTo(FAILED);
      assertThat(run.output()).contains("The run was killed", "--drain-once --resume");
    }
  }

  @Test
  @Order(3)
  void everythingRunsInTheWantedVersions() throws Exception {
    var status = quorate.run("status", "-i", file.toString());
    assertThat(status.output())
        .contains("Versions      the same on all nodes", "1.21.9", "3.5.30", "1.7.24");
    assertThat(Files.readString(file))
        .contains(
            "kubernetes_version: \"1.21.9\"",
            "etcd_version: \"3.5.30\"",
            "containerd_version: \"1.7.24\"");
    Cluster.assertReady(NODES);
    String told =
        Cluster.kubectl(
            "get nodes -o jsonpath={.items[*].status.nodeInfo.containerRuntimeVersion}");
    assertThat(told.split(" ")).hasSize(NODES).containsOnly("containerd://1.7.24");
    assertThat(Lab.ssh("node-1", "ls /var/lib/quorate/before-upgrade").orFail().output())
        .contains("etcd.db", "files.tar.gz", "programs", "artefacts");
    Cluster.kubectl("delete poddisruptionbudget site");
    Cluster.assertServesPods(NODES);
    var again = upgrade("--to", "1.21.9");
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output())
        .contains("nothing was changed", "Everything runs in the wanted versions");
    assertThat(quorate.install(file, "--dry-run").orFail().output())
        .contains("node-1: nothing would change", "node-4: nothing would change");
  }

  /** A master loses its power when its turn comes, and comes back: the same run goes on. */
  @Test
  @Order(4)
  void aMasterThatLosesItsPowerIsWaitedFor() throws Exception {
    try (Running run =
        Running.start(
            quorate.environment(),
            Program.words(wordsThrough("1.21.9", "--to", "1.22.9").toArray(String[]::new)))) {
      run.await(Limits.RUN, "node-1  done    Control plane 1.22.9");
      Lab.lab("crash", "node-2");
      Cluster.kubectl("get nodes");
      Lab.lab("start", "node-2");
      run.await(Limits.RUN, "node-2  done    Control plane 1.22.9");
      run.await(Limits.RUN, "node-1  done    kubelet 1.22.9");
      Program.kill(quorate.newestRun());
      assertThat(run.end(Limits.RUN)).as(run.output()).isEqualTo(FAILED);
    }
    assertThat(versions()).hasSize(NODES).contains("v1.22.9", "v1.21.9");
  }

  /** Half an upgrade: its programs come from what the nodes have kept. */
  @Test
  @Order(5)
  void itIsTakenBack() throws Exception {
    var back = quorate.run("upgrade", "-i", file.toString(), "--rollback", "--plain", "--yes");
    // The node that lost its power may have led etcd: what was asked in that moment may have
    // failed,
    // which then is the only warning.
    assertThat(back.exitCode()).as(back.output()).isIn(0, WARNED);
    assertThat(back.output()).contains("Rolled back, and proved on every node");
    assertThat(back.output().lines().filter(line -> line.contains(" WARNING ")))
        .hasSize(back.exitCode() == 0 ? 0 : 1)
        .allMatch(line -> line.contains("requests through the proxy of " + WORKER + " failed"));
    Cluster.assertReady(NODES);
    assertThat(versions()).hasSize(NODES).containsOnly("v1.21.9");
    assertThat(Files.readString(file)).contains("kubernetes_version: \"1.21.9\"");
    var status = quorate.run("status", "-i", file.toString());
    assertThat(status.output())
        .contains("Versions      the same on all nodes", "1.21.9", "3.5.30", "1.7.24");
  }

  /** The kubelets'. */
  private static List<String> versions() {
    String told =
        Cluster.kubectl("get nodes -o jsonpath={.items[*].status.nodeInfo.kubeletVersion}");
    return List.of(told.split(" "));
  }
}
