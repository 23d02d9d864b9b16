package io.quorate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into an archive comes out of it, for who has the key. */
class ArchiveTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void names() {
    file = folder.resolve("home.quorate-backup");
  }

  @Test
  void comesOutAsItWentIn() throws Exception {
    byte[] snapshot = Archives.snapshot(40);
    Manifest written = Archives.write(file, Archives.SEALING, snapshot);

    ArchiveReader reader = ArchiveReader.of(file).of("home");
    assertThat(reader.manifest()).isEqualTo(written);
    assertThat(reader.manifest().allObjects()).isEqualTo(23);
    reader.check();
    Contents contents = reader.open(Archives.OPENING);
    assertThat(contents.paths()).containsExactly(Manifest.INVENTORY, Archives.KEY);
    assertThat(contents.part(Archives.KEY)).asString().isEqualTo("not a key");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    contents.snapshot(out);
    assertThat(out.toByteArray()).isEqualTo(snapshot);
    assertThatThrownBy(() -> contents.part("nodes/node-9/x"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void opensWithAPassphrase() throws Exception {
    byte[] snapshot = Archives.snapshot(2);
    Manifest written =
        Archives.write(file, new SealingKey.Passphrase(new Secret("correct horse")), snapshot);
    assertThat(written.sealed()).isNotNull();
    assertThat(written.sealed().opensWith()).containsExactly("passphrase");
    Contents contents =
        ArchiveReader.of(file).open(new OpeningKey.Passphrase(new Secret("correct horse")));
    assertThat(contents.part(Manifest.INVENTORY)).asString().isEqualTo("all: {}\n");
  }

  @Test
  void isForItsOwnerAloneAndLeavesNothingBeside() throws Exception {
    Archives.write(file, Archives.SEALING, Archives.snapshot(2));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names(folder)).containsExactly("home.quorate-backup");
  }

  @Test
  void replacesNothing() throws Exception {
    Files.writeString(file, "an older backup");
    assertThatThrownBy(() -> ArchiveWriter.to(file, Archives.SEALING))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(file);
    assertThatThrownBy(
            () -> {
              try (ArchiveWriter writer = ArchiveWriter.to(file, Archives.SEALING)) {
                Files.writeString(file, "somebody else's");
                writer.finish(Archives.about(Archives.snapshot(1)));
              }
            })
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("somebody else's");
    assertThat(names(folder)).containsExactly("home.quorate-backup");
  }

  @Test
  void leavesNothingWhenItIsGivenUp() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.to(file, Archives.SEALING)) {
      InputStream tooShort = new ByteArrayInputStream(new byte[100]);
      assertThatThrownBy(() -> writer.add(Manifest.SNAPSHOT, 200, 0600, tooShort))
          .isInstanceOf(IOException.class)
          .hasMessage("snapshot.db ended after 100 of 200 bytes");
    }
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void takesNoMoreThanWasAnnounced() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.to(file, Archives.SEALING)) {
      InputStream tooLong = new ByteArrayInputStream(new byte[300]);
      assertThatThrownBy(() -> writer.add(Manifest.SNAPSHOT, 200, 0600, tooLong))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("longer than the 200 bytes");
    }
  }

  /** Neither its own text nor compressed: what is said in clear is the manifest. */
  @Test
  void saysNothingOfItsContentsInClear() throws Exception {
    Archives.write(file, Archives.SEALING, Archives.snapshot(2));
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("\"cluster\" : \"home\"").doesNotContain("not a key");
  }

  @Test
  void refusesAKeyThatIsNone() {
    assertThatThrownBy(() -> new SealingKey.Recipients(List.of("age1nothing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("age1nothing is not a recipient");
    assertThatThrownBy(() -> new SealingKey.Recipients(List.of(Archives.IDENTITY.reveal())))
        .hasMessageNotContaining("DEHHGG");
    assertThatThrownBy(() -> OpeningKey.Identities.of(new Secret("# created\nno key\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key 1 is not a private key of age")
        .hasMessageNotContaining("no key");
    assertThat(
            OpeningKey.Identities.of(new Secret("# mine\n\n" + Archives.IDENTITY.reveal() + "\n")))
        .isEqualTo(Archives.OPENING);
  }

  /** Its pages are made as they are asked for, and nobody keeps them. */
  @Test
  void needsNoMoreMemoryForMoreData() throws Exception {
    long size = 300L << 20;
    long before = used();
    try (ArchiveWriter writer = ArchiveWriter.to(file, Archives.SEALING);
        InputStream zeros = new Zeros(size)) {
      writer.add("nodes/node-1/small", 0600, new byte[10]);
      writer.add(Manifest.SNAPSHOT, size, 0600, zeros);
      assertThat(used() - before).isLessThan(32L << 20);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int n = (int) Math.min(left, length);
      left -= n;
      return n == 0 ? -1 : n;
    }
  }

  /** What etcd would not take is known before anybody trusts it. */
  @Test
  void knowsASnapshotByItsEnd() throws Exception {
    byte[] good = Archives.snapshot(3);
    for (int piece : List.of(1, 7, 31, 32, 33, 1000, good.length)) {
      SnapshotSum sum = new SnapshotSum(OutputStream.nullOutputStream());
      for (int at = 0; at < good.length; at += piece) {
        sum.write(good, at, Math.min(piece, good.length - at));
      }
      assertThat(sum.fault()).as("in pieces of " + piece).isEmpty();
    }
    byte[] changed = good.clone();
    changed[5000] ^= 1;
    SnapshotSum sum = new SnapshotSum(OutputStream.nullOutputStream());
    sum.write(changed);
    assertThat(sum.fault()).isEqualTo("does not have the sum that it ends with");
    SnapshotSum raw = new SnapshotSum(OutputStream.nullOutputStream());
    raw.write(good, 0, good.length - 32);
    assertThat(raw.fault()).contains("12288 bytes");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).toList();
    }
  }
}
