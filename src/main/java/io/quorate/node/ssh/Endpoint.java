package io.quorate.node.ssh;

import io.quorate.node.ssh.config.Configured;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom SSH reaches a machine.
 *
 * @param name the node's name, for messages
 * @param host an IP address or a name that the operator's machine resolves, or the jump host when
 *     there is one
 * @param port 1 to 65535
 * @param keyFile a private key in OpenSSH or PEM format; null: those of {@code configured}, or the
 *     usual files in ~/.ssh
 * @param agent whether the keys of a running ssh-agent are offered
 * @param jump the bastion to go through; its own {@code jump} is followed too
 * @param become whether programs run through sudo; without effect for root
 * @param configured what ssh_config says beside the rest
 */
public record Endpoint(
    String name,
    String host,
    int port,
    String user,
    @Nullable String keyFile,
    boolean agent,
    @Nullable Endpoint jump,
    boolean become,
    Configured configured) {

  private static final String JUMP_HOST = "the jump host";

  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(name + ": no such port: " + port);
    }
  }

  /** A machine of which ssh_config says nothing. */
  public Endpoint(
      String name,
      String host,
      int port,
      String user,
      @Nullable String keyFile,
      boolean agent,
      @Nullable Endpoint jump,
      boolean become) {
    this(name, host, port, user, keyFile, agent, jump, become, Configured.nothing());
  }

  /** {@code user@host:port}, an IPv6 address in brackets. */
  public String address() {
    return user + "@" + HostKeys.withPort(host, port);
  }

  /** The same as a way to others: what fails there is said to be the jump host's fault. */
  Endpoint asJumpHost() {
    return new Endpoint(JUMP_HOST, host, port, user, keyFile, agent, jump, false, configured);
  }

  boolean isJumpHost() {
    return name.equals(JUMP_HOST);
  }

  /** How messages call it: its name, and the address that was tried. */
  String label() {
    return name.equals(host) ? address() : name + " (" + address() + ")";
  }
}
