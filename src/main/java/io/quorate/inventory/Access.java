package io.quorate.inventory;

import org.jspecify.annotations.Nullable;

/**
 * How the hosts are reached. Passwords are asked for at run time and are never part of it. What
 * nobody has said is null: the operator's ssh_config may say it, and the usual holds otherwise.
 *
 * @param user the SSH user (`ansible_user`); null: nobody said one
 * @param port the SSH port (`ansible_port`), 1 to 65535; null: nobody said one
 * @param keyFile a private key (`ansible_ssh_private_key_file`); null: the agent and the usual
 *     files
 * @param agent whether keys of a running ssh-agent are tried (`ssh_agent`)
 * @param askPassword whether an SSH password is asked for (`ask_password`)
 * @param become whether commands run through sudo (`ansible_become`)
 * @param askBecomePassword whether sudo's password is asked for (`ask_become_password`)
 * @param jumpHost a bastion, {@code [user@]host[:port]}, or several with commas between
 *     (`jump_host`); {@link JumpHost#NONE}: hosts are reached directly; null: nobody said it
 * @param sshConfig the file in place of the operator's and the system's ssh_config (`ssh_config`);
 *     {@link #NO_CONFIG}: none is read; null: nobody said one
 */
public record Access(
    @Nullable String user,
    @Nullable Integer port,
    @Nullable String keyFile,
    boolean agent,
    boolean askPassword,
    boolean become,
    boolean askBecomePassword,
    @Nullable String jumpHost,
    @Nullable String sshConfig) {

  /** Who logs in where nobody says anybody else. */
  public static final String USUAL_USER = "root";

  /** Where SSH listens when nobody says otherwise. */
  public static final int USUAL_PORT = 22;

  /** The word for no ssh_config at all. */
  public static final String NO_CONFIG = "none";

  /** Where the operator's ssh_config may say the rest. */
  public Access(
      @Nullable String user,
      @Nullable Integer port,
      @Nullable String keyFile,
      boolean agent,
      boolean askPassword,
      boolean become,
      boolean askBecomePassword,
      @Nullable String jumpHost) {
    this(user, port, keyFile, agent, askPassword, become, askBecomePassword, jumpHost, null);
  }

  public static Access defaults() {
    return new Access(null, null, null, true, false, false, false, null);
  }

  /** Who logs in where a host has nobody of its own and ssh_config says nothing. */
  public String userOrUsual() {
    return user == null ? USUAL_USER : user;
  }

  /** Where SSH listens where a host has no port of its own and ssh_config says nothing. */
  public int portOrUsual() {
    return port == null ? USUAL_PORT : port;
  }

  /** Who is said to log in on a host; null: nobody said it. */
  public @Nullable String saidUserOf(Host host) {
    String own = host.user();
    return own == null ? user : own;
  }

  /** Where its SSH is said to listen; null: nobody said it. */
  public @Nullable Integer saidPortOf(Host host) {
    Integer own = host.port();
    return own == null ? port : own;
  }

  /** Who logs in on a host, unless ssh_config says it. */
  public String userOf(Host host) {
    String own = host.user();
    return own == null ? userOrUsual() : own;
  }

  /** Where its SSH listens, unless ssh_config says it. */
  public int portOf(Host host) {
    Integer own = host.port();
    return own == null ? portOrUsual() : own;
  }

  /** The private key for it; null: the agent and the usual files. */
  public @Nullable String keyFileOf(Host host) {
    String own = host.keyFile();
    return own == null ? keyFile : own;
  }

  /** What a host is reached through: its own jump host, or that of all; null: nothing. */
  public @Nullable String jumpHostOf(Host host) {
    String said = saidJumpHostOf(host);
    return said == null || JumpHost.isNone(said) ? null : said;
  }

  /** The same as it was said, which may be {@link JumpHost#NONE}; null: nobody said it. */
  public @Nullable String saidJumpHostOf(Host host) {
    String own = host.jumpHost();
    return own == null ? jumpHost : own;
  }
}
