package io.quorate.node.ssh;

import io.quorate.plan.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What only the operator knows, asked for once and kept in memory alone. The same secrets serve all
 * nodes of a cluster and its jump host.
 *
 * @param password of the SSH user, for password and keyboard-interactive authentication
 * @param passphrase of the private keys
 * @param sudoPassword what sudo asks for
 */
public record Credentials(
    @Nullable Secret password, @Nullable Secret passphrase, @Nullable Secret sudoPassword) {

  public static Credentials none() {
    return new Credentials(null, null, null);
  }

  public Credentials withPassword(Secret secret) {
    return new Credentials(secret, passphrase, sudoPassword);
  }

  public Credentials withPassphrase(Secret secret) {
    return new Credentials(password, secret, sudoPassword);
  }

  public Credentials withSudoPassword(Secret secret) {
    return new Credentials(password, passphrase, secret);
  }
}
