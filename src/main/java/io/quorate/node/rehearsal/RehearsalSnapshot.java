package io.quorate.node.rehearsal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** A simulated snapshot of etcd: a text, and the form that a snapshot has. */
final class RehearsalSnapshot {
  private static final int SECTOR = 512;
  private static final int TAIL = 32;

  private RehearsalSnapshot() {}

  /** A file's bytes; a snapshot's are whole sectors and their SHA-256, as etcd's are. */
  static byte[] bytes(String path, String text) {
    byte[] own = text.getBytes(StandardCharsets.UTF_8);
    return path.endsWith(".db") ? snapshot(own) : own;
  }

  private static byte[] snapshot(byte[] text) {
    int data = Math.max(1, (text.length + SECTOR - 1) / SECTOR) * SECTOR;
    byte[] whole = Arrays.copyOf(text, data + TAIL);
    MessageDigest digest = sha256();
    digest.update(whole, 0, data);
    System.arraycopy(digest.digest(), 0, whole, data, TAIL);
    return whole;
  }

  /** A snapshot and what is known of it, as the script on a real machine leaves them. */
  static void leave(String folder, RehearsalState machine, String member, String etcd, int nodes) {
    String text = "simulated data of etcd\n";
    byte[] bytes = snapshot(text.getBytes(StandardCharsets.UTF_8));
    String record =
        """
        cluster 14841639068965178418
        member %s
        etcd %s
        storage 3.6.0
        revision 4711
        keys %d
        size %d
        sha256 %s
        taken %d
        object minions %d
        object pods %d
        """
            .formatted(
                Long.toUnsignedString(Long.parseUnsignedLong(member, 16)),
                etcd,
                100 + 5 * nodes,
                bytes.length,
                HexFormat.of().formatHex(sha256().digest(bytes)),
                Instant.now().getEpochSecond(),
                nodes,
                4 * nodes);
    machine.files.put(folder + "/snapshot.db", new RehearsalState.Entry(text, "root:root", "600"));
    machine.files.put(folder + "/record", new RehearsalState.Entry(record, "root:root", "600"));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
