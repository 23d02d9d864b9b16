package io.quorate.pki;

/** A text is not the certificate or key that it should be. Its message holds nothing of a key. */
public class PkiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PkiException(String message) {
    super(message);
  }

  public PkiException(String message, Throwable cause) {
    super(message, cause);
  }
}
