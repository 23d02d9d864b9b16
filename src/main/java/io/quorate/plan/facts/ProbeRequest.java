package io.quorate.plan.facts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a probe should look for beside what it always does.
 *
 * @param names host names to resolve
 * @param targets "address:port" to try, from this node
 * @param paths files and folders whose existence matters
 * @param commands programs to look for on the PATH
 * @param units systemd units whose state matters
 * @param etcdctl the command that lists etcd's members as JSON; empty: not asked
 * @param scripts named scripts of the caller's own; what each prints becomes a record
 */
public record ProbeRequest(
    Set<String> names,
    Set<String> targets,
    Set<String> paths,
    Set<String> commands,
    Set<String> units,
    String etcdctl,
    Map<String, String> scripts) {

  /** The script that tells which versions are on a node. */
  public static final String VERSIONS = "versions";

  /** The script that tells whether anybody uses what is on a node. */
  public static final String USE = "use";

  /** The script that tells which certificates a node has, and shows. */
  public static final String CERTIFICATES = "certificates";

  /** The script that tells what a benchmark asks about a node. */
  public static final String BENCHMARK = "benchmark";

  /** The script that tells what a benchmark asks about the cluster's objects. */
  public static final String BENCHMARK_OBJECTS = "benchmark-objects";

  /** The script that tells what a node's log has of the cluster's units. */
  public static final String JOURNAL = "journal";

  /** The script that tells how a master signs service accounts' tokens. */
  public static final String SIGNING = "signing";

  /** The script that tells which tokens service accounts have. */
  public static final String TOKENS = "tokens";

  /** The script that tells which APIs are served behind the API servers. */
  public static final String AGGREGATED = "aggregated";

  public ProbeRequest {
    names = Set.copyOf(names);
    targets = Set.copyOf(targets);
    paths = Set.copyOf(paths);
    commands = Set.copyOf(commands);
    units = Set.copyOf(units);
    scripts = Map.copyOf(scripts);
  }

  public static ProbeRequest basic() {
    return asking(Map.of());
  }

  /**
   * What these scripts tell, and nothing else.
   *
   * @param scripts by their names
   */
  public static ProbeRequest asking(Map<String, String> scripts) {
    return new ProbeRequest(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), "", scripts);
  }

  /** The same with other targets. */
  public ProbeRequest withTargets(Set<String> other) {
    return new ProbeRequest(names, other, paths, commands, units, etcdctl, scripts);
  }

  /** Both in one go; where both ask for etcd's members, this one does. */
  public ProbeRequest with(ProbeRequest other) {
    Map<String, String> all = new HashMap<>(other.scripts);
    all.putAll(scripts);
    return new ProbeRequest(
        joined(names, other.names),
        joined(targets, other.targets),
        joined(paths, other.paths),
        joined(commands, other.commands),
        joined(units, other.units),
        etcdctl.isEmpty() ? other.etcdctl : etcdctl,
        all);
  }

  private static Set<String> joined(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }
}
