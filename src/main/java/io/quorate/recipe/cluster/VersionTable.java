package io.quorate.recipe.cluster;

import io.quorate.inventory.setting.Setting;
import io.quorate.plan.ShellCommand;
import io.quorate.recipe.cluster.VersionGuard.Difference;
import io.quorate.recipe.cluster.VersionGuard.Reason;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Versions in lines for a person: what the guard refuses, as a table and with what to do. */
public final class VersionTable {

  /** Of more nodes, the first and their number are said. */
  private static final int NAMES = 4;

  private static final List<String> HEAD =
      List.of("COMPONENT", "RUNS", "WANTED", "REFUSED BECAUSE");

  /** What an upgrade brings. */
  private static final Set<Reason> UPGRADES =
      EnumSet.of(Reason.SKEW, Reason.PATCH, Reason.DATA_FORMAT, Reason.RUNTIME_SERIES);

  /** On each node that has the component. */
  private static final List<String> EVERYWHERE = List.of("everywhere");

  private static final Set<Program> CONTROL_PLANE =
      EnumSet.of(Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER);

  private static final Set<Program> KUBERNETES =
      Stream.of(Program.values())
          .filter(p -> p.setting() == Setting.KUBERNETES_VERSION)
          .collect(Collectors.toSet());

  private VersionTable() {}

  /** Programs of one project that have the same versions on the same nodes. */
  private record Alike(Setting setting, Map<String, List<String>> runs) {}

  /** What runs, component by component, and where nodes differ which of them has what. */
  public static List<String> running(VersionMatrix matrix) {
    Map<Alike, List<Program>> alike = new LinkedHashMap<>();
    for (Program program : Program.values()) {
      Map<String, List<String>> runs = VersionGuard.texts(matrix.inUse(program));
      if (!runs.isEmpty()) {
        boolean same = runs.size() == 1;
        Alike group =
            new Alike(
                program.setting(),
                same ? Map.of(runs.keySet().iterator().next(), EVERYWHERE) : runs);
        alike.computeIfAbsent(group, g -> new ArrayList<>()).add(program);
      }
    }
    List<List<String>> rows = new ArrayList<>(List.of(List.of("COMPONENT", "RUNS", "ON")));
    for (var group : alike.entrySet()) {
      String component = title(group.getValue());
      for (var runs : group.getKey().runs().entrySet()) {
        rows.add(List.of(component, runs.getKey(), names(runs.getValue())));
        component = "";
      }
    }
    return aligned(rows);
  }

  private static String title(List<Program> programs) {
    Set<Program> rest = EnumSet.copyOf(programs);
    if (rest.equals(KUBERNETES)) {
      return "Kubernetes";
    }
    List<String> names = new ArrayList<>();
    if (rest.containsAll(CONTROL_PLANE)) {
      rest.removeAll(CONTROL_PLANE);
      names.add("control plane");
    }
    rest.forEach(p -> names.add(p.title()));
    return String.join(", ", names);
  }

  /**
   * @param mixed what differs from node to node, a sentence each
   * @param use whether anybody uses what runs
   * @param options the words by which commands name the inventory
   */
  static List<String> refusal(
      List<Difference> differences, List<String> mixed, ClusterUse use, List<String> options) {
    List<String> lines = new ArrayList<>();
    lines.add(
        use == ClusterUse.IN_USE
            ? "The inventory wants other versions than those that run."
            : "The inventory wants other versions than those that its first install began with.");
    lines.add("");
    lines.addAll(table(differences));
    lines.add("");
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    differences.forEach(d -> reasons.addAll(d.reasons()));
    reasons.forEach(r -> lines.add("  " + sentence(r)));
    lines.add("");
    lines.addAll(
        use == ClusterUse.IN_USE
            ? ofCluster(differences, mixed, options)
            : ofFirstInstall(use, options));
    return lines;
  }

  private static List<String> ofCluster(
      List<Difference> differences, List<String> mixed, List<String> options) {
    List<String> lines = new ArrayList<>();
    if (!mixed.isEmpty()) {
      lines.add("The cluster is half changed, and nothing here makes that worse:");
      mixed.forEach(m -> lines.add("  " + m));
      lines.add(
          "An upgrade that was cut off goes on with the command that began it. Other nodes with"
              + " another version than most: take them out (`quorate remove`), and let them join"
              + " again (`quorate add`).");
    }
    // Where some nodes run what is wanted, no other version would suit all of them.
    if (differences.stream().anyMatch(d -> !d.runs().containsKey(d.wanted()))) {
      lines.add("To go on with what runs, let the inventory say so:");
      lines.add("  " + VersionGuard.COMMAND.with(options));
    }
    boolean newer = differences.stream().allMatch(d -> UPGRADES.containsAll(d.reasons()));
    if (newer) {
      lines.add("To bring it to what the inventory wants, node by node and under its pods:");
      lines.add("  " + ShellCommand.of("quorate", "upgrade").with(options));
    } else {
      lines.add(
          "`quorate upgrade` leads to newer versions only, and not to another runtime or pod"
              + " network.");
    }
    return lines;
  }

  /** Nobody has anything there yet: it may also go. */
  private static List<String> ofFirstInstall(ClusterUse use, List<String> options) {
    return List.of(
        use == ClusterUse.EMPTY
            ? "Nobody uses that cluster yet: its etcd stores nothing."
            : "Nobody uses that cluster yet: no kubelet ever reported, no pod ran, and its etcd stores"
                + " only what Kubernetes and Quorate put there by themselves.",
        "To go on with the versions that it began with, let the inventory say so:",
        "  " + VersionGuard.COMMAND.with(options),
        "To begin anew with those of the inventory, take away what the first install put there, and"
            + " install again:",
        // Snapshots may be of an earlier cluster, and the last that is left of it.
        "  " + ShellCommand.of("quorate", "destroy").with(options).with("--keep-snapshots"),
        "  " + ShellCommand.of("quorate", "install").with(options));
  }

  private static String sentence(Reason reason) {
    String words = reason.words();
    return Character.toUpperCase(words.charAt(0))
        + words.substring(1)
        + ": "
        + reason.explanation();
  }

  private static List<String> table(List<Difference> differences) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (Difference difference : differences) {
      String because =
          difference.reasons().stream().map(Reason::words).collect(Collectors.joining(", "));
      boolean first = true;
      for (var runs : difference.runs().entrySet()) {
        boolean all = difference.runs().size() == 1;
        rows.add(
            List.of(
                first ? difference.component() : "",
                all ? runs.getKey() : runs.getKey() + " on " + names(runs.getValue()),
                first ? difference.wanted() : "",
                first ? because : ""));
        first = false;
      }
    }
    return aligned(rows);
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** What runs where, in one line: {@code 1.30.1 on node-1, node-2; 1.30.2 on node-3}. */
  static String runs(Map<String, List<String>> runs) {
    return runs.entrySet().stream()
        .map(e -> e.getKey() + " on " + names(e.getValue()))
        .collect(Collectors.joining("; "));
  }

  public static String names(List<String> nodes) {
    return nodes.size() <= NAMES
        ? String.join(", ", nodes)
        : String.join(", ", nodes.subList(0, NAMES)) + " and " + (nodes.size() - NAMES) + " more";
  }
}
