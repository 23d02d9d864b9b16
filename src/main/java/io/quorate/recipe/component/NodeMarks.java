package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Taint;
import io.quorate.plan.ClusterChange.MarkNodes;
import io.quorate.plan.Operation.Script;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The inventory's own labels and taints. Nodes note what Quorate put there, so that it is taken
 * away again when it leaves the inventory, whoever has the inventory then.
 */
final class NodeMarks {

  /** The annotation in which a node notes the taints that Quorate put there. */
  static final String NOTED_TAINTS = "quorate.io/taints";

  private NodeMarks() {}

  static Script script(Context context) {
    String library = new Template("kubernetes/marks.lib.sh").text();
    int nodes = context.hosts().size();
    return new Script(
            "labels and taints of " + nodes + " nodes",
            library + new Template("kubernetes/marks.check.sh").text(),
            library + new Template("kubernetes/marks.apply.sh").text(),
            Map.of("WANTED", wanted(context)),
            3)
        .changing(new MarkNodes(marks(context)))
        .doing("setting labels and taints of " + nodes + " nodes");
  }

  /** Each node with what it is to have, a line each, in the order of the names. */
  static String wanted(Context context) {
    Inventory inventory = context.inventory();
    StringBuilder lines = new StringBuilder();
    for (Host host : sorted(context.hosts())) {
      lines.append("node|").append(host.name()).append('\n');
      new TreeMap<>(inventory.labelsOf(host))
          .forEach(
              (key, value) ->
                  lines.append("label|").append(key).append('|').append(value).append('\n'));
      for (Taint taint : taints(inventory, host)) {
        lines
            .append("taint|")
            .append(taint.key())
            .append('|')
            .append(taint.value())
            .append('|')
            .append(taint.effect())
            .append('\n');
      }
    }
    return lines.toString().stripTrailing();
  }

  private static List<Host> sorted(List<Host> hosts) {
    return hosts.stream().sorted(Comparator.comparing(Host::name)).toList();
  }

  /** A host's own taints and those of its groups, in the order in which nodes note them. */
  static List<Taint> taints(Inventory inventory, Host host) {
    return inventory.taintsOf(host).stream()
        .map(Taint::parse)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(Taint::identity))
        .toList();
  }

  private static Map<String, Map<String, String>> marks(Context context) {
    return context.hosts().stream()
        .collect(Collectors.toMap(Host::name, host -> marks(context.inventory(), host)));
  }

  private static Map<String, String> marks(Inventory inventory, Host host) {
    Map<String, String> marks = new TreeMap<>();
    inventory.labelsOf(host).forEach((key, value) -> marks.put("label " + key, value));
    taints(inventory, host).forEach(taint -> marks.put("taint " + taint.identity(), taint.value()));
    return marks;
  }
}
