package io.quorate.inventory.form;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** kubespray's inventory as YAML, with its variables in the same file. */
final class KubesprayWriter {
  private static final String HEAD =
      """
      # The wanted cluster for kubespray:
      #   ansible-playbook -i THIS-FILE cluster.yml
      # Variables in a group_vars folder beside it win over those below.
      """;

  private final Inventory inventory;
  private final LeftOut leftOut;
  private final Map<String, Object> variables = new LinkedHashMap<>();

  private KubesprayWriter(Inventory inventory) {
    this.inventory = inventory;
    this.leftOut = new LeftOut(inventory);
  }

  static Rendering write(Inventory inventory) {
    return new KubesprayWriter(inventory).rendering();
  }

  private Rendering rendering() {
    variables();
    Map<String, Object> hosts = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> hosts.put(host.name(), host(host)));
    Map<String, Object> children = new LinkedHashMap<>();
    children.put("kube_control_plane", group(inventory.masters()));
    children.put("etcd", group(inventory.masters()));
    children.put("kube_node", group(inventory.workers()));
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("kube_control_plane", Map.of());
    cluster.put("kube_node", Map.of());
    children.put(KubesprayReader.CLUSTER, Map.of("children", cluster));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("vars", variables);
    all.put("hosts", hosts);
    all.put("children", children);
    String text = HEAD + leftOut.comment("#") + YamlWriter.block(Map.of("all", all));
    return new Rendering(text, leftOut.phrases(), false);
  }

  private void variables() {
    Inventory.Network network = inventory.network();
    Inventory.Versions versions = inventory.versions();
    same(ANSIBLE_USER, ANSIBLE_PORT, ANSIBLE_SSH_PRIVATE_KEY_FILE, ANSIBLE_BECOME);
    String jumpHost = inventory.access().jumpHost();
    if (jumpHost != null) {
      say(JumpHost.COMMON_ARGS, JumpHost.forAnsible(jumpHost, inventory.access()), JUMP_HOST);
    }
    say("kube_version", versions.kubernetes(), KUBERNETES_VERSION);
    say("etcd_version", versions.etcd(), ETCD_VERSION);
    say("container_manager", lower(versions.runtime()), CONTAINER_RUNTIME);
    if (versions.runtime() == Runtime.CONTAINERD) {
      say("containerd_version", versions.containerd(), CONTAINERD_VERSION);
      say("runc_version", versions.runc(), RUNC_VERSION);
      leftOut.say(DOCKER_VERSION, CRI_DOCKERD_VERSION);
    } else {
      say("docker_version", versions.docker(), DOCKER_VERSION);
      say("cri_dockerd_version", versions.criDockerd(), CRI_DOCKERD_VERSION);
      leftOut.say(CONTAINERD_VERSION, RUNC_VERSION);
    }
    say("cni_version", versions.cniPlugins(), CNI_PLUGINS_VERSION);
    say("coredns_version", versions.coredns(), COREDNS_VERSION);
    say("kube_pods_subnet", network.clusterCidr(), CLUSTER_CIDR);
    say("kube_service_addresses", network.serviceCidr(), SERVICE_CLUSTER_IP);
    say("skydns_server", network.clusterDns(), CLUSTER_DNS);
    say("kube_apiserver_ip", network.kubernetesServiceIp(), KUBERNETES_SVC_IP);
    say("cluster_name", network.clusterDomain(), CLUSTER_DOMAIN);
    say("kube_apiserver_node_port_range", network.nodePortRange(), SERVICE_NODE_PORT_RANGE);
    say("kube_proxy_mode", lower(network.proxyMode()), KUBE_PROXY_MODE);
    say("dns_mode", lower(network.dnsAddon()), DNS_ADDON);
    calico(network);
    Inventory.Machine machine = inventory.machine();
    say(
        "ntp_servers",
        List.of(machine.ntpServerMain(), machine.ntpServerFallback()),
        NTP_SERVER_MAIN,
        NTP_SERVER_FALLBACK);
    say("kube_log_level", inventory.components().verbosity(), VERBOSITY);
    say("etcd_heartbeat_interval", inventory.etcd().heartbeatInterval(), ETCD_HEARTBEAT_INTERVAL);
    say("etcd_election_timeout", inventory.etcd().electionTimeout(), ETCD_ELECTION_TIMEOUT);
    same(KUBELET_CUSTOM_FLAGS, NODE_LABELS, NODE_TAINTS);
  }

  private void calico(Inventory.Network network) {
    if (network.cni() != Cni.CALICO) {
      leftOut.say(CALICO_MODE, CALICO_VERSION);
      return;
    }
    say("kube_network_plugin", "calico", CNI);
    say("calico_version", inventory.versions().calico(), CALICO_VERSION);
    switch (network.calicoMode()) {
      case IPIP -> modes("bird", "Always", "Never");
      case VXLAN -> modes("vxlan", "Never", "Always");
      case NONE -> modes("bird", "Never", "Never");
    }
    Integer mtu = network.mtu();
    if (mtu != null) {
      say("calico_mtu", mtu, CNI_MTU);
    }
  }

  private void modes(String backend, String ipip, String vxlan) {
    say("calico_network_backend", backend, CALICO_MODE);
    variables.put("calico_ipip_mode", ipip);
    variables.put("calico_vxlan_mode", vxlan);
  }

  private Map<String, Object> host(Host host) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("ansible_host", host.address());
    if (HostName.isAddress(host.nodeAddress())) {
      own.put("ip", host.nodeAddress());
    } else if (host.privateAddress() != null) {
      leftOut.add("private_address of " + host.name() + ": " + host.privateAddress());
    }
    if (host.user() != null) {
      own.put("ansible_user", host.user());
    }
    if (host.port() != null) {
      own.put("ansible_port", host.port());
    }
    if (host.keyFile() != null) {
      own.put("ansible_ssh_private_key_file", host.keyFile());
    }
    if (host.jumpHost() != null) {
      own.put(JumpHost.COMMON_ARGS, JumpHost.forAnsible(host.jumpHost(), inventory.access()));
    }
    if (host.marks().labels() != null) {
      own.put(NODE_LABELS.key(), host.marks().labels());
    }
    if (host.marks().taints() != null) {
      own.put(NODE_TAINTS.key(), host.marks().taints());
    }
    return own;
  }

  private static Map<String, Object> group(List<Host> hosts) {
    Map<String, Object> names = new LinkedHashMap<>();
    hosts.forEach(host -> names.put(host.name(), Map.of()));
    return Map.of("hosts", names);
  }

  /** Settings that have the same name there. */
  private void same(Setting... settings) {
    Map<Setting, Object> written = InventoryFile.settings(inventory);
    for (Setting setting : settings) {
      Object value = written.get(setting);
      if (value != null) {
        say(setting.key(), value, setting);
      }
    }
  }

  private void say(String name, Object value, Setting... settings) {
    variables.put(name, value);
    leftOut.say(settings);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
