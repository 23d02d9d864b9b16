package io.quorate.platform;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The CNI project's own plug-ins (bridge, host-local, portmap) and static routes between the nodes
 * of one network. Which pods are whose is the controller manager's decision; the nodes ask the API.
 */
public final class RoutedNetwork implements PodNetwork {

  private static final String PROGRAM = "/usr/local/sbin/quorate-pod-network";
  private static final String FOLDER = "/etc/quorate";
  private static final String TEMPLATE = FOLDER + "/pod-network.conflist";
  private static final String ROUTES = FOLDER + "/pod-routes";
  static final String UNIT = "quorate-pod-network.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;

  @Override
  public Cni cni() {
    return Cni.ROUTED;
  }

  @Override
  public String title() {
    return "routed";
  }

  @Override
  public boolean owns(String file) {
    return file.contains("quorate");
  }

  @Override
  public boolean announcesNodes() {
    return true;
  }

  @Override
  public List<Operation> share(Newcomer node) {
    Inventory.Network network = node.inventory().network();
    return List.of(
        new Directory(FOLDER, "root:root", "0755"),
        new Directory("/etc/cni/net.d", "root:root", "0755"),
        new WriteFile(
            TEMPLATE, Content.of(conflist(network, node.facts().mtu())), "root:root", "0600"),
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
                Map.of("NODE", node.host().name(), "NODE_OBJECT", node.object()),
                1)
            .doing("asking the API for the node's share of the pod network"));
  }

  @Override
  public Optional<Work> routes(List<Host> hosts) {
    return Optional.of(new Work("Routes to the other nodes' pods", toOthers(hosts)));
  }

  private static List<Operation> toOthers(List<Host> hosts) {
    String expected = hosts.stream().map(Host::name).collect(Collectors.joining(" "));
    return List.of(
        new WriteFile(
            UNIT_FILE,
            Content.of(new Template("network/quorate-pod-network.service").text()),
            "root:root",
            "0644"),
        new Script(
                "routes to " + (hosts.size() - 1) + " nodes",
                "said=$(%s check-routes) || q_because \"$said\"".formatted(PROGRAM),
                PROGRAM + " routes",
                Map.of("EXPECTED", expected),
                1)
            .doing("setting the routes to the other nodes' pods"),
        new Service(UNIT, List.of(UNIT_FILE, PROGRAM, ROUTES), false));
  }

  /** With the default of the interface that carries the routes, unless the inventory says it. */
  public static String conflist(Inventory.Network network, int interfaceMtu) {
    Integer given = network.mtu();
    int mtu = given != null ? given : interfaceMtu;
    boolean ipv6 = network.clusterCidr().contains(":");
    return new Template("network/quorate.conflist")
        .fill(Map.of("mtu", Integer.toString(mtu), "everywhere", ipv6 ? "::/0" : "0.0.0.0/0"));
  }

  @Override
  public List<String> units() {
    return List.of(UNIT);
  }

  @Override
  public Set<String> neededSysctls() {
    // Its pods hang on a bridge: without this a service does not answer its own node's pods.
    return Set.of("net.bridge.bridge-nf-call-iptables");
  }

  @Override
  public List<String> interfaces() {
    return List.of("cni0", "veth*");
  }

  @Override
  public Repair repair(Inventory inventory, Host host) {
    return new Repair(
        new Work(
            "Routes and rules of the pods",
            List.of(
                new Script(UNIT, "false", "systemctl restart " + UNIT)
                    .doing("restarting " + UNIT))),
        true);
  }

  @Override
  public List<String> folders() {
    return List.of(FOLDER);
  }

  @Override
  public List<String> files() {
    return List.of("/etc/cni/net.d/10-quorate.conflist");
  }
}
