package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The CNI project's own plug-ins (bridge, host-local, portmap) and static routes between the nodes
 * of one network. Which pods are whose is the controller manager's decision; the nodes ask the API.
 */
final class RoutedNetwork {

  private static final String PROGRAM = "/usr/local/sbin/quorate-pod-network";
  private static final String FOLDER = "/etc/quorate";
  private static final String TEMPLATE = FOLDER + "/pod-network.conflist";
  private static final String ROUTES = FOLDER + "/pod-routes";
  static final String UNIT = "quorate-pod-network.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;

  /** The gate that all kubelets are started before. */
  private static final String REGISTERED = "all-registered";

  private RoutedNetwork() {}

  static String routesId(Host host) {
    return "routes@" + host.name();
  }

  static List<Step> steps(Context context) {
    List<Operation> routes = routes(context);
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    routesId(host),
                    host.name(),
                    Phase.NODES,
                    "Routes to the other nodes' pods",
                    routes,
                    Set.of(REGISTERED, KubeProxyRecipe.id(host)),
                    Duration.ofMinutes(5)))
        .toList();
  }

  /** What routes wait for, among these steps: the kubelets of all nodes. */
  static List<Gate> gates(List<Step> steps) {
    return steps.stream().noneMatch(s -> s.after().contains(REGISTERED))
        ? List.of()
        : List.of(Gate.of(REGISTERED, steps.stream().filter(KubeletRecipe::isKubelet).toList()));
  }

  /** The node's own share, before its kubelet starts. */
  static List<Operation> share(Context context, Host host) {
    Inventory.Network network = context.inventory().network();
    Minor version = Minor.of(context.inventory().versions().kubernetes());
    String taints =
        NodeRoles.taints(host, version).stream()
            .map(NodeRoles.Taint::key)
            .collect(Collectors.joining(" "));
    return List.of(
        new Directory(FOLDER, "root:root", "0755"),
        new Directory("/etc/cni/net.d", "root:root", "0755"),
        new WriteFile(TEMPLATE, Content.of(conflist(context, host)), "root:root", "0600"),
        new WriteFile(
            PROGRAM,
            Content.of(
                new Template("network/pod-network.sh")
                    .fill(
                        Map.of(
                            "clusterCidr", network.clusterCidr(),
                            "json", new Template("shell/json.sh").text(),
                            "nft", new Template("common/nft.lib.sh").text()))),
            "root:root",
            "0755"),
        new Script(
                "this node's share of the pods' network",
                PROGRAM + " check-config",
                PROGRAM + " config",
                Map.of("NODE", host.name(), "TAINTS", taints),
                1)
            .doing("asking the API for the node's share of the pod network"));
  }

  private static List<Operation> routes(Context context) {
    String expected = context.hosts().stream().map(Host::name).collect(Collectors.joining(" "));
    return List.of(
        new WriteFile(
            UNIT_FILE,
            Content.of(new Template("network/quorate-pod-network.service").text()),
            "root:root",
            "0644"),
        new Script(
                "routes to " + (context.hosts().size() - 1) + " nodes",
                "said=$(%s check-routes) || q_because \"$said\"".formatted(PROGRAM),
                PROGRAM + " routes",
                Map.of("EXPECTED", expected),
                1)
            .doing("setting the routes to the other nodes' pods"),
        new Service(UNIT, List.of(UNIT_FILE, PROGRAM, ROUTES), false));
  }

  /** With the default of the interface that carries the routes, unless the inventory says it. */
  static String conflist(Context context, Host host) {
    Integer given = context.inventory().network().mtu();
    int mtu = given != null ? given : context.factsOf(host).mtu();
    boolean ipv6 = context.inventory().network().clusterCidr().contains(":");
    return new Template("network/quorate.conflist")
        .fill(Map.of("mtu", Integer.toString(mtu), "everywhere", ipv6 ? "::/0" : "0.0.0.0/0"));
  }
}
