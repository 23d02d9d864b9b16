package io.quorate.node.rehearsal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The operating systems that simulated machines may have. */
public enum RehearsalSystem {
  DEBIAN_12(
      "debian",
      "12",
      "Debian GNU/Linux 12 (bookworm)",
      "6.1.0-28-amd64",
      Set.of("apt-get", "dpkg-query"),
      Set.of("ca-certificates", "curl", "rpcbind", "tar", "xz-utils"),
      Set.of("ssh.service", "rpcbind.service", "rpcbind.socket")),
  ROCKY_9(
      "rocky",
      "9.6",
      "Rocky Linux 9.6 (Blue Onyx)",
      "5.14.0-570.12.1.el9_6.x86_64",
      Set.of("dnf", "rpm"),
      Set.of("ca-certificates", "curl", "chrony", "policycoreutils"),
      Set.of("sshd.service", "firewalld.service", "chronyd.service", "NetworkManager.service")),
  ALMALINUX_9(
      "almalinux",
      "9.6",
      "AlmaLinux 9.6 (Sage Margay)",
      "5.14.0-570.12.1.el9_6.x86_64",
      Set.of("dnf", "rpm"),
      Set.of("ca-certificates", "curl", "chrony", "policycoreutils"),
      Set.of("sshd.service", "firewalld.service", "chronyd.service", "NetworkManager.service"));

  private final String id;
  private final String version;
  private final String title;
  private final String kernel;
  private final Set<String> commands;
  private final Set<String> packages;
  private final Set<String> units;

  RehearsalSystem(
      String id,
      String version,
      String title,
      String kernel,
      Set<String> commands,
      Set<String> packages,
      Set<String> units) {
    this.id = id;
    this.version = version;
    this.title = title;
    this.kernel = kernel;
    this.commands = commands;
    this.packages = packages;
    this.units = units;
  }

  /**
   * The one that is called so.
   *
   * @param name such as rocky-9, in any case
   */
  public static Optional<RehearsalSystem> named(String name) {
    return Arrays.stream(values())
        .filter(s -> s.word().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Such as rocky-9. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** os-release's ID. */
  String id() {
    return id;
  }

  /** os-release's VERSION_ID. */
  String version() {
    return version;
  }

  String title() {
    return title;
  }

  String kernel() {
    return kernel;
  }

  /** Programs that only some systems have. */
  Set<String> commands() {
    return commands;
  }

  /** Those of a fresh installation, as far as a run asks for them. */
  Set<String> packages() {
    return packages;
  }

  /** Units that run on a fresh installation. */
  Set<String> units() {
    return units;
  }
}
