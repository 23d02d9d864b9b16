package io.quorate.wizard;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.Problem;
import io.quorate.inventory.rule.FreeNetworks;
import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of pods and services when nobody types them: as the settings declare, or where that
 * collides with the nodes or with what was typed, the first that is free.
 *
 * @param texts of both settings
 * @param reasons why one is not what its setting declares
 */
record UsualNetworks(Map<Setting, String> texts, Map<Setting, String> reasons) {

  /** The same whatever the answers are. */
  static UsualNetworks asDeclared() {
    return new UsualNetworks(
        Map.of(
            Setting.CLUSTER_CIDR, Setting.CLUSTER_CIDR.defaultText(),
            Setting.SERVICE_CLUSTER_IP, Setting.SERVICE_CLUSTER_IP.defaultText()),
        Map.of());
  }

  static UsualNetworks of(Map<String, String> typed, List<Host> hosts) {
    UsualNetworks usual =
        new UsualNetworks(new EnumMap<>(asDeclared().texts()), new EnumMap<>(Setting.class));
    List<Cidr> nodes = FreeNetworks.ofHosts(hosts);

    List<Cidr> pods = network(typed.getOrDefault(Setting.CLUSTER_CIDR.key(), ""));
    FreeNetworks.forServices(both(nodes, pods))
        .ifPresent(free -> usual.offer(Setting.SERVICE_CLUSTER_IP, free, hosts, pods));

    String ofServices = typed.getOrDefault(Setting.SERVICE_CLUSTER_IP.key(), "");
    List<Cidr> services =
        network(
            ofServices.isBlank()
                ? usual.texts.getOrDefault(Setting.SERVICE_CLUSTER_IP, "")
                : ofServices);
    FreeNetworks.forPods(both(nodes, services), hosts.size(), FreeNetworks.nodePrefix(flags(typed)))
        .ifPresent(free -> usual.offer(Setting.CLUSTER_CIDR, free, hosts, services));
    return usual;
  }

  private static List<Cidr> network(String text) {
    Cidr network = Cidr.parse(text.strip());
    return network == null ? List.of() : List.of(network);
  }

  private static List<Cidr> both(List<Cidr> some, List<Cidr> others) {
    List<Cidr> both = new ArrayList<>(some);
    both.addAll(others);
    return both;
  }

  private static List<String> flags(Map<String, String> typed) {
    String flags = typed.getOrDefault(Setting.CONTROLLER_MANAGER_CUSTOM_FLAGS.key(), "");
    return List.of(flags.strip().split("[,\\s]+"));
  }

  private void offer(Setting setting, Cidr free, List<Host> hosts, List<Cidr> other) {
    String declared = setting.defaultText();
    if (!free.toString().equals(declared)) {
      texts.put(setting, free.toString());
      reasons.put(setting, reason(network(declared).getFirst(), hosts, other));
    }
  }

  private static String reason(Cidr declared, List<Host> hosts, List<Cidr> other) {
    for (Host host : hosts) {
      if (declared.contains(host.address()) || declared.contains(host.nodeAddress())) {
        return declared + " contains " + Problem.shown(host.name());
      }
    }
    return other.stream()
        .filter(declared::overlaps)
        .map(network -> declared + " overlaps the other network, " + network)
        .findFirst()
        .orElse(declared + " is too small");
  }

  /** What is read in the place of fields in which nothing is typed. */
  Map<String, String> offered(Map<String, String> typed) {
    Map<String, String> offered = new HashMap<>();
    for (Setting setting : reasons.keySet()) {
      if (typed.getOrDefault(setting.key(), "").isBlank()) {
        offered.put(setting.key(), texts.get(setting));
      }
    }
    return offered;
  }

  /** Why another is offered than usual, by the field's key. */
  Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>();
    reasons.forEach((setting, reason) -> notes.put(setting.key(), reason));
    return notes;
  }
}
