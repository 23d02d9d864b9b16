package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.HostPattern;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KubeKey's Cluster (kubesphere/kubekey, docs/config-example.md of 1 to 3) in Quorate's words. */
final class KubeKeyReader {
  private static final Map<String, Setting> SAME =
      Map.of(
          "metadata.name", CLUSTER_NAME,
          "spec.kubernetes.proxyMode", KUBE_PROXY_MODE,
          "spec.network.kubePodsCIDR", CLUSTER_CIDR,
          "spec.network.kubeServiceCIDR", SERVICE_CLUSTER_IP,
          "spec.system.timezone", TIMEZONE,
          "spec.etcd.heartbeatInterval", ETCD_HEARTBEAT_INTERVAL,
          "spec.etcd.electionTimeout", ETCD_ELECTION_TIMEOUT);

  private static final Map<String, String> AGREED =
      Map.of(
          "spec.etcd.dataDir", "/var/lib/etcd",
          "spec.kubernetes.nodeCidrMaskSize", "24",
          "spec.kubernetes.maxPods", "110",
          "spec.kubernetes.masqueradeAll", "false",
          "spec.kubernetes.type", "kubernetes",
          "spec.network.calico.vethMTU", "0");

  /** kubesphere/kubekey, default.go: what holds unless it is said. */
  private static final Map<Setting, String> DEFAULTS =
      Map.of(CLUSTER_CIDR, "10.233.64.0/18", SERVICE_CLUSTER_IP, "10.233.0.0/18");

  private static final Map<String, Setting> FLAGS =
      Map.of(
          "apiserverArgs", APISERVER_CUSTOM_FLAGS,
          "controllerManagerArgs", CONTROLLER_MANAGER_CUSTOM_FLAGS,
          "schedulerArgs", SCHEDULER_CUSTOM_FLAGS,
          "kubeletArgs", KUBELET_CUSTOM_FLAGS,
          "kubeProxyArgs", KUBE_PROXY_CUSTOM_FLAGS);

  private static final String ETCD = "etcd";

  /** The groups of roles; master is the older name. */
  private static final List<Map.Entry<String, Role>> ROLES =
      List.of(
          Map.entry("control-plane", Role.MASTER),
          Map.entry("master", Role.MASTER),
          Map.entry("worker", Role.WORKER));

  private final ClusterDraft draft;
  private final Fields document;

  /** The hosts of the list, before the groups have said what they are for. */
  private final Map<String, Fields> listed = new LinkedHashMap<>();

  private final Map<String, Set<Role>> roles = new LinkedHashMap<>();

  /** Where each host is said to run etcd. */
  private final Map<String, @Nullable Place> members = new LinkedHashMap<>();

  /**
   * How many items of groups name no hosts; ranges take time, and nobody reads so many problems.
   */
  private int misnamed;

  private KubeKeyReader(ClusterDraft draft, Fields document) {
    this.draft = draft;
    this.document = document;
  }

  /** Whether a document is KubeKey's, of those before 4, which has its hosts elsewhere. */
  static boolean isCluster(Written.Mapping root) {
    return root.text("apiVersion").startsWith("kubekey.kubesphere.io/")
        && !Set.of("Inventory", "Config").contains(root.text("kind"));
  }

  static void read(List<Written.Mapping> clusters, ClusterDraft draft) {
    new KubeKeyReader(draft, draft.document(clusters.getFirst())).read();
  }

  private void read() {
    Fields spec =
        draft.specOf(
            document,
            "Write kind: Cluster, as KubeKey 1 to 3 have it.",
            "Below spec: stand hosts:, roleGroups: and kubernetes:.");
    if (spec == null) {
      return;
    }
    hosts(spec);
    draft.take(document, SAME);
    kubernetes(spec);
    etcd(spec);
    network(spec);
    timeServers(spec);
    AGREED.forEach(document::agrees);
    draft.assume("KubeKey's", DEFAULTS);
    if (!draft.has(KUBE_PROXY_MODE)) {
      draft.note(
          KUBE_PROXY_MODE,
          "It is not said; KubeKey's own default is ipvs.",
          "Here it is iptables; set proxyMode to choose.");
    }
  }

  // ---- hosts -------------------------------------------------------------------------------

  private void hosts(Fields spec) {
    if (spec.items("hosts").isEmpty()) {
      spec.spoken("hosts");
      draft.refuse(
          spec.placeOf("hosts"),
          "There is no list of hosts.",
          "Below spec: hosts: stands one host after each dash, with its name: and address:.");
    }
    spec.each(
        "hosts",
        (host, index) -> list(host),
        other ->
            draft.refuse(
                other.place(), "This is not a host.", "Write name: and address: behind the dash."));
    Fields groups = spec.fields("roleGroups");
    if (groups == null) {
      draft.refuse(
          spec.placeOf("roleGroups"),
          "There are no groups of roles.",
          "Below spec: roleGroups: stand etcd:, control-plane: and worker:, each with its hosts.");
    } else {
      groups(groups);
    }
    listed.forEach(this::host);
  }

  private void list(Fields host) {
    String name = host.text("name");
    if (name.isEmpty()) {
      draft.refuse(
          host.place(), "The host has no name.", "Write name: with what its groups call it.");
    } else if (listed.putIfAbsent(name, host) != null) {
      draft.refuse(
          host.placeOf("name"),
          "Two hosts are called " + Problem.shown(name) + ".",
          "Give each host a name of its own.");
    }
  }

  private void groups(Fields groups) {
    for (Written item : groups.items(ETCD)) {
      named(item).forEach(host -> members.putIfAbsent(host, item.place()));
    }
    for (Map.Entry<String, Role> group : ROLES) {
      for (Written item : groups.items(group.getKey())) {
        for (String host : named(item)) {
          roles.computeIfAbsent(host, h -> EnumSet.noneOf(Role.class)).add(group.getValue());
        }
      }
    }
  }

  /** The hosts that an item of a group names, a range such as {@code node[2:10]} among them. */
  private List<String> named(Written item) {
    if (misnamed >= ProblemList.MOST) {
      return List.of();
    }
    String text = item instanceof Written.Scalar scalar ? scalar.text().strip() : "";
    List<String> names = text.isEmpty() ? null : HostPattern.names(text);
    if (names == null) {
      misnamed++;
      draft.refuse(
          item.place(),
          "\"" + Problem.shown(text) + "\" names no hosts.",
          "Write a host's name, or a range such as node[1:3], from the lower to the higher.");
      return List.of();
    }
    List<String> known = names.stream().filter(listed::containsKey).toList();
    if (known.size() < names.size()) {
      misnamed++;
      String unknown =
          names.stream().filter(name -> !listed.containsKey(name)).findFirst().orElse(text);
      draft.refuse(
          item.place(),
          "There is no host " + Problem.shown(unknown) + " in the list of hosts.",
          "Add it below spec: hosts:, or take it out of the group.");
    }
    return known;
  }

  private void host(String name, Fields host) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    ClusterDraft.addresses(own, host.scalar("address"), host.scalar("internalAddress"));
    Set<Role> of = roles.getOrDefault(name, Set.of());
    boolean master = of.contains(Role.MASTER);
    draft.password(host, "password");
    draft.privateKey(host, "privateKey", "privateKeyPath");
    HostMarks marks = new HostMarks();
    host.entries(HostMarks.LABELS).forEach(marks::label);
    Written.Scalar user = host.scalar("user");
    Written.Scalar port = host.scalar("port");
    Written.Scalar key = host.scalar("privateKeyPath");
    if (members.containsKey(name) && !master) {
      draft.etcdAlone(
          name, members.get(name), "put it into control-plane too, or take it out of etcd.");
    } else if (of.isEmpty()) {
      draft.leftOut(name, host.place());
      return;
    } else if (master && !members.isEmpty() && !members.containsKey(name)) {
      draft.masterWithoutEtcd(name, host.place());
    }
    draft.reach(own, user, port, key, null);
    draft.host(name, own, marks.settle(of, own), host.place());
  }

  // ---- the cluster -------------------------------------------------------------------------

  private void kubernetes(Fields spec) {
    Written.Scalar version = spec.scalar("kubernetes.version");
    if (version != null) {
      draft.set(
          KUBERNETES_VERSION,
          version.text().strip().replaceFirst("-(k3s|k8e)$", ""),
          version.place());
    }
    Fields kubernetes = spec.fields("kubernetes");
    if (kubernetes != null) {
      FLAGS.forEach((field, setting) -> draft.flags(kubernetes, field, setting));
    }
    // Without a domain of its own the cluster's name is one.
    Written.Scalar domain = spec.scalar("kubernetes.dnsDomain");
    draft.set(CLUSTER_DOMAIN, domain == null ? spec.scalar("kubernetes.clusterName") : domain);
    spec.agrees("kubernetes.clusterName", draft.text(CLUSTER_DOMAIN));
    Written.Scalar runtime = spec.scalar("kubernetes.containerManager");
    String word = runtime == null ? "" : runtime.text().strip();
    if (word.equals("docker") || word.equals("containerd")) {
      draft.set(CONTAINER_RUNTIME, runtime);
    } else if (runtime != null) {
      draft.warn(
          CONTAINER_RUNTIME,
          runtime.place(),
          "The container runtime is " + Problem.shown(word) + " there.",
          "Here it is containerd, or Docker; set container_runtime to choose.");
    }
  }

  private void etcd(Fields spec) {
    for (String onMasters : List.of("kubekey", "kubeadm")) {
      spec.agrees("etcd.type", onMasters);
    }
    Fields etcd = spec.fields(ETCD);
    if (etcd != null) {
      draft.flags(etcd, "extraArgs", ETCD_CUSTOM_FLAGS);
    }
    Written.Scalar outside =
        etcd != null && etcd.agrees("type", "external") ? etcd.scalar("type") : null;
    if (outside != null) {
      draft.etcdOutside(outside.place());
    }
    Written.Scalar hours = spec.scalar("etcd.autoCompactionRetention");
    if (hours != null) {
      draft.set(ETCD_AUTO_COMPACTION_RETENTION, hours.text().strip() + "h", hours.place());
    }
  }

  private void network(Fields spec) {
    draft.podNetwork(spec.scalar("network.plugin"), "none");
    Written.Scalar mtu = spec.scalar("network.calico.vethMTU");
    if (mtu != null && !mtu.text().strip().equals("0")) {
      draft.set(CNI_MTU, mtu);
    }
    Written.Scalar ipip = spec.scalar("network.calico.ipipMode");
    if (isOn(ipip)) {
      mode("ipip", ipip);
      spec.agrees("network.calico.vxlanMode", "Never");
      return;
    }
    Written.Scalar vxlan = spec.scalar("network.calico.vxlanMode");
    if (isOn(vxlan)) {
      mode("vxlan", vxlan);
    } else if (ipip != null && vxlan != null) {
      draft.set(CALICO_MODE, "none", ipip.place());
    }
  }

  private static boolean isOn(Written.@Nullable Scalar mode) {
    return mode != null && !mode.text().strip().equalsIgnoreCase("Never");
  }

  /** Always is what a mode of ours means; CrossSubnet, which is sometimes, comes nearest to it. */
  private void mode(String ours, Written.@Nullable Scalar theirs) {
    if (theirs != null) {
      draft.set(CALICO_MODE, ours, theirs.place());
      if (!theirs.text().strip().equalsIgnoreCase("Always")) {
        draft.notTaken("spec.network.calico." + ours + "Mode", theirs.place());
      }
    }
  }

  private void timeServers(Fields spec) {
    Fields system = spec.fields("system");
    List<Written> servers = system == null ? List.of() : system.items("ntpServers");
    List<Setting> ours = List.of(NTP_SERVER_MAIN, NTP_SERVER_FALLBACK);
    for (int i = 0; i < servers.size(); i++) {
      if (i < ours.size() && servers.get(i) instanceof Written.Scalar server) {
        draft.set(ours.get(i), server);
      } else {
        draft.notTaken("spec.system.ntpServers", servers.get(i).place());
      }
    }
  }
}
