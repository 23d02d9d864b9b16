package io.quorate.recipe.cis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit policy records of requests that anybody may make: the first rule that fits counts,
 * and one that fits some users, namespaces or objects only does not stand for all.
 */
record AuditPolicy(Map<?, ?> policy) {

  private static final List<String> LIMITS = List.of("users", "userGroups", "namespaces");

  /** A request, such as "get pods/exec". */
  private record Request(String verb, String group, String resource) {
    String words() {
      return verb + " " + resource;
    }
  }

  private static final List<String> BY_EITHER = List.of("get", "create");

  private static List<Request> requests(List<String> verbs, String group, String... resources) {
    List<Request> all = new ArrayList<>();
    for (String resource : resources) {
      verbs.forEach(v -> all.add(new Request(v, group, resource)));
    }
    return all;
  }

  /** Whether it records what the benchmark wants, and no more of what is secret. */
  Verdict verdict() {
    List<Request> wanted = new ArrayList<>();
    wanted.addAll(
        requests(List.of("get", "list", "watch", "create", "update", "delete"), "", "secrets"));
    wanted.addAll(requests(List.of("create", "update", "delete"), "", "pods"));
    wanted.addAll(requests(List.of("create", "update", "delete"), "apps", "deployments"));
    // A WebSocket begins with a GET: the verb is that of the request.
    wanted.addAll(requests(BY_EITHER, "", "pods/exec", "pods/attach", "pods/portforward"));
    wanted.addAll(requests(BY_EITHER, "", "pods/proxy", "services/proxy"));
    List<Request> confidential = new ArrayList<>();
    confidential.addAll(requests(List.of("get", "create", "update"), "", "secrets", "configmaps"));
    confidential.addAll(requests(List.of("create"), "authentication.k8s.io", "tokenreviews"));

    List<String> silent =
        wanted.stream().filter(r -> level(r).equals("None")).map(Request::words).toList();
    List<String> loud =
        confidential.stream()
            .filter(r -> level(r).startsWith("Request"))
            .map(Request::words)
            .toList();
    if (!loud.isEmpty()) {
      return Verdict.notHeld("with their bodies: " + Asks.some(loud));
    }
    return silent.isEmpty()
        ? Verdict.held("reads of Secrets, exec, attach, port-forward and proxies are recorded")
        : Verdict.notHeld("not recorded: " + Asks.some(silent));
  }

  private String level(Request request) {
    for (Object one : list(policy.get("rules"))) {
      if (one instanceof Map<?, ?> rule && fits(rule, request)) {
        return String.valueOf(rule.get("level"));
      }
    }
    return "None";
  }

  private static boolean fits(Map<?, ?> rule, Request request) {
    if (LIMITS.stream().anyMatch(l -> !list(rule.get(l)).isEmpty())) {
      return false;
    }
    List<?> verbs = list(rule.get("verbs"));
    List<?> resources = list(rule.get("resources"));
    boolean verb = verbs.isEmpty() || verbs.contains(request.verb) || verbs.contains("*");
    boolean urlsOnly = resources.isEmpty() && !list(rule.get("nonResourceURLs")).isEmpty();
    return verb
        && !urlsOnly
        && (resources.isEmpty()
            || resources.stream().anyMatch(r -> r instanceof Map<?, ?> m && covers(m, request)));
  }

  private static boolean covers(Map<?, ?> resources, Request request) {
    Object group = resources.get("group");
    if (!request.group.equals(group == null ? "" : String.valueOf(group))
        || !list(resources.get("resourceNames")).isEmpty()) {
      return false;
    }
    List<?> names = list(resources.get("resources"));
    int slash = request.resource.indexOf('/');
    return names.isEmpty()
        || names.contains("*")
        || names.contains(request.resource)
        || (slash > 0
            && (names.contains(request.resource.substring(0, slash) + "/*")
                || names.contains("*" + request.resource.substring(slash))));
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
