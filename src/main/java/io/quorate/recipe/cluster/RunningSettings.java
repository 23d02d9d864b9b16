package io.quorate.recipe.cluster;

import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.platform.PodNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the programs of a master were started with, as settings, and the nodes of the API: the
 * answer to {@code assets/readback/cluster.sh}.
 */
final class RunningSettings {

  /** Which program says a setting by which flag. */
  private record Flag(String program, String name, Setting setting) {}

  private static final List<Flag> FLAGS =
      List.of(
          new Flag("kube-apiserver", "service-cluster-ip-range", Setting.SERVICE_CLUSTER_IP),
          new Flag("kube-apiserver", "service-node-port-range", Setting.SERVICE_NODE_PORT_RANGE),
          new Flag("kube-controller", "cluster-cidr", Setting.CLUSTER_CIDR),
          new Flag("kube-controller", "cluster-name", Setting.CLUSTER_NAME),
          new Flag("kubelet", "cluster-dns", Setting.CLUSTER_DNS),
          new Flag("kubelet", "cluster-domain", Setting.CLUSTER_DOMAIN),
          new Flag("kube-proxy", "proxy-mode", Setting.KUBE_PROXY_MODE),
          new Flag("etcd", "heartbeat-interval", Setting.ETCD_HEARTBEAT_INTERVAL),
          new Flag("etcd", "election-timeout", Setting.ETCD_ELECTION_TIMEOUT),
          new Flag("etcd", "auto-compaction-retention", Setting.ETCD_AUTO_COMPACTION_RETENTION),
          new Flag("etcd", "initial-cluster-token", Setting.ETCD_INITIAL_TOKEN));

  /** Annotations of nodes; see assets/kubernetes/marks.lib.sh. */
  private static final Map<String, Setting> NOTES =
      Map.of("quorate.io/labels", Setting.NODE_LABELS, "quorate.io/taints", Setting.NODE_TAINTS);

  private static final Set<String> PROXY_MODES = Set.of("iptables", "ipvs", "nftables");

  /**
   * A node as the API lists it.
   *
   * @param runtime such as containerd://1.7.24
   * @param address inside the cluster; empty when it never reported
   * @param ours labels and taints that Quorate put there, as the node notes them: by the setting,
   *     each as one would type it
   */
  record Node(
      String name,
      String kubelet,
      String runtime,
      String address,
      Set<String> labels,
      Set<String> taints,
      Map<Setting, List<String>> ours) {}

  private final Map<String, List<String>> sections = new LinkedHashMap<>();

  /** Reads the script's answer. The first of several processes of a name counts. */
  RunningSettings(String answer) {
    List<String> section = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      if (line.startsWith("== ")) {
        section = new ArrayList<>();
        sections.putIfAbsent(line.substring(3), section);
      } else {
        section.add(line);
      }
    }
  }

  private List<String> section(String name) {
    return sections.getOrDefault(name, List.of());
  }

  /** The API's nodes; null when no API server listed them. */
  @Nullable List<Node> nodes() {
    List<String> lines = section("nodes").stream().filter(l -> !l.isBlank()).toList();
    return lines.isEmpty() || !lines.getLast().equals("end")
        ? null
        : lines.subList(0, lines.size() - 1).stream().map(RunningSettings::node).toList();
  }

  private static Node node(String line) {
    String[] part = line.split("\\|", -1);
    return new Node(
        word(part, 0),
        word(part, 1),
        word(part, 2),
        word(part, 3).split(" ")[0],
        words(word(part, 4)),
        words(word(part, 5)),
        noted(Arrays.stream(part).skip(6).toList()));
  }

  private static Map<Setting, List<String>> noted(List<String> notes) {
    Map<Setting, List<String>> noted = new EnumMap<>(Setting.class);
    for (String note : notes) {
      String[] named = note.strip().split("=", 2);
      Setting setting = NOTES.get(named[0]);
      if (setting != null && named.length == 2 && !named[1].isBlank()) {
        noted.put(setting, List.of(named[1].split(",")));
      }
    }
    return noted;
  }

  private static String word(String[] part, int index) {
    return index < part.length ? part[index].strip() : "";
  }

  private static Set<String> words(String text) {
    return Set.copyOf(Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).distinct().toList());
  }

  /** Whatever can be told by what runs. */
  Map<Setting, Written> settings() {
    Map<Setting, Written> found = new EnumMap<>(Setting.class);
    for (Flag flag : FLAGS) {
      put(found, flag.setting(), flag(flag.program(), flag.name()));
    }
    put(found, Setting.ETCD_INITIAL_TOKEN, String.join("", section("token")).strip());
    if (config("kubelet") instanceof Written.Mapping kubelet) {
      put(found, Setting.CLUSTER_DOMAIN, kubelet.text("clusterDomain"));
      Written.Entry servers = kubelet.entries().get("clusterDNS");
      if (servers != null
          && servers.value() instanceof Written.Sequence list
          && !list.items().isEmpty()
          && list.items().getFirst() instanceof Written.Scalar first) {
        put(found, Setting.CLUSTER_DNS, first.text());
      }
    }
    if (config("kube-proxy") instanceof Written.Mapping proxy) {
      put(found, Setting.KUBE_PROXY_MODE, proxy.text("mode"));
    }
    if (found.get(Setting.KUBE_PROXY_MODE) instanceof Written.Scalar mode
        && !PROXY_MODES.contains(mode.text())) {
      found.remove(Setting.KUBE_PROXY_MODE);
    }
    network(found);
    return found;
  }

  private void network(Map<Setting, Written> found) {
    String files = String.join(" ", section("network")).toLowerCase(Locale.ROOT);
    PodNetwork.all().stream()
        .filter(n -> n.owns(files))
        .findFirst()
        .ifPresent(n -> put(found, Setting.CNI, n.cni().name().toLowerCase(Locale.ROOT)));
  }

  /** What the pods' network is configured with; empty: nothing. */
  List<String> networkFiles() {
    return section("network");
  }

  private @Nullable Written config(String program) {
    String text = String.join("\n", section("config " + program));
    return text.isBlank() ? null : YamlReader.read(text, program, new ArrayList<>());
  }

  private String flag(String program, String name) {
    List<String> flags = section("flags " + program);
    String joined = "--" + name + "=";
    for (int i = 0; i < flags.size(); i++) {
      if (flags.get(i).startsWith(joined)) {
        return flags.get(i).substring(joined.length());
      }
      if (flags.get(i).equals("--" + name) && i + 1 < flags.size()) {
        return flags.get(i + 1);
      }
    }
    return "";
  }

  static void put(Map<Setting, Written> into, Setting setting, String text) {
    if (!text.isBlank()) {
      into.put(setting, new Written.Scalar(text.strip(), false, null));
    }
  }
}
