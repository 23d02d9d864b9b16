package io.quorate.inventory.form;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Access;
import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.CalicoMode;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** k0sctl's Cluster, with the configuration of k0s in it. */
final class K0sctlWriter {
  private static final String HEAD =
      """
      # The wanted cluster for k0sctl:
      #   k0sctl apply --config THIS-FILE
      """;

  private final Inventory inventory;
  private final LeftOut leftOut;

  private K0sctlWriter(Inventory inventory) {
    this.inventory = inventory;
    this.leftOut = new LeftOut(inventory);
  }

  static Rendering write(Inventory inventory) {
    return new K0sctlWriter(inventory).rendering();
  }

  private Rendering rendering() {
    leftOut.say(CLUSTER_NAME, ANSIBLE_BECOME, JUMP_HOST);
    leftOut.sayWaysToHosts();
    sayMarks();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("hosts", inventory.hosts().stream().map(this::host).toList());
    Map<String, Object> k0s = new LinkedHashMap<>();
    k0s.put("version", "v" + inventory.versions().kubernetes() + "+k0s.0");
    leftOut.say(KUBERNETES_VERSION);
    k0s.put("config", config());
    spec.put("k0s", k0s);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "k0sctl.k0sproject.io/v1beta1");
    document.put("kind", "Cluster");
    document.put("metadata", Map.of("name", inventory.clusterName()));
    document.put("spec", spec);
    String text = HEAD + leftOut.comment("#") + YamlWriter.block(document);
    return new Rendering(text, leftOut.phrases(), false);
  }

  private Map<String, Object> host(Host host) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("role", host.isMaster() ? "controller+worker" : "worker");
    // Without it k0s keeps pods off by the taint that a master has here that is no worker.
    if (host.isMaster() && host.isWorker()) {
      written.put("noTaints", true);
    }
    written.put("hostname", host.name());
    String own = host.privateAddress();
    if (own != null && HostName.isAddress(own)) {
      written.put("privateAddress", own);
    } else if (own != null) {
      leftOut.add("private_address of " + host.name() + ": " + own);
    }
    List<String> flags = installFlags(host);
    if (!flags.isEmpty()) {
      written.put("installFlags", flags);
    }
    written.put("ssh", ssh(host));
    return written;
  }

  /** What each host's flags say; what all hosts override is not, then. */
  private void sayMarks() {
    List<Host> hosts = inventory.hosts();
    if (hosts.stream().anyMatch(h -> h.marks().labels() == null)) {
      leftOut.say(NODE_LABELS);
    }
    if (hosts.stream().anyMatch(h -> h.marks().taints() == null)) {
      leftOut.say(NODE_TAINTS);
    }
  }

  private List<String> installFlags(Host host) {
    Map<String, String> labels = inventory.labelsOf(host);
    List<String> taints = inventory.taintsOf(host);
    List<String> flags = new ArrayList<>();
    if (!labels.isEmpty()) {
      flags.add(
          "--labels="
              + labels.entrySet().stream()
                  .map(label -> label.getKey() + "=" + label.getValue())
                  .collect(Collectors.joining(",")));
    }
    if (!taints.isEmpty()) {
      flags.add("--taints=" + String.join(",", taints));
    }
    return flags;
  }

  private Map<String, Object> ssh(Host host) {
    Access access = inventory.access();
    Map<String, Object> ssh = new LinkedHashMap<>();
    ssh.put("address", host.address());
    ssh.put("user", access.userOf(host));
    ssh.put("port", access.portOf(host));
    String key = access.keyFileOf(host);
    if (key != null) {
      ssh.put("keyPath", key);
    }
    String jumpHost = access.jumpHostOf(host);
    List<SshPlace> way = jumpHost == null ? List.of() : JumpHost.way(jumpHost);
    if (way != null && !way.isEmpty()) {
      ssh.put("bastion", bastion(way));
    } else if (jumpHost != null) {
      leftOut.add("jump_host of " + host.name() + ": " + jumpHost);
    }
    return ssh;
  }

  /** The last of a way, reached through those before it; all are shown the cluster's key. */
  private Map<String, Object> bastion(List<SshPlace> way) {
    SshPlace place = way.getLast();
    String user = place.user();
    Integer port = place.port();
    String key = inventory.access().keyFile();
    Map<String, Object> bastion = new LinkedHashMap<>();
    bastion.put("address", place.host());
    bastion.put("user", user == null ? inventory.access().userOrUsual() : user);
    bastion.put("port", port == null ? 22 : port);
    if (key != null) {
      bastion.put("keyPath", key);
    }
    if (way.size() > 1) {
      bastion.put("bastion", bastion(way.subList(0, way.size() - 1)));
    }
    return bastion;
  }

  private Map<String, Object> config() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("network", network());
    arguments(spec, "api", Component.APISERVER, APISERVER_CUSTOM_FLAGS);
    arguments(
        spec, "controllerManager", Component.CONTROLLER_MANAGER, CONTROLLER_MANAGER_CUSTOM_FLAGS);
    arguments(spec, "scheduler", Component.SCHEDULER, SCHEDULER_CUSTOM_FLAGS);
    Map<String, Object> storage = new LinkedHashMap<>();
    storage.put("type", "etcd");
    arguments(storage, "etcd", Component.ETCD, ETCD_CUSTOM_FLAGS);
    spec.put("storage", storage);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("apiVersion", "k0s.k0sproject.io/v1beta1");
    config.put("kind", "ClusterConfig");
    config.put("metadata", Map.of("name", inventory.clusterName()));
    config.put("spec", spec);
    return config;
  }

  private Map<String, Object> network() {
    Inventory.Network network = inventory.network();
    Map<String, Object> written = new LinkedHashMap<>();
    if (network.cni() == Cni.CALICO) {
      written.put("provider", "calico");
      Map<String, Object> calico = new LinkedHashMap<>();
      calico(network.calicoMode(), calico);
      Integer mtu = network.mtu();
      if (mtu != null) {
        calico.put("mtu", mtu);
        leftOut.say(CNI_MTU);
      }
      written.put("calico", calico);
      leftOut.say(CNI, CALICO_MODE);
    } else if (network.cni() == Cni.MANIFESTS) {
      written.put("provider", "custom");
      leftOut.say(CNI);
    }
    written.put("podCIDR", network.clusterCidr());
    written.put("serviceCIDR", network.serviceCidr());
    written.put("clusterDomain", network.clusterDomain());
    written.put("kubeProxy", Map.of("mode", lower(network.proxyMode())));
    Cidr services = Cidr.parse(network.serviceCidr());
    if (services != null && services.address(10).equals(network.clusterDns())) {
      leftOut.say(CLUSTER_DNS);
    }
    leftOut.say(CLUSTER_CIDR, SERVICE_CLUSTER_IP, CLUSTER_DOMAIN, KUBE_PROXY_MODE);
    return written;
  }

  /** In bird's mode the overlay says whether packets are wrapped, and they are unless it does. */
  private static void calico(CalicoMode mode, Map<String, Object> written) {
    switch (mode) {
      case VXLAN -> written.put("mode", "vxlan");
      case IPIP -> {
        written.put("mode", "bird");
        written.put("overlay", "Always");
      }
      case NONE -> {
        written.put("mode", "bird");
        written.put("overlay", "Never");
      }
    }
  }

  /** k0s takes arguments by name, so each can be there once only. */
  private void arguments(
      Map<String, Object> spec, String part, Component component, Setting setting) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String flag : inventory.components().flags(component)) {
      int equals = flag.indexOf('=');
      String name = flag.substring(2, equals);
      if (arguments.putIfAbsent(name, flag.substring(equals + 1)) != null) {
        leftOut.add(setting.key() + ", a second time: " + flag);
      }
    }
    if (!arguments.isEmpty()) {
      spec.put(part, Map.of("extraArgs", arguments));
    }
    leftOut.say(setting);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
