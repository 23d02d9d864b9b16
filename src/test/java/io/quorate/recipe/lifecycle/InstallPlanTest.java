package io.quorate.recipe.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Gate;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Kubernetes;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.run.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstallPlanTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Inventory INVENTORY = Kubernetes.inventory("1.36.4", "3.6.14");
  private static final List<Host> HOSTS = INVENTORY.hosts();
  private static final Plan FIRST = InstallPlan.of(context(machines((h, m) -> {}), NOW));

  private static Context context(Map<String, NodeFacts> nodes, Instant now) {
    Map<String, String> silent = new HashMap<>();
    HOSTS.stream()
        .map(Host::name)
        .filter(name -> !nodes.containsKey(name))
        .forEach(name -> silent.put(name, "no route"));
    return new Context(INVENTORY, new ClusterFacts(nodes, silent), Map.of(), now);
  }

  private static Map<String, NodeFacts> machines(BiConsumer<Host, Machine> change) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : HOSTS) {
      Machine machine = Machine.like(host);
      change.accept(host, machine);
      nodes.put(host.name(), machine.facts());
    }
    return nodes;
  }

  /** Else a run after an interrupted one would bring another master what the first has already. */
  @Test
  void whoLeadsDoesNotHangOnWhichApiServerIsUp() {
    Host last = HOSTS.stream().filter(Host::isMaster).toList().getLast();
    Map<String, NodeFacts> oneIsUp =
        machines(
            (host, machine) -> {
              if (host.equals(last)) {
                machine.units = Set.of("kube-apiserver.service");
              }
            });
    assertThat(InstallPlan.of(context(oneIsUp, NOW)).steps())
        .extracting(Step::id)
        .containsExactlyElementsOf(FIRST.steps().stream().map(Step::id).toList());
  }

  /** What a plan's files make of a node. */
  private static Map<String, Secret> pkiAfter(Plan plan, Host host) {
    return files(plan, host).entrySet().stream()
        .filter(e -> e.getKey().startsWith("/etc/kubernetes/pki/"))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> new Secret(e.getValue())));
  }

  private static Map<String, String> files(Plan plan, Host host) {
    Map<String, String> files = new HashMap<>();
    for (Step step : plan.stepsOf(host.name())) {
      for (Operation operation : step.operations()) {
        if (operation instanceof WriteFile file) {
          files.put(file.path(), file.content().text().reveal());
        }
      }
    }
    return files;
  }

  private static List<EtcdMember> members(Context context) {
    return context.inventory().masters().stream()
        .map(h -> new EtcdMember("id-" + h.name(), h.name(), EtcdRecipe.peerUrl(context, h), false))
        .toList();
  }

  /** The cluster that the first plan makes. */
  private static void installed(Host host, Machine machine) {
    machine.pki = pkiAfter(FIRST, host);
    if (host.isMaster()) {
      machine.present = Set.of(EtcdCluster.DATA);
      machine.etcdMembers = members(context(machines((h, m) -> {}), NOW));
      machine.records =
          Map.of(EtcdCluster.RECORD, "node-1\nnode-2\nnode-3\n", "etcd-token", "digest\n");
      machine.units = Set.of("kube-apiserver.service");
    }
  }

  /** While it is away, no other member may be restarted: that could cost the quorum. */
  @Test
  void aMemberThatDoesNotAnswerIsSeenToFirst() {
    Plan plan =
        InstallPlan.of(
            context(
                machines(
                    (host, machine) -> {
                      installed(host, machine);
                      if (host.name().equals("node-3")) {
                        machine.etcdMembers = null;
                      }
                    }),
                NOW));
    assertThat(step(plan, "etcd@node-3").after()).doesNotContain("etcd-health@node-2");
    assertThat(step(plan, "etcd@node-1").after()).contains("etcd-health@node-3");
    assertThat(step(plan, "etcd@node-2").after()).contains("etcd-health@node-1");
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private static Set<String> after(Plan plan, String id) {
    return plan.gates().stream()
        .filter(gate -> gate.id().equals(id))
        .map(Gate::after)
        .findFirst()
        .orElseGet(() -> step(plan, id).after());
  }

  /** Everything that is done before a step. */
  private static Set<String> before(Plan plan, String id) {
    Set<String> all = new HashSet<>();
    for (String direct : after(plan, id)) {
      if (all.add(direct)) {
        all.addAll(before(plan, direct));
      }
    }
    return all;
  }

  @Test
  void everyStepCompilesToShell() {
    for (Step step : FIRST.steps()) {
      assertThat(Shell.program(step.operations(), Mode.APPLY, "abcdefgh12345678"))
          .as(step.id())
          .isNotEmpty();
    }
  }

  @Test
  void noKeyOfAnAuthorityReachesAWorker() {
    String worker = String.join("\n", files(FIRST, Fixtures.WORKER).values());
    Map<String, String> master = files(FIRST, Fixtures.MASTER_1);
    for (String key :
        List.of("ca.key", "etcd/ca.key", "front-proxy-ca.key", "sa.key", "encryption.yaml")) {
      String text = master.get("/etc/kubernetes/pki/" + key);
      assertThat(text).as(key).isNotBlank();
      assertThat(worker).as(key).doesNotContain(text.strip());
    }
    assertThat(FIRST.stepsOf("node-4"))
        .flatExtracting(Step::operations)
        .contains(new Operation.RemoveFile("/etc/kubernetes/pki/ca.key"));
  }

  @Test
  void keysAreSecretAndRootsAlone() {
    for (Step step : FIRST.steps()) {
      for (Operation operation : step.operations()) {
        if (operation instanceof WriteFile file
            && (file.content().text().reveal().contains("PRIVATE KEY")
                || file.content().text().reveal().contains("client-key-data")
                || file.content()
                    .text()
                    .reveal()
                    .contains(INVENTORY.etcd().initialToken().reveal()))) {
          assertThat(file.content().guarded()).as(file.path()).isTrue();
          assertThat(file.mode()).as(file.path()).isEqualTo("0600");
        }
      }
    }
    assertThat(FIRST.toString())
        .doesNotContain("PRIVATE", INVENTORY.etcd().initialToken().reveal());
  }

  /** What the step waits for on other nodes, their downloads apart. */
  private static List<String> elsewhere(Plan plan, String step) {
    String node = step.substring(step.indexOf('@'));
    Set<String> gates = plan.gates().stream().map(Gate::id).collect(Collectors.toSet());
    return before(plan, step).stream()
        .filter(id -> !id.endsWith(node) && !id.startsWith("downloads@") && !gates.contains(id))
        .toList();
  }

  @Test
  void workersAreMadeReadyWhileMastersFormEtcd() {
    assertThat(elsewhere(FIRST, "binaries@node-4")).isEmpty();
    assertThat(elsewhere(FIRST, "runtime@node-4")).isEmpty();
    assertThat(elsewhere(FIRST, "kubelet@node-4"))
        .as("any master serves: none of them is waited for by name")
        .isEmpty();
  }

  @Test
  void nothingIsChangedBeforeAllDownloadsOfAllNodesAreVerified() {
    List<String> downloads = INVENTORY.hosts().stream().map(h -> "downloads@" + h.name()).toList();
    for (Step step : FIRST.steps()) {
      if (downloads.contains(step.id())) {
        assertThat(step.operations()).allMatch(Operation.FetchAhead.class::isInstance);
        assertThat(step.after()).isEmpty();
      } else {
        assertThat(before(FIRST, step.id())).as(step.id()).containsAll(downloads);
      }
      for (Operation operation : step.operations()) {
        if (operation instanceof Operation.Fetch fetch) {
          assertThat(step(FIRST, "downloads@" + step.node()).operations())
              .as(fetch.title())
              .contains(new Operation.FetchAhead(fetch));
        }
      }
    }
  }

  @Test
  void aNewClustersMembersStartSideBySide() {
    assertThat(elsewhere(FIRST, "etcd@node-2")).isEmpty();
    assertThat(before(FIRST, "etcd-health@node-2"))
        .contains("etcd@node-1", "etcd@node-2", "etcd@node-3");
  }

  @Test
  void aRunningClustersMastersGoOneAfterTheOther() {
    Plan again = InstallPlan.of(context(machines(InstallPlanTest::installed), NOW));
    assertThat(before(again, "etcd@node-2")).contains("etcd-health@node-1");
    assertThat(before(again, "etcd@node-3")).contains("etcd-health@node-2");
    assertThat(before(again, "control-plane@node-3")).contains("control-plane@node-2");
  }

  @Test
  void membersThatAreAllDownStartSideBySide() {
    Plan again =
        InstallPlan.of(
            context(
                machines(
                    (h, m) -> {
                      installed(h, m);
                      m.etcdMembers = null;
                    }),
                NOW));
    assertThat(before(again, "etcd@node-2")).doesNotContain("etcd@node-1");
  }

  @Test
  void aRerunWritesWhatIsThere() {
    Plan again =
        InstallPlan.of(
            context(machines(InstallPlanTest::installed), NOW.plus(Duration.ofDays(200))));
    for (Host host : HOSTS) {
      Map<String, String> first = files(FIRST, host);
      // A member that has data does not read with whom it began.
      assertThat(first.remove("/etc/etcd/bootstrap.env") != null).isEqualTo(host.isMaster());
      assertThat(files(again, host)).as(host.name()).isEqualTo(first);
    }
  }

  @Test
  void etcdIsGivenADigestOfTheTokenTheSameOnEachMaster() {
    String token = INVENTORY.etcd().initialToken().reveal();
    List<String> began =
        INVENTORY.masters().stream()
            .map(m -> files(FIRST, m).get("/etc/etcd/bootstrap.env"))
            .toList();
    assertThat(Set.copyOf(began)).hasSize(1);
    assertThat(began.getFirst())
        .containsPattern("ETCD_INITIAL_CLUSTER_TOKEN=\"[0-9a-f]{64}\"")
        .doesNotContain(token);
    for (Host host : HOSTS) {
      assertThat(files(FIRST, host).values()).noneMatch(text -> text.contains(token));
    }
  }

  /** Members that began with the token itself have it among what a restart is decided by. */
  @Test
  void membersThatBeganWithTheTokenItselfKeepIt() {
    Plan again =
        InstallPlan.of(
            context(
                machines(
                    (h, m) -> {
                      installed(h, m);
                      m.records = Map.of(EtcdCluster.RECORD, "node-1\nnode-2\nnode-3\n");
                    }),
                NOW));
    for (Host host : INVENTORY.masters()) {
      assertThat(files(again, host).get("/etc/etcd/etcd.env"))
          .isEqualTo(
              "ETCD_INITIAL_CLUSTER_TOKEN=\"%s\"\n"
                  .formatted(INVENTORY.etcd().initialToken().reveal()));
      assertThat(files(again, host)).doesNotContainKey("/var/lib/quorate/etcd-token");
    }
  }

  /** Whatever prints what a plan has made, in whichever form, is looked through for it. */
  @Test
  void everyKeyThatIsMadeIsFoundInWhatIsPrinted() {
    Redaction redaction = new Redaction(Secrets.writtenBy(FIRST));
    int keys = 0;
    for (Host host : INVENTORY.hosts()) {
      for (var file : files(FIRST, host).entrySet()) {
        String text = file.getValue();
        if (file.getKey().endsWith(".key")) {
          keys++;
          String base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
          // The last letter depends on what follows.
          assertThat(redaction.redact("key-data: " + base64)).matches("key-data: •••.?=*");
          assertThat(redaction.redact(text).lines())
              .as(file.getKey())
              .allMatch(l -> l.equals("•••") || l.startsWith("-----"));
        }
      }
      if (host.isMaster()) {
        String encryption = files(FIRST, host).get("/etc/kubernetes/pki/encryption.yaml");
        assertThat(redaction.redact(encryption)).contains("secret: •••\n", "kind: Encryption");
      }
    }
    assertThat(keys).isGreaterThan(20);
  }

  @Test
  void whatExpiresIsMadeAnewAndTheAuthoritiesStay() {
    Plan again =
        InstallPlan.of(
            context(machines(InstallPlanTest::installed), NOW.plus(Duration.ofDays(310))));
    Map<String, String> old = files(FIRST, Fixtures.MASTER_1);
    Map<String, String> renewed = files(again, Fixtures.MASTER_1);
    assertThat(renewed.get("/etc/kubernetes/pki/ca.crt"))
        .isEqualTo(old.get("/etc/kubernetes/pki/ca.crt"));
    assertThat(renewed.get("/etc/kubernetes/pki/encryption.yaml"))
        .isEqualTo(old.get("/etc/kubernetes/pki/encryption.yaml"));
    assertThat(renewed.get("/etc/kubernetes/pki/apiserver.crt"))
        .isNotEqualTo(old.get("/etc/kubernetes/pki/apiserver.crt"));
  }

  @Test
  void aMasterWithoutFilesTakesThoseOfTheOthers() {
    Plan again =
        InstallPlan.of(
            context(
                machines(
                    (h, m) -> {
                      installed(h, m);
                      if (h.equals(Fixtures.MASTER_1)) {
                        m.pki = Map.of();
                      }
                    }),
                NOW));
    assertThat(files(again, Fixtures.MASTER_1).get("/etc/kubernetes/pki/ca.key"))
        .isEqualTo(files(FIRST, Fixtures.MASTER_2).get("/etc/kubernetes/pki/ca.key"));
  }

  @Test
  void mastersOfDifferentClustersAreRefused() {
    Plan other = InstallPlan.of(context(machines((h, m) -> {}), NOW));
    assertThatThrownBy(
            () ->
                InstallPlan.of(
                    context(
                        machines(
                            (h, m) -> {
                              installed(h, m);
                              if (h.equals(Fixtures.MASTER_3)) {
                                m.pki = pkiAfter(other, h);
                              }
                            }),
                        NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-1, node-2 against node-3");
  }

  @Test
  void authoritiesAreNotMadeWhileAMasterIsSilent() {
    Map<String, NodeFacts> nodes = machines((h, m) -> {});
    nodes.remove("node-2");
    assertThatThrownBy(() -> InstallPlan.of(context(nodes, NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-2 did not answer");
  }

  @Test
  void dataWithoutItsAuthoritiesIsRefused() {
    assertThatThrownBy(
            () ->
                InstallPlan.of(
                    context(machines((h, m) -> m.present = Set.of(EtcdCluster.DATA)), NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("etcd has data");
  }

  @Test
  void aMasterThatIsNoMemberIsRefused() {
    assertThatThrownBy(
            () ->
                InstallPlan.of(
                    context(
                        machines(
                            (h, m) -> {
                              installed(h, m);
                              if (h.equals(Fixtures.MASTER_3)) {
                                m.present = Set.of();
                                m.etcdMembers = null;
                              } else if (h.isMaster()) {
                                m.etcdMembers =
                                    members(Kubernetes.context(INVENTORY)).subList(0, 2);
                              }
                            }),
                        NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining(
            "node-3 is a master of the inventory but no member of the etcd cluster that exists:"
                + " that has 2, of which 2 have to agree; of 3 masters 2 would have to, and only 2"
                + " have its data.")
        .hasMessageContaining("quorate add");
  }

  /** Nobody answers for etcd then, and what it was formed with still tells. */
  @Test
  void nobodyJoinsAClusterThatIsSwitchedOff() {
    assertThatThrownBy(
            () ->
                InstallPlan.of(
                    context(
                        machines(
                            (h, m) -> {
                              installed(h, m);
                              m.etcdMembers = null;
                              if (h.isMaster()) {
                                m.records =
                                    Map.of("manifest", "", EtcdCluster.RECORD, "node-1\nnode-2\n");
                              }
                              if (h.equals(Fixtures.MASTER_3)) {
                                m.present = Set.of();
                                m.records = Map.of();
                              }
                            }),
                        NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 is a master of the inventory but no member")
        .hasMessageContaining("that has 2,")
        .hasMessageContaining("quorate add");
  }

  @Test
  void anInterruptedFormingGoesOn() {
    Plan again =
        InstallPlan.of(
            context(
                machines(
                    (h, m) -> {
                      installed(h, m);
                      m.records = Map.of();
                      if (h.equals(Fixtures.MASTER_3)) {
                        m.present = Set.of();
                        m.etcdMembers = null;
                      }
                    }),
                NOW));
    assertThat(elsewhere(again, "etcd@node-3")).isEmpty();
  }

  @Test
  void aMemberThatLostItsDataIsRefused() {
    assertThatThrownBy(
            () ->
                InstallPlan.of(
                    context(
                        machines(
                            (h, m) -> {
                              installed(h, m);
                              if (h.equals(Fixtures.MASTER_3)) {
                                m.present = Set.of();
                                m.records = Map.of();
                                m.etcdMembers = null;
                              }
                            }),
                        NOW)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 was a member of the etcd cluster and has lost its data");
  }

  @Test
  void aDeadMasterDoesNotKeepTheOthersFromConverging() {
    Map<String, NodeFacts> nodes = machines(InstallPlanTest::installed);
    nodes.remove("node-1");
    Plan again = InstallPlan.of(context(nodes, NOW));
    assertThat(again.stepsOf("node-1")).isEmpty();
    assertThat(again.steps()).extracting(Step::id).contains("cluster-access@node-2");
  }

  @Test
  void theOperatorsKubeconfigIsCompleteInItself() {
    Context context = context(machines((h, m) -> {}), NOW);
    assertThat(AdminKubeconfig.of(context, FIRST).reveal())
        .contains("server: https://10.0.0.11:6443", "current-context: \"demo\"")
        .contains("client-key-data: LS0t")
        .doesNotContain("/etc/kubernetes");
  }

  @Test
  void theProbeAsksWhatThePlanDecidesOn() {
    var requests = InstallProbe.requests(INVENTORY);
    assertThat(requests.get("node-1").paths()).contains(EtcdCluster.DATA);
    assertThat(requests.get("node-1").etcdctl()).contains("-w json member list");
    assertThat(requests.get("node-4").etcdctl()).isEmpty();
  }

  /** A host that leaves and comes back stands elsewhere in the file than before. */
  @Test
  void theOrderOfTheFileMeansNothingToTheClosingChecks() {
    Inventory inventory = Fixtures.inventory();
    Inventory turned = inventory.withHosts(inventory.hosts().reversed());
    assertThat(closingChecks(turned)).isEqualTo(closingChecks(inventory));
  }

  private static Map<String, List<Operation>> closingChecks(Inventory inventory) {
    Context context = Fixtures.context(inventory);
    return Verification.steps(context, Verification.after(List.of())).stream()
        .collect(Collectors.toMap(Step::id, Step::operations));
  }
}
