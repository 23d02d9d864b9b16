package io.quorate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.Manifest.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that nothing seals: whole, for their owner alone, and never one for another. */
class SnapshotFolderTest {
  private static final Instant TAKEN = Instant.parse("2026-10-01T12:00:00Z");

  @TempDir Path home;

  private SnapshotFolder folder() {
    return new SnapshotFolder(home, "demo");
  }

  @Test
  void keepsWhatWasProved() throws Exception {
    byte[] bytes = snapshot();
    Files.writeString(home.resolve(".demo.etcd.db.part"), "a run that was cut off");
    Path file = folder().keep(TAKEN, wanted(bytes), new ByteArrayInputStream(bytes));
    assertThat(file).hasFileName("demo-20261001T120000Z.etcd.db").hasBinaryContent(bytes);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("demo-20261001T120000Z.etcd.db");
    assertThatThrownBy(() -> folder().keep(TAKEN, wanted(bytes), new ByteArrayInputStream(bytes)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void knowsWhenTheNewestWasTaken() throws Exception {
    assertThat(folder().newest()).isEmpty();
    for (String name :
        List.of(
            "demo-20260930T235959Z.etcd.db",
            "demo-20261001T120000Z.etcd.db",
            "demo-20269999T999999Z.etcd.db",
            "demo-2-20261101T120000Z.etcd.db")) {
      Files.writeString(home.resolve(name), "data");
    }
    assertThat(folder().newest()).contains(TAKEN);
  }

  @Test
  void leavesNothingOfWhatIsAnother() throws Exception {
    byte[] bytes = snapshot();
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 512);
    byte[] changed = bytes.clone();
    changed[3]++;
    byte[] none = new byte[100];
    for (byte[] came : List.of(cut, changed, none)) {
      assertThatThrownBy(() -> folder().keep(TAKEN, wanted(bytes), new ByteArrayInputStream(came)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("snapshot");
    }
    Snapshot other = new Snapshot(bytes.length, "0".repeat(64), 1, 1, "");
    assertThatThrownBy(() -> folder().keep(TAKEN, other, new ByteArrayInputStream(bytes)))
        .hasMessageContaining("not the snapshot that was proved");
    assertThat(names()).isEmpty();
  }

  @Test
  void keepsTheNewestOfThisClusterAlone() throws Exception {
    for (String name :
        List.of(
            "demo-20261001T120000Z.etcd.db",
            "demo-20261002T120000Z.etcd.db",
            "demo-20261003T120000Z.etcd.db",
            "demo-two-20261001T120000Z.etcd.db",
            "demo-20261001T120000Z.quorate")) {
      Files.writeString(home.resolve(name), name);
    }
    Path newest = home.resolve("demo-20261003T120000Z.etcd.db");
    Path oldest = home.resolve("demo-20261001T120000Z.etcd.db");
    assertThat(folder().tidy(0, newest)).isEmpty();
    // Made just now, by a clock that is behind.
    assertThat(folder().tidy(2, oldest)).isEmpty();
    assertThat(folder().tidy(2, newest)).containsExactly(oldest);
    assertThat(names())
        .contains("demo-20261002T120000Z.etcd.db", "demo-two-20261001T120000Z.etcd.db")
        .hasSize(4);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] snapshot() throws Exception {
    byte[] bytes = new byte[2048 + 32];
    Arrays.fill(bytes, 0, 2048, (byte) 7);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, 0, 2048);
    System.arraycopy(digest.digest(), 0, bytes, 2048, 32);
    return bytes;
  }

  private static Snapshot wanted(byte[] bytes) throws Exception {
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    return new Snapshot(bytes.length, sum, 4711, 100, "");
  }
}
