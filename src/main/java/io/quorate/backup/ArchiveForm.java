package io.quorate.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What an archive is made of: a tar of three entries, in this order. */
final class ArchiveForm {
  /** The {@link Manifest}. */
  static final String MANIFEST = "manifest.json";

  /** A tar, compressed by gzip, sealed by age. It begins with the snapshot and ends so, too. */
  static final String DATA = "data.tar.gz.age";

  /** The sums of the two, as sha256sum writes and checks them. */
  static final String SUMS = "SHA256SUMS";

  /** A part other than the snapshot is held in memory while it is used. */
  static final long LARGEST_PART = 16 << 20;

  /** And all of them are. */
  static final long LARGEST_PARTS = 64 << 20;

  /** A manifest larger than this is none. */
  static final int LARGEST_MANIFEST = 16 << 20;

  private static final long BLOCK = 512;

  private ArchiveForm() {}

  /**
   * How long an archive is at least: two more headers, the data, the sums, and the end of a tar.
   *
   * @param manifest where the manifest ends
   * @param data the size of the sealed data
   */
  static long least(long manifest, long data) {
    return padded(manifest) + BLOCK + padded(data) + BLOCK + BLOCK + 2 * BLOCK;
  }

  private static long padded(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sumOf(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static byte[] sums(String manifest, String data) {
    return (manifest + "  " + MANIFEST + "\n" + data + "  " + DATA + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Counts and sums up what goes through to somewhere else. */
  static final class Summed extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private long size;

    Summed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      digest.update(bytes, offset, length);
      size += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    long size() {
      return size;
    }

    /** Asked once, at the end. */
    String sum() {
      return hex(digest);
    }
  }
}
