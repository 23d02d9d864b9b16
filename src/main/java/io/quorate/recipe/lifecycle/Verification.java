package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.Manifest;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.StatusProbe;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The closing checks: each asks the finished cluster itself and shows what it said. Each node looks
 * at what is its own; what concerns the whole is shared out among the masters, so that it is asked
 * side by side.
 */
public final class Verification {

  static final String POD_RECORD = "/var/lib/quorate/pods-reached";

  private Verification() {}

  /** What the closing checks wait for: all of these. */
  static Gate after(List<Step> installed) {
    return Gate.of("all-installed", installed);
  }

  static String id(Host host) {
    return StepKind.VERIFY.on(host.name());
  }

  /**
   * @param installed passed when all is done whose work is judged
   */
  static List<Step> steps(Context context, Gate installed) {
    // The same master is asked the same, and keeps the same evidence, wherever the file has it.
    List<Host> masters =
        context.inventory().hostsByName().stream()
            .filter(h -> h.isMaster() && context.hosts().contains(h))
            .toList();
    Map<String, List<Operation>> checks = new HashMap<>();
    for (Host host : context.hosts()) {
      checks.put(host.name(), new ArrayList<>(ownChecks(context, host)));
    }
    int next = 0;
    for (List<Operation> group : clusterChecks(context, masters)) {
      Host master = masters.get(next++ % masters.size());
      checks.getOrDefault(master.name(), new ArrayList<>()).addAll(group);
    }
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.VERIFY,
                    "Verify",
                    checks.getOrDefault(host.name(), List.of()),
                    Set.of(installed.id()),
                    Duration.ofMinutes(20)))
        .toList();
  }

  private static List<Operation> ownChecks(Context context, Host host) {
    List<Operation> checks = new ArrayList<>();
    if (host.isMaster()) {
      checks.add(apiServer(context, host));
    }
    checks.add(proxy(context.inventory()));
    checks.add(units(context, host));
    return checks;
  }

  /** Also names what somebody else put beside our units: a look has to say it, and leave it. */
  private static Verify units(Context context, Host host) {
    return new Verify(
        "services",
        asset(
            "units",
            Map.of("units", String.join(" ", StatusProbe.units(context.inventory(), host)))),
        Duration.ofMinutes(1));
  }

  private static Verify access() {
    return new Verify(
            "the administrators' access",
            new Template("verify/access.sh").text(),
            Duration.ofSeconds(30))
        .asking();
  }

  private static Verify apiServer(Context context, Host host) {
    String url = "https://" + Endpoint.of(context, host, ApiProxyRecipe.API_PORT);
    return new Verify(
            "API server " + url,
            asset(
                "apiserver",
                Map.of(
                    "ready",
                    ControlPlaneRecipe.curl(
                        SharedSecrets.CA + ".crt", NodeCertificate.ADMIN, url + "/readyz"))),
            Duration.ofMinutes(1))
        .asking();
  }

  public static Verify proxy(Inventory inventory) {
    String address = inventory.network().kubernetesServiceIp();
    String url = "https://" + (address.contains(":") ? "[" + address + "]" : address) + "/version";
    return new Verify(
            "kube-proxy",
            asset(
                "proxy",
                Map.of(
                    "service",
                    ControlPlaneRecipe.curl(
                        SharedSecrets.CA + ".crt", NodeCertificate.KUBELET_CLIENT, url),
                    "address",
                    address)),
            Duration.ofMinutes(1))
        .asking();
  }

  private static List<List<Operation>> clusterChecks(Context context, List<Host> masters) {
    List<List<Operation>> groups = new ArrayList<>();
    groups.add(List.of(members(context.inventory().masters().size())));
    groups.add(List.of(leases(), nodes(context), access()));
    List<Operation> network =
        List.copyOf(PodNetwork.of(context.inventory()).proofs(context.inventory()));
    if (!network.isEmpty()) {
      groups.add(network);
    }
    List<Operation> pods = new ArrayList<>();
    if (DnsRecipe.chosen(context.inventory())) {
      pods.add(dns(context.inventory()));
    }
    if (context.hosts().size() > 1) {
      pods.addAll(podToPod(context));
    }
    if (!pods.isEmpty()) {
      groups.add(pods);
    }
    return groups;
  }

  /** So many members vote, are healthy, and hold the same. */
  static Verify members(int count) {
    return new Verify(
            "etcd members",
            EtcdMembers.FUNCTIONS + asset("etcd", Map.of("members", Integer.toString(count))),
            Duration.ofMinutes(1))
        .asking();
  }

  private static Verify leases() {
    return new Verify(
            "controller manager and scheduler lead",
            new Template("verify/leases.sh").text(),
            Duration.ofMinutes(1))
        .asking();
  }

  private static Verify nodes(Context context) {
    String names =
        context.inventory().hostsByName().stream().map(Host::name).collect(Collectors.joining(" "));
    boolean pulls = PodNetwork.of(context.inventory()).pullsImages();
    return new Verify(
            "nodes are Ready",
            asset("nodes", Map.of("names", names)),
            pulls ? Duration.ofMinutes(10) : Duration.ofMinutes(2))
        .asking();
  }

  private static Verify dns(Inventory inventory) {
    return new Verify(
            "cluster DNS",
            asset("dns", Map.of("image", DnsRecipe.image(inventory))),
            // The condition waits itself: only it knows whether waiting helps.
            Duration.ofSeconds(1))
        .asking();
  }

  /**
   * Once for a state of the cluster: pods are made only where they were not reached since, and the
   * record on the node says what came of it.
   */
  private static List<Operation> podToPod(Context context) {
    String state =
        Manifest.sha256(
            context.hosts().stream()
                    .map(h -> h.name() + " " + Endpoint.address(context, h) + "\n")
                    .sorted()
                    .collect(Collectors.joining())
                + context.inventory().network()
                + context.inventory().versions());
    String library = new Template("verify/pods.lib.sh").text();
    return List.of(
        new Script(
                "a pod reaches a pod of another node",
                library + new Template("verify/pods.check.sh").text(),
                library + new Template("verify/pods.apply.sh").text(),
                Map.of("STATE", state, "RECORD", POD_RECORD),
                1)
            .asking()
            .doing("sending a request from a pod to a pod on another node"),
        new Verify(
            "pods reach one another",
            "tail -n 1 " + POD_RECORD + "; head -n 1 " + POD_RECORD + " | grep -Eq ' (ok|none)$'",
            Duration.ofSeconds(1)));
  }

  private static String asset(String name, Map<String, String> values) {
    return new Template("verify/" + name + ".sh").fill(values);
  }
}
