package io.quorate.inventory.rule;

import static io.quorate.inventory.setting.Setting.NODE_LABELS;
import static io.quorate.inventory.setting.Setting.NODE_TAINTS;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Label;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.Taint;
import io.quorate.inventory.setting.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Labels and taints of nodes, of all and of each: what the API would not take, or others set. */
final class NodeRules {
  private static final String KEY_FORM =
      "Take letters, digits, dashes, dots and underscores, at most 63, a letter or digit first and"
          + " last, and before it, if you like, a DNS name in lower case and a slash.";

  private static final String VALUE_FORM =
      "Take letters, digits, dashes, dots and underscores, at most 63, a letter or digit first and"
          + " last, or nothing.";

  private final Inventory inventory;
  private final List<Problem> problems = new ProblemList();

  private NodeRules(Inventory inventory) {
    this.inventory = inventory;
  }

  static List<Problem> problems(Inventory inventory) {
    NodeRules rules = new NodeRules(inventory);
    rules.labels(NODE_LABELS.key(), inventory.machine().labels());
    rules.taints(NODE_TAINTS.key(), inventory.machine().taints());
    for (Host host : inventory.hosts()) {
      Map<String, String> labels = host.marks().labels();
      if (labels != null) {
        rules.labels(field(host, NODE_LABELS), labels);
      }
      List<String> taints = host.marks().taints();
      if (taints != null) {
        rules.taints(field(host, NODE_TAINTS), taints);
      }
    }
    rules.placeForPods();
    return rules.problems;
  }

  private static String field(Host host, Setting setting) {
    return "hosts." + host.name() + "." + setting.key();
  }

  private void labels(String field, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          String reserved = Label.isKey(key) ? Label.reserved(key) : null;
          if (!Label.isKey(key)) {
            error(field, quoted(key) + " is not the key of a label.", KEY_FORM);
          } else if (reserved != null) {
            error(
                field,
                "The label " + quoted(key) + " " + reserved + ".",
                "Take it out, or rename it.");
          } else if (!Label.isValue(value)) {
            error(
                field,
                "The value of " + quoted(key) + " is not one of a label: " + shown(value),
                VALUE_FORM);
          }
        });
  }

  private static String shown(String value) {
    return Problem.shown(value) + (value.endsWith(".") ? "" : ".");
  }

  private void taints(String field, List<String> texts) {
    Set<String> known = new HashSet<>();
    for (String text : texts) {
      Taint taint = Taint.parse(text);
      if (taint == null) {
        error(
            field,
            quoted(text) + " is not a taint.",
            "Write key=value:Effect or key:Effect, such as " + NODE_TAINTS.example() + ".");
      } else if (taint(field, text, taint) && !known.add(taint.identity())) {
        error(
            field,
            quoted(text) + " is a second taint of the same key and effect.",
            "A node has one value of each; take out what is not meant.");
      }
    }
  }

  /** Whether there is nothing to say about it. */
  private boolean taint(String field, String text, Taint taint) {
    String reserved = Label.isKey(taint.key()) ? Label.reservedForTaints(taint.key()) : null;
    if (!Taint.EFFECTS.contains(taint.effect())) {
      error(
          field,
          quoted(text) + " has no effect that Kubernetes knows.",
          "Behind the last colon stands one of: " + String.join(", ", Taint.EFFECTS) + ".");
    } else if (!Label.isKey(taint.key())) {
      error(field, "The key of " + quoted(text) + " is not one of a taint.", KEY_FORM);
    } else if (reserved != null) {
      error(
          field,
          "The taint " + quoted(text) + ": its key " + reserved + ".",
          "Take it out, or rename it.");
    } else if (!Label.isValue(taint.value())) {
      error(field, "The value of " + quoted(text) + " is not one of a taint.", VALUE_FORM);
    } else {
      return true;
    }
    return false;
  }

  /** What is to run somewhere needs a node that takes it; the cluster's DNS does so, too. */
  private void placeForPods() {
    List<Host> workers = inventory.workers();
    if (workers.isEmpty() || !workers.stream().allMatch(this::keepsPodsAway)) {
      return;
    }
    Host first = workers.getFirst();
    String field = first.marks().taints() == null ? NODE_TAINTS.key() : field(first, NODE_TAINTS);
    boolean nowhere = inventory.hosts().stream().allMatch(this::keepsPodsAway);
    problems.add(
        Problem.warning(
            field,
            nowhere && inventory.network().dnsAddon() == Inventory.DnsAddon.COREDNS
                ? "Every node has a taint that keeps pods away, CoreDNS among them: the cluster will"
                    + " have no DNS."
                : "Every worker has a taint that keeps pods away: only those that tolerate it find"
                    + " a place.",
            "Leave at least one node without, or with the effect "
                + Taint.PREFER_NO_SCHEDULE
                + "."));
  }

  private boolean keepsPodsAway(Host host) {
    return inventory.taintsOf(host).stream()
        .map(Taint::parse)
        .filter(Objects::nonNull)
        .anyMatch(Taint::keepsPodsAway);
  }

  private static String quoted(String text) {
    return "\"" + Problem.shown(text) + "\"";
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }
}
