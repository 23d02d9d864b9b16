package io.quorate.backup;

import io.quorate.backup.Manifest.Etcd;
import io.quorate.backup.Manifest.Master;
import io.quorate.backup.Manifest.Snapshot;
import io.quorate.plan.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Archives that tests make. Their keys and files are nobody's. */
public final class Archives {
  /** Its 32 bytes are the words "not a secret, in tests of quorat". */
  public static final Secret IDENTITY =
      new Secret("AGE-SECRET-KEY-1DEHHGGRPYPEK2CMJV46ZCGRFDCS8GETNW3EJQMMXYPCH2MMJV96QGVW540");

  public static final String RECIPIENT =
      "age1vfppw4esda25n37jd5nwdrd45mvcr2wd5pt2nmch3uynh5x3ts7ss6zcq6";

  public static final SealingKey SEALING = new SealingKey.Recipients(List.of(RECIPIENT));
  public static final OpeningKey OPENING = new OpeningKey.Identities(List.of(IDENTITY));

  static final String KEY = "nodes/node-1/etc/kubernetes/pki/ca.key";

  private Archives() {}

  /** What looks like a snapshot: pages, and their sum. */
  public static byte[] snapshot(int pages) {
    byte[] bytes = new byte[pages * 4096 + 32];
    new Random(7).nextBytes(bytes);
    var digest = ArchiveForm.sha256();
    digest.update(bytes, 0, bytes.length - 32);
    System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
    return bytes;
  }

  public static Manifest about(byte[] snapshot) {
    return Manifest.of(
        "home",
        Instant.parse("2026-11-28T03:00:00Z"),
        "0.1.0",
        List.of(new Master("node-1", "10.0.0.1"), new Master("node-2", "10.0.0.2")),
        Map.of("node-1", new TreeMap<>(Map.of("kubernetes", "1.36.4", "etcd", "3.6.15"))),
        new Etcd(
            "cdf818194e3a8c32",
            "node-1",
            "8e9e05c52164694d",
            new TreeMap<>(Map.of("8e9e05c52164694d", "node-1"))),
        new Snapshot(snapshot.length, ArchiveForm.sumOf(snapshot), 4711, 123, "3.6.0"),
        Map.of("pods", 20L, "secrets", 3L));
  }

  /** Writes one with a snapshot, a key and an inventory. */
  public static Manifest write(Path file, SealingKey key, byte[] snapshot) throws IOException {
    try (ArchiveWriter writer = ArchiveWriter.to(file, key)) {
      writer.add(Manifest.SNAPSHOT, snapshot.length, 0600, new ByteArrayInputStream(snapshot));
      writer.add(KEY, 0600, "not a key".getBytes(StandardCharsets.UTF_8));
      writer.add(Manifest.INVENTORY, 0600, "all: {}\n".getBytes(StandardCharsets.UTF_8));
      return writer.finish(about(snapshot));
    }
  }
}
