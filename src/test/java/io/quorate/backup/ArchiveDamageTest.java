package io.quorate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import io.quorate.backup.ArchiveRefused.Reason;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage has a refusal of its own, before anything is used. */
class ArchiveDamageTest {
  private static final byte[] SNAPSHOT = Archives.snapshot(8);
  @TempDir Path folder;
  private Path file;
  private byte[] good;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("home");
    Archives.write(file, Archives.SEALING, SNAPSHOT);
    good = Files.readAllBytes(file);
  }

  @Test
  void truncatedAnywhere() throws Exception {
    int sums = indexOf(good, "SHA256SUMS");
    for (int length : List.of(600, 2000, good.length / 2, sums - 10, sums + 100)) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(refused().reason())
          .as("of %d bytes".formatted(length))
          .isEqualTo(Reason.TRUNCATED);
    }
    assertThat(refused()).hasMessageContaining("ends too early").hasMessageContaining("Copy it");
  }

  @Test
  void aBitAnywhere() throws Exception {
    int manifest = indexOf(good, "\"home\"") + 1;
    int data = indexOf(good, "age-encryption.org");
    int sums = indexOf(good, "  manifest.json");
    for (int place : List.of(manifest, data, data + 50, data + 300, data + 30_000, sums - 3)) {
      byte[] bytes = good.clone();
      bytes[place] ^= 1;
      Files.write(file, bytes);
      assertThat(refused().reason()).as("at " + place).isEqualTo(Reason.CHANGED);
      // Nobody needs the key to see it.
      assertThat(catchThrowableOfType(ArchiveRefused.class, () -> ArchiveReader.of(file).check()))
          .as("at " + place)
          .isNotNull();
    }
  }

  @Test
  void anotherFile() throws Exception {
    Files.writeString(file, "apiVersion: v1\nkind: Config\n");
    assertThat(refused().reason()).isEqualTo(Reason.NOT_A_BACKUP);
    Files.write(file, SNAPSHOT);
    assertThat(refused().reason()).isEqualTo(Reason.NOT_A_BACKUP);
    Files.write(file, new byte[0]);
    assertThat(refused().reason()).isEqualTo(Reason.NOT_A_BACKUP);
  }

  @Test
  void wrongKey() throws Exception {
    String other = new X25519KeyPairGenerator().generateKeyPair().getPrivate().toString();
    ArchiveRefused refused = refused(new OpeningKey.Identities(List.of(new Secret(other))));
    assertThat(refused.reason()).isEqualTo(Reason.WRONG_KEY);
    assertThat(refused).hasMessageContaining("None of these keys").hasMessageContaining("age1");
    assertThat(refused(new OpeningKey.Passphrase(new Secret("guess"))))
        .hasMessageContaining("is sealed for keys, not with a passphrase");
    Files.delete(file);
    Archives.write(file, new SealingKey.Passphrase(new Secret("right")), SNAPSHOT);
    assertThat(refused(new OpeningKey.Passphrase(new Secret("wrong"))))
        .hasMessageContaining("This passphrase does not open");
    assertThat(refused(Archives.OPENING)).hasMessageContaining("sealed with a passphrase");
  }

  @Test
  void otherCluster() throws Exception {
    ArchiveRefused refused =
        catchThrowableOfType(ArchiveRefused.class, () -> ArchiveReader.of(file).of("work"));
    assertThat(refused.reason()).isEqualTo(Reason.OTHER_CLUSTER);
    assertThat(refused).hasMessageContaining("is of the cluster home, not of work");
  }

  @Test
  void newerFormat() throws Exception {
    Map<String, byte[]> entries = entries();
    entries.compute(
        ArchiveForm.MANIFEST, (name, json) -> replaced(json, "\"format\" : 1", "\"format\" : 2"));
    assemble(entries);
    assertThat(refused().reason()).isEqualTo(Reason.NEWER_FORMAT);
    assertThat(refused()).hasMessageContaining("format 2; this program knows up to 1");
  }

  @Test
  void missingData() throws Exception {
    Map<String, byte[]> entries = entries();
    byte[] data = entries.remove(ArchiveForm.DATA);
    entries.put("other", data);
    assemble(entries);
    assertThat(refused().reason()).isEqualTo(Reason.MISSING_PART);
    assertThat(refused()).hasMessageContaining("data.tar.gz.age");
  }

  /** Whoever can write the file can make its sums fit; what was sealed says otherwise. */
  @Test
  void aManifestOfSomebodyElse() throws Exception {
    Map<String, byte[]> entries = entries();
    byte[] json =
        replaced(
            entries.get(ArchiveForm.MANIFEST), "\"cluster\" : \"home\"", "\"cluster\" : \"work\"");
    entries.put(ArchiveForm.MANIFEST, json);
    String[] sums =
        new String(entries.get(ArchiveForm.SUMS), StandardCharsets.US_ASCII).split("\n");
    entries.put(
        ArchiveForm.SUMS, ArchiveForm.sums(ArchiveForm.sumOf(json), sums[1].substring(0, 64)));
    assemble(entries);
    ArchiveReader.of(file).check();
    assertThat(refused().reason()).isEqualTo(Reason.CHANGED);
    assertThat(refused()).hasMessageContaining("changed after it was sealed");
  }

  @Test
  void aSnapshotThatIsNone() throws Exception {
    byte[] bad = SNAPSHOT.clone();
    bad[100] ^= 1;
    Files.delete(file);
    Archives.write(file, Archives.SEALING, bad);
    assertThat(refused().reason()).isEqualTo(Reason.BAD_SNAPSHOT);
  }

  @Test
  void noSnapshotAtAll() throws Exception {
    Files.delete(file);
    try (ArchiveWriter writer = ArchiveWriter.to(file, Archives.SEALING)) {
      writer.add("nodes/node-1/x", 0600, new byte[3]);
      writer.finish(Archives.about(SNAPSHOT));
    }
    assertThat(refused().reason()).isEqualTo(Reason.MISSING_PART);
    assertThat(refused()).hasMessageContaining("snapshot.db");
  }

  /** Between the proof and the use nothing may change either. */
  @Test
  void aChangeAfterItWasProved() throws Exception {
    Contents contents = ArchiveReader.of(file).open(Archives.OPENING);
    byte[] bytes = good.clone();
    bytes[indexOf(good, "age-encryption.org") + 20_000] ^= 1;
    Files.write(file, bytes);
    ArchiveRefused refused =
        catchThrowableOfType(
            ArchiveRefused.class, () -> contents.snapshot(OutputStream.nullOutputStream()));
    assertThat(refused.reason()).isEqualTo(Reason.CHANGED);
  }

  private ArchiveRefused refused() {
    return refused(Archives.OPENING);
  }

  private ArchiveRefused refused(OpeningKey key) {
    ArchiveRefused refused =
        catchThrowableOfType(ArchiveRefused.class, () -> ArchiveReader.of(file).open(key));
    assertThat(refused).isNotNull();
    return refused;
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(file))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        entries.put(e.getName(), tar.readAllBytes());
      }
    }
    assertThat(entries).containsOnlyKeys("manifest.json", "data.tar.gz.age", "SHA256SUMS");
    return entries;
  }

  private void assemble(Map<String, byte[]> entries) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (var one : entries.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(one.getKey());
        entry.setSize(one.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(one.getValue());
        tar.closeArchiveEntry();
      }
    }
  }

  private static byte[] replaced(byte[] json, String old, String fresh) {
    String text = new String(json, StandardCharsets.UTF_8);
    assertThat(text).contains(old);
    return text.replace(old, fresh).getBytes(StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, String text) {
    int found = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(found).as(text).isPositive();
    return found;
  }
}
