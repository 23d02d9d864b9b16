package io.quorate.target;

/** Hears how far a file is on its way; also again and again while it does not move. */
@FunctionalInterface
public interface Progress {

  /**
   * @param done bytes that were read or written so far
   * @param total the file's size in bytes
   */
  void told(long done, long total);

  /** Nobody listens. */
  static Progress none() {
    return (done, total) -> {};
  }
}
