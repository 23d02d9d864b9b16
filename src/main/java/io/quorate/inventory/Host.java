package io.quorate.inventory;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One machine of the wanted cluster.
 *
 * @param name the node's name in Kubernetes, an RFC 1123 label
 * @param address where SSH reaches it (`ansible_host`): an IP address or a resolvable name
 * @param privateAddress the address that the other nodes use, when it is not {@code address}
 * @param roles what it is for; never empty in a valid inventory
 * @param user overrides {@link Access#user()} (`ansible_user` of the host)
 * @param port overrides {@link Access#port()} (`ansible_port` of the host)
 * @param keyFile overrides {@link Access#keyFile()}
 * @param jumpHost overrides {@link Access#jumpHost()} (`jump_host` of the host); {@link
 *     JumpHost#NONE}: it is reached directly
 * @param marks labels and taints of its own
 */
public record Host(
    String name,
    String address,
    @Nullable String privateAddress,
    Set<Role> roles,
    @Nullable String user,
    @Nullable Integer port,
    @Nullable String keyFile,
    @Nullable String jumpHost,
    Marks marks) {

  public Host {
    roles = Set.copyOf(roles);
  }

  /** A host whose node has the labels and taints of all. */
  public Host(
      String name,
      String address,
      @Nullable String privateAddress,
      Set<Role> roles,
      @Nullable String user,
      @Nullable Integer port,
      @Nullable String keyFile,
      @Nullable String jumpHost) {
    this(name, address, privateAddress, roles, user, port, keyFile, jumpHost, Marks.NONE);
  }

  public Host(String name, String address, Set<Role> roles) {
    this(name, address, null, roles, null, null, null, null);
  }

  /** A host that is reached the way of all hosts. */
  public Host(
      String name,
      String address,
      @Nullable String privateAddress,
      Set<Role> roles,
      @Nullable String user,
      @Nullable Integer port,
      @Nullable String keyFile) {
    this(name, address, privateAddress, roles, user, port, keyFile, null);
  }

  /** The same machine for something else. */
  public Host withRoles(Set<Role> others) {
    return new Host(name, address, privateAddress, others, user, port, keyFile, jumpHost, marks);
  }

  /** The same machine with other labels and taints of its own. */
  public Host withMarks(Marks others) {
    return new Host(name, address, privateAddress, roles, user, port, keyFile, jumpHost, others);
  }

  /** The address that other nodes, certificates and etcd use. */
  public String nodeAddress() {
    return privateAddress == null ? address : privateAddress;
  }

  public boolean isMaster() {
    return roles.contains(Role.MASTER);
  }

  public boolean isWorker() {
    return roles.contains(Role.WORKER);
  }
}
