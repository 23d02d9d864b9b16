package io.quorate.inventory.rule;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.setting.TextRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TCP ports: nobody takes another's, and the firewall never closes SSH. */
public final class PortRules {

  /** The name becomes part of a chain's name. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?");

  /** What the components listen on (kubernetes.io, ports and protocols). */
  private static final Map<Integer, String> TAKEN =
      new TreeMap<>(
          Map.of(
              2379, "etcd's clients",
              2380, "etcd's members",
              6443, "the API server",
              10248, "the kubelet's health",
              10249, "kube-proxy's metrics",
              10250, "the kubelet",
              10256, "kube-proxy's health",
              10257, "kube-controller-manager",
              10259, "kube-scheduler"));

  private final Inventory inventory;
  private final List<Problem> problems = new ProblemList();

  private PortRules(Inventory inventory) {
    this.inventory = inventory;
  }

  static List<Problem> problems(Inventory inventory) {
    PortRules rules = new PortRules(inventory);
    rules.apiProxy();
    rules.nodePorts();
    rules.firewall();
    return rules.problems;
  }

  private Set<Integer> sshPorts() {
    Set<Integer> ports = new HashSet<>(Set.of(inventory.access().portOrUsual()));
    inventory.hosts().stream()
        .map(Host::port)
        .forEach(
            port -> {
              if (port != null) {
                ports.add(port);
              }
            });
    return ports;
  }

  private void apiProxy() {
    int port = inventory.network().apiProxyPort();
    String owner = sshPorts().contains(port) ? "SSH" : TAKEN.get(port);
    if (owner != null) {
      error(
          "kube_api_proxy_port",
          "Port " + port + " is " + (owner.equals("SSH") ? "SSH's." : "that of " + owner + "."),
          "Take a free one, such as 9090.");
    }
  }

  private void nodePorts() {
    String range = inventory.network().nodePortRange();
    Matcher form = TextRule.PORT_RANGE.matcher(range);
    if (!form.matches()) {
      error(
          "service_node_port_range",
          "\"" + Problem.shown(range) + "\" is not a range of ports.",
          "Write first-last, such as 30000-32767.");
      return;
    }
    int first = Integer.parseInt(form.group(1));
    int last = Integer.parseInt(form.group(2));
    if (first < 1 || last > 65535 || first > last) {
      error(
          "service_node_port_range",
          range + " is not a range of TCP ports.",
          "Take two numbers from 1 to 65535, the lower one first.");
      return;
    }
    Map<Integer, String> inside = new TreeMap<>(TAKEN);
    inside.put(inventory.network().apiProxyPort(), "kube_api_proxy_port");
    sshPorts().forEach(port -> inside.put(port, "SSH"));
    inside.forEach(
        (port, owner) -> {
          if (port >= first && port <= last) {
            error(
                "service_node_port_range",
                "Port " + port + " of " + owner + " lies in the node ports " + range + ".",
                "Take a range without it, such as 30000-32767.");
          }
        });
    if (last >= 32768 && first <= 60999) {
      problems.add(
          Problem.warning(
              "service_node_port_range",
              "The node ports "
                  + range
                  + " reach into the ports that Linux gives to outgoing"
                  + " connections (32768-60999).",
              "Stay below 32768, or change net.ipv4.ip_local_port_range on the nodes."));
    }
  }

  private void firewall() {
    Set<String> names = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (Port port : inventory.firewall().ports()) {
      if (!NAME.matcher(port.name()).matches()) {
        error(
            "firewall_ports",
            "\"" + Problem.shown(port.name()) + "\" is not a valid port name.",
            "Take lower-case letters, digits and dashes, at most 24.");
      }
      if (!SshPlace.isPort(port.port())) {
        error("firewall_ports", port.port() + " is not a TCP port.", "Take one from 1 to 65535.");
      } else if (port.port() == 22 || sshPorts().contains(port.port())) {
        error(
            "firewall_ports",
            "Port " + port.port() + " is SSH's, which is never closed.",
            "Take it out; without SSH nobody could repair the node.");
      }
      if (!names.add(port.name())) {
        error(
            "firewall_ports",
            "Two ports are called " + Problem.shown(port.name()) + ".",
            "Give each a name of its own.");
      }
      if (!ports.add(port.port())) {
        error("firewall_ports", "Port " + port.port() + " is there twice.", "Keep it once.");
      }
    }
    for (String host : inventory.firewall().allowedHosts()) {
      if (Cidr.parseAddressOrNetwork(host) == null) {
        error(
            "firewall_allowed_hosts",
            "\"" + Problem.shown(host) + "\" is not an IPv4 address or network.",
            "Write one such as 192.168.88.5 or 10.99.0.0/24.");
      }
    }
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }
}
