package io.quorate.inventory.release;

import java.io.IOException;

/** A file is not what it should be. It was thrown away; an older one is where it was. */
public final class ChecksumMismatch extends IOException {
  private final String expected;
  private final String found;

  public ChecksumMismatch(String url, String expected, String found) {
    super(
        "The checksum of "
            + url
            + " is wrong: SHA-256 should be "
            + expected
            + " and is "
            + found
            + ".");
    this.expected = expected;
    this.found = found;
  }

  /** The pinned or published sum. */
  public String expected() {
    return expected;
  }

  /** The sum of what came. */
  public String found() {
    return found;
  }
}
