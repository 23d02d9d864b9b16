package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.ArchiveReader;
import io.quorate.backup.Archives;
import io.quorate.backup.BackupFolder;
import io.quorate.backup.Manifest;
import io.quorate.engine.Engine;
import io.quorate.engine.HandOver;
import io.quorate.engine.Run;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Settings;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.StepKind;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import io.quorate.run.RunEvent.StepStarted;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade begins with a snapshot that comes to the operator's machine, or does not begin. */
class UpgradeSnapshotTest {
  private static final Inventory INVENTORY = inventory();

  @TempDir Path folder;
  private Path home;
  private SimulatedCluster cluster;

  private static Inventory inventory() {
    Inventory own = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
    Versions v = own.versions();
    return own.withVersions(v.with("1.36.3", v.etcd(), v.containerd()));
  }

  @BeforeEach
  void install() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    cluster = new SimulatedCluster(INVENTORY, folder.resolve("machines")).installed();
  }

  private Upgrade upgrade(boolean stageOnly) {
    return Upgrade.of(
        new UpgradeTarget("1.36.4", Map.of(), List.of(), false),
        1,
        Upgrade.USUAL_DRAIN,
        Upgrade.USUAL_CANARY,
        false,
        stageOnly,
        Set.of(),
        home.toString(),
        folder.resolve("home.yaml"));
  }

  /** Runs it as the run's own process does. */
  private RunResult run(
      UnaryOperator<BackupHome> change, Consumer<RunEvent> sink, List<RunEvent> heard)
      throws Exception {
    try (ClusterSession session = cluster.open()) {
      Upgrade upgrade = upgrade(false);
      PlannedRun run =
          upgrade.propose(session, upgrade.look(session), Caller.quiet(List.of())).run();
      RunResults results =
          run.home().backup() == null
              ? run.home()
              : run.home().with(change.apply(run.home().backup()));
      HandOver handOver =
          new HandOver(
              run.plan(),
              Upgrade.NAME,
              INVENTORY.clusterName(),
              "test",
              List.of(),
              true,
              false,
              RunDocument.write(session.reach(), results, INVENTORY),
              List.of());
      RunService service = new RunService(new RunFolder(folder.resolve("run")));
      List<RunEvent> events = Collections.synchronizedList(heard);
      return new Engine(
              new Run("r", Upgrade.NAME, INVENTORY.clusterName(), true, List.of()),
              run.plan(),
              service.connector(handOver),
              Redaction.none(),
              Settings.standard(),
              event -> {
                events.add(event);
                sink.accept(event);
              })
          .run()
          .result();
    }
  }

  private RunResult run(List<RunEvent> heard) throws Exception {
    return run(h -> h, e -> {}, heard);
  }

  @Test
  void comesBeforeAnythingIsKeptOrChanged() throws Exception {
    List<RunEvent> heard = new ArrayList<>();
    assertThat(run(heard)).isEqualTo(RunResult.DONE);
    Path file = only();
    assertThat(file.getFileName().toString())
        .matches(INVENTORY.clusterName() + "-\\d{8}T\\d{6}Z\\.etcd\\.db");
    assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("simulated data of etcd");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    OperationFinished brought =
        heard.stream()
            .filter(e -> e instanceof OperationFinished f && isSnapshot(f.step()))
            .map(OperationFinished.class::cast)
            .toList()
            .getLast();
    assertThat(brought.detail()).contains(file.toString(), "in clear", "read back");
    int at = heard.indexOf(brought);
    assertThat(heard.subList(0, at))
        .noneMatch(e -> e instanceof StepStarted s && s.step().startsWith("upgrade-kept"));
    assertThat(heard.subList(at, heard.size()))
        .anyMatch(e -> e instanceof StepStarted s && s.step().startsWith("upgrade-kept"));
    for (var host : INVENTORY.hosts()) {
      assertThat(cluster.files(host.name()).keySet())
          .noneMatch(f -> f.startsWith("/var/backups/etcd/backup"));
    }
  }

  private static boolean isSnapshot(String step) {
    return step.startsWith("upgrade-snapshot@");
  }

  /** With a key it is the same as a backup, which `quorate restore` takes. */
  @Test
  void isABackupWhereAKeySealsIt() throws Exception {
    List<RunEvent> heard = new ArrayList<>();
    UnaryOperator<BackupHome> sealed =
        h ->
            new BackupHome(
                h.folder(),
                Archives.SEALING,
                h.retention(),
                h.source(),
                h.members(),
                h.versions(),
                h.copy());
    assertThat(run(sealed, e -> {}, heard)).isEqualTo(RunResult.DONE);
    assertThat(only().getFileName().toString()).endsWith(BackupFolder.SUFFIX);
    Manifest manifest = ArchiveReader.of(only()).of(INVENTORY.clusterName()).manifest();
    assertThat(manifest.versions().get("node-1")).containsEntry("kube-apiserver", "1.36.3");
    assertThat(ArchiveReader.of(only()).open(Archives.OPENING).paths())
        .contains("nodes/node-1/etc/kubernetes/pki/ca.key");
  }

  @Test
  void whereItDoesNotComeNothingIsChanged() throws Exception {
    Map<String, String> before = cluster.files("node-1");
    List<RunEvent> heard = new ArrayList<>();
    UnaryOperator<BackupHome> nowhere =
        h ->
            new BackupHome(
                folder.resolve("none").toString(),
                h.key(),
                h.retention(),
                h.source(),
                h.members(),
                h.versions(),
                h.copy());
    assertThat(run(nowhere, e -> {}, heard)).isEqualTo(RunResult.FAILED);
    StepFinished failed =
        heard.stream()
            .filter(e -> e instanceof StepFinished f && f.failure() != null)
            .map(StepFinished.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(failed.step()).matches(UpgradeSnapshotTest::isSnapshot);
    assertThat(failed.failure().message()).contains("none").contains("is not there");
    assertThat(heard)
        .noneMatch(e -> e instanceof StepStarted s && s.step().startsWith("upgrade-kept"));
    assertThat(cluster.files("node-1")).containsAllEntriesOf(before);
    assertThat(cluster.files("node-1").keySet()).noneMatch(f -> f.contains("before-upgrade"));
    assertThat(run(new ArrayList<>())).isEqualTo(RunResult.DONE);
    assertThat(only()).exists();
  }

  /** Wherever the run is cut off there is one that is whole from before the first change. */
  @Test
  void isTakenAgainUntilTheUpgradeIsUnderWayAndThenNoMore() throws Exception {
    cutOff("upgrade-snapshot@");
    assertThat(files()).hasSize(1);
    // Its name has seconds.
    Thread.sleep(1_100);
    cutOff("upgrade-kept@");
    assertThat(files()).hasSize(2).noneMatch(f -> f.endsWith(".part"));
    List<RunEvent> heard = new ArrayList<>();
    assertThat(run(heard)).isEqualTo(RunResult.DONE);
    assertThat(files()).hasSize(2);
    assertThat(heard).noneMatch(e -> e instanceof StepStarted s && isSnapshot(s.step()));
  }

  /** What was written during the pause is in none that is there. */
  @Test
  void isTakenAgainAfterAPause() throws Exception {
    cutOff("upgrade-kept@");
    String old = INVENTORY.clusterName() + "-20260101T021500Z.etcd.db";
    Files.move(only(), home.resolve(old));
    try (ClusterSession session = cluster.open()) {
      Upgrade upgrade = upgrade(false);
      Proposal proposal = upgrade.propose(session, upgrade.look(session), Caller.quiet(List.of()));
      assertThat(proposal.notes())
          .anySatisfy(
              n ->
                  assertThat(n.text())
                      .startsWith("Before the upgrade goes on, a snapshot of etcd, proved on ")
                      .contains(
                          "on this machine (the newest there is from 2026-01-01T02:15:00Z), for"));
      assertThat(proposal.run().plan().steps().stream().filter(StepKind.UPGRADE_SNAPSHOT::names))
          .singleElement()
          .satisfies(
              s ->
                  assertThat(s.ifStopped())
                      .isEqualTo(
                          "This run has changed nothing: each node runs what the one before it left"
                              + " there."));
    }
    List<RunEvent> heard = new ArrayList<>();
    assertThat(run(heard)).isEqualTo(RunResult.DONE);
    assertThat(files()).hasSize(2).contains(old);
    assertThat(heard).anyMatch(e -> e instanceof StepStarted s && isSnapshot(s.step()));
  }

  /** The run ends when this step is done. */
  private void cutOff(String step) {
    assertThatThrownBy(
            () ->
                run(
                    h -> h,
                    e -> {
                      if (e instanceof StepFinished f && f.step().startsWith(step)) {
                        throw new UncheckedIOException(new IOException("the disk is full"));
                      }
                    },
                    new ArrayList<>()))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void thePlanSaysWhereItComesTo() throws Exception {
    try (ClusterSession session = cluster.open()) {
      Upgrade upgrade = upgrade(false);
      Proposal proposal = upgrade.propose(session, upgrade.look(session), Caller.quiet(List.of()));
      assertThat(proposal.run().plan().steps().stream().filter(StepKind.UPGRADE_SNAPSHOT::names))
          .singleElement()
          .satisfies(
              s -> {
                assertThat(s.operations().getLast().title()).contains(home.toString());
                assertThat(s.ifStopped()).isEqualTo("No node runs anything else than before.");
              });
      assertThat(proposal.notes())
          .anySatisfy(
              n -> assertThat(n.text()).contains(home.toString(), "in clear", "for you alone"));
      Upgrade stage = upgrade(true);
      Proposal staged = stage.propose(session, stage.look(session), Caller.quiet(List.of()));
      assertThat(staged.run().home().backup()).isNull();
      assertThat(staged.run().plan().steps()).noneMatch(StepKind.UPGRADE_SNAPSHOT::names);
    }
    Upgrade nowhere =
        Upgrade.of(
            UpgradeTarget.usual(),
            1,
            Duration.ofMinutes(5),
            Upgrade.USUAL_CANARY,
            false,
            false,
            Set.of(),
            "/no/such/folder",
            Path.of("home.yaml"));
    try (ClusterSession session = cluster.open()) {
      assertThatThrownBy(
              () -> nowhere.propose(session, nowhere.look(session), Caller.quiet(List.of())))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("--snapshot-to /no/such/folder is not a folder.");
    }
  }

  private Path only() throws IOException {
    assertThat(files()).hasSize(1);
    return home.resolve(files().getFirst());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
