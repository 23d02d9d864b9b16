package io.quorate.inventory.yaml;

import java.io.IOException;

/** A file cannot be changed in its place; the message says why and what to do. */
public final class UneditableException extends IOException {
  private static final long serialVersionUID = 1L;

  public UneditableException(String message) {
    super(message);
  }
}
