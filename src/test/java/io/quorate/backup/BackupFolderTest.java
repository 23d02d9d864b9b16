package io.quorate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.BackupFolder.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  @TempDir Path folder;

  @Test
  void listsBackupsAndWhatIsNone() throws Exception {
    BackupFolder backups = new BackupFolder(folder);
    Path file = backups.fileFor("home", Instant.parse("2026-11-28T03:00:00Z"));
    assertThat(file).hasFileName("home-20261128T030000Z.quorate");
    Archives.write(file, Archives.SEALING, Archives.snapshot(1));
    Files.writeString(folder.resolve("home-20261129T030000Z.quorate"), "half a file");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve(file.getFileName() + BackupFolder.PROVED), "");
    BackupFolder.Listing listing = backups.list();
    assertThat(listing.backups()).singleElement().matches(Entry::proved);
    assertThat(listing.refused())
        .singleElement()
        .extracting(ArchiveRefused::reason)
        .isEqualTo(ArchiveRefused.Reason.NOT_A_BACKUP);
  }

  @Test
  void tidiesUpOneClusterAlone() throws Exception {
    byte[] snapshot = Archives.snapshot(1);
    for (String name : List.of("a", "b", "c")) {
      Archives.write(folder.resolve(name + ".quorate"), Archives.SEALING, snapshot);
    }
    BackupFolder backups = new BackupFolder(folder);
    assertThat(backups.tidy("work", new Retention(1, 0), null, NOW)).isEmpty();
    assertThat(backups.tidy("home", Retention.ALL, null, NOW)).isEmpty();
    assertThat(backups.tidy("home", new Retention(1, 0), null, NOW)).hasSize(2);
    assertThat(backups.list().backups()).hasSize(1);
  }

  @Test
  void keepsByCountAndByAge() {
    assertThat(leaving(new Retention(3, 0), 9, -1)).containsExactly(3, 4, 5, 6, 7, 8);
    assertThat(leaving(new Retention(0, 4), 9, -1)).containsExactly(5, 6, 7, 8);
    assertThat(leaving(new Retention(7, 5), 9, -1)).containsExactly(6, 7, 8);
    assertThat(leaving(Retention.ALL, 9, -1)).isEmpty();
  }

  /** However old they are. */
  @Test
  void keepsTheNewestAndTheNewestThatWasProved() {
    assertThat(leaving(new Retention(1, 0), 5, 3)).containsExactly(1, 2, 4);
    List<Entry> old = entries(2, -1);
    assertThat(new Retention(0, 1).leaving(old, null, NOW.plus(Duration.ofDays(900))))
        .containsExactly(old.get(1));
    assertThatThrownBy(() -> new Retention(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatANodeFound() throws Exception {
    SnapshotRecord record =
        SnapshotRecord.parse(
            """
            cluster 14841639068965178418
            member 10276657743932975437
            etcd 3.6.15
            storage 3.6.0
            revision 12
            keys 9
            size 4128
            sha256 abc
            taken 1764471600
            object pods 3
            object apps.deployments 2
            """);
    assertThat(record.clusterId()).isEqualTo("cdf818194e3a8c32");
    assertThat(record.memberId()).isEqualTo("8e9e05c52164694d");
    assertThat(record.snapshot()).isEqualTo(new Manifest.Snapshot(4128, "abc", 12, 9, "3.6.0"));
    assertThat(record.objects()).containsEntry("apps.deployments", 2L).hasSize(2);
    assertThatThrownBy(() -> SnapshotRecord.parse("cluster 1\nmember 2\netcd 3\ntaken x\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a number");
    assertThatThrownBy(() -> SnapshotRecord.parse("cluster 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not say its snapshot's member");
  }

  /** The clock by which it was taken may be behind that of the others. */
  @Test
  void theOneThatWasJustMadeStays() {
    List<Entry> all = entries(4, -1);
    assertThat(new Retention(2, 1).leaving(all, all.getLast(), NOW.plusSeconds(60)))
        .containsExactly(all.get(2));
  }

  /** The places of those that go, of backups that are a day apart. */
  private static List<Integer> leaving(Retention retention, int count, int proved) {
    List<Entry> all = entries(count, proved);
    return retention.leaving(all, null, NOW.plusSeconds(60)).stream().map(all::indexOf).toList();
  }

  private static List<Entry> entries(int count, int proved) {
    List<Entry> all = new ArrayList<>();
    Manifest about = Archives.about(new byte[0]);
    for (int i = 0; i < count; i++) {
      Manifest manifest =
          new Manifest(
              1,
              "home",
              NOW.minus(Duration.ofDays(i)).plusSeconds(120),
              "0.1.0",
              about.masters(),
              about.versions(),
              about.etcd(),
              about.snapshot(),
              about.objects(),
              List.of(),
              null);
      all.add(new Entry(Path.of("home-" + i), manifest, i == proved));
    }
    return all;
  }
}
