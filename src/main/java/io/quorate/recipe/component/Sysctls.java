package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.platform.PodNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel's settings that Kubernetes builds on.
 *
 * @param values by key, in the order of the file
 * @param needed keys without which the cluster does not work
 * @param container whether the machine's own settings were left out
 */
record Sysctls(Map<String, String> values, Set<String> needed, boolean container) {

  static Sysctls of(Inventory inventory, Host host, boolean container) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> needed = new TreeSet<>(Set.of("net.ipv4.ip_forward"));
    values.put("net.ipv4.ip_forward", "1");
    values.put("net.bridge.bridge-nf-call-iptables", "1");
    values.put("net.bridge.bridge-nf-call-ip6tables", "1");
    PodNetwork network = PodNetwork.of(inventory);
    needed.addAll(network.neededSysctls());
    values.putAll(network.sysctls());
    if (Stream.of(host.address(), host.nodeAddress()).allMatch(NodeAddresses::isIpv4)) {
      // Only where the operator surely does not come in by IPv6.
      values.put("net.ipv6.conf.all.disable_ipv6", "1");
      values.put("net.ipv6.conf.default.disable_ipv6", "1");
    }
    if (!container) {
      values.putAll(machineWide());
    }
    return new Sysctls(values, needed, container);
  }

  private static Map<String, String> machineWide() {
    Map<String, String> values = new LinkedHashMap<>();
    // Many pods watch files; the number is the most that kernels give by themselves (5.11 on).
    values.put("fs.inotify.max_user_watches", "1048576");
    values.put("fs.inotify.max_user_instances", "8192");
    // What the kubelet sets anyway, here from the boot on.
    values.put("vm.overcommit_memory", "1");
    values.put("vm.panic_on_oom", "0");
    values.put("kernel.panic", "10");
    values.put("kernel.panic_on_oops", "1");
    return values;
  }

  /** The file below /etc/sysctl.d. */
  String text() {
    String head = container ? "# A container: fs, kernel and vm are its host's to set.\n" : "";
    return head
        + values.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
            .collect(Collectors.joining());
  }

  /** {@code key=value} words. */
  String settings() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  /** The needed keys as words. */
  String required() {
    return String.join(" ", needed);
  }
}
