package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What is written for k0sctl and for kubespray holds what these tools document and nothing else,
 * and passes the rules by which they refuse a file. {@code -Dformat=write} writes the golden files
 * anew.
 */
class WrittenForOthersTest {

  private static final Path GOLDEN = Path.of("src/test/resources/inventory/written");

  /** k0sctl's README, "Host Fields" and "K0s Fields"; docs.k0sproject.io, "Configuration". */
  private static final Set<String> K0SCTL =
      Set.of(
          "apiVersion",
          "kind",
          "metadata.name",
          "spec.hosts.role",
          "spec.hosts.noTaints",
          "spec.hosts.hostname",
          "spec.hosts.installFlags",
          "spec.hosts.privateAddress",
          "spec.hosts.ssh.address",
          "spec.hosts.ssh.user",
          "spec.hosts.ssh.port",
          "spec.hosts.ssh.keyPath",
          "spec.k0s.version",
          "spec.k0s.config.apiVersion",
          "spec.k0s.config.kind",
          "spec.k0s.config.metadata.name",
          "spec.k0s.config.spec.network.provider",
          "spec.k0s.config.spec.network.calico.mode",
          "spec.k0s.config.spec.network.calico.overlay",
          "spec.k0s.config.spec.network.calico.mtu",
          "spec.k0s.config.spec.network.podCIDR",
          "spec.k0s.config.spec.network.serviceCIDR",
          "spec.k0s.config.spec.network.clusterDomain",
          "spec.k0s.config.spec.network.kubeProxy.mode",
          "spec.k0s.config.spec.api.extraArgs",
          "spec.k0s.config.spec.controllerManager.extraArgs",
          "spec.k0s.config.spec.scheduler.extraArgs",
          "spec.k0s.config.spec.storage.type",
          "spec.k0s.config.spec.storage.etcd.extraArgs");

  /** Variables of kubespray's sample inventory and of its roles' defaults; Ansible's own. */
  private static final Set<String> KUBESPRAY =
      Set.of(
          "ansible_host",
          "ansible_user",
          "ansible_port",
          "ansible_become",
          "ansible_ssh_private_key_file",
          "ansible_ssh_common_args",
          "ip",
          "kube_version",
          "etcd_version",
          "container_manager",
          "containerd_version",
          "runc_version",
          "docker_version",
          "cri_dockerd_version",
          "cni_version",
          "coredns_version",
          "calico_version",
          "kube_pods_subnet",
          "kube_service_addresses",
          "skydns_server",
          "kube_apiserver_ip",
          "cluster_name",
          "kube_apiserver_node_port_range",
          "kube_proxy_mode",
          "dns_mode",
          "kube_network_plugin",
          "calico_network_backend",
          "calico_ipip_mode",
          "calico_vxlan_mode",
          "calico_mtu",
          "ntp_servers",
          "kube_log_level",
          "etcd_heartbeat_interval",
          "etcd_election_timeout",
          "kubelet_custom_flags",
          "node_labels",
          "node_taints");

  @TempDir private Path folder;

  static Stream<Inventory> inventories() throws IOException {
    List<Inventory> all = new ArrayList<>(List.of(FormsTest.office(), office(NO_ADDRESS)));
    try (Stream<Path> samples = Files.list(Path.of("inventory-samples"))) {
      for (Path sample : samples.filter(Files::isRegularFile).sorted().toList()) {
        all.add(
            Objects.requireNonNull(Forms.read(Source.of(sample), Catalogue.load()).inventory()));
      }
    }
    return all.stream();
  }

  /** A name in place of an address, flags of components, an MTU, and marks of nodes. */
  private static final String NO_ADDRESS =
      FormsTest.OFFICE
          .replace("10.20.0.11", "node-1.office.example")
          .replace(
              "    timezone:",
              "    cni_mtu: 1440\n    apiserver_custom_flags: [--event-ttl=2h, --v=2]\n"
                  + "    kubelet_custom_flags: [--max-pods=200]\n"
                  + "    node_labels: {example.com/disk: ssd}\n"
                  + "    node_taints: ['spot=yes:PreferNoSchedule']\n    timezone:");

  private static Inventory office(String text) throws IOException {
    Path file = Files.createTempFile("office", ".yaml");
    try {
      Files.writeString(file, text);
      return Objects.requireNonNull(Forms.read(Source.of(file), Catalogue.load()).inventory());
    } finally {
      Files.delete(file);
    }
  }

  private static Map<?, ?> written(Inventory inventory, Form form) {
    return new Yaml().load(Forms.write(inventory, form).text());
  }

  private static Object at(Map<?, ?> root, String path) {
    Object found = root;
    for (String name : path.split("\\.")) {
      found = found instanceof Map<?, ?> part ? part.get(name) : null;
    }
    return Objects.requireNonNull(found, path);
  }

  private static Map<?, ?> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<?, ?>) value;
  }

  /** The paths of all that is no mapping; names below {@code extraArgs} are the flags' own. */
  private static void paths(Object value, String path, Set<String> into) {
    if (value instanceof Map<?, ?> part && !path.endsWith(".extraArgs")) {
      part.forEach((key, v) -> paths(v, path.isEmpty() ? "" + key : path + "." + key, into));
    } else if (value instanceof Collection<?> items) {
      items.forEach(item -> paths(item, path, into));
    } else {
      into.add(path);
    }
  }

  private static void golden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("format"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  @Test
  void theFilesAsTheyAre() throws Exception {
    golden("k0sctl.yaml", Forms.write(office(NO_ADDRESS), Form.K0SCTL).text());
    golden("kubespray.yaml", Forms.write(office(NO_ADDRESS), Form.KUBESPRAY).text());
  }

  // ---- k0sctl ------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("inventories")
  void k0sctlKnowsEveryField(Inventory inventory) {
    Set<String> paths = new TreeSet<>();
    paths(written(inventory, Form.K0SCTL), "", paths);
    // A bastion has the fields of SSH, and may have one of its own.
    paths.remove("");
    assertThat(paths.stream().map(path -> path.replaceAll("(\\.bastion)+", ""))).isSubsetOf(K0SCTL);
  }

  @ParameterizedTest
  @MethodSource("inventories")
  void k0sctlTakesEveryValue(Inventory inventory) {
    Map<?, ?> cluster = written(inventory, Form.K0SCTL);
    assertThat(at(cluster, "apiVersion")).isEqualTo("k0sctl.k0sproject.io/v1beta1");
    assertThat(at(cluster, "kind")).isEqualTo("Cluster");
    Set<Object> places = new HashSet<>();
    boolean controller = false;
    for (Object each : (Collection<?>) at(cluster, "spec.hosts")) {
      Map<?, ?> host = map(each);
      Object role = host.get("role");
      assertThat(role).isIn("worker", "controller+worker");
      controller |= !"worker".equals(role);
      assertThat(host.get("noTaints")).isIn(null, "worker".equals(role) ? null : Boolean.TRUE);
      if (host.get("installFlags") instanceof Collection<?> flags) {
        assertThat(flags)
            .isNotEmpty()
            .allSatisfy(flag -> assertThat((String) flag).matches("--(labels|taints)=\\S+"));
      }
      if (host.get("privateAddress") instanceof Object own) {
        assertThat(HostName.isAddress(String.valueOf(own))).as("%s", own).isTrue();
      }
      Map<?, ?> ssh = map(at(host, "ssh"));
      assertThat(places.add(List.of(at(ssh, "address"), at(ssh, "port")))).isTrue();
      for (Map<?, ?> way = ssh; way != null; way = (Map<?, ?>) way.get("bastion")) {
        assertThat((String) at(way, "address")).isNotBlank();
        assertThat((String) at(way, "user")).isNotBlank();
        assertThat((Integer) at(way, "port")).isBetween(1, 65535);
      }
    }
    assertThat(controller).isTrue();
    assertThat((String) at(cluster, "spec.k0s.version"))
        .matches("v\\d+\\.\\d+\\.\\d+\\+k0s\\.\\d+");
    k0sTakesEveryValue(map(at(cluster, "spec.k0s.config")));
  }

  private static void k0sTakesEveryValue(Map<?, ?> config) {
    assertThat(at(config, "apiVersion")).isEqualTo("k0s.k0sproject.io/v1beta1");
    assertThat(at(config, "kind")).isEqualTo("ClusterConfig");
    Map<?, ?> network = map(at(config, "spec.network"));
    if (network.get("provider") instanceof Object provider) {
      assertThat(provider).isIn("calico", "custom");
    }
    assertThat(Cidr.parse((String) at(network, "podCIDR"))).isNotNull();
    assertThat(Cidr.parse((String) at(network, "serviceCIDR"))).isNotNull();
    assertThat(at(network, "kubeProxy.mode")).isIn("iptables", "ipvs", "nftables");
    assertThat(at(config, "spec.storage.type")).isEqualTo("etcd");
    // Arguments are texts there; a number would be refused.
    for (String part : List.of("api", "controllerManager", "scheduler")) {
      if (map(at(config, "spec")).get(part) instanceof Map<?, ?> component) {
        assertThat(map(at(component, "extraArgs")).values()).allMatch(String.class::isInstance);
      }
    }
  }

  /** Packets are wrapped there as here: in bird's mode they are, unless the overlay is Never. */
  @ParameterizedTest
  @EnumSource(Inventory.CalicoMode.class)
  void k0sWrapsPacketsAsHere(Inventory.CalicoMode mode) throws Exception {
    String text =
        FormsTest.OFFICE.replace(
            "    timezone:",
            "    calico_mode: " + mode.name().toLowerCase(Locale.ROOT) + "\n    timezone:");
    Map<?, ?> calico =
        map(at(written(office(text), Form.K0SCTL), "spec.k0s.config.spec.network.calico"));
    assertThat(calico)
        .isEqualTo(
            switch (mode) {
              case VXLAN -> Map.of("mode", "vxlan");
              case IPIP -> Map.of("mode", "bird", "overlay", "Always");
              case NONE -> Map.of("mode", "bird", "overlay", "Never");
            });
  }

  // ---- kubespray ---------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("inventories")
  void kubesprayKnowsEveryVariable(Inventory inventory) {
    Map<?, ?> all = map(at(written(inventory, Form.KUBESPRAY), "all"));
    assertThat(all.keySet()).isEqualTo(Set.of("vars", "hosts", "children"));
    Set<String> names = new TreeSet<>();
    map(at(all, "vars")).keySet().forEach(name -> names.add(String.valueOf(name)));
    for (Object host : map(at(all, "hosts")).values()) {
      map(host).keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    assertThat(names).isSubsetOf(KUBESPRAY);
  }

  /** What its role validate_inventory refuses. */
  @ParameterizedTest
  @MethodSource("inventories")
  void kubesprayTakesEveryValue(Inventory inventory) {
    Map<?, ?> all = map(at(written(inventory, Form.KUBESPRAY), "all"));
    Map<?, ?> children = map(at(all, "children"));
    assertThat(map(at(children, "kube_control_plane.hosts"))).isNotEmpty();
    assertThat(map(at(children, "etcd.hosts")).size() % 2).isOne();
    assertThat(map(at(children, "k8s_cluster.children")).keySet())
        .isEqualTo(Set.of("kube_control_plane", "kube_node"));
    Map<?, ?> variables = map(at(all, "vars"));
    assertThat(at(variables, "dns_mode")).isIn("coredns", "none");
    assertThat(at(variables, "kube_proxy_mode")).isIn("iptables", "ipvs", "nftables");
    assertThat(at(variables, "container_manager")).isIn("docker", "containerd");
    Cidr pods = Objects.requireNonNull(Cidr.parse((String) at(variables, "kube_pods_subnet")));
    Cidr services =
        Objects.requireNonNull(Cidr.parse((String) at(variables, "kube_service_addresses")));
    assertThat(pods.overlaps(services)).isFalse();
    assertThat((String) at(variables, "kube_version")).matches("\\d+\\.\\d+\\.\\d+");
    for (Object host : map(at(all, "hosts")).values()) {
      if (map(host).get("ip") instanceof Object own) {
        assertThat(HostName.isAddress(String.valueOf(own))).as("%s", own).isTrue();
      }
    }
  }

  /** As its playbooks meet the file: through Ansible. */
  @Test
  void ansibleFindsKubespraysGroups() throws Exception {
    Inventory inventory = FormsTest.office();
    Path file =
        Files.writeString(
            folder.resolve("hosts.yaml"), Forms.write(inventory, Form.KUBESPRAY).text());
    AnsibleCommand ansible = AnsibleCommand.of(file);
    assertThat(ansible.hosts("kube_control_plane")).containsExactly("node-1", "node-2", "node-3");
    assertThat(ansible.hosts("etcd")).containsExactly("node-1", "node-2", "node-3");
    assertThat(ansible.hosts("kube_node")).containsExactly("node-1", "node-4");
    assertThat(ansible.hosts("k8s_cluster")).hasSize(4);
    assertThat(ansible.value("node-1", "ip")).isEqualTo("10.20.0.11");
    assertThat(ansible.value("node-2", "ansible_port")).isEqualTo("2022");
    assertThat(ansible.value("node-4", "kube_version")).isEqualTo("1.36.4");
  }
}
