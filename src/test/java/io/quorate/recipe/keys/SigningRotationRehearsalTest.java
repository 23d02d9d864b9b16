package io.quorate.recipe.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.component.SigningKeys;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of service accounts' tokens is rotated on simulated nodes. */
class SigningRotationRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant TOMORROW = NOW.plus(Duration.ofHours(25));
  private static final Optional<Duration> DAY = Optional.of(Duration.ofHours(24));
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());
  private static final List<String> MASTERS = List.of("node-1", "node-2", "node-3");
  private static final String RECORDS = "/var/lib/quorate/";

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;

  SigningRotationRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
    fleet.at(InstantSource.fixed(NOW));
  }

  @BeforeAll
  static void installOnce() throws Exception {
    SigningRotationRehearsalTest first = new SigningRotationRehearsalTest();
    assertThat(first.run(first.install(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    installed = folder;
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      ClusterFacts facts = connected.probe(SigningRotationGuard.requests(INVENTORY));
      return facts.withRecords(connected.ask(SigningRotationGuard.tokens(INVENTORY, facts)));
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
    SigningRotationGuard.judge(INVENTORY, context.facts());
    SigningRotation rotation = SigningRotation.of(INVENTORY, context.facts(), now, resume);
    SigningRotationGuard.judgeSwitch(rotation);
    return SigningRotationPlan.switching(context, rotation);
  }

  private Plan removing(Instant now, Optional<Duration> longest, boolean atOnce, boolean resume)
      throws Exception {
    fleet.at(InstantSource.fixed(now));
    Context context = context(now);
    SigningRotationGuard.judge(INVENTORY, context.facts());
    SigningRotation rotation = SigningRotation.of(INVENTORY, context.facts(), now, resume);
    SigningRotationGuard.judgeRemoval(rotation, context.facts(), longest, atOnce);
    return SigningRotationPlan.removing(context, rotation);
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private RunResult rotate() throws Exception {
    return run(switching(NOW, false), new ArrayList<>());
  }

  private RunResult remove(boolean resume) throws Exception {
    return run(removing(TOMORROW, DAY, false, resume), new ArrayList<>());
  }

  private String text(String master, String path) {
    return Objects.requireNonNullElse(fleet.machine(master).files().get(path), "");
  }

  private ServiceAccountKeys keys(String master) {
    return ServiceAccountKeys.read(
        text(master, SharedSecrets.SERVICE_ACCOUNT_KEY),
        text(master, SharedSecrets.SERVICE_ACCOUNT_PUBLIC));
  }

  private boolean has(String path) {
    return MASTERS.stream().anyMatch(m -> fleet.machine(m).files().containsKey(path));
  }

  private void put(List<String> machines, Operation... operations) throws Exception {
    Rehearsed.put(fleet, machines, operations);
  }

  private static WriteFile file(String path, String text) {
    return new WriteFile(path, Content.of(text), "root:root", "0644");
  }

  private static List<String> restarted(List<RunEvent> events) {
    return Rehearsed.changed(events).stream()
        .filter(f -> f.detail().startsWith("restarted"))
        .map(OperationFinished::step)
        .toList();
  }

  /** All sign with the same key, which is not the old one, and trust both. */
  private void assertSwitched(ServiceAccountKeys old, String as) {
    String signer = keys("node-1").signer();
    assertThat(signer).as(as).isNotEqualTo(old.signer());
    for (String master : MASTERS) {
      assertThat(keys(master).signer()).as(as + " " + master).isEqualTo(signer);
      assertThat(keys(master).trusted()).as(as).containsExactly(old.signer(), signer);
      assertThat(fleet.machine(master).files())
          .as(as)
          .containsKeys(RECORDS + SigningKeys.ROTATION, RECORDS + SigningKeys.SWITCHED)
          .doesNotContainKey(SigningKeys.NEXT);
    }
    assertThat(fleet.machine("node-4").files())
        .doesNotContainKeys(SharedSecrets.SERVICE_ACCOUNT_KEY, SigningKeys.NEXT);
  }

  private void assertRemoved(ServiceAccountKeys old, String as) {
    String signer = keys("node-1").signer();
    assertThat(signer).as(as).isNotEqualTo(old.signer());
    for (String master : MASTERS) {
      assertThat(keys(master).signer()).as(as).isEqualTo(signer);
      assertThat(keys(master).trusted()).as(as).containsExactly(signer);
    }
    assertThat(has(RECORDS + SigningKeys.ROTATION)).as(as).isFalse();
    assertThat(has(RECORDS + SigningKeys.SWITCHED)).as(as).isFalse();
    assertThat(has(SigningKeys.NEXT)).as(as).isFalse();
  }

  /** What one signs, all others trust. */
  private void assertTrusted(String as) {
    for (String signer : MASTERS) {
      for (String master : MASTERS) {
        assertThat(keys(master).trusted())
            .as(as + ": " + master + " trusts " + signer)
            .contains(keys(signer).signer());
      }
    }
  }

  /** Whoever looks at the certificates hears of what is not ended. */
  private void assertTold(String as) throws Exception {
    List<String> worries = CertificateTable.of(INVENTORY, look(), null, "", NOW).worries();
    assertThat(worries.stream().filter(w -> w.contains("rotate-signing-key")).count())
        .as(as + worries)
        .isEqualTo(
            has(RECORDS + SigningKeys.ROTATION) || has(RECORDS + SigningKeys.SWITCHED) ? 1 : 0);
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String master : MASTERS) {
      texts.put(master + " key", text(master, SharedSecrets.SERVICE_ACCOUNT_KEY));
      texts.put(master + " pub", text(master, SharedSecrets.SERVICE_ACCOUNT_PUBLIC));
    }
    return texts;
  }

  @Test
  void oneStageIsOverOnAllMastersBeforeTheNextBegins() throws Exception {
    ServiceAccountKeys old = keys("node-1");
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(switching(NOW, false), events)).isEqualTo(RunResult.DONE);
    assertSwitched(old, "");
    // The second time API server and controller manager; the scheduler reads no such key.
    assertThat(restarted(events))
        .containsExactly(
            "signing-trusted@node-1",
            "signing-trusted@node-2",
            "signing-trusted@node-3",
            "signing-switched@node-1",
            "signing-switched@node-1",
            "signing-switched@node-2",
            "signing-switched@node-2",
            "signing-switched@node-3",
            "signing-switched@node-3");
    List<RunEvent> again = new ArrayList<>();
    assertThat(run(install(), again)).isEqualTo(RunResult.DONE);
    assertThat(Rehearsed.changed(again)).isEmpty();
    assertThat(run(switching(TOMORROW, false), again)).isEqualTo(RunResult.DONE);
    assertThat(restarted(again)).isEmpty();
    assertSwitched(old, "again");

    List<RunEvent> last = new ArrayList<>();
    assertThat(run(removing(TOMORROW, DAY, false, false), last)).isEqualTo(RunResult.DONE);
    assertThat(restarted(last))
        .containsExactly("signing-alone@node-1", "signing-alone@node-2", "signing-alone@node-3");
    assertRemoved(old, "");
    assertThat(run(install(), again)).isEqualTo(RunResult.DONE);
    assertRemoved(old, "after an install");
  }

  @Test
  void theProofsNameTheKeys() throws Exception {
    String old = keys("node-1").signer();
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    String signer = keys("node-1").signer();
    List<Step> steps = removing(TOMORROW, DAY, false, false).steps();
    assertThat(steps)
        .filteredOn(s -> s.id().equals("signing-alone@node-2"))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.after()).containsExactly("signing-alone@node-1");
              assertThat(s.operations().toString())
                  .contains("for key in " + signer + ";", "for key in " + old + ";")
                  .contains("https://10.0.0.11:6443", "https://10.0.0.13:6443");
            });
  }

  /**
   * Wherever the run dies: at that moment each master trusts what the others sign, an install keeps
   * the keys, and the next run ends with all of them signing with one new key.
   */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    ServiceAccountKeys old = keys("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = 1; at <= faults.begun(name); at++) {
        String as = name + " " + at;
        SigningRotationRehearsalTest trial = new SigningRotationRehearsalTest();
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.rotate()).as(as).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        trial.assertTrusted(as);
        trial.assertTold(as);
        if (at % 3 == 0) {
          Map<String, String> before = trial.texts();
          assertThat(trial.run(trial.install(), new ArrayList<>()))
              .as(as)
              .isEqualTo(RunResult.DONE);
          assertThat(trial.texts()).as(as).isEqualTo(before);
        }
        assertThat(
                trial.run(trial.switching(NOW.plus(Duration.ofHours(1)), true), new ArrayList<>()))
            .as(as)
            .isEqualTo(RunResult.DONE);
        trial.assertSwitched(old, as);
      }
    }
  }

  @Test
  void aRemovalThatIsKilledConverges() throws Exception {
    ServiceAccountKeys old = keys("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    Map<String, Integer> begun = new LinkedHashMap<>();
    for (String name : ADDRESSES.keySet()) {
      begun.put(name, faults.begun(name));
    }
    assertThat(remove(false)).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = begun.get(name) + 1; at <= faults.begun(name); at++) {
        String as = name + " " + at;
        SigningRotationRehearsalTest trial = new SigningRotationRehearsalTest();
        assertThat(trial.rotate()).as(as).isEqualTo(RunResult.DONE);
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.remove(false)).as(as).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        trial.assertTrusted(as);
        trial.assertTold(as);
        if (at % 3 == 0) {
          Map<String, String> texts = trial.texts();
          assertThat(trial.run(trial.install(), new ArrayList<>()))
              .as(as)
              .isEqualTo(RunResult.DONE);
          assertThat(trial.texts()).as(as).isEqualTo(texts);
        }
        assertThat(trial.remove(true)).as(as).isEqualTo(RunResult.DONE);
        trial.assertRemoved(old, as);
      }
    }
  }

  @Test
  void theOldKeyStaysWhileATokenOfItMayLive() throws Exception {
    assertRefused(NOW, DAY, "no rotation has begun");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    assertRefused(TOMORROW, Optional.empty(), "No flag limits", "up to 61 minutes");
    assertRefused(NOW.plus(Duration.ofHours(23)), DAY, "for another 65 minutes", "24 hours");
    // What pods ask for is longer than what was said.
    assertRefused(
        NOW.plus(Duration.ofMinutes(20)), Optional.of(Duration.ofMinutes(10)), "up to 61 minutes");
    removing(NOW.plus(Duration.ofMinutes(20)), Optional.empty(), true, false);
    removing(TOMORROW, DAY, false, false);
  }

  @Test
  void theApiServersLimitCounts() throws Exception {
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    String unit = "/etc/systemd/system/kube-apiserver.service";
    String text = text("node-1", unit);
    String limit = "  --service-account-max-token-expiration=6h0m0s \\\n";
    put(List.of("node-1", "node-2"), file(unit, text + limit));
    assertRefused(TOMORROW, Optional.empty(), "No flag limits");
    put(MASTERS, file(unit, text + limit));
    assertRefused(NOW.plus(Duration.ofHours(5)), Optional.empty(), "up to 6 hours");
    removing(NOW.plus(Duration.ofHours(7)), Optional.empty(), false, false);
    put(
        MASTERS,
        file(unit, text + limit + "  --service-account-extend-token-expiration=true \\\n"));
    assertRefused(NOW.plus(Duration.ofHours(7)), Optional.empty(), "up to 365 days");
  }

  @Test
  void tokensThatNeverEndAreNamed() throws Exception {
    String old = keys("node-1").signer();
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    put(
        List.of("node-1"),
        file(
            "/var/lib/rehearsal/tokens",
            "legacy ci deployer "
                + header(old)
                + "\nlegacy ci nameless "
                + header("")
                + "\nlegacy ci renewed "
                + header(keys("node-1").signer())
                + "\n"));
    assertRefused(TOMORROW, DAY, "2 Secrets (ci/deployer, ci/nameless) each hold", "/data/token");
    SigningRotation rotation = SigningRotation.of(INVENTORY, look(), NOW, false);
    assertThat(SigningRotationGuard.endless(rotation, look()))
        .hasValueSatisfying(w -> assertThat(w).contains("ci/deployer"));
    removing(TOMORROW, Optional.empty(), true, false);
  }

  private static String header(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ("{\"alg\":\"RS256\",\"kid\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whileTheOldKeyIsTakenAwayNoNewOneBegins() throws Exception {
    ServiceAccountKeys old = keys("node-1");
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    put(
        List.of("node-2"),
        file(SharedSecrets.SERVICE_ACCOUNT_PUBLIC, keys("node-2").alone().publicKey()));
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("being taken away");
    // It has begun: nothing is waited for any more.
    assertThat(run(removing(NOW, Optional.empty(), false, false), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertRemoved(old, "");
  }

  @Test
  void whatWouldLockPodsOutIsRefused() throws Exception {
    ServiceAccountKeys other = ServiceAccountKeys.create();
    put(List.of("node-2"), file(SharedSecrets.SERVICE_ACCOUNT_KEY, other.privateKey()));
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("service-account keys on node-2 cannot be used");
    put(List.of("node-2"), file(SharedSecrets.SERVICE_ACCOUNT_PUBLIC, other.publicKey()));
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("does not accept tokens that");
    fleet.breakDown("node-3");
    assertThatThrownBy(() -> switching(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-3 was not reached");
  }

  private void assertRefused(Instant now, Optional<Duration> longest, String... words) {
    assertThatThrownBy(() -> removing(now, longest, false, false))
        .isInstanceOf(GuardRefused.class)
        .message()
        .contains(words);
  }

  @Test
  void aTimeIsReadAsGoWritesIt() {
    assertThat(IssuedTokens.duration("24h0m0s")).hasValue(Duration.ofHours(24));
    assertThat(IssuedTokens.duration("1.5h")).hasValue(Duration.ofMinutes(90));
    assertThat(IssuedTokens.duration("0s")).isEmpty();
    assertThat(IssuedTokens.duration("a day")).isEmpty();
  }
}
