package io.quorate.usecase.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A text of a bundle. Of a long one the end is kept: that is where things went wrong.
 *
 * @param path below the bundle's folder
 * @param head the first line, where the rest means nothing without it; else empty
 * @param text what follows
 * @param cut how many bytes between the two are left out
 */
record BundleText(String path, String head, String text, long cut) {

  /**
   * More of a file's end than is kept is read, so that what is secret is known by what stands
   * before it.
   */
  private static final int MARGIN = 1 << 16;

  private static final int LONGEST_HEAD = 1 << 18;

  static BundleText whole(String path, String text) {
    return new BundleText(path, "", text, 0);
  }

  /**
   * Reads the end of a file.
   *
   * @param most how many bytes will be kept of it
   * @param headed whether its first line is needed
   * @throws IOException also where it is no file
   */
  static BundleText read(String path, Path file, int most, boolean headed) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      long from = Math.max(0, size - most - MARGIN);
      String end = text(channel, from, (int) (size - from));
      if (from == 0) {
        return whole(path, end);
      }
      int line = end.indexOf('\n') + 1;
      return new BundleText(
          path,
          headed ? firstLine(text(channel, 0, (int) Math.min(from, LONGEST_HEAD))) : "",
          end.substring(line),
          from + bytes(end.substring(0, line)));
    }
  }

  /** What is no UTF-8 becomes U+FFFD. */
  private static String text(SeekableByteChannel channel, long from, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      continue;
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** Empty where it does not end. */
  private static String firstLine(String text) {
    return text.substring(0, text.indexOf('\n') + 1);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The same, with all of it changed. */
  BundleText with(UnaryOperator<String> change) {
    return new BundleText(path, change.apply(head), change.apply(text), cut);
  }

  BundleText at(String otherPath) {
    return new BundleText(otherPath, head, text, cut);
  }

  /** At most so many characters, from the beginning of a line on where there is one. */
  BundleText last(int most) {
    if (text.length() <= most) {
      return this;
    }
    int from = text.length() - most;
    int line = text.indexOf('\n', from - 1) + 1;
    from = line == 0 || line == text.length() ? from : line;
    return new BundleText(path, head, text.substring(from), cut + bytes(text.substring(0, from)));
  }

  String all() {
    return head + text;
  }

  long size() {
    return bytes(all());
  }
}
