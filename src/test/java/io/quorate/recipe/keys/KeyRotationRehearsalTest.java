package io.quorate.recipe.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFaults.Kind;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.component.EncryptionFile;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of what is encrypted in etcd is rotated on simulated nodes. */
class KeyRotationRehearsalTest {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Map<String, List<String>> ADDRESSES = Rehearsed.addresses(INVENTORY.hosts());
  private static final List<String> MASTERS = List.of("node-1", "node-2", "node-3");

  @TempDir static Path folder;
  private static Path installed;

  private final RehearsalFaults faults = RehearsalFaults.none();
  private final RehearsalFleet fleet;

  KeyRotationRehearsalTest() {
    fleet = Rehearsed.fleet(ADDRESSES, faults, folder, installed);
    fleet.at(InstantSource.fixed(NOW));
  }

  @BeforeAll
  static void installOnce() throws Exception {
    KeyRotationRehearsalTest first = new KeyRotationRehearsalTest();
    assertThat(first.run(first.install(), new ArrayList<>())).isEqualTo(RunResult.DONE);
    installed = folder;
  }

  private ClusterFacts look() throws Exception {
    try (Fleet connected = Fleet.connect(List.copyOf(ADDRESSES.keySet()), fleet)) {
      return connected.probe(KeyRotationGuard.requests(INVENTORY));
    }
  }

  private Context context(Instant now) throws Exception {
    return new Context(INVENTORY, look(), Map.of(), now);
  }

  private Plan install() throws Exception {
    return InstallPlan.of(context(NOW));
  }

  private Plan plan(Instant now, boolean resume) throws Exception {
    Context context = context(now);
    KeyRotationGuard.judge(INVENTORY, context.facts());
    return KeyRotationPlan.of(context, KeyRotation.of(INVENTORY, context.facts(), now, resume));
  }

  private RunResult run(Plan plan, List<RunEvent> events) throws Exception {
    return Rehearsed.run(plan, fleet, events);
  }

  private RunResult rotate() throws Exception {
    return run(plan(NOW, false), new ArrayList<>());
  }

  private String text(String master) {
    return fleet.machine(master).files().get(SharedSecrets.ENCRYPTION);
  }

  private EncryptionFile file(String master) {
    return EncryptionFile.read(new Secret(text(master)));
  }

  private void put(List<String> machines, Operation... operations) throws Exception {
    Rehearsed.put(fleet, machines, operations);
  }

  private static WriteFile encryption(String text) {
    return new WriteFile(SharedSecrets.ENCRYPTION, Content.secret(text), "root:root", "0600");
  }

  private void assertRotated(String key, String as) {
    Set<String> texts = new HashSet<>();
    for (String master : MASTERS) {
      assertThat(file(master).hasAlone(key)).as(as + " " + master).isTrue();
      texts.add(text(master));
      assertThat(fleet.machine(master).files())
          .as(as)
          .doesNotContainKey("/var/lib/quorate/" + SharedSecrets.KEY_ROTATION);
    }
    assertThat(texts).as(as).hasSize(1);
    assertThat(fleet.machine("node-4").files()).doesNotContainKey(SharedSecrets.ENCRYPTION);
  }

  /** What one writes, all others can read. */
  private void assertReadable(String as) {
    for (String writer : MASTERS) {
      String writes = file(writer).keys().getFirst();
      for (String reader : MASTERS) {
        assertThat(file(reader).reads(writes)).as(as + ": " + reader + " reads " + writer).isTrue();
      }
    }
  }

  /** Whoever looks at the certificates hears of what is not ended. */
  private void assertTold(String as) throws Exception {
    boolean begun =
        MASTERS.stream()
            .anyMatch(
                m ->
                    fleet
                        .machine(m)
                        .files()
                        .containsKey("/var/lib/quorate/" + SharedSecrets.KEY_ROTATION));
    List<String> worries = CertificateTable.of(INVENTORY, look(), null, "", NOW).worries();
    assertThat(worries.stream().anyMatch(w -> w.contains("rotate-keys"))).as(as).isEqualTo(begun);
  }

  @Test
  void oneStageIsOverOnAllMastersBeforeTheNextBegins() throws Exception {
    List<RunEvent> events = new ArrayList<>();
    assertThat(run(plan(NOW, false), events)).isEqualTo(RunResult.DONE);
    assertRotated("key2", "");
    List<String> restarted =
        Rehearsed.changed(events).stream()
            .filter(f -> f.detail().startsWith("restarted"))
            .map(OperationFinished::step)
            .toList();
    assertThat(restarted)
        .containsExactly(
            "key-reads@node-1",
            "key-reads@node-2",
            "key-reads@node-3",
            "key-writes@node-1",
            "key-writes@node-2",
            "key-writes@node-3",
            "key-alone@node-1",
            "key-alone@node-2",
            "key-alone@node-3");
    List<RunEvent> again = new ArrayList<>();
    assertThat(run(install(), again)).isEqualTo(RunResult.DONE);
    assertThat(Rehearsed.changed(again)).isEmpty();
    assertRotated("key2", "after an install");
  }

  @Test
  void theNextOneHasAnotherName() throws Exception {
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    String before = text("node-1");
    assertThat(run(plan(NOW.plus(Duration.ofDays(90)), false), new ArrayList<>()))
        .isEqualTo(RunResult.DONE);
    assertRotated("key3", "");
    assertThat(text("node-1")).isNotEqualTo(before);
  }

  @Test
  void theSecretsAreWrittenBetweenTheStages() throws Exception {
    Plan plan = plan(NOW, false);
    Step rewrite =
        plan.steps().stream()
            .filter(s -> s.id().startsWith("key-rewrites"))
            .findFirst()
            .orElseThrow();
    assertThat(rewrite.after()).containsExactly("key-writes@node-3");
    assertThat(rewrite.title()).isEqualTo("Write all secrets with key2");
    assertThat(plan.steps())
        .filteredOn(s -> s.id().equals("key-alone@node-1"))
        .singleElement()
        .satisfies(s -> assertThat(s.after()).containsExactly(rewrite.id()));
  }

  /**
   * Wherever the run dies: at that moment each master can read what the others write, an install
   * and a plan of new certificates keep the keys, and the next run ends with the new key alone.
   */
  @Test
  void aRunThatIsKilledConverges() throws Exception {
    assertThat(rotate()).isEqualTo(RunResult.DONE);
    for (String name : ADDRESSES.keySet()) {
      for (int at = 1; at <= faults.begun(name); at++) {
        String as = name + " " + at;
        KeyRotationRehearsalTest trial = new KeyRotationRehearsalTest();
        trial.faults.at(Kind.KILL, name, at);
        assertThat(trial.rotate()).as(as).isEqualTo(RunResult.FAILED);
        trial.faults.revive();
        trial.assertReadable(as);
        trial.assertTold(as);
        List<String> texts = MASTERS.stream().map(trial::text).toList();
        if (at % 3 == 0) {
          assertThat(trial.run(trial.install(), new ArrayList<>()))
              .as(as)
              .isEqualTo(RunResult.DONE);
          assertThat(MASTERS.stream().map(trial::text).toList()).as(as).isEqualTo(texts);
        }
        assertThat(trial.run(trial.plan(NOW.plus(Duration.ofDays(1)), true), new ArrayList<>()))
            .as(as)
            .isEqualTo(RunResult.DONE);
        trial.assertRotated("key2", as);
      }
    }
  }

  @Test
  void aFileOfOnesOwnKeepsWhatElseIsInIt() throws Exception {
    put(
        MASTERS,
        encryption(
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
              - resources: [events]
                providers: [{identity: {}}]
              - resources: [secrets, widgets.example.com]
                providers:
                  - aescbc: {keys: [{name: key7, secret: b2xkLWtleS1vZi1hLXRlc3QtMTIzNDU2Nzg5MDEyMzQ=}]}
                  - identity: {}
            """));
    Plan plan = plan(NOW, false);
    assertThat(plan.steps().toString())
        .contains("k8s:enc:aescbc:v1:key8:", "/registry/example.com/widgets/");
    assertThat(run(plan, new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertRotated("key8", "");
    assertThat(file("node-2").stanzas())
        .extracting(s -> s.resources() + s.provider())
        .containsExactly("[events]identity", "[secrets, widgets.example.com]aescbc");
  }

  @Test
  void whatWouldLoseSomethingIsRefused() throws Exception {
    put(List.of("node-2"), encryption(text("node-2").replace("key1", "key9")));
    assertRefused("do not have the same", "[node-1, node-3]");
    put(List.of("node-2"), new RemoveFile(SharedSecrets.ENCRYPTION));
    assertRefused("node-2 does not have", "quorate install");
    put(MASTERS, new RemoveFile(SharedSecrets.ENCRYPTION));
    assertRefused("Nothing is encrypted in etcd");
    String head =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n";
    put(MASTERS, encryption(head + "- {resources: [secrets], providers: [{identity: {}}]}\n"));
    assertRefused("No key of", "secrets by identity");
    put(
        MASTERS,
        encryption(
            head
                + "- {resources: ['*.*'], providers: [{secretbox: {keys: [{name: key1, secret:"
                + " b2xkLWtleS1vZi1hLXRlc3QtMTIzNDU2Nzg5MDEyMzQ=}]}}]}\n"));
    assertRefused("*.*", "cannot be proved");
    put(MASTERS, encryption("kind: Other\n"));
    assertRefused("cannot be understood");
    fleet.breakDown("node-3");
    assertRefused("node-3 was not reached");
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> plan(NOW, false))
        .isInstanceOf(GuardRefused.class)
        .message()
        .contains(words);
  }
}
