package io.quorate.recipe.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.pki.Authority;
import io.quorate.pki.CertificateView;
import io.quorate.pki.Credential;
import io.quorate.pki.Leaf;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.RenewalGuard;
import io.quorate.recipe.lifecycle.RenewalPlan;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front proxy's authority is rotated on simulated nodes. */
class AuthorityRotationRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final ClusterAuthority WHICH = ClusterAuthority.FRONT_PROXY;
  private static final NodeCertificate CLIENT = NodeCertificate.FRONT_PROXY_CLIENT;
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());
  private static final List<String> MASTERS = List.of("node-1", "node-2", "node-3");
  private static final String RECORDS = "/var/lib/quorate/";
  private static final String METRICS = "v1beta1.metrics.k8s.io";

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;

  AuthorityRotationRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
    fleet.at(InstantSource.fixed(NOW));
  }

  @BeforeAll
  static void installOnce() throws Exception {
    AuthorityRotationRehearsalTest first = new AuthorityRotationRehearsalTest();
    assertThat(first.run(first.install(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    first.put(
        MASTERS,
        PkiRecipe.open(
            "/var/lib/rehearsal/aggregated",
            "api " + METRICS + " metrics.k8s.io v1beta1 True\napi v1.gone.io gone.io v1 False\n"));
    assertThat(first.fleet.refused()).isEmpty();
    installed = folder;
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      ClusterFacts facts = connected.probe(RenewalGuard.requests(INVENTORY));
      return facts.withRecords(connected.ask(AuthorityRotationGuard.behind(INVENTORY, facts)));
    }
  }

  private Context context(Instant now) throws Exception {
    return new Context(INVENTORY, look(), Map.of(), now);
  }

  private Plan install() throws Exception {
    return InstallPlan.of(context(NOW));
  }

  private Plan switching(Instant now, boolean resume) throws Exception {
    Context context = context(now);
    AuthorityRotationGuard.judge(WHICH, INVENTORY, context.facts());
    AuthorityRotation rotation =
        AuthorityRotation.of(WHICH, INVENTORY, context.facts(), now, resume);
    AuthorityRotationGuard.judgeSwitch(rotation);
    return AuthorityRotationPlan.switching(context, rotation);
  }

  private Plan removing(boolean resume) throws Exception {
    Context context = context(LATER);
    AuthorityRotationGuard.judge(WHICH, INVENTORY, context.facts());
    AuthorityRotation rotation =
        AuthorityRotation.of(WHICH, INVENTORY, context.facts(), LATER, resume);
    AuthorityRotationGuard.judgeRemoval(rotation, context);
    return AuthorityRotationPlan.removing(context, rotation);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private RunResult rotate() throws Exception {
    return run(switching(NOW, false), new ArrayList<>());
  }

  private RunResult remove(boolean resume) throws Exception {
    return run(removing(resume), new ArrayList<>());
  }

  private String text(String master, String path) {
    return Objects.requireNonNullElse(fleet.machine(master).files().get(path), "");
  }

  private Authority authority(String master) {
    return Authority.read(
        new Credential(text(master, WHICH.certificatePath()), text(master, WHICH.keyPath())));
  }

  private boolean isBelow(String master, Authority authority) {
    return CertificateView.isSigned(
        text(master, CLIENT.certificatePath()), authority.alone().credential().certificate());
  }

  private void put(List<String> machines, Operation... operations) throws Exception {
    Rehearsed.put(fleet, machines, operations);
  }

  private static List<String> restarted(List<RunEvent> events) {
    return Rehearsed.changed(events).stream()
        .filter(f -> f.detail().startsWith("restarted"))
        .map(OperationFinished::step)
        .toList();
  }

  /** All issue with the same authority, which is not the old one, and accept both. */
  private void assertSwitched(Authority old, String as) throws Exception {
    Authority issuing = authority("node-1");
    assertThat(issuing.signer()).as(as).isNotEqualTo(old.signer());
    for (String master : MASTERS) {
      assertThat(authority(master).signer()).as(as + master).isEqualTo(issuing.signer());
      assertThat(authority(master).trusted())
          .as(as)
          .containsExactly(old.signer(), issuing.signer());
      assertThat(isBelow(master, issuing)).as(as + master).isTrue();
      assertThat(fleet.machine(master).files())
          .as(as)
          .containsKeys(RECORDS + WHICH.rotation(), RECORDS + WHICH.switched());
    }
    assertNothingWaits(as);
    assertThat(fleet.refused()).as(as).isEmpty();
  }

  private void assertNothingWaits(String as) {
    for (String node : ADDRESSES.keySet()) {
      assertThat(fleet.machine(node).files().keySet())
          .as(as + node)
          .noneMatch(path -> path.contains("/next-"));
    }
    assertThat(fleet.machine("node-4").files()).doesNotContainKey(WHICH.keyPath());
  }

  private void assertRemoved(Authority old, String as) throws Exception {
    Authority left = authority("node-1");
    assertThat(left.signer()).as(as).isNotEqualTo(old.signer());
    for (String master : MASTERS) {
      assertThat(authority(master).trusted()).as(as).containsExactly(left.signer());
      assertThat(isBelow(master, left)).as(as + master).isTrue();
      assertThat(fleet.machine(master).files())
          .as(as)
          .doesNotContainKeys(RECORDS + WHICH.rotation(), RECORDS + WHICH.switched());
    }
    assertThat(Credential.each(fleet.published()))
        .as(as)
        .containsExactly(left.credential().certificate());
    assertNothingWaits(as);
    assertThat(fleet.refused()).as(as).isEmpty();
  }

  /** Whoever looks at the certificates hears of what is not ended, and of nothing else. */
  private void assertTold(String as) throws Exception {
    CertificateList list = CertificateTable.of(INVENTORY, look(), null, "", NOW);
    boolean open =
        MASTERS.stream()
            .map(m -> fleet.machine(m).files())
            .anyMatch(f -> f.containsKey(RECORDS + WHICH.rotation()));
    assertThat(list.worries().stream().filter(w -> w.contains("rotate-ca --only front-proxy")))
        .as(as + list.worries())
        .hasSize(open ? 1 : 0);
    assertThat(list.entries())
        .as(as)
        .filteredOn(e -> e.place().equals(CLIENT.certificatePath()))
        .hasSize(3)
        .allMatch(e -> e.authority().startsWith(WHICH.commonName()));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String master : MASTERS) {
      for (String path :
          List.of(
              WHICH.certificatePath(),
              WHICH.keyPath(),
              CLIENT.certificatePath(),
              CLIENT.keyPath())) {
        texts.put(master + path, text(master, path));
      }
    }
    return texts;
  }

  @Test
  void oneStageIsOverOnAllMastersBeforeTheNextBegins() throws Exception {
    Authority old = authority("node-1");
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(switching(NOW, false), events))
        .as(Rehearsed.failures(events).toString())
        .isEqualTo(RunResult.DONE);
    assertSwitched(old, "");
    assertTold("");
    // API server and controller manager read the authorities, the API server alone its certificate.
    assertThat(restarted(events))
        .containsExactly(
            "authority-accepted@node-1",
            "authority-accepted@node-1",
            "authority-accepted@node-2",
            "authority-accepted@node-2",
            "authority-accepted@node-3",
            "authority-accepted@node-3",
            "authority-issues@node-1",
            "authority-issues@node-2",
            "authority-issues@node-3");
    List<RunEvent> again = new ArrayList<>();
    assertThat(run(install(), again)).isEqualTo(RunResult.DONE);
    assertThat(Rehearsed.changed(again)).isEmpty();
    assertThat(run(switching(LATER, false), again)).isEqualTo(RunResult.DONE);
    assertThat(Rehearsed.changed(again)).isEmpty();
    assertSwitched(old, "again");

    List<RunEvent> last = new ArrayList<>();
    assertThat(run(removing(false), last))
        .as(Rehearsed.failures(last).toString())
        .isEqualTo(RunResult.DONE);
    assertThat(restarted(last))
        .containsExactly(
            "authority-alone@node-1",
            "authority-alone@node-1",
            "authority-alone@node-2",
            "authority-alone@node-2",
            "authority-alone@node-3",
            "authority-alone@node-3");
    assertRemoved(old, "");
    assertTold("removed");
    assertThat(run(install(), again)).isEqualTo(RunResult.DONE);
    assertThat(Rehearsed.changed(again)).isEmpty();
    assertRemoved(old, "after an install");
  }

  /** Between two runs the masters get new certificates: of the new authority, and all take them. */
  @Test
  void aRenewalGoesByTheNewOne() throws Exception {
    Authority old = authority("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    Instant soon = NOW.plus(Duration.ofDays(330));
    fleet.at(InstantSource.fixed(soon));
    Map<String, String> before = texts();
    Context context = context(soon);
    assertThat(RenewalGuard.judge(INVENTORY, context.facts(), INVENTORY.hosts(), soon)).isFalse();
    assertThat(run(RenewalPlan.of(context, INVENTORY.hosts(), false, false), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertSwitched(old, "renewed");
    assertThat(text("node-2", CLIENT.certificatePath()))
        .isNotEqualTo(before.get("node-2" + CLIENT.certificatePath()));
  }

  @Test
  void eachStageIsProved() throws Exception {
    Plan plan = switching(NOW, false);
    assertThat(operations(plan, "authority-accepted@node-2"))
        .contains("takes '/etc/kubernetes/pki/next-front-proxy-client' 'https://127.0.0.1:6443'")
        .contains("takes '/etc/kubernetes/pki/front-proxy-client' 'https://127.0.0.1:6443'");
    assertThat(operations(plan, "authority-published@node-1"))
        .contains(
            "'https://10.0.0.11:6443'", "'https://10.0.0.12:6443'", "'https://10.0.0.13:6443'")
        .contains("publishes 'requestheader-client-ca-file' 'MII");
    assertThat(operations(plan, "authority-issues@node-3"))
        .contains("answers '" + METRICS + "' '/apis/metrics.k8s.io/v1beta1'")
        .doesNotContain("gone.io");
    assertThat(plan.steps())
        .filteredOn(s -> s.id().equals("authority-issues@node-1"))
        .singleElement()
        .satisfies(s -> assertThat(s.after()).containsExactly("authority-published@node-1"));
  }

  private static String operations(Plan plan, String step) {
    return plan.steps().stream()
        .filter(s -> s.id().equals(step))
        .map(s -> s.operations().toString())
        .findFirst()
        .orElseThrow();
  }

  /** What the order is for: certificates of an authority that others do not know are refused. */
  @Test
  void aMasterThatGoesAheadIsRefused() throws Exception {
    Plan plan = switching(NOW, false);
    Plan ahead =
        new Plan(
            plan.steps().stream()
                .filter(s -> s.id().equals("authority-issues@node-2"))
                .map(
                    s ->
                        new Step(
                            s.id(),
                            s.node(),
                            s.phase(),
                            s.title(),
                            s.operations(),
                            Set.of(),
                            s.timeout()))
                .toList());
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(ahead, events)).isEqualTo(RunResult.FAILED);
    assertThat(Rehearsed.failures(events))
        .singleElement()
        .asString()
        .contains("10.0.0.11 does not accept /etc/kubernetes/pki/front-proxy-client");
    assertThat(fleet.refused())
        .contains(
            "node-1 refuses the front proxy of node-2", "node-3 refuses the front proxy of node-2");
  }

  @Test
  void aMasterThatAcceptsAnotherOneAloneIsSeen() throws Exception {
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    Authority other = Authority.create("other", NOW, 1);
    put(
        List.of("node-3"),
        PkiRecipe.open(WHICH.certificatePath(), other.credential().certificate()),
        ControlPlaneRecipe.restartedApiServer());
    assertThat(fleet.refused()).contains("node-3 refuses the front proxy of node-1");
    assertThatThrownBy(() -> removing(false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 cannot be used");
  }

  /**
   * Wherever the run dies: at that moment nobody refuses anybody, an install keeps what each master
   * has, and the next run ends with all of them issuing with one new authority.
   */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    Authority old = authority("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = 1; at <= faults.begun(name); at++) {
        String as = name + " " + at + " ";
        AuthorityRotationRehearsalTest trial = new AuthorityRotationRehearsalTest();
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.rotate()).as(as).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        assertThat(trial.fleet.refused()).as(as).isEmpty();
        trial.assertTold(as);
        if (at % 3 == 0) {
          trial.assertInstallKeeps(as);
        }
        List<RunEvent> events = new ArrayList<>();
        assertThat(trial.run(trial.switching(LATER, true), events))
            .as(as + Rehearsed.failures(events))
            .isEqualTo(RunResult.DONE);
        trial.assertSwitched(old, as);
      }
    }
  }

  @Test
  void aRemovalThatIsKilledConverges() throws Exception {
    Authority old = authority("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    Map<String, Integer> begun = new LinkedHashMap<>();
    for (String name : ADDRESSES.keySet()) {
      begun.put(name, faults.begun(name));
    }
    assertThat(remove(false)).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = begun.get(name) + 1; at <= faults.begun(name); at++) {
        String as = name + " " + at + " ";
        AuthorityRotationRehearsalTest trial = new AuthorityRotationRehearsalTest();
        assertThat(trial.rotate()).as(as).isEqualTo(RunResult.DONE);
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.remove(false)).as(as).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        assertThat(trial.fleet.refused()).as(as).isEmpty();
        trial.assertTold(as);
        if (at % 3 == 0) {
          trial.assertInstallKeeps(as);
        }
        assertThat(trial.remove(true)).as(as).isEqualTo(RunResult.DONE);
        trial.assertRemoved(old, as);
      }
    }
  }

  /** But for a certificate whose key was written, and it was not. */
  private void assertInstallKeeps(String as) throws Exception {
    Map<String, String> before = texts();
    List<String> halves =
        MASTERS.stream()
            .filter(
                m ->
                    authority(m)
                        .mismatch(
                            Leaf.client("front-proxy-client"),
                            new Credential(
                                text(m, CLIENT.certificatePath()), text(m, CLIENT.keyPath())),
                            NOW)
                        .isPresent())
            .toList();
    assertThat(run(install(), new ArrayList<>())).as(as).isEqualTo(RunResult.DONE);
    Map<String, String> now = texts();
    if (halves.isEmpty()) {
      assertThat(now).as(as).isEqualTo(before);
    } else {
      assertThat(halves).as(as).hasSize(1);
    }
    assertThat(fleet.refused()).as(as).isEmpty();
  }

  /** A master that joins meanwhile accepts both. */
  @Test
  void whoHasNoneYetGetsWhatAllAccept() throws Exception {
    Authority old = authority("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    fleet.putRight("node-3");
    put(List.of("node-3"), PkiRecipe.open("/var/lib/rehearsal/aggregated", ""));
    List<Host> holders = List.of(Fixtures.MASTER_1, Fixtures.MASTER_2);
    Context context = context(NOW);
    SharedSecrets shared = SharedSecrets.of(context, holders);
    assertThat(shared.frontProxy().whole().trusted()).contains(old.signer());
    assertThat(shared.frontProxy().whole().signer()).isEqualTo(authority("node-1").signer());
    assertThat(shared.frontProxy().common().signer()).isEqualTo(authority("node-1").signer());
  }

  @Test
  void theOldOneStaysUntilAllHaveCertificatesOfTheNewOne() throws Exception {
    assertThatThrownBy(() -> removing(false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("no rotation has begun");
    Map<String, String> before = texts();
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    put(
        List.of("node-2"),
        PkiRecipe.secret(CLIENT.keyPath(), before.get("node-2" + CLIENT.keyPath())),
        PkiRecipe.open(CLIENT.certificatePath(), before.get("node-2" + CLIENT.certificatePath())));
    assertThatThrownBy(() -> removing(false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("certificates of the new authority yet: node-2");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    assertThat(remove(false)).isEqualTo(RunResult.DONE);
  }

  @Test
  void whileTheOldOneIsTakenAwayNoNewOneBegins() throws Exception {
    Authority old = authority("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    put(
        List.of("node-2"),
        PkiRecipe.open(
            WHICH.certificatePath(), authority("node-2").alone().credential().certificate()));
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("being taken away");
    assertThat(remove(false)).isEqualTo(RunResult.DONE);
    assertRemoved(old, "");
  }

  @Test
  void whatWouldBeRefusedIsNotBegun() throws Exception {
    put(
        List.of("node-2"),
        PkiRecipe.secret(WHICH.keyPath(), Authority.create("o", NOW, 1).credential().key()));
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("The authority on node-2 cannot be used");
    fleet.breakDown("node-3");
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 was not reached: without the new authority");
  }

  /** One that has ended is replaced, too: nobody is asked to accept it. */
  @Test
  void oneThatHasEndedIsReplaced() throws Exception {
    Instant ended = NOW.minus(Duration.ofDays(10));
    Authority gone = Authority.create(WHICH.commonName(), ended.minus(Duration.ofDays(365)), 1);
    Credential leaf =
        gone.issue(Leaf.client("front-proxy-client"), ended.minus(Duration.ofDays(300)));
    put(
        MASTERS,
        PkiRecipe.secret(WHICH.keyPath(), gone.credential().key()),
        PkiRecipe.open(WHICH.certificatePath(), gone.credential().certificate()),
        PkiRecipe.secret(CLIENT.keyPath(), leaf.key()),
        PkiRecipe.open(CLIENT.certificatePath(), leaf.certificate()),
        ControlPlaneRecipe.restartedApiServer());
    Plan plan = switching(NOW, false);
    assertThat(operations(plan, "authority-accepted@node-2"))
        .doesNotContain("takes '/etc/kubernetes/pki/front-proxy-client'");
    assertThat(run(plan, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertSwitched(gone, "");
    assertThat(remove(false)).isEqualTo(RunResult.DONE);
    assertRemoved(gone, "");
  }
}
