package io.quorate.recipe.preflight;

import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.recipe.preflight.UpgradeObjects.Budget;
import io.quorate.recipe.preflight.UpgradeObjects.Local;
import io.quorate.recipe.preflight.UpgradeObjects.Pod;
import io.quorate.recipe.preflight.UpgradeObjects.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What of a cluster's objects an upgrade trips over where it drains nodes. */
record UpgradeObjectFindings(UpgradeObjects objects, Set<String> drained) {

  /** How many names a sentence has; the rest is counted. */
  private static final int NAMED = 8;

  /** What an upgrade writes beside pods: without these nothing comes back. */
  private static final Set<String> OURS =
      Set.of("*", "*/*", "nodes", "nodes/*", "leases", "endpoints", "configmaps");

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    objects.budgets().forEach(b -> budget(b, findings));
    bare(findings);
    local(findings);
    objects.webhooks().forEach(w -> webhook(w, findings));
    objects.stored().forEach((name, versions) -> findings.add(stored(name, versions)));
    objects.failed().forEach((what, why) -> findings.add(unseen(what, why)));
    untold(findings);
    return findings;
  }

  /** The first names, and how many there are beside. */
  static String some(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
  }

  private static String on(List<Pod> pods) {
    return some(pods.stream().map(p -> p.name() + " on " + p.node()).toList());
  }

  private void budget(Budget budget, List<Finding> findings) {
    List<Pod> concerned = budget.pods().stream().filter(p -> drained.contains(p.node())).toList();
    if (drained.isEmpty() || concerned.isEmpty() && budget.complete()) {
      return;
    }
    boolean never = budget.desired().equals(budget.expected());
    findings.add(
        Finding.failed(
                "",
                Kind.BUDGETS,
                "Disruption budget " + budget.name(),
                "It lets no pod leave now (%s of %s pods are healthy, and %s have to be)%s."
                    .formatted(
                        budget.healthy(),
                        budget.expected(),
                        budget.desired(),
                        concerned.isEmpty() ? "" : ": " + on(concerned)),
                never
                    ? "It never will: it wants all of its pods. Let it allow one disruption, or"
                        + " give its workload one replica more."
                    : "Bring its pods back to health (`kubectl describe pdb`).")
            .of(budget.name()));
  }

  private void bare(List<Finding> findings) {
    List<Pod> concerned = objects.bare().stream().filter(p -> drained.contains(p.node())).toList();
    if (!concerned.isEmpty()) {
      findings.add(
          Finding.failed(
              "",
              Kind.BARE_PODS,
              "Pods without a controller",
              "Nobody makes them anew once their node is drained: " + on(concerned) + ".",
              "Have a Deployment or Job make them, or delete them."));
    }
  }

  private void local(List<Finding> findings) {
    Map<String, Local> concerned = new TreeMap<>(objects.local());
    concerned.keySet().retainAll(drained);
    if (concerned.isEmpty()) {
      return;
    }
    int pods = concerned.values().stream().mapToInt(Local::count).sum();
    List<String> names =
        concerned.entrySet().stream()
            .flatMap(e -> e.getValue().some().stream().map(p -> p + " on " + e.getKey()))
            .limit(NAMED)
            .toList();
    findings.add(
        Finding.failed(
            "",
            Kind.LOCAL_STORAGE,
            "Data in emptyDir volumes",
            "%d %s on %d %s %s what is there when the node is drained: %s%s."
                .formatted(
                    pods,
                    pods == 1 ? "pod" : "pods",
                    concerned.size(),
                    concerned.size() == 1 ? "node" : "nodes",
                    pods == 1 ? "loses" : "lose",
                    String.join(", ", names),
                    pods > names.size() ? " and " + (pods - names.size()) + " more" : ""),
            "Scratch data may go; what has to stay belongs into a persistent volume."));
  }

  private void webhook(Webhook webhook, List<Finding> findings) {
    Set<String> nodes = objects.endpoints().get(webhook.service());
    if (nodes == null || nodes.size() > 1 || nodes.size() == 1 && !drained.containsAll(nodes)) {
      return;
    }
    String found =
        "%s %s fails closed, and its service %s %s: without it the API refuses %s."
            .formatted(
                webhook.configuration(),
                webhook.name(),
                webhook.service(),
                nodes.isEmpty()
                    ? "has no ready pod"
                    : "has its ready pods on one node only, " + nodes.iterator().next(),
                webhook.resources().isEmpty()
                    ? "what it is asked about"
                    : some(List.copyOf(new TreeSet<>(webhook.resources()))));
    String title =
        webhook.kind().startsWith("Mutating") ? "Mutating webhook" : "Validating webhook";
    String remedy =
        nodes.isEmpty()
            ? "Bring its pods back, or take its configuration away."
            : "Give it two replicas on two nodes.";
    boolean ours =
        webhook.resources().stream().anyMatch(r -> r.startsWith("pods") || OURS.contains(r));
    findings.add(
        (ours
                ? Finding.failed("", Kind.WEBHOOKS, title, found, remedy)
                : Finding.warning("", Kind.WEBHOOKS, title, found, remedy))
            .of(webhook.configuration() + "/" + webhook.name()));
  }

  private static Finding stored(String name, Set<String> versions) {
    return Finding.warning(
            "",
            Kind.STORED_VERSIONS,
            "Stored versions of " + name,
            "Objects may be stored as %s, which is not served any more."
                .formatted(String.join(", ", versions)),
            "Write its objects anew, and take the version out of status.storedVersions, before the"
                + " definition forgets it.")
        .of(name);
  }

  private static Finding unseen(String what, String why) {
    String named =
        switch (what) {
          case "budgets" -> "Disruption budgets";
          case "pods" -> "Pods";
          case "webhooks" -> "Webhooks";
          case "definitions" -> "Definitions of own kinds";
          case "written" -> "Objects in versions that go";
          default -> "The configuration of the cluster's DNS";
        };
    return Finding.failed(
            "",
            Kind.UNSEEN,
            named,
            "They could not be looked at: " + (why.isEmpty() ? "no reason was given" : why) + ".",
            "Look at the API server's log (`journalctl -u kube-apiserver`), and say this again.")
        .of(what);
  }

  /** What was left out of an answer that would have been too long. */
  private void untold(List<Finding> findings) {
    Stream.of("budgets", "bare", "webhooks")
        .filter(objects.more()::containsKey)
        .forEach(
            what ->
                findings.add(
                    Finding.warning(
                            "",
                            Kind.UNSEEN,
                            "Not all of them are told",
                            "There are %s %s; the first ones were looked at."
                                .formatted(
                                    objects.more().get(what),
                                    what.equals("bare")
                                        ? "pods without a controller"
                                        : what + " of that kind"),
                            "Deal with those that are named, and say this again.")
                        .of(what)));
  }
}
