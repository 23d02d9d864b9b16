package io.quorate.inventory;

import org.jspecify.annotations.Nullable;

/**
 * How the hosts are reached. Passwords are asked for at run time and are never part of it.
 *
 * @param user the SSH user (`ansible_user`)
 * @param port the SSH port (`ansible_port`), 1 to 65535
 * @param keyFile a private key (`ansible_ssh_private_key_file`); null: the agent and the usual
 *     files
 * @param agent whether keys of a running ssh-agent are tried (`ssh_agent`)
 * @param askPassword whether an SSH password is asked for (`ask_password`)
 * @param become whether commands run through sudo (`ansible_become`)
 * @param askBecomePassword whether sudo's password is asked for (`ask_become_password`)
 * @param jumpHost a bastion, {@code [user@]host[:port]}, or several with commas between
 *     (`jump_host`); null: hosts are reached directly
 */
public record Access(
    String user,
    int port,
    @Nullable String keyFile,
    boolean agent,
    boolean askPassword,
    boolean become,
    boolean askBecomePassword,
    @Nullable String jumpHost) {

  public static Access defaults() {
    return new Access("root", 22, null, true, false, false, false, null);
  }

  /** Who logs in on a host. */
  public String userOf(Host host) {
    String own = host.user();
    return own == null ? user : own;
  }

  /** Where its SSH listens. */
  public int portOf(Host host) {
    Integer own = host.port();
    return own == null ? port : own;
  }

  /** The private key for it; null: the agent and the usual files. */
  public @Nullable String keyFileOf(Host host) {
    String own = host.keyFile();
    return own == null ? keyFile : own;
  }

  /** What a host is reached through: its own jump host, or that of all; null: nothing. */
  public @Nullable String jumpHostOf(Host host) {
    String own = host.jumpHost();
    if (own == null) {
      return jumpHost;
    }
    return JumpHost.isNone(own) ? null : own;
  }
}
