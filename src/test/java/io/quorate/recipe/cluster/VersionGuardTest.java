package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.ProgramVersion;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.cluster.VersionGuard.Difference;
import io.quorate.recipe.cluster.VersionGuard.Reason;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.NetworkRepairPlan;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.recipe.lifecycle.RescueGuard;
import io.quorate.recipe.lifecycle.RescuePlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No journey brings another version to a cluster that runs. */
class VersionGuardTest {

  /** What a master of a live cluster answers, in the words of the real programs. */
  private static final String MASTER =
      """
      record kubelet 1.31.14
      record etcd 3.5.16
      disk kubelet Kubernetes v1.31.14
      runs kubelet Kubernetes v1.31.14
      disk kube-proxy Kubernetes v1.31.14
      runs kube-proxy Kubernetes v1.31.14
      disk kube-apiserver Kubernetes v1.31.14
      runs kube-apiserver Kubernetes v1.31.14
      disk kube-controller-manager Kubernetes v1.31.14
      runs kube-controller-manager Kubernetes v1.31.14
      disk kube-scheduler Kubernetes v1.31.14
      runs kube-scheduler Kubernetes v1.31.14
      disk etcd etcd Version: 3.5.16
      runs etcd etcd Version: 3.5.16
      disk containerd containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6
      runs containerd containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6
      disk runc runc version 1.1.15+ds1
      record cni-plugins 1.5.1
      disk cni-plugins CNI bridge plugin version unknown
      data etcd
      answer api {"major": "1","minor": "31","gitVersion": "v1.31.14","platform": "linux/amd64"}
      answer etcd {"etcdserver":"3.5.16","etcdcluster":"3.5.0"}
      endpoint unix:///run/containerd/containerd.sock
      network 10-calico.conflist
      """;

  private static final Inventory RUNNING = wanted("1.31.14", "3.5.16", "1.7.24", "1.1.15", "1.5.1");

  private static final List<String> NAMED = List.of("-i", "my cluster.yaml");

  private static Inventory wanted(
      String kubernetes, String etcd, String containerd, String runc, String cni) {
    Inventory.Versions v = Fixtures.inventory().versions();
    return Fixtures.inventory()
        .withVersions(
            new Inventory.Versions(
                kubernetes,
                etcd,
                Runtime.CONTAINERD,
                containerd,
                runc,
                "",
                v.criDockerd(),
                cni,
                v.calico(),
                v.coredns(),
                v.pauseImage()));
  }

  private static ClusterFacts facts(UnaryOperator<String> third) {
    return facts((node, answer) -> node.equals("node-3") ? third.apply(answer) : answer);
  }

  private static ClusterFacts facts(BinaryOperator<String> change) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : Fixtures.inventory().hosts()) {
      Machine machine = Machine.like(host);
      String answer =
          host.isMaster()
              ? MASTER
              : MASTER.replaceAll(
                  "(?m)^(disk|runs|record|data|answer) (kube-[acs]|etcd|api).*\n", "");
      answer = change.apply(host.name(), answer);
      machine.records = Map.of(VersionProbe.SCRIPT, answer);
      nodes.put(host.name(), machine.facts());
    }
    return new ClusterFacts(nodes, Map.of());
  }

  private static ClusterFacts facts() {
    return facts(answer -> answer);
  }

  private static List<Difference> differences(Inventory wanted, ClusterFacts facts) {
    return VersionGuard.differences(wanted, VersionMatrix.of(wanted, facts));
  }

  @Test
  void whatRunsMayBeWanted() {
    assertThat(differences(RUNNING, facts())).isEmpty();
    assertThatCode(() -> VersionGuard.refuseChange(RUNNING, facts())).doesNotThrowAnyException();
    assertThat(VersionGuard.notes(VersionMatrix.of(RUNNING, facts()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.36.3,  3.5.16, 1.7.24, 1.1.15, 1.5.1, Kubernetes, SKEW",
    "1.32.0,  3.5.16, 1.7.24, 1.1.15, 1.5.1, Kubernetes, SKEW",
    "1.31.15, 3.5.16, 1.7.24, 1.1.15, 1.5.1, Kubernetes, PATCH",
    "1.31.13, 3.5.16, 1.7.24, 1.1.15, 1.5.1, Kubernetes, DOWNGRADE",
    "1.30.20, 3.5.16, 1.7.24, 1.1.15, 1.5.1, Kubernetes, DOWNGRADE",
    "1.31.14, 3.6.5,  1.7.24, 1.1.15, 1.5.1, etcd, DATA_FORMAT",
    "1.31.14, 3.5.32, 1.7.24, 1.1.15, 1.5.1, etcd, PATCH",
    "1.31.14, 3.5.15, 1.7.24, 1.1.15, 1.5.1, etcd, DOWNGRADE",
    "1.31.14, 3.4.30, 1.7.24, 1.1.15, 1.5.1, etcd, DOWNGRADE DATA_FORMAT",
    "1.31.14, 3.5.16, 2.3.0,  1.1.15, 1.5.1, containerd, RUNTIME_SERIES",
    "1.31.14, 3.5.16, 1.8.0,  1.1.15, 1.5.1, containerd, RUNTIME_SERIES",
    "1.31.14, 3.5.16, 1.7.23, 1.1.15, 1.5.1, containerd, DOWNGRADE",
    "1.31.14, 3.5.16, 1.7.24, 1.1.14, 1.5.1, runc, DOWNGRADE",
    "1.31.14, 3.5.16, 1.7.24, 1.1.15, 1.4.0, cni-plugins, DOWNGRADE"
  })
  void anotherVersionIsRefused(
      String kubernetes,
      String etcd,
      String containerd,
      String runc,
      String cni,
      String component,
      String reasons) {
    Inventory wanted = wanted(kubernetes, etcd, containerd, runc, cni);
    assertThat(differences(wanted, facts()))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.component()).isEqualTo(component);
              assertThat(d.reasons().stream().map(Reason::name))
                  .containsExactlyInAnyOrder(reasons.split(" "));
            });
    assertThatThrownBy(() -> VersionGuard.refuseStray(wanted, facts()))
        .isInstanceOf(VersionsRefused.class);
    assertThatThrownBy(() -> InstallPlan.of(Fixtures.context(wanted, facts().nodes())))
        .isInstanceOf(VersionsRefused.class)
        .hasMessageContaining(component)
        .hasMessageContaining("set-running-versions");
  }

  /** What is newer comes by an upgrade, and nothing else does. */
  @ParameterizedTest
  @CsvSource({
    "1.32.0,  3.5.16, 1.7.24, true",
    "1.31.14, 3.6.5,  2.3.0,  true",
    "1.31.13, 3.5.16, 1.7.24, false",
    "1.32.0,  3.5.15, 1.7.24, false"
  })
  void theRefusalNamesTheUpgrade(
      String kubernetes, String etcd, String containerd, boolean leadsThere) {
    Inventory wanted = wanted(kubernetes, etcd, containerd, "1.1.15", "1.5.1");
    assertThatThrownBy(() -> VersionGuard.refuseChange(wanted, facts()))
        .isInstanceOfSatisfying(
            VersionsRefused.class,
            refused ->
                assertThat(refused.lines(NAMED).contains("  quorate upgrade -i 'my cluster.yaml'"))
                    .isEqualTo(leadsThere));
  }

  @Test
  void whatRunsIsShownOnceWhereItIsAlikeAndByNodeWhereNot() {
    assertThat(VersionTable.running(VersionMatrix.of(RUNNING, facts())))
        .containsExactly(
            "  COMPONENT    RUNS     ON",
            "  Kubernetes   1.31.14  everywhere",
            "  etcd         3.5.16   everywhere",
            "  containerd   1.7.24   everywhere",
            "  runc         1.1.15   everywhere",
            "  cni-plugins  1.5.1    everywhere");
    ClusterFacts half = facts(a -> a.replaceAll("kubelet Kubernetes v1.31.14", "kubelet v1.30.1"));
    assertThat(VersionTable.running(VersionMatrix.of(RUNNING, half)))
        .contains(
            "  control plane, kube-proxy  1.31.14  everywhere",
            "  kubelet                    1.31.14  node-1, node-2, node-4",
            "                             1.30.1   node-3");
  }

  @ParameterizedTest
  @CsvSource({"1.7.25, 1.1.15, 1.5.1", "1.7.24, 1.2.0, 1.5.1", "1.7.24, 1.1.15, 1.9.1"})
  void newerPatchesOfTheRuntimeMayBeInstalled(String containerd, String runc, String cni) {
    assertThat(differences(wanted("1.31.14", "3.5.16", containerd, runc, cni), facts())).isEmpty();
  }

  /** Whatever their files are called, Calico's among them. */
  @Test
  void ownManifestsAreKnownByTheRecordOfTheCluster() {
    Inventory own = RUNNING.withNetwork(RUNNING.network().withCni(Cni.MANIFESTS));
    ClusterFacts asked = facts(answer -> answer + "asked cni manifests\n");
    assertThat(differences(own, asked)).isEmpty();
    assertThat(differences(RUNNING, asked))
        .singleElement()
        .satisfies(d -> assertThat(d.reasons()).containsExactly(Reason.POD_NETWORK));
    assertThat(VersionGuard.notes(VersionMatrix.of(own, asked))).isEmpty();
    assertThat(VersionGuard.running(RUNNING, VersionMatrix.of(RUNNING, asked)).network().cni())
        .isEqualTo(Cni.MANIFESTS);
    assertThat(differences(own, facts())).isNotEmpty();
  }

  @Test
  void anotherRuntimeOrNetworkIsRefused() {
    Inventory routed = RUNNING.withNetwork(RUNNING.network().withCni(Cni.ROUTED));
    assertThat(differences(routed, facts()))
        .singleElement()
        .satisfies(d -> assertThat(d.reasons()).containsExactly(Reason.POD_NETWORK));
    Inventory.Versions v = RUNNING.versions();
    Inventory docker =
        RUNNING.withVersions(
            new Inventory.Versions(
                v.kubernetes(),
                v.etcd(),
                Runtime.DOCKER,
                v.containerd(),
                v.runc(),
                "",
                v.criDockerd(),
                v.cniPlugins(),
                v.calico(),
                v.coredns(),
                v.pauseImage()));
    assertThat(differences(docker, facts()))
        .singleElement()
        .satisfies(d -> assertThat(d.reasons()).containsExactly(Reason.RUNTIME));
  }

  @Test
  void aHalfChangedClusterIsSaidNodeByNodeAndItsDeadMayLeave() {
    ClusterFacts half = facts(a -> a.replace("v1.31.14", "v1.32.1"));
    VersionMatrix matrix = VersionMatrix.of(RUNNING, half);
    assertThat(VersionGuard.isHalfChanged(matrix)).isTrue();
    assertThat(VersionGuard.notes(matrix))
        .anySatisfy(
            n ->
                assertThat(n)
                    .contains("kubelet", "1.31.14 on node-1, node-2, node-4", "1.32.1 on node-3"));
    // Whichever is wanted, some node would change.
    for (String version : List.of("1.31.14", "1.32.1")) {
      Inventory wanted = wanted(version, "3.5.16", "1.7.24", "1.1.15", "1.5.1");
      assertThatThrownBy(() -> VersionGuard.refuseChange(wanted, half))
          .isInstanceOf(VersionsRefused.class)
          .hasMessageContaining("half changed")
          .hasMessageContaining("1.32.1 on node-3")
          .hasMessageContaining("`quorate remove`")
          .hasMessageContaining("An upgrade that was cut off goes on")
          .message()
          .doesNotContain("set-running-versions");
      assertThatCode(() -> VersionGuard.refuseStray(wanted, half)).doesNotThrowAnyException();
    }
    Inventory none = wanted("1.33.0", "3.5.16", "1.7.24", "1.1.15", "1.5.1");
    assertThatThrownBy(() -> VersionGuard.refuseStray(none, half))
        .isInstanceOf(VersionsRefused.class);
  }

  /** As an install leaves it that was cut off between its API servers and its kubelets. */
  @Test
  void theDeadMayLeaveAClusterWhoseProgramsDiffer() {
    ClusterFacts half =
        facts(
            (node, answer) ->
                answer
                    .replace("kube-apiserver Kubernetes v1.31", "kube-apiserver Kubernetes v1.32")
                    .replace("\"v1.31.14\"", "\"v1.32.14\""));
    for (String version : List.of("1.31.14", "1.32.14")) {
      Inventory wanted = wanted(version, "3.5.16", "1.7.24", "1.1.15", "1.5.1");
      assertThatThrownBy(() -> VersionGuard.refuseChange(wanted, half))
          .isInstanceOf(VersionsRefused.class);
      assertThatCode(() -> VersionGuard.refuseStray(wanted, half)).doesNotThrowAnyException();
    }
    Inventory none = wanted("1.33.0", "3.5.16", "1.7.24", "1.1.15", "1.5.1");
    assertThatThrownBy(() -> VersionGuard.refuseStray(none, half))
        .isInstanceOf(VersionsRefused.class);
  }

  /** A distribution's own runtime runs before the kubelet was ever started. */
  @Test
  void aRuntimeThatNoKubeletUsesIsNotOurs() {
    ClusterFacts begun =
        facts(
            (node, answer) ->
                answer.replaceAll("(?m)^(runs|disk|record|answer) (kube|api).*\n", ""));
    assertThat(differences(wanted("1.31.14", "3.5.16", "2.3.0", "1.1.15", "1.5.1"), begun))
        .isEmpty();
    assertThat(differences(wanted("1.31.14", "3.6.1", "1.7.24", "1.1.15", "1.5.1"), begun))
        .extracting(Difference::component)
        .containsExactly("etcd");
  }

  /** The file was changed and the process was not restarted: what runs counts. */
  @Test
  void aNewFileUnderARunningProcessIsNotWhatRuns() {
    ClusterFacts replaced =
        facts(a -> a.replace("disk etcd etcd Version: 3.5.16", "disk etcd etcd Version: 3.6.5"));
    assertThat(differences(RUNNING, replaced)).isEmpty();
    assertThat(differences(wanted("1.31.14", "3.6.5", "1.7.24", "1.1.15", "1.5.1"), replaced))
        .singleElement()
        .satisfies(d -> assertThat(d.runs()).containsOnlyKeys("3.5.16"));
  }

  /** All is stopped: etcd's data still is of a version. */
  @Test
  void aStoppedClusterIsGuardedByItsData() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : RUNNING.masters()) {
      Machine machine = Machine.like(host);
      machine.records =
          Map.of(VersionProbe.SCRIPT, MASTER.replaceAll("(?m)^(runs|answer|endpoint) .*\n", ""));
      nodes.put(host.name(), machine.facts());
    }
    ClusterFacts stopped = new ClusterFacts(nodes, Map.of());
    assertThat(differences(RUNNING, stopped)).isEmpty();
    assertThat(differences(wanted("1.30.1", "3.4.23", "1.7.24", "1.1.15", "1.5.1"), stopped))
        .extracting(Difference::component)
        .containsExactly("Kubernetes", "etcd");
  }

  /** Programs lie there, perhaps of a first install that failed, or of the distribution. */
  @Test
  void whereNothingServesNothingIsGuarded() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : RUNNING.hosts()) {
      Machine machine = Machine.like(host);
      machine.records =
          Map.of(
              VersionProbe.SCRIPT,
              """
              record kubelet 1.30.1
              disk kubelet Kubernetes v1.30.1
              disk containerd containerd github.com/containerd/containerd 1.6.20~ds1
              runs containerd containerd github.com/containerd/containerd 1.6.20~ds1
              """);
      nodes.put(host.name(), machine.facts());
    }
    assertThat(differences(RUNNING, new ClusterFacts(nodes, Map.of()))).isEmpty();
  }

  /** A first install that failed half way has one version, on the nodes that it reached. */
  @Test
  void aFirstInstallThatFailedHalfWayGoesOn() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>(facts().nodes());
    nodes.put("node-3", Machine.like(Fixtures.MASTER_3).facts());
    Machine worker = Machine.like(Fixtures.WORKER);
    worker.records = Map.of(VersionProbe.SCRIPT, "disk kubelet Kubernetes v1.31.14\n");
    nodes.put("node-4", worker.facts());
    ClusterFacts half = new ClusterFacts(nodes, Map.of());
    assertThat(VersionGuard.notes(VersionMatrix.of(RUNNING, half))).isEmpty();
    assertThat(differences(RUNNING, half)).isEmpty();
  }

  @Test
  void whatDoesNotTellIsSaidAndNotRefused() {
    ClusterFacts mute =
        facts(a -> a.replaceAll("(?m)^(disk|runs) containerd .*", "$1 containerd "));
    assertThat(differences(RUNNING, mute)).isEmpty();
    assertThat(VersionGuard.notes(VersionMatrix.of(RUNNING, mute)))
        .containsExactly(
            "containerd on node-3 does not tell its version; whether it is the wanted one is not"
                + " known.");
  }

  @Test
  void aStrangersNetworkIsSaidAndOursIsCompared() {
    ClusterFacts stranger =
        facts(a -> a.replace("network 10", "network 00-other.conf\nnetwork 10"));
    assertThat(differences(RUNNING, stranger)).isEmpty();
    assertThat(VersionGuard.notes(VersionMatrix.of(RUNNING, stranger)))
        .singleElement()
        .asString()
        .contains("of node-3 takes /etc/cni/net.d/00-other.conf before");
    Inventory routed = RUNNING.withNetwork(RUNNING.network().withCni(Cni.ROUTED));
    assertThat(
            differences(
                routed, facts((node, a) -> a.replace("network 10", "network 00\nnetwork 10"))))
        .singleElement()
        .satisfies(d -> assertThat(d.reasons()).containsExactly(Reason.POD_NETWORK));
  }

  @Test
  void theRefusalIsATableForAPerson() {
    Inventory wanted = wanted("1.36.3", "3.6.5", "2.3.0", "1.1.15", "1.5.1");
    assertThatThrownBy(() -> VersionGuard.refuseChange(wanted, facts()))
        .hasMessageContaining(
            """
              COMPONENT   RUNS     WANTED  REFUSED BECAUSE
              Kubernetes  1.31.14  1.36.3  another minor version
              etcd        3.5.16   3.6.5   another data format
              containerd  1.7.24   2.3.0   another series of the runtime
            """);
  }

  @Test
  void newcomersGetWhatRuns() {
    Inventory newer = wanted("1.31.14", "3.5.16", "1.7.25", "1.2.0", "1.9.1");
    Inventory running = VersionGuard.running(newer, VersionMatrix.of(newer, facts()));
    assertThat(running.versions()).isEqualTo(RUNNING.versions());
    assertThat(running.withVersions(newer.versions())).isEqualTo(newer);
  }

  /** What set-running-versions writes has to pass, where anything does. */
  @Test
  void ofDifferentVersionsTheOneIsTakenThatIsNotRefused() {
    Inventory other = wanted("1.33.0", "3.5.16", "1.7.24", "1.3.0", "1.5.1");
    ClusterFacts newerRunc = facts(a -> a.replace("runc version 1.1.15", "runc version 1.1.16"));
    Inventory.Versions runc =
        VersionGuard.running(other, VersionMatrix.of(other, newerRunc)).versions();
    assertThat(runc.runc()).isEqualTo("1.1.16");
    ClusterFacts kubelets =
        facts(
            (node, answer) ->
                answer.replace("kubelet Kubernetes v1.31", "kubelet Kubernetes v1.32"));
    Inventory.Versions kubernetes =
        VersionGuard.running(other, VersionMatrix.of(other, kubelets)).versions();
    assertThat(kubernetes.kubernetes()).as("no kubelet newer than it").isEqualTo("1.31.14");
  }

  private static ClusterFacts of(String... names) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>(facts().nodes());
    nodes.keySet().retainAll(List.of(names));
    return new ClusterFacts(nodes, Map.of());
  }

  private static List<String> undecided(ClusterFacts facts) {
    return VersionGuard.undecided(VersionMatrix.of(RUNNING, facts));
  }

  /** One master of three is enough, if it is the only one that answers. */
  @Test
  void whoeverAnswersDecidesUnlessTheyDisagree() {
    assertThat(undecided(of("node-2"))).isEmpty();
    assertThat(undecided(facts(a -> a.replace("1.31.14", "1.32.1")))).as("two of three").isEmpty();
    ClusterFacts two = of("node-2", "node-3");
    NodeFacts third = two.nodes().get("node-3");
    Map<String, NodeFacts> differ = new LinkedHashMap<>(two.nodes());
    differ.put(
        "node-3",
        third.withRecords(
            Map.of(
                VersionProbe.SCRIPT,
                MASTER.replace("1.31.14", "1.32.1").replace("runc version 1.1.15", "runc 1.2.0"))));
    assertThat(undecided(new ClusterFacts(differ, Map.of())))
        .as("a newer runc suits both")
        .containsExactly("kube-apiserver: 1.31.14 on node-2; 1.32.1 on node-3.");
  }

  @Test
  void whatNobodyTellsStaysAndIsSaid() {
    ClusterFacts worker = of("node-4");
    VersionMatrix matrix = VersionMatrix.of(RUNNING, worker);
    Inventory other = wanted("1.30.0", "3.4.23", "1.7.24", "1.1.15", "1.5.1");
    assertThat(VersionGuard.running(other, matrix).versions().etcd()).isEqualTo("3.4.23");
    assertThat(VersionGuard.running(other, matrix).versions().kubernetes()).isEqualTo("1.31.14");
    assertThat(VersionGuard.unseen(other, matrix))
        .containsExactly(
            "No node that answers runs an API server: for Kubernetes the kubelets count.",
            "No node that answers tells which etcd runs: etcd_version stays 3.4.23.");
    assertThat(VersionGuard.unseen(other, VersionMatrix.of(RUNNING, facts()))).isEmpty();
  }

  /** Neither circle nor change: whatever the inventory says, the survivor keeps what it runs. */
  @Test
  void aRescueBringsNoVersion() {
    ClusterFacts half =
        facts(
            (node, answer) ->
                node.equals("node-4") ? answer.replace("v1.31.14", "v1.30.9") : answer);
    Inventory other = wanted("1.33.0", "3.6.1", "1.7.24", "1.1.15", "1.5.1");
    Host survivor = other.masters().getFirst();
    Context rescued =
        RescuePlan.context(
            new Context(other, half, Map.of(), Instant.EPOCH), survivor, new Secret("t"));
    assertThat(rescued.inventory().versions()).isEqualTo(RUNNING.versions());
    assertThat(rescued.facts().nodes()).containsOnlyKeys(survivor.name());
    assertThat(rescued.facts().unreachable()).containsKey("node-4");
    assertThatCode(() -> VersionGuard.refuseChange(rescued.inventory(), rescued.facts()))
        .doesNotThrowAnyException();
    assertThat(RescuePlan.versions(other, half, survivor, NAMED))
        .anySatisfy(w -> assertThat(w).contains("node-4 runs other versions", "left alone"))
        .anySatisfy(
            w ->
                assertThat(w)
                    .contains("keeps the versions", "set-running-versions -i 'my cluster.yaml'"));
    assertThat(RescuePlan.versions(RUNNING, facts(), survivor, NAMED)).isEmpty();
  }

  @Test
  void theClusterVersionOfEtcdIsTheLowestThatIsTold() {
    ClusterFacts mixed =
        facts(a -> a.replace("\"etcdcluster\":\"3.5.0\"", "\"etcdcluster\":\"3.4.0\""));
    assertThat(VersionMatrix.of(RUNNING, mixed).etcdCluster()).hasToString("3.4.0");
  }

  @Test
  void everyJourneyAsks() {
    Inventory inventory = Fixtures.inventory();
    Set<Map<String, io.quorate.plan.facts.ProbeRequest>> journeys =
        Set.of(
            InstallProbe.requests(inventory),
            LiveProbe.joining(inventory, inventory),
            RemoveNodePlan.requests(inventory),
            NetworkRepairPlan.requests(inventory, "node-4"),
            RescueGuard.requests(inventory),
            RescueGuard.rehearsalRequests(inventory));
    assertThat(journeys)
        .allSatisfy(
            requests ->
                assertThat(requests.values())
                    .hasSize(4)
                    .allSatisfy(r -> assertThat(r.scripts()).containsKey(VersionProbe.SCRIPT)));
  }

  @Test
  void statusShowsTheMatrixAndWorriesWhereNodesDiffer() {
    ClusterFacts half = facts(a -> a.replace("Kubernetes v1.31.14", "Kubernetes v1.32.1"));
    ClusterStatus status = StatusReading.of(RUNNING, half, Instant.EPOCH);
    assertThat(status.versions())
        .contains(
            new ProgramVersion("kubelet", "node-3", "1.32.1", "1.32.1"),
            new ProgramVersion("kubelet", "node-4", "1.31.14", "1.31.14"),
            new ProgramVersion("runc", "node-1", "", "1.1.15"),
            new ProgramVersion("cni-plugins", "node-1", "", "1.5.1"));
    assertThat(status.worries())
        .anyMatch(w -> w.contains("kubelet") && w.contains("1.32.1 on node-3"));
    assertThat(StatusReading.of(RUNNING, facts(), Instant.EPOCH).worries())
        .noneMatch(w -> w.contains("differs"));
    assertThat(StatusProbe.withVersions(RUNNING).values())
        .allSatisfy(r -> assertThat(r.scripts()).containsKey(VersionProbe.SCRIPT));
  }
}
