package io.quorate.wizard;

import io.quorate.plan.Secret;

/**
 * What opens the hosts' doors. Lives in memory only.
 *
 * @param passphrase of the private key
 * @param password of the SSH user
 * @param becomePassword of sudo
 */
public record AccessSecrets(Secret passphrase, Secret password, Secret becomePassword) {

  /** Nothing is known. */
  public static AccessSecrets none() {
    return new AccessSecrets(new Secret(""), new Secret(""), new Secret(""));
  }

  AccessSecrets with(OwnField field, Secret typed) {
    return switch (field) {
      case PASSPHRASE -> new AccessSecrets(typed, password, becomePassword);
      case PASSWORD -> new AccessSecrets(passphrase, typed, becomePassword);
      case BECOME_PASSWORD -> new AccessSecrets(passphrase, password, typed);
      case ADVANCED, PATH -> throw new IllegalArgumentException(field + " is not a secret");
    };
  }

  Secret of(OwnField field) {
    return switch (field) {
      case PASSPHRASE -> passphrase;
      case PASSWORD -> password;
      case BECOME_PASSWORD -> becomePassword;
      case ADVANCED, PATH -> throw new IllegalArgumentException(field + " is not a secret");
    };
  }
}
