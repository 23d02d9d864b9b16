package io.quorate.inventory.secret;

/** An Ansible Vault value does not open; the message says why. */
public final class VaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  VaultException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What to do about it, a sentence. */
  public String remedy() {
    return remedy;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
