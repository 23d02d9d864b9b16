package io.quorate.inventory.file;

import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An inventory that came through standard input: it is read once, and looked at as often. */
public final class Piped {
  /** What names it on a command line, and in the places of its problems. */
  public static final Path NAME = Path.of("-");

  private final byte[] bytes;

  private Piped(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads to the end, or until it is more than an inventory can be.
   *
   * @throws IOException when it cannot be read
   */
  public static Piped of(InputStream in) throws IOException {
    return new Piped(in.readNBytes(YamlReader.MAX_CHARACTERS + 1));
  }

  /** For eyes: what is no UTF-8 is shown as such. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
