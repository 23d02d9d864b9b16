package io.quorate.node;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file as a machine has it.
 *
 * @param path absolute, links in it followed
 * @param size in bytes
 * @param mode its permissions, such as 0600 in octal
 */
public record NodeFile(String path, long size, int mode) {

  /** Takes files as they come over the connection, one after the other. */
  @FunctionalInterface
  public interface Taker {
    /**
     * @param content its bytes, to be read before this returns; it need not be closed
     */
    void take(NodeFile file, InputStream content) throws IOException, InterruptedException;
  }
}
