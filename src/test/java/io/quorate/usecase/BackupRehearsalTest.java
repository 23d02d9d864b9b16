package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.backup.ArchiveReader;
import io.quorate.backup.Archives;
import io.quorate.backup.BackupFolder;
import io.quorate.backup.Contents;
import io.quorate.backup.Manifest;
import io.quorate.backup.OpeningKey;
import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.engine.Closing;
import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.recipe.Fixtures;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.target.OffHost;
import io.quorate.usecase.backup.Backup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated cluster is backed up; what comes home is what its machines have. */
class BackupRehearsalTest {
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));

  @TempDir static Path machines;
  private static SimulatedCluster cluster;

  @TempDir Path home;

  @BeforeAll
  static void install() throws Exception {
    cluster = new SimulatedCluster(INVENTORY, machines).installed();
  }

  private Backup backup() {
    return new Backup(home, Archives.SEALING, Retention.ALL);
  }

  @Test
  void bringsTheDataAndTheKeysOfAllMasters() throws Exception {
    assertThat(bring(backup(), Set.of())).contains("read back").doesNotContain("without");
    ArchiveReader reader = ArchiveReader.of(only()).of(INVENTORY.clusterName());
    Manifest manifest = reader.manifest();
    assertThat(manifest.masters()).hasSize(INVENTORY.masters().size());
    assertThat(manifest.objects()).containsKeys("pods", "minions");
    assertThat(manifest.versions().get("node-1")).containsKeys("etcd", "kube-apiserver");
    assertThat(manifest.etcd().members()).hasSize(INVENTORY.masters().size());
    Contents contents = reader.open(Archives.OPENING);
    for (var master : INVENTORY.masters()) {
      for (String file :
          List.of(
              "/etc/kubernetes/pki/ca.key",
              "/etc/kubernetes/pki/etcd/ca.key",
              "/etc/kubernetes/pki/sa.key",
              "/etc/kubernetes/pki/encryption.yaml",
              "/etc/kubernetes/scheduler.conf",
              "/etc/systemd/system/etcd.service",
              "/etc/etcd/etcd.env")) {
        assertThat(contents.part("nodes/" + master.name() + file))
            .as(master.name() + file)
            .asString()
            .isEqualTo(cluster.files(master.name()).get(file));
      }
    }
    assertThat(contents.part(Manifest.INVENTORY)).asString().contains("k8s_masters");
    ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
    contents.snapshot(snapshot);
    assertThat(snapshot.toString()).startsWith("simulated data of etcd");
    for (var host : INVENTORY.hosts()) {
      assertThat(cluster.files(host.name()).keySet())
          .as("what waited to be brought home is gone")
          .noneMatch(f -> f.startsWith("/var/backups/etcd/backup"));
    }
  }

  @Test
  void goesOnWithoutAMasterThatIsDown() throws Exception {
    Backup backup = backup();
    String source = source(backup);
    String other =
        INVENTORY.masters().stream()
            .map(h -> h.name())
            .filter(n -> !n.equals(source))
            .findFirst()
            .orElseThrow();
    assertThat(bring(backup, Set.of(other))).contains("without the files of " + other);
    assertThat(ArchiveReader.of(only()).open(Archives.OPENING).paths())
        .noneMatch(p -> p.startsWith("nodes/" + other + "/"));
  }

  /** Whatever breaks, no half of a backup is left, and it is said that there is none. */
  @Test
  void leavesNothingWhereItDoesNotComeHome() throws Exception {
    bring(backup(), Set.of());
    Files.delete(only());
    try (ClusterSession session = cluster.open()) {
      Backup backup = backup();
      Proposal proposal = backup.propose(session, backup.look(session), Caller.quiet(List.of()));
      BackupHome brought = proposal.run().home().backup();
      String source = brought.source();
      // The snapshot was brought home before.
      assertThatThrownBy(() -> brought.bring(session.reach(), INVENTORY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the snapshot on " + source + " is gone");
      NodeConnector dead = ((NodeConnector.Rehearsal) session.reach()).without(Set.of(source));
      assertThatThrownBy(() -> brought.bring(dead, INVENTORY))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("there is no backup: ");
    }
    assertThat(files()).isEmpty();
  }

  /** The run has failed then, and not only a warning. */
  @Test
  void aBackupThatDoesNotComeHomeIsAFailedRun() throws Exception {
    try (ClusterSession session = cluster.open()) {
      Backup backup = backup();
      Proposal proposal = backup.propose(session, backup.look(session), Caller.quiet(List.of()));
      Engine engine =
          new Engine(
              new Run("r", Backup.NAME, INVENTORY.clusterName(), true, List.of()),
              proposal.run().plan(),
              session.reach()::connect,
              Redaction.none(),
              Settings.standard(),
              event -> {});
      engine.closing(
          new Closing() {
            @Override
            public String close() throws IOException {
              throw new IOException("there is no backup: no space left");
            }

            @Override
            public boolean isEssential() {
              return true;
            }
          });
      assertThat(engine.run().result()).isEqualTo(RunResult.FAILED);
    }
  }

  @Test
  void keepsAsManyAsWasSaid() throws Exception {
    bring(backup(), Set.of());
    Files.move(only(), home.resolve("older.quorate"));
    // Its name has seconds.
    Thread.sleep(1_100);
    String words = bring(new Backup(home, Archives.SEALING, new Retention(1, 0)), Set.of());
    assertThat(words).contains("removed 1 older");
    assertThat(only().getFileName().toString()).startsWith(INVENTORY.clusterName());
  }

  @Test
  void aRehearsalCopiesNothingToAnotherMachine() throws Exception {
    OffHost nas = OffHost.parse("sftp://keeper@nas.invalid/srv");
    Backup backup = new Backup(home, Archives.SEALING, Retention.ALL, nas);
    assertThat(bring(backup, Set.of()))
        .endsWith("; a rehearsal copies nothing to sftp://keeper@nas.invalid/srv");
    try (ClusterSession session = cluster.open()) {
      Proposal proposal = backup.propose(session, backup.look(session), Caller.quiet(List.of()));
      RunResults results = proposal.run().home();
      RunDocument read = RunDocument.read(RunDocument.write(session.reach(), results, INVENTORY));
      assertThat(read.home().backup()).isEqualTo(results.backup());
    }
  }

  /** What the run's process is told holds the passphrase, and shows it nowhere. */
  @Test
  void aPassphraseTravelsToTheRunAndIsShownNowhere() throws Exception {
    Secret passphrase = new Secret("only-for-this-test");
    Backup backup = new Backup(home, new SealingKey.Passphrase(passphrase), Retention.ALL);
    try (ClusterSession session = cluster.open()) {
      Proposal proposal = backup.propose(session, backup.look(session), Caller.quiet(List.of()));
      PlannedRun run = proposal.run();
      JsonNode handed = RunDocument.write(session.reach(), run.home(), INVENTORY);
      RunDocument read = RunDocument.read(handed);
      assertThat(read.home().backup()).isEqualTo(run.home().backup());
      assertThat(read.toString() + read.home() + run + backup).doesNotContain("only-for-this-test");
    }
    bring(backup, Set.of());
    assertThat(ArchiveReader.of(only()).open(new OpeningKey.Passphrase(passphrase)).paths())
        .contains(Manifest.INVENTORY);
  }

  @Test
  void refusesAFolderThatIsNone() throws Exception {
    Backup backup = new Backup(home.resolve("none"), Archives.SEALING, Retention.ALL);
    try (ClusterSession session = cluster.open()) {
      assertThatThrownBy(
              () -> backup.propose(session, backup.look(session), Caller.quiet(List.of())))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("is not a folder");
    }
  }

  @Test
  void refusesWithoutAQuorum() throws Exception {
    Set<String> two = Set.of("node-1", "node-2");
    try (ClusterSession session = cluster.open().without(two)) {
      assertThatThrownBy(
              () -> backup().propose(session, backup().look(session), Caller.quiet(List.of())))
          .isInstanceOf(GuardRefused.class);
    }
  }

  private String source(Backup backup) throws Exception {
    try (ClusterSession session = cluster.open()) {
      return backup
          .propose(session, backup.look(session), Caller.quiet(List.of()))
          .run()
          .home()
          .backup()
          .source();
    }
  }

  /** Takes the snapshot, and brings it home while some are dead. */
  private String bring(Backup backup, Set<String> dead) throws Exception {
    assertThat(cluster.run(backup)).isEqualTo(RunResult.DONE);
    try (ClusterSession session = cluster.open()) {
      BackupHome brought =
          backup
              .propose(session, backup.look(session), Caller.quiet(List.of()))
              .run()
              .home()
              .backup();
      return brought.bring(((NodeConnector.Rehearsal) session.reach()).without(dead), INVENTORY);
    }
  }

  private Path only() throws IOException {
    List<Path> all = files();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(f -> !f.getFileName().toString().endsWith(BackupFolder.PROVED)).toList();
    }
  }
}
