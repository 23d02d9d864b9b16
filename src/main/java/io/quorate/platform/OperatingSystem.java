package io.quorate.platform;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.facts.NodeFacts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A family of operating systems: what its packages are called and who installs them, and what else
 * a machine of it needs before Kubernetes. A new one is a class and its line in {@link #all}.
 */
public sealed interface OperatingSystem permits DebianFamily, EnterpriseLinux {

  /** Every one. */
  static List<OperatingSystem> all() {
    return List.of(new DebianFamily(), new EnterpriseLinux());
  }

  /** The machine's; one of no known family is taken for a Debian, and its preflight refuses it. */
  static OperatingSystem of(NodeFacts facts) {
    return all().stream()
        .filter(s -> s.names().contains(facts.osId()))
        .findFirst()
        .orElseGet(DebianFamily::new);
  }

  /** The releases of all families that are supported, as a person would list them. */
  static String supported() {
    return all().stream().map(OperatingSystem::releases).collect(Collectors.joining(", or "));
  }

  /** What os-release calls its systems ({@code ID}). */
  Set<String> names();

  /** The releases that are supported, as a person would list them. */
  String releases();

  /** Whether a machine's release is supported. */
  enum Support {
    FULL,
    /** It works, and gets no security updates any more. */
    OLD,
    NONE
  }

  Support support(NodeFacts facts);

  /** Programs by which a machine of it is known to be whole. */
  Set<String> commands();

  /**
   * Installs packages.
   *
   * @param names as Debian has them; what only others need has the name that it has there
   */
  Packages packages(Collection<String> names);

  /** Which of these it does not have at all: they are left out. */
  default List<String> lacking(Collection<String> names) {
    return List.of();
  }

  /** Packages that every node of it needs beside those of all. */
  default List<String> ownPackages() {
    return List.of();
  }

  /** Units that must not run: what listens to the world, or filters what pods send. */
  List<String> unwanted();

  /**
   * @param names as {@code locale -a} has them but for case and dashes, such as en_US.UTF-8
   */
  List<Operation> locales(List<String> names);

  String cronUnit();

  /**
   * A clock that follows time servers.
   *
   * @param container whether the clock is another machine's, and nobody here sets it
   */
  List<Operation> time(String server, String fallback, boolean container);

  /**
   * What keeps others' hands off the pods' interfaces.
   *
   * @param interfaces shell patterns of their names
   */
  default List<Operation> leavingAlone(List<String> interfaces) {
    return List.of();
  }

  /** Files that its scripts made on a node, beside those on the manifest. */
  default List<String> traces() {
    return List.of();
  }

  /** Programs that were put there have the labels that the system's policy wants. */
  default List<Operation> labels(List<String> paths) {
    return List.of();
  }

  /**
   * nginx, which carries TCP.
   *
   * @param modules files with the modules that it needs; a pattern that may match none
   * @param user which its unit runs as
   */
  record Nginx(List<String> packages, String modules, String user) {
    public Nginx {
      packages = List.copyOf(packages);
    }
  }

  Nginx nginx(NodeFacts facts);

  /** What lets nginx listen on a port of its own, and connect to others. */
  default List<Operation> nginxRights(int port) {
    return List.of();
  }

  /**
   * How Docker comes to it.
   *
   * @param packages of the distribution
   * @param codename by which Docker's own repository names the release; empty: it has none
   */
  record Docker(List<String> packages, String codename) {
    public Docker {
      packages = List.copyOf(packages);
    }
  }

  /** Empty where Docker is not offered. */
  Optional<Docker> docker(NodeFacts facts);
}
