package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Cidr;
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
  private static final String NODES = "nodes";
  private static final String VERSION = "kubernetes_version";

  /** What Ansible's groups have, which may be called nodes. */
  private static final Set<String> OF_A_GROUP = Set.of("hosts", "vars", "children");

  private static final String AGENT = "ssh_agent_auth";
  private static final String DOCKER_SOCKET = "/var/run/docker.sock";

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
          "kubelet", KUBELET_CUSTOM_FLAGS,
          "kubeproxy", KUBE_PROXY_CUSTOM_FLAGS,
          "etcd", ETCD_CUSTOM_FLAGS);

  /** Flags that are settings by themselves. */
  private static final List<String> OF_THEIR_OWN =
      List.of("proxy-mode", "heartbeat-interval", "election-timeout");

  /** What `rke config` writes where nobody has chosen, and what holds here as well. */
  private static final Map<String, String> AGREED =
      Map.ofEntries(
          Map.entry("authentication.strategy", "x509"),
          Map.entry("authorization.mode", "rbac"),
          Map.entry("addon_job_timeout", "0"),
          Map.entry("ignore_docker_version", "false"),
          Map.entry("enable_cri_dockerd", "true"),
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

  private static final String DNS = "10.43.0.10";

  private final ClusterDraft draft;
  private final Fields document;

  private RkeReader(ClusterDraft draft, Fields document) {
    this.draft = draft;
    this.document = document;
  }

  /**
   * Whether a document is one of RKE's, which does not say so: its version is one of Rancher's, or
   * it has nodes as RKE has them, be it without the dashes of a list.
   */
  static boolean isCluster(Written.Mapping root) {
    Written.Entry nodes = root.entries().get(NODES);
    return root.text("apiVersion").isEmpty()
        && (root.text(VERSION).contains("-rancher") || nodes != null && hasNode(nodes.value()));
  }

  private static boolean hasNode(Written nodes) {
    return switch (nodes) {
      case Written.Sequence list -> list.items().stream().anyMatch(RkeReader::isNode);
      case Written.Mapping one ->
          OF_A_GROUP.stream().noneMatch(one.entries()::containsKey)
              && (isNode(one)
                  || one.entries().values().stream()
                      .map(Written.Entry::value)
                      .anyMatch(RkeReader::isNode));
      default -> false;
    };
  }

  private static boolean isNode(Written item) {
    return item instanceof Written.Mapping node
        && (node.entries().containsKey("address") || node.entries().containsKey("role"));
  }

  static void read(List<Written.Mapping> clusters, ClusterDraft draft) {
    new RkeReader(draft, draft.document(clusters.getFirst())).read();
  }

  private void read() {
    draft.set(SSH_AGENT, document.scalar(AGENT));
    Written.Scalar jumpHost = bastion();
    Written.Scalar key = document.scalar("ssh_key_path");
    if (document.items(NODES).isEmpty()) {
      document.spoken(NODES);
      draft.refuse(
          document.placeOf(NODES),
          "There is no list of nodes.",
          "Below nodes: stands one node after each dash, with its address: and role:.");
    }
    document.each(
        NODES,
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
    node.agrees("docker_socket", DOCKER_SOCKET);
    node.agrees(AGENT, draft.text(SSH_AGENT));
    HostMarks marks = HostMarks.of(node, draft);
    draft.host(name, own, marks.settle(roles(node, name), own), node.place());
  }

  private Set<Role> roles(Fields node, String name) {
    Map<String, @Nullable Place> said = new HashMap<>();
    if (node.isSaid("role") && !node.isList("role")) {
      node.spoken("role");
      draft.refuse(
          node.placeOf("role"),
          "The roles are not a list.",
          "Write role: [controlplane, etcd], or one role after each dash.");
    }
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
    bastion.agrees(AGENT, draft.text(SSH_AGENT));
    return address == null
        ? null
        : ClusterDraft.jumpHost(address.text().strip(), user, port, address.place());
  }

  // ---- the cluster -------------------------------------------------------------------------

  /** As in v1.30.4-rancher1-1. */
  private void version() {
    Written.Scalar version = document.scalar(VERSION);
    if (version != null) {
      draft.set(
          KUBERNETES_VERSION,
          version.text().strip().replaceFirst("-rancher.*", ""),
          version.place());
    }
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
            draft.flags(component, "extra_args", setting, OF_THEIR_OWN.toArray(String[]::new));
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
    Cidr services = Cidr.parse(draft.text(SERVICE_CLUSTER_IP));
    Long dns = Cidr.number(DNS);
    if (services == null || dns == null || draft.has(CLUSTER_DNS)) {
      return;
    }
    if (services.contains(dns)) {
      draft.assume("RKE's", Map.of(CLUSTER_DNS, DNS));
    } else {
      draft.note(
          CLUSTER_DNS,
          "It is not said; RKE's own default, " + DNS + ", is outside of the services' network.",
          "Here it is the third address of that network; set cluster_dns to choose.");
    }
  }
}
