package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.release.Version;
import io.quorate.pki.Authority;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Finding.Status;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.DnsRecipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stands in the way of an upgrade, by what nodes answered. */
class UpgradeFindingsTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Version FROM = version("1.33.9");
  private static final Version TO = version("1.36.4");
  private static final List<EtcdMember> MEMBERS =
      List.of(
          new EtcdMember("a1", "node-1", "https://10.0.0.11:2380", false),
          new EtcdMember("a2", "node-2", "https://10.0.0.12:2380", false),
          new EtcdMember("a3", "node-3", "https://10.0.0.13:2380", false));
  private static final List<ApiNode> NODES =
      List.of(
          node("node-1", "True"),
          node("node-2", "True"),
          node("node-3", "True"),
          node("node-4", "True"));

  /** What healthy machines answer, by their names; tests change it. */
  private final Map<String, Machine> machines = new LinkedHashMap<>();

  private Inventory inventory = Fixtures.inventory();
  private Set<String> drained = Set.of("node-1", "node-2", "node-3", "node-4");

  UpgradeFindingsTest() {
    for (Host host : inventory.hosts()) {
      Machine machine = Machine.like(host);
      machine.records = new HashMap<>();
      machine.records.put(
          UpgradeQuestion.NODE.script(),
          "room /usr/local/bin / 52428800\n"
              + "room /var/backups / 52428800\n"
              + "flag kubelet --config\n"
              + "end\n");
      if (host.isMaster()) {
        machine.view = view(host, Set.of("a1", "a2", "a3"), List.of(), NODES);
        machine.records.put(
            UpgradeQuestion.OBJECTS.script(),
            host.name().equals("node-1")
                ? "end\n"
                : "left-to https://10.0.0.11:6443/readyz\nend\n");
        machine.records.put(UpgradeQuestion.API_SERVER.script(), "end\n");
      }
      machines.put(host.name(), machine);
    }
  }

  private static Version version(String text) {
    Version version = Version.parse(text);
    assertThat(version).isNotNull();
    return version;
  }

  private static ApiNode node(String name, String ready) {
    return new ApiNode(name, ready, NOW, "v1.33.9", true, "", Set.of());
  }

  private static MasterView view(
      Host host, Set<String> reads, List<EtcdAlarm> alarms, List<ApiNode> nodes) {
    String id = "a" + host.name().substring(5);
    return new MasterView(
        new MemberStatus(
            id,
            "c1",
            "a1",
            false,
            new Vitals("3.6.14", id.equals("a1"), 4, 1239, 700L << 20, 600L << 20),
            List.of()),
        MEMBERS,
        reads,
        alarms,
        List.of(),
        ApiAnswer.ready(),
        nodes);
  }

  private List<Finding> findings(Version from, Version to) {
    Map<String, NodeFacts> facts = new LinkedHashMap<>();
    machines.forEach((name, machine) -> facts.put(name, machine.facts()));
    return UpgradeFindings.of(inventory, new ClusterFacts(facts, Map.of()), from, to, drained, NOW);
  }

  private Finding only() {
    List<Finding> found = findings(FROM, TO);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void told(String node, UpgradeQuestion question, String lines) {
    machines.get(node).records.put(question.script(), lines + "end\n");
  }

  private void objects(String lines) {
    told("node-1", UpgradeQuestion.OBJECTS, lines);
  }

  @Test
  void aClusterThatIsWellHasNothingInTheWay() {
    assertThat(findings(FROM, TO)).isEmpty();
  }

  @Test
  void aBudgetIsNamedWithItsPodsAndTheirNodes() {
    objects(
        """
        budget fake-shop web 0 2 2 2 app=fake-web
        held fake-shop web web-a node-4
        held fake-shop web web-b node-1
        """);
    Finding finding = only();
    assertThat(finding.kind()).isEqualTo(Kind.BUDGETS);
    assertThat(finding.status()).isEqualTo(Status.FAILED);
    assertThat(finding.title()).contains("fake-shop/web");
    assertThat(finding.found())
        .contains("2 of 2 pods", "fake-shop/web-a on node-4", "fake-shop/web-b on node-1");
    assertThat(finding.remedy()).contains("one replica more");
    assertThat(finding.accepting(Set.of()).remedy()).contains("--accept budgets");
    assertThat(finding.accepting(Set.of("budgets")).status()).isEqualTo(Status.WARNING);
    drained = Set.of("node-2");
    assertThat(findings(FROM, TO)).isEmpty();
    drained = Set.of();
    assertThat(findings(FROM, TO)).isEmpty();
  }

  @Test
  void aBudgetOfManyPodsCountsThoughNotAllOfThemAreTold() {
    drained = Set.of("node-2");
    objects(
        """
        budget fake-shop web 0 70 71 80 app=fake-web
        held fake-shop web web-a node-4
        more held fake-shop web
        """);
    assertThat(only().found()).contains("70 of 80 pods are healthy, and 71 have to be");
    assertThat(only().remedy()).contains("back to health");
  }

  @Test
  void podsThatNobodyMakesAnewAreNamed() {
    objects("bare fake debug node-4\nbare fake tool node-9\n");
    assertThat(only().kind()).isEqualTo(Kind.BARE_PODS);
    assertThat(only().found()).contains("fake/debug on node-4").doesNotContain("tool");
    assertThat(only().kind().acceptName()).isEqualTo("bare-pods");
  }

  @Test
  void dataThatStaysOnANodeIsCounted() {
    objects("local node-4 12 fake/a fake/b fake/c\nlocal node-9 3 fake/x\n");
    assertThat(only().kind()).isEqualTo(Kind.LOCAL_STORAGE);
    assertThat(only().found())
        .contains("12 pods on 1 node lose", "fake/a on node-4", "and 9 more")
        .doesNotContain("fake/x");
  }

  @Test
  void aWebhookThatFailsClosedOnOneNodeIsInTheWay() {
    String webhook =
        "webhook ValidatingWebhookConfiguration fake-policy a.fake.test fake hook pods\n";
    objects(webhook + "endpoints fake hook node-4\n");
    assertThat(only().kind()).isEqualTo(Kind.WEBHOOKS);
    assertThat(only().status()).isEqualTo(Status.FAILED);
    assertThat(only().found()).contains("fake-policy a.fake.test", "one node only, node-4", "pods");
    objects(webhook + "endpoints fake hook\n");
    assertThat(only().found()).contains("has no ready pod");
    objects(webhook + "endpoints fake hook node-4 node-1\n");
    assertThat(findings(FROM, TO)).isEmpty();
    // What the upgrade makes nothing of.
    objects(webhook.replace(" pods", " certificates,things") + "endpoints fake hook node-4\n");
    assertThat(only().status()).isEqualTo(Status.WARNING);
    drained = Set.of("node-1");
    assertThat(findings(FROM, TO)).isEmpty();
  }

  @Test
  void whatCouldNotBeLookedAtIsNotInOrder() {
    objects("failed pods the server is currently unable: fake\n");
    assertThat(only().kind()).isEqualTo(Kind.UNSEEN);
    assertThat(only().found()).contains("unable: fake");
    machines.get("node-1").records.put(UpgradeQuestion.OBJECTS.script(), "bare fake debug no");
    assertThat(only().found()).contains("No master could look at them");
    // Another one tells where the first does not.
    told("node-2", UpgradeQuestion.OBJECTS, "");
    assertThat(findings(FROM, TO)).isEmpty();
    machines
        .get("node-3")
        .records
        .put(UpgradeQuestion.API_SERVER.script(), "failed curl: (7) fake\n");
    assertThat(only().node()).isEqualTo("node-3");
    assertThat(only().found()).contains("curl: (7) fake");
    told("node-3", UpgradeQuestion.API_SERVER, "");
    machines.get("node-4").records.remove(UpgradeQuestion.NODE.script());
    assertThat(only().node()).isEqualTo("node-4");
    told("node-4", UpgradeQuestion.NODE, "failed room df: fake\n");
    assertThat(only().found()).contains("df: fake");
  }

  @Test
  void kindsThatAreAskedForAndLeaveAreNamed() {
    told(
        "node-1",
        UpgradeQuestion.API_SERVER,
        "removed\tpolicy\tv1beta1\tpoddisruptionbudgets\t\t1.25\tGET,LIST\t0\n");
    told(
        "node-2",
        UpgradeQuestion.API_SERVER,
        "removed\tpolicy\tv1beta1\tpoddisruptionbudgets\t\t1.25\tWATCH\t3\n");
    assertThat(findings(version("1.20.2"), version("1.24.1"))).isEmpty();
    List<Finding> found = findings(version("1.24.2"), version("1.25.1"));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().status()).isEqualTo(Status.FAILED);
    assertThat(found.getFirst().title()).isEqualTo("policy/v1beta1 poddisruptionbudgets");
    assertThat(found.getFirst().found())
        .contains("1.25", "node-1, node-2", "GET, LIST, WATCH", "3 watches go on");
  }

  @Test
  void whatOnlyTheGarbageCollectorReadsIsTold() {
    told(
        "node-1",
        UpgradeQuestion.API_SERVER,
        "removed\textensions\tv1beta1\tingresses\t\t1.22\tLIST,WATCH\t1\n");
    List<Finding> found = findings(version("1.21.9"), version("1.22.9"));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().status()).isEqualTo(Status.WARNING);
    assertThat(found.getFirst().remedy()).contains("own controllers");
  }

  @Test
  void whoWroteInAVersionThatGoesIsTold() {
    objects("written policy/v1beta1 poddisruptionbudgets helm 4 fake/a fake/b fake/c\n");
    assertThat(findings(version("1.23.9"), version("1.24.9"))).isEmpty();
    List<Finding> found = findings(version("1.24.9"), version("1.25.9"));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().status()).isEqualTo(Status.WARNING);
    assertThat(found.getFirst().title()).isEqualTo("policy/v1beta1 poddisruptionbudgets");
    assertThat(found.getFirst().found())
        .isEqualTo(
            "Kubernetes 1.25 does not serve it, and helm wrote 4 objects in it: fake/a, fake/b,"
                + " fake/c and others.");
  }

  @Test
  void storedVersionsThatAreNotServedAreTold() {
    objects("stored things.fake.test v1alpha1\n");
    assertThat(only().status()).isEqualTo(Status.WARNING);
    assertThat(only().title()).contains("things.fake.test");
    assertThat(only().found()).contains("v1alpha1");
  }

  private static Inventory with(
      Map<Component, List<String>> flags, Map<Component, Map<String, Object>> config) {
    Inventory i = Fixtures.inventory();
    return new Inventory(
        i.clusterName(),
        i.access(),
        i.hosts(),
        i.versions(),
        i.network(),
        i.etcd(),
        i.firewall(),
        i.machine(),
        new Inventory.Components(2, List.of(), flags, config, Map.of()),
        i.downloads());
  }

  @Test
  void flagsThatLeaveOnTheWayAreNamedWithTheirSetting() {
    inventory =
        with(
            Map.of(
                Component.KUBELET, List.of("--register_schedulable=true", "--v=4"),
                Component.APISERVER, List.of("--event-ttl=2h")),
            Map.of());
    Finding finding = only();
    assertThat(finding.kind()).isEqualTo(Kind.REMOVED_FLAGS);
    assertThat(finding.found())
        .contains("--register-schedulable", "kubelet_custom_flags", "1.34", "kubelet 1.36.4");
    assertThat(finding.kind().acceptName()).isEqualTo("removed-flags");
    // Gone before, or not yet.
    assertThat(findings(version("1.35.1"), TO)).isEmpty();
    assertThat(findings(version("1.32.1"), version("1.33.4"))).isEmpty();
  }

  @Test
  void aStarStandsForLettersAndKlogsFlagsAreEverybodys() {
    inventory =
        with(
            Map.of(
                Component.KUBELET, List.of("--cni-bin-dir=/fake"),
                Component.SCHEDULER, List.of("--logtostderr")),
            Map.of());
    assertThat(findings(version("1.23.1"), version("1.26.1")))
        .extracting(Finding::part)
        .containsExactlyInAnyOrder("kubelet--cni-bin-dir", "kube-scheduler--logtostderr");
  }

  @Test
  void gatesThatLeaveAreNamedWhereverTheyAreSet() {
    inventory =
        with(
            Map.of(
                Component.CONTROLLER_MANAGER,
                List.of("--feature-gates=FakeGate=true,HonorPVReclaimPolicy=true")),
            Map.of(
                Component.KUBELET,
                Map.of("featureGates", Map.of("ExecProbeTimeout", true, "SystemdWatchdog", true))));
    assertThat(findings(FROM, TO))
        .allMatch(f -> f.kind() == Kind.REMOVED_GATES && f.status() == Status.FAILED)
        .extracting(Finding::part)
        .containsExactlyInAnyOrder(
            "kube-controller-manager-HonorPVReclaimPolicy", "kubelet-ExecProbeTimeout");
    // One that is locked may say what it is anyway.
    inventory =
        with(
            Map.of(),
            Map.of(Component.KUBELET, Map.of("featureGates", Map.of("SystemdWatchdog", false))));
    assertThat(only().found()).contains("SystemdWatchdog", "kubelet_config");
  }

  @Test
  void flagsOfADropInAreNamedWithTheirNodes() {
    for (String node : List.of("node-4", "node-1")) {
      told(node, UpgradeQuestion.NODE, "flag kubelet --register-schedulable\nflag kubelet --v\n");
    }
    assertThat(only().found()).contains("kubelet.service on node-1, node-4");
    assertThat(only().remedy()).contains("systemctl cat kubelet.service");
    // Quorate's own flags leave with its own unit.
    told("node-4", UpgradeQuestion.NODE, "flag kubelet --pod-infra-container-image\n");
    told("node-1", UpgradeQuestion.NODE, "flag kubelet --feature-gates=ExecProbeTimeout=true\n");
    assertThat(only().kind()).isEqualTo(Kind.REMOVED_GATES);
    assertThat(only().found()).contains("kubelet.service on node-1");
  }

  @Test
  void spaceIsCountedByFilesystem() {
    told(
        "node-4",
        UpgradeQuestion.NODE,
        "room /usr/local/bin / 2000000\nroom /var/lib/containerd / 2000000\n");
    Finding finding = only();
    assertThat(finding.kind()).isEqualTo(Kind.DISK);
    assertThat(finding.node()).isEqualTo("node-4");
    assertThat(finding.found())
        .contains("1953 MiB free", "2048 MiB", "/usr/local/bin, /var/lib/containerd");
    told(
        "node-4",
        UpgradeQuestion.NODE,
        "room /usr/local/bin / 2000000\nroom /var/lib/containerd /var 2000000\n");
    assertThat(findings(FROM, TO)).isEmpty();
    // Twice the database of 700 MiB.
    told("node-1", UpgradeQuestion.NODE, "room /var/backups /var 1400000\n");
    assertThat(only().found()).contains("1402 MiB");
    assertThat(only().kind().acceptName()).isEmpty();
    assertThat(only().accepting(Set.of("disk")).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void whatIsAmissWithTheClusterForbidsIt() {
    List<ApiNode> nodes = new ArrayList<>(NODES);
    nodes.set(3, node("node-4", "Unknown"));
    for (Host master : inventory.masters()) {
      machines.get(master.name()).view = view(master, Set.of("a1", "a2"), List.of(), nodes);
    }
    assertThat(findings(FROM, TO))
        .filteredOn(f -> f.kind() == Kind.HEALTH)
        .extracting(Finding::check)
        .contains("health-node-not-ready", "health-member-without-quorum");
    assertThat(findings(FROM, TO))
        .filteredOn(f -> f.kind() == Kind.SPARE)
        .singleElement()
        .extracting(Finding::status, Finding::found)
        .satisfies(t -> assertThat(t.toString()).contains("FAILED", "2 healthy, quorum 2"));
    assertThat(findings(FROM, TO).stream().filter(f -> f.kind() == Kind.HEALTH))
        .allMatch(f -> f.kind().acceptName().isEmpty() && !f.remedy().isEmpty());
  }

  @Test
  void anAlarmForbidsIt() {
    for (Host master : inventory.masters()) {
      machines.get(master.name()).view =
          view(
              master,
              Set.of("a1", "a2", "a3"),
              List.of(new EtcdAlarm("a2", EtcdAlarm.Kind.NOSPACE)),
              NODES);
    }
    assertThat(only().check()).isEqualTo("health-alarm-nospace");
    assertThat(only().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void oneMasterIsAWarning() {
    inventory = Fixtures.with(List.of(Fixtures.MASTER_1, Fixtures.WORKER));
    machines.keySet().retainAll(Set.of("node-1", "node-4"));
    MasterView all = machines.get("node-1").view;
    assertThat(all).isNotNull();
    machines.get("node-1").view =
        new MasterView(
            all.own(),
            List.of(MEMBERS.getFirst()),
            Set.of("a1"),
            List.of(),
            List.of(),
            ApiAnswer.ready(),
            List.of(NODES.getFirst(), NODES.getLast()));
    assertThat(only().kind()).isEqualTo(Kind.SPARE);
    assertThat(only().status()).isEqualTo(Status.WARNING);
  }

  @Test
  void nodesThatAreCordonedAreTold() {
    List<ApiNode> nodes = new ArrayList<>(NODES);
    nodes.set(3, new ApiNode("node-4", "True", NOW, "v1.33.9", false, "", Set.of()));
    machines.get("node-1").view =
        view(Fixtures.MASTER_1, Set.of("a1", "a2", "a3"), List.of(), nodes);
    assertThat(only().kind()).isEqualTo(Kind.CORDONED);
    assertThat(only().status()).isEqualTo(Status.WARNING);
    assertThat(only().found()).isEqualTo("node-4 is cordoned.");
  }

  @Test
  void certificatesThatEndWithinAWeekForbidIt() {
    String ends =
        Authority.create("fake-ca", NOW.minus(Duration.ofDays(365 - 6)), 1)
            .credential()
            .certificate();
    machines.get("node-2").pki = Map.of("/etc/kubernetes/pki/apiserver.crt", new Secret(ends));
    assertThat(only().kind()).isEqualTo(Kind.CERTIFICATES);
    assertThat(only().found()).contains("apiserver.crt on node-2", "within 7 days");
    assertThat(only().remedy()).contains("quorate install");
    String lasts =
        Authority.create("fake-ca", NOW.minus(Duration.ofDays(300)), 1).credential().certificate();
    machines.get("node-2").pki = Map.of("/etc/kubernetes/pki/apiserver.crt", new Secret(lasts));
    assertThat(findings(FROM, TO)).isEmpty();
  }

  @Test
  void oldControlGroupsAreToldWhereTheKubeletWouldRefuseThem() {
    machines.get("node-4").cgroupV2 = false;
    assertThat(only().kind()).isEqualTo(Kind.CGROUPS);
    assertThat(only().status()).isEqualTo(Status.WARNING);
    assertThat(findings(version("1.33.9"), version("1.34.8"))).isEmpty();
    inventory = with(Map.of(), Map.of(Component.KUBELET, Map.of("failCgroupV1", true)));
    assertThat(only().status()).isEqualTo(Status.FAILED);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String corefile(String forward) {
    String text = DnsRecipe.text(Fixtures.inventory());
    int begin = text.indexOf("Corefile: |\n") + "Corefile: |\n".length();
    String own = text.substring(begin, text.indexOf("---", begin)).stripTrailing().stripIndent();
    return own.replace("forward . /etc/resolv.conf", forward);
  }

  @Test
  void aConfigurationOfDnsThatSomebodyChangedIsTold() {
    objects("corefile " + base64(corefile("forward . /etc/resolv.conf") + "\n") + "\n");
    assertThat(findings(FROM, TO)).isEmpty();
    objects("corefile " + base64(corefile("forward . 192.0.2.53")) + "\n");
    assertThat(only().kind()).isEqualTo(Kind.EDITED_DNS);
    assertThat(only().found())
        .contains("it has \"forward . 192.0.2.53 {\"", "it lacks \"forward . /etc/resolv.conf {\"");
    // What an older Quorate applied, and nobody changed.
    String older =
        DnsRecipe.text(inventory).replace("forward . /etc/resolv.conf", "forward . 192.0.2.53");
    told("node-2", UpgradeQuestion.NODE, "manifest " + base64(older) + "\n");
    assertThat(findings(FROM, TO)).isEmpty();
  }

  @Test
  void thereIsANameForAllThatMayBeAccepted() {
    assertThat(Kind.acceptNames())
        .contains("budgets", "bare-pods", "local-storage", "webhooks", "removed-apis")
        .doesNotContain("health", "disk", "certificates");
  }
}
