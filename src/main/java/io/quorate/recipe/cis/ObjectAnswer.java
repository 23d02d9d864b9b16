package io.quorate.recipe.cis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a master told of the cluster's objects by {@code assets/cis/objects.sh}. */
final class ObjectAnswer {

  /** Whose pods are the cluster's own. */
  private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

  private final Set<String> asked = new HashSet<>();
  private final Map<String, Boolean> access = new LinkedHashMap<>();
  private final Set<String> admins = new TreeSet<>();
  private final Set<String> wildcards = new TreeSet<>();
  private final Set<String> accounts = new TreeSet<>();
  private final Map<String, String> namespaces = new TreeMap<>();
  private final Set<String> policies = new TreeSet<>();
  private final Map<String, Set<String>> pods = new TreeMap<>();

  ObjectAnswer(String record) {
    record.lines().map(l -> l.split("\t", -1)).forEach(this::read);
  }

  private void read(String[] line) {
    switch (line[0] + "/" + Math.min(line.length, 4)) {
      case "asked/2" -> asked.add(line[1]);
      case "may/4" -> access.put(line[1] + " " + line[2], line[3].equals("true"));
      case "admins/2" -> admins.add(line[1]);
      case "wildcard/3" -> wildcards.add(line[2]);
      case "account/3" -> {
        if (line[2].equals("true") && isPeoples(line[1])) {
          accounts.add(line[1]);
        }
      }
      case "namespace/3" -> namespaces.put(line[1], line[2]);
      case "policies/2" -> policies.add(line[1]);
      default -> {
        if (line[0].equals("pod") && line.length > 1) {
          pods.put(line[1], Set.copyOf(List.of(line)));
        }
      }
    }
  }

  private static boolean isPeoples(String namespace) {
    return !SYSTEM.contains(namespace);
  }

  private Verdict when(String what, Supplier<Verdict> told) {
    return asked.contains(what) ? told.get() : Verdict.toJudge("the API did not tell");
  }

  /** Whether everybody who logs in may do one of these. */
  Verdict everybody(String... requests) {
    return when(
        "access",
        () -> {
          List<String> allowed = new ArrayList<>();
          for (String request : requests) {
            Boolean may = access.get(request);
            if (may == null) {
              return Verdict.toJudge("the API did not tell");
            }
            if (may) {
              allowed.add(request);
            }
          }
          return allowed.isEmpty()
              ? Verdict.toJudge("not everybody who logs in may; who may is to be looked at")
              : Verdict.notHeld("everybody who logs in may " + String.join(", ", allowed));
        });
  }

  /** Who has all rights, beside the bindings that are Kubernetes' own and Quorate's. */
  Verdict administrators() {
    return when(
        "admins",
        () -> {
          Set<String> others = new TreeSet<>(admins);
          others.removeAll(Set.of("cluster-admin", "quorate:cluster-admins"));
          return others.isEmpty()
              ? Verdict.held("the administrators' groups alone")
              : Verdict.toJudge("bound by " + Asks.some(List.copyOf(others)));
        });
  }

  Verdict wildcards() {
    return when(
        "wildcards",
        () ->
            wildcards.isEmpty()
                ? Verdict.held("none but those that Kubernetes makes itself")
                : Verdict.toJudge("in " + Asks.some(List.copyOf(wildcards))));
  }

  Verdict defaultAccounts() {
    return when(
        "accounts",
        () ->
            accounts.isEmpty()
                ? Verdict.held("no default account's token is mounted")
                : Verdict.toJudge("mounted by default in " + Asks.some(List.copyOf(accounts))));
  }

  /** What people's pods have of something. */
  Verdict pods(String word) {
    return when(
        "pods",
        () -> {
          List<String> found = with(word);
          return found.isEmpty()
              ? Verdict.held("no pod outside kube-system")
              : Verdict.toJudge(Asks.some(found));
        });
  }

  private List<String> with(String word) {
    return pods.entrySet().stream()
        .filter(p -> isPeoples(p.getKey().split("/")[0]) && p.getValue().contains(word))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether all namespaces of people's have NetworkPolicies. */
  Verdict networkPolicies() {
    return when("policies", () -> without(policies, "none in "));
  }

  private Verdict without(Set<String> having, String words) {
    if (!asked.contains("namespaces")) {
      return Verdict.toJudge("the API did not tell");
    }
    List<String> lacking =
        namespaces.keySet().stream().filter(n -> isPeoples(n) && !having.contains(n)).toList();
    return lacking.isEmpty()
        ? Verdict.held("in all namespaces but kube-system and its like")
        : Verdict.toJudge(words + Asks.some(lacking));
  }

  /**
   * Whether Pod Security enforces one of these levels in all namespaces of people's; other programs
   * may do the same.
   */
  Verdict enforced(String... levels) {
    return when(
        "namespaces",
        () -> {
          Set<String> enforcing = new HashSet<>();
          namespaces.forEach(
              (name, level) -> {
                if (List.of(levels).contains(level)) {
                  enforcing.add(name);
                }
              });
          return without(enforcing, "not enforced by Pod Security in ");
        });
  }

  /** The same, with the pods that have what would be refused. */
  Verdict enforced(String word, List<String> levels) {
    Verdict enforced = enforced(levels.toArray(String[]::new));
    List<String> found = with(word);
    return found.isEmpty() ? enforced : Verdict.toJudge(enforced.found() + "; " + Asks.some(found));
  }

  /** The pods in the namespace that everything without a place of its own goes to. */
  Verdict inDefault() {
    return when(
        "pods",
        () -> {
          List<String> found =
              pods.keySet().stream().filter(p -> p.startsWith("default/")).toList();
          return found.isEmpty()
              ? Verdict.held("no pod in default")
              : Verdict.toJudge(Asks.some(found));
        });
  }

  Verdict namespaces() {
    return when(
        "namespaces",
        () ->
            Verdict.toJudge(
                Asks.some(namespaces.keySet().stream().filter(ObjectAnswer::isPeoples).toList())));
  }
}
