package io.quorate.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Passes a snapshot of etcd on and learns on the way whether it is one: its last 32 bytes are the
 * SHA-256 of all before, which are whole pages.
 */
public final class SnapshotSum extends FilterOutputStream {
  private static final int TAIL = 32;

  /** A page of the database is a multiple of it. */
  private static final int SECTOR = 512;

  private final MessageDigest digest = ArchiveForm.sha256();
  private final byte[] tail = new byte[TAIL];
  private int held;
  private long size;

  public SnapshotSum(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    size += length;
    // The newest 32 bytes may be the tail, which the sum leaves out.
    if (length >= TAIL) {
      digest.update(tail, 0, held);
      digest.update(bytes, offset, length - TAIL);
      System.arraycopy(bytes, offset + length - TAIL, tail, 0, TAIL);
      held = TAIL;
      return;
    }
    int leaving = Math.max(0, held + length - TAIL);
    digest.update(tail, 0, leaving);
    System.arraycopy(tail, leaving, tail, 0, held - leaving);
    held -= leaving;
    System.arraycopy(bytes, offset, tail, held, length);
    held += length;
  }

  /** Why it is not a whole snapshot, as words after its name; empty when it is one. Asked once. */
  public String fault() {
    if (size % SECTOR != TAIL || size == TAIL) {
      return "has " + size + " bytes, which is not the length of a snapshot with its sum";
    }
    return Arrays.equals(digest.digest(), tail) ? "" : "does not have the sum that it ends with";
  }
}
