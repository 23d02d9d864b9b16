package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.ArchiveRefused;
import io.quorate.backup.Archives;
import io.quorate.backup.Retention;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Secret;
import io.quorate.recipe.Fixtures;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.usecase.backup.Backup;
import io.quorate.usecase.backup.BackupKey;
import io.quorate.usecase.backup.Drill;
import io.quorate.usecase.backup.Restore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a simulated cluster is tried, and the cluster comes back from it. */
class RestoreUseCaseTest {
  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));

  @TempDir static Path machines;
  @TempDir static Path home;
  private static SimulatedCluster cluster;
  private static Path archive;
  private static BackupKey key;

  @BeforeAll
  static void backedUp() throws Exception {
    cluster = new SimulatedCluster(INVENTORY, machines).installed();
    Backup backup = new Backup(home, Archives.SEALING, Retention.ALL);
    assertThat(cluster.run(backup)).isEqualTo(RunResult.DONE);
    try (ClusterSession session = cluster.open()) {
      Proposal proposal = backup.propose(session, backup.look(session), Caller.quiet(List.of()));
      proposal.run().home().backup().bring(session.reach(), INVENTORY);
    }
    try (Stream<Path> files = Files.list(home)) {
      archive = files.findFirst().orElseThrow();
    }
    Path identity = Files.writeString(home.resolve("key.txt"), Archives.IDENTITY.reveal() + "\n");
    key = new BackupKey(identity.toString(), null);
  }

  private static Proposal proposed(UseCase useCase) throws Exception {
    try (ClusterSession session = cluster.open()) {
      return useCase.propose(session, useCase.look(session), Caller.quiet(List.of()));
    }
  }

  @Test
  void whatIsLostAndWhatComesBackIsSaidBeforeTheNameIsTyped() throws Exception {
    Proposal proposal = proposed(new Restore(INVENTORY, archive, key, false));
    assertThat(proposal.notes())
        .extracting(Note::words)
        .anyMatch(w -> w.startsWith("before: in this rehearsal no member of etcd answers"))
        .anyMatch(w -> w.startsWith("after:  demo as it was on ") && w.contains("revision 4711"))
        .anyMatch(
            w -> w.contains("node-1, node-2, node-3") && w.contains("/var/backups/etcd/restore-"));
    assertThat(proposal.consent())
        .isInstanceOfSatisfying(
            Consent.TypedName.class, c -> assertThat(c.name()).isEqualTo("demo"));
  }

  @Test
  void comesBackAndKeepsWhatWasThere() throws Exception {
    assertThat(cluster.run(new Restore(INVENTORY, archive, key, false))).isEqualTo(RunResult.DONE);
    assertThat(cluster.files("node-3").keySet())
        .anyMatch(f -> f.matches("/var/backups/etcd/restore-[0-9TZ]+/member/snap/db"))
        .doesNotContain("/var/lib/quorate/restoring");
  }

  @Test
  void aTrialLeavesNothing() throws Exception {
    assertThat(cluster.run(new Drill(INVENTORY, archive, key, ""))).isEqualTo(RunResult.DONE);
    assertThat(cluster.files("node-3").keySet())
        .noneMatch(f -> f.startsWith("/var/lib/quorate/drill/"))
        .noneMatch(f -> f.startsWith("/run/quorate-drill"));
    assertThatThrownBy(() -> proposed(new Drill(INVENTORY, archive, key, "node-9")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no node called node-9");
    assertThatThrownBy(() -> proposed(new Drill(INVENTORY, archive, key, "node-4")))
        .hasMessageContaining("node-4 does not have the programs of a master");
  }

  @Test
  void whatIsDamagedOrClosedIsRefusedBeforeAnyNodeIsAsked() throws Exception {
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(home.resolve("damaged"), bytes);
    for (UseCase useCase :
        List.of(
            new Restore(INVENTORY, damaged, key, true), new Drill(INVENTORY, damaged, key, ""))) {
      assertThatThrownBy(() -> proposed(useCase))
          .isInstanceOf(ArchiveRefused.class)
          .hasMessageContaining("is damaged");
    }
    BackupKey typed = BackupKey.none().typed(new Secret("not it"));
    assertThatThrownBy(() -> proposed(new Restore(INVENTORY, archive, typed, true)))
        .isInstanceOf(ArchiveRefused.class)
        .hasMessageContaining("is sealed for keys, not with a passphrase");
    assertThatThrownBy(() -> proposed(new Restore(INVENTORY, archive, BackupKey.none(), true)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("--identity FILE");
    assertThatThrownBy(() -> proposed(new Restore(INVENTORY, home.resolve("none"), key, true)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void anAgeIsSaidInItsLargestUnit() {
    assertThat(Restore.age(Duration.ofSeconds(-3))).isEqualTo("less than a minute");
    assertThat(Restore.age(Duration.ofMinutes(119))).isEqualTo("119 min");
    assertThat(Restore.age(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(Restore.age(Duration.ofDays(9))).isEqualTo("9 days");
  }
}
