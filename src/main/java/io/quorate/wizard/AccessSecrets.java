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
}
