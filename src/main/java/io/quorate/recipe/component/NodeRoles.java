package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.ClusterChange.LabelNodes;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Role labels and taints, and those of the inventory. Kubelets may not give themselves role labels
 * (NodeRestriction), so they are set through the API.
 */
public final class NodeRoles {

  private static final String PREFIX = "node-role.kubernetes.io/";

  /** A taint that keeps ordinary pods away. */
  record Taint(String key) {
    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("key", key);
      fields.put("effect", "NoSchedule");
      return fields;
    }

    String text() {
      return key + ":NoSchedule";
    }
  }

  private NodeRoles() {}

  public static String id(Host master) {
    return StepKind.LABELS.on(master.name());
  }

  /** Whether only pods of the cluster itself belong there. */
  static boolean tainted(Host host) {
    return host.isMaster() && !host.isWorker();
  }

  /** Until 1.24 the role was also called master (kubernetes.io, "Urgent upgrade notes" of 1.24). */
  static List<Taint> taints(Host host, Version version) {
    return tainted(host)
        ? masterNames(version).stream().map(name -> new Taint(PREFIX + name)).toList()
        : List.of();
  }

  static String taintFlag(Host host, Version version) {
    return taints(host, version).stream()
        .map(t -> t.key() + "=:NoSchedule")
        .collect(Collectors.joining(","));
  }

  private static List<String> masterNames(Version version) {
    return version.below("1.24") ? List.of("control-plane", "master") : List.of("control-plane");
  }

  public static List<Step> steps(Context context, Host master) {
    Set<String> after = context.hosts().stream().map(KubeletRecipe::id).collect(Collectors.toSet());
    after.add(ClusterAccessRecipe.id(master));
    return List.of(
        new Step(
            id(master),
            master.name(),
            Phase.NODES,
            "Roles of the nodes",
            List.of(roles(context), NodeMarks.script(context)),
            after,
            Duration.ofMinutes(10)));
  }

  /**
   * One line a node, as the API's template prints it: the name, the role labels in order, the
   * taints in order.
   */
  static String wanted(Context context) {
    Version version = Version.line(context.inventory().versions().kubernetes());
    return context.hosts().stream()
        .map(
            host ->
                "%s|%s|%s"
                    .formatted(
                        host.name(),
                        String.join(" ", labels(host, version)),
                        taints(host, version).stream()
                            .map(Taint::text)
                            .sorted()
                            .collect(Collectors.joining(" "))))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> labels(Context context) {
    Version version = Version.line(context.inventory().versions().kubernetes());
    return context.hosts().stream()
        .collect(Collectors.toMap(Host::name, h -> String.join(" ", labels(h, version))));
  }

  private static List<String> labels(Host host, Version version) {
    List<String> labels = new ArrayList<>();
    if (host.isMaster()) {
      masterNames(version).forEach(name -> labels.add(PREFIX + name));
    }
    if (host.isWorker()) {
      labels.add(PREFIX + "worker");
    }
    return labels.stream().sorted().toList();
  }

  private static Script roles(Context context) {
    Inventory inventory = context.inventory();
    return new Script(
            "roles of " + inventory.hosts().size() + " nodes",
            new Template("kubernetes/roles.check.sh").text(),
            new Template("kubernetes/roles.apply.sh").text(),
            Map.of("WANTED", wanted(context)),
            3)
        .changing(new LabelNodes(labels(context)))
        .doing("labeling and tainting " + inventory.hosts().size() + " nodes");
  }
}
