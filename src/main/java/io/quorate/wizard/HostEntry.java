package io.quorate.wizard;

import io.quorate.inventory.Host;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A host as it was typed.
 *
 * @param name the node's name
 * @param address what SSH connects to
 * @param privateAddress what the other nodes use; empty: the same
 * @param user the host's own SSH user; empty: the one of the Access page
 * @param port the host's own SSH port as typed; empty: the one of the Access page
 * @param keyFile the host's own private key, which a file or Ansible's variable can give; empty:
 *     the one of the Access page
 * @param jumpHost the host's own jump host, or none; empty: the one of the Access page
 * @param marks labels and taints of its own, which a file gave; the wizard keeps them
 * @param check what trying it has shown
 * @param ticket the number of the newest check; reports with another one are out of date
 */
public record HostEntry(
    String name,
    String address,
    String privateAddress,
    String user,
    String port,
    String keyFile,
    String jumpHost,
    Set<Role> roles,
    Marks marks,
    HostCheck check,
    long ticket) {

  public HostEntry {
    roles = Set.copyOf(roles);
  }

  /** A host that nobody has tried yet. */
  public static HostEntry of(String name, String address) {
    return new HostEntry(
        name, address, "", "", "", "", "", Set.of(), Marks.NONE, new HostCheck.Untried(), 0);
  }

  /**
   * Whether lines that were pasted must not be shown: a password is taken out when they are read.
   */
  public static boolean hasPassword(String lines) {
    return HostLines.hasPassword(lines);
  }

  public boolean isMaster() {
    return roles.contains(Role.MASTER);
  }

  public boolean isWorker() {
    return roles.contains(Role.WORKER);
  }

  /** {@code master}, {@code worker}, {@code master, worker}, or {@code none}. */
  public String rolesInWords() {
    return roles.isEmpty()
        ? "none"
        : roles.stream()
            .sorted()
            .map(r -> r.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  /** As the inventory has it; a port that is none is left out, which the page says. */
  Host host() {
    return new Host(
        name,
        address,
        privateAddress.isEmpty() ? null : privateAddress,
        roles,
        user.isEmpty() ? null : user,
        HostLines.isPort(port) ? (Integer) Integer.parseInt(port) : null,
        keyFile.isEmpty() ? null : keyFile,
        jumpHost.isEmpty() ? null : jumpHost,
        marks);
  }

  /** A host of an inventory, which nobody has tried yet. */
  static HostEntry of(Host host) {
    return new HostEntry(
        host.name(),
        host.address(),
        Objects.requireNonNullElse(host.privateAddress(), ""),
        Objects.requireNonNullElse(host.user(), ""),
        host.port() == null ? "" : host.port().toString(),
        Objects.requireNonNullElse(host.keyFile(), ""),
        Objects.requireNonNullElse(host.jumpHost(), ""),
        host.roles(),
        host.marks(),
        new HostCheck.Untried(),
        0);
  }

  HostEntry withKeyFile(String other) {
    return new HostEntry(
        name, address, privateAddress, user, port, other, jumpHost, roles, marks, check, ticket);
  }

  HostEntry withMarks(Marks others) {
    return new HostEntry(
        name, address, privateAddress, user, port, keyFile, jumpHost, roles, others, check, ticket);
  }

  /** The same as if nobody had tried it. */
  HostEntry forgotten() {
    return with(new HostCheck.Untried(), 0);
  }

  HostEntry named(String other) {
    return new HostEntry(
        other, address, privateAddress, user, port, keyFile, jumpHost, roles, marks, check, ticket);
  }

  HostEntry withRoles(Set<Role> others) {
    return new HostEntry(
        name, address, privateAddress, user, port, keyFile, jumpHost, others, marks, check, ticket);
  }

  HostEntry toggled(Role role) {
    Set<Role> others = EnumSet.noneOf(Role.class);
    others.addAll(roles);
    if (!others.remove(role)) {
      others.add(role);
    }
    return withRoles(others);
  }

  HostEntry checking(long newTicket) {
    return with(new HostCheck.Checking(), newTicket);
  }

  /** As it was before it was tried, if nothing came of that yet. */
  HostEntry untried(long newTicket) {
    return check instanceof HostCheck.Checking ? with(new HostCheck.Untried(), newTicket) : this;
  }

  HostEntry checked(HostCheck found) {
    return with(found, ticket);
  }

  private HostEntry with(HostCheck other, long newTicket) {
    return new HostEntry(
        name,
        address,
        privateAddress,
        user,
        port,
        keyFile,
        jumpHost,
        roles,
        marks,
        other,
        newTicket);
  }

  /** The line that gives this host when typed on the Hosts page. */
  public String line() {
    StringBuilder line = new StringBuilder(name).append(' ');
    if (!user.isEmpty()) {
      line.append(user).append('@');
    }
    boolean brackets = !port.isEmpty() && address.indexOf(':') >= 0;
    line.append(brackets ? "[" + address + "]" : address);
    if (!port.isEmpty()) {
      line.append(':').append(port);
    }
    if (!privateAddress.isEmpty()) {
      line.append(' ').append(privateAddress);
    }
    if (!jumpHost.isEmpty()) {
      line.append(' ').append(Setting.JUMP_HOST.key()).append('=').append(jumpHost);
    }
    return line.toString();
  }
}
