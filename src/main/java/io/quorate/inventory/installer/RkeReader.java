package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RKE's cluster.yml (rke.docs.rancher.com, "Config Options") in Quorate's words. */
final class RkeReader {
  private static final String CONTROL_PLANE = "controlplane";
  private static final String ETCD = "etcd";
  private static final String WORKER = "worker";

  private static final Map<String, Setting> SAME =
      Map.ofEntries(
          Map.entry("cluster_name", CLUSTER_NAME),
          Map.entry("services.kube-controller.cluster_cidr", CLUSTER_CIDR),
          Map.entry("services.kube-api.service_cluster_ip_range", SERVICE_CLUSTER_IP),
          Map.entry("services.kube-api.service_node_port_range", SERVICE_NODE_PORT_RANGE),
          Map.entry("services.kubelet.cluster_domain", CLUSTER_DOMAIN),
          Map.entry("services.kubelet.cluster_dns_server", CLUSTER_DNS),
          Map.entry("services.kubeproxy.extra_args.proxy-mode", KUBE_PROXY_MODE),
          Map.entry("services.etcd.extra_args.heartbeat-interval", ETCD_HEARTBEAT_INTERVAL),
          Map.entry("services.etcd.extra_args.election-timeout", ETCD_ELECTION_TIMEOUT));

  private static final Map<String, Setting> FLAGS =
      Map.of(
          "kube-api", APISERVER_CUSTOM_FLAGS,
          "kube-controller", CONTROLLER_MANAGER_CUSTOM_FLAGS,
          "scheduler", SCHEDULER_CUSTOM_FLAGS,
          "kubelet", KUBELET_CUSTOM_FLAGS);

  /** What `rke config` writes where nobody has chosen, and what holds here as well. */
  private static final Map<String, String> AGREED =
      Map.ofEntries(
          Map.entry("authentication.strategy", "x509"),
          Map.entry("authorization.mode", "rbac"),
          Map.entry("addon_job_timeout", "0"),
          Map.entry("restore.restore", "false"),
          Map.entry("rotate_encryption_key", "false"),
          Map.entry("cloud_provider.name", "none"),
          Map.entry("network.mtu", "0"),
          Map.entry("services.etcd.uid", "0"),
          Map.entry("services.etcd.gid", "0"),
          Map.entry("services.kube-api.always_pull_images", "false"),
          Map.entry("services.kube-api.pod_security_policy", "false"),
          Map.entry("services.kubelet.fail_swap_on", "false"),
          Map.entry("services.kubelet.generate_serving_certificate", "false"));

  /** rancher/rke, cluster/defaults.go: what holds unless it is said. */
  private static final Map<Setting, String> DEFAULTS =
      Map.of(CLUSTER_CIDR, "10.42.0.0/16", SERVICE_CLUSTER_IP, "10.43.0.0/16");

  private static final Map<Setting, String> DEFAULT_DNS = Map.of(CLUSTER_DNS, "10.43.0.10");

  private final ClusterDraft draft;
  private final Fields document;

  private RkeReader(ClusterDraft draft, Fields document) {
    this.draft = draft;
    this.document = document;
  }

  /** Whether a document is one of RKE's, which does not say so: it has nodes as RKE has them. */
  static boolean isCluster(Written.Mapping root) {
    Written.Entry nodes = root.entries().get("nodes");
    return nodes != null
        && nodes.value() instanceof Written.Sequence list
        && list.items().stream().anyMatch(RkeReader::isNode);
  }

  private static boolean isNode(Written item) {
    return item instanceof Written.Mapping node
        && (node.entries().containsKey("address") || node.entries().containsKey("role"));
  }

  static void read(List<Written.Mapping> clusters, ClusterDraft draft) {
    new RkeReader(draft, draft.document(clusters.getFirst())).read();
  }

  private void read() {
    Written.Scalar jumpHost = bastion();
    Written.Scalar key = document.scalar("ssh_key_path");
    document.each(
        "nodes",
        (node, index) -> node(node, index, key, jumpHost),
        other ->
            draft.refuse(
                other.place(), "This is not a node.", "Write address: and role: behind the dash."));
    version();
    draft.take(document, SAME);
    services();
    network();
    dns();
    AGREED.forEach(document::agrees);
    document.agrees(
        "services.kube-controller.service_cluster_ip_range", draft.text(SERVICE_CLUSTER_IP));
    defaults();
  }

  // ---- nodes -------------------------------------------------------------------------------

  private void node(
      Fields node, int index, Written.@Nullable Scalar key, Written.@Nullable Scalar jumpHost) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    ClusterDraft.addresses(own, node.scalar("address"), node.scalar("internal_address"));
    Written.Scalar ownKey = node.scalar("ssh_key_path");
    draft.reach(
        own, node.scalar("user"), node.scalar("port"), ownKey == null ? key : ownKey, jumpHost);
    draft.privateKey(node, "ssh_key", "ssh_key_path");
    String name = draft.name(node, "hostname_override", own, index + 1).toLowerCase(Locale.ROOT);
    // Docker is reached on its node itself here.
    node.spoken("docker_socket");
    node.spoken("ssh_agent_auth");
    draft.host(name, own, roles(node, name), node.place());
  }

  private Set<Role> roles(Fields node, String name) {
    Map<String, @Nullable Place> said = new HashMap<>();
    for (Written item : node.items("role")) {
      String word = item instanceof Written.Scalar scalar ? scalar.text().strip() : "";
      if (!List.of(CONTROL_PLANE, ETCD, WORKER).contains(word)) {
        draft.refuse(
            item.place(),
            "\"" + Problem.shown(word) + "\" is not a role of RKE.",
            "Take controlplane, etcd or worker.");
      }
      said.put(word, item.place());
    }
    boolean master = said.containsKey(CONTROL_PLANE);
    if (said.containsKey(ETCD) && !master) {
      draft.etcdAlone(
          name, said.get(ETCD), "give it controlplane too, or take etcd out of its roles.");
    } else if (master && !said.containsKey(ETCD)) {
      draft.masterWithoutEtcd(name, said.get(CONTROL_PLANE));
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (master) {
      roles.add(Role.MASTER);
    }
    if (said.containsKey(WORKER)) {
      roles.add(Role.WORKER);
    }
    return roles;
  }

  private Written.@Nullable Scalar bastion() {
    Fields bastion = document.fields("bastion_host");
    if (bastion == null) {
      return null;
    }
    Written.Scalar address = bastion.scalar("address");
    String user = bastion.text("user");
    String port = bastion.text("port");
    draft.privateKey(bastion, "ssh_key", "ssh_key_path");
    bastion.spoken("ssh_agent_auth");
    return address == null
        ? null
        : ClusterDraft.jumpHost(address.text().strip(), user, port, address.place());
  }

  // ---- the cluster -------------------------------------------------------------------------

  /** As in v1.30.4-rancher1-1. */
  private void version() {
    Written.Scalar version = document.scalar("kubernetes_version");
    if (version != null) {
      draft.set(
          KUBERNETES_VERSION,
          version.text().strip().replaceFirst("-rancher.*", ""),
          version.place());
    }
    document.spoken("ignore_docker_version");
    document.spoken("enable_cri_dockerd");
    document.spoken("ssh_agent_auth");
    draft.note(
        CONTAINER_RUNTIME,
        "RKE's clusters run on Docker; here it is containerd.",
        "Set container_runtime to docker to stay with it.");
  }

  private void services() {
    List<Written> outside = document.items("services.etcd.external_urls");
    if (!outside.isEmpty()) {
      draft.etcdOutside(outside.getFirst().place());
    }
    FLAGS.forEach(
        (service, setting) -> {
          Fields component = document.fields("services." + service);
          if (component != null) {
            draft.flags(component, "extra_args", setting);
          }
        });
  }

  private void network() {
    Written.Scalar plugin = document.scalar("network.plugin");
    if (plugin == null) {
      draft.usualPodNetwork("RKE's", "canal");
      return;
    }
    draft.podNetwork(plugin, "none");
    Written.Scalar mtu = document.scalar("network.mtu");
    if (mtu != null && !mtu.text().strip().equals("0")) {
      draft.set(CNI_MTU, mtu);
    }
  }

  private void dns() {
    Written.Scalar provider = document.scalar("dns.provider");
    if (provider != null && provider.text().strip().equals("none")) {
      draft.set(DNS_ADDON, provider);
    } else if (provider != null && !provider.text().strip().equals("coredns")) {
      draft.notTaken("dns.provider", provider.place());
    }
  }

  /** Its address of the DNS service is one of its own network of services. */
  private void defaults() {
    draft.assume("RKE's", DEFAULTS);
    if (DEFAULTS.containsValue(draft.text(SERVICE_CLUSTER_IP))) {
      draft.assume("RKE's", DEFAULT_DNS);
    }
  }
}
