package io.quorate.inventory.release;

import java.io.IOException;

/** A file could not be had; the message says which and why, and is fit for a person. */
public final class DownloadFailed extends IOException {
  public DownloadFailed(String message) {
    super(message);
  }

  public DownloadFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
