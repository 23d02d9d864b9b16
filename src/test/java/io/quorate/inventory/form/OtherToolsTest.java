package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The original playbook's files, kubespray's and k0sctl's. */
class OtherToolsTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private static final String PLAYBOOK_HOSTS =
      """
      ###
      # example inventory file
      ###

      node-1 ansible_host=192.168.88.11 ansible_password=1
      node-2 ansible_host=192.168.88.12 ansible_password=1
      node-3 ansible_host=192.168.88.13 ansible_password=1

      [k8s_masters]
      node-1
      node-2
      node-3

      [k8s_workers]
      node-1
      node-2
      node-3
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> told(Reading reading) {
    return reading.problems().stream()
        .map(
            p ->
                p.severity().name().toLowerCase(Locale.ROOT)
                    + " "
                    + (p.place() == null ? "" : p.place().line() + " ")
                    + p.what())
        .toList();
  }

  private Reading read(Path file) throws IOException {
    return Forms.read(Source.of(file), Catalogue.load());
  }

  @Test
  void thePlaybooksOldSettingsAreSaidWithWhatReplacesThem() throws Exception {
    Path hosts = write("hosts", PLAYBOOK_HOSTS);
    write(
        "variables/k8s-global.yml",
        """
        gen_locales:
        - "en_US.UTF-8"
        timezone: "Europe/Moscow"
        docker_storage_driver: "overlay2"
        kubernetes_version: "1.8.8"
        docker_version: "17.03"
        etcd_version: "3.2.17"
        etcd_initial_token: "sample-only-7f3k9q2m5x8w1z4v6b0n"
        calico_node_version: "2.6.2"
        cfssl_version: "1.2"
        nginx_kube_api_proxy_version: "1.13.6"
        cluster_cidr: "10.64.0.0/16"
        kube_api_proxy_port: 9091
        admission_control: "NamespaceLifecycle,PersistentVolumeLabel, ResourceQuota"
        apiserver_custom_flags:
        etcd_snapshot_keep: "21"
        firewall_ports:
        - { "name": "kubelet-cadvisor", "port": "4194" }
        - { "name": "kubelet-ro", "port": "10255" }
        - { "name": "node-exporter", "port": "9100" }
        no_such_setting: 1
        """);

    Reading reading = read(hosts);

    assertThat(told(reading))
        .containsExactly(
            "warning 4 \"docker_storage_driver\" has an effect with container_runtime: docker only.",
            "warning 5 Kubernetes 1.8.8 is older than all that can be installed.",
            "warning 6 \"docker_version\" belongs to a Kubernetes that is too old; it is left out.",
            "warning 7 \"etcd_version\" belongs to a Kubernetes that is too old; it is left out.",
            "warning 9 \"calico_node_version\" has no effect today.",
            "warning 10 \"cfssl_version\" has no effect today.",
            "warning 11 \"nginx_kube_api_proxy_version\" has no effect today.",
            "warning 14 The admission plug-in PersistentVolumeLabel is gone since Kubernetes 1.31.",
            "warning 18 Nothing listens on port 4194 today: cAdvisor is part of the kubelet's API.",
            "warning 19 Nothing listens on port 10255 today: the kubelet's read-only port is closed.",
            "note 21 There is no setting \"no_such_setting\"; it is not taken over.",
            "warning 5 A password stands in the file; it is not used.",
            "warning 6 A password stands in the file; it is not used.",
            "warning 7 A password stands in the file; it is not used.");
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.64.0.0/16");
    assertThat(inventory.network().apiProxyPort()).isEqualTo(9091);
    assertThat(inventory.machine().timezone()).isEqualTo("Europe/Moscow");
    assertThat(inventory.etcd().snapshotKeep()).isEqualTo(21);
    assertThat(inventory.components().admissionPlugins())
        .containsExactly("NamespaceLifecycle", "ResourceQuota");
    assertThat(inventory.firewall().ports())
        .containsExactly(new Port("kubelet", 10250), new Port("node-exporter", 9100));
    assertThat(inventory.hosts())
        .hasSize(3)
        .allMatch(h -> h.roles().equals(Set.of(Role.MASTER, Role.WORKER)));
    assertThat(InventoryLoader.judge(reading, Occasion.FIRST_INSTALL, TODAY).refused()).isFalse();
  }

  @Test
  void aTokenThatEverybodyKnowsIsReplacedWhereTheInventoryIsWrittenAnew() throws Exception {
    Path hosts = write("hosts", PLAYBOOK_HOSTS);
    write("variables/k8s-global.yml", "etcd_initial_token: initialtoken0987\n");

    assertThat(InventoryLoader.load(hosts, TODAY).refused()).isTrue();

    Reading reading = Forms.read(new Source(hosts, null, null, true), Catalogue.load());
    assertThat(told(reading)).contains("warning 1 The etcd token is one that everybody knows.");
    assertThat(InventoryLoader.judge(reading, Occasion.FIRST_INSTALL, TODAY).refused()).isFalse();
    assertThat(Objects.requireNonNull(reading.inventory()).etcd().initialToken().reveal())
        .hasSize(32);
  }

  @Test
  void kubespraysGroupsAndSettings() throws Exception {
    Path hosts =
        write(
            "inventory.ini",
            """
            bastion ansible_host=203.0.113.1 ansible_user=jump
            [kube_control_plane]
            node1 ansible_host=95.54.0.12 ip=10.3.0.1 etcd_member_name=etcd1
            node2 ansible_host=95.54.0.13 ip=95.54.0.13
            node3 ansible_host=95.54.0.14 ip=10.3.0.3 access_ip=10.9.0.3
            node5 ansible_host=95.54.0.16 ip=10.3.0.5 access_ip=95.54.0.16
            [etcd:children]
            kube_control_plane
            [kube_node]
            node3
            node4 ansible_host=95.54.0.15
            [calico_rr]
            """);
    write(
        "group_vars/k8s_cluster/k8s-cluster.yml",
        """
        kube_version: v1.36.4
        kube_pods_subnet: 10.233.64.0/18
        cluster_name: cluster.test
        dns_domain: "{{ cluster_name }}"
        kube_proxy_mode: iptables
        kube_network_plugin: calico
        calico_vxlan_mode: Never
        calico_ipip_mode: Always
        container_manager: containerd
        helm_enabled: false
        """);
    write(
        "group_vars/all/all.yml",
        """
        ansible_user: ubuntu
        ansible_become: true
        ntp_servers: ["a.pool.example iburst", b.pool.example, c.pool.example]
        kube_service_addresses: 10.233.0.0/18
        """);

    Reading reading = read(hosts);

    assertThat(told(reading))
        .containsExactlyInAnyOrder(
            "warning 3 Not taken over: etcd_member_name (line 3).",
            "warning 5 access_ip 10.9.0.3 is neither its ip nor its ansible_host: here nodes reach"
                + " it at 10.3.0.3.",
            "warning 4 Not taken over: dns_domain (line 4), helm_enabled (line 10).",
            "warning 3 Not taken over: ntp_servers (line 3).",
            "note 1 kubespray's inventory has no etcd token, which an install needs.");
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.hosts())
        .containsExactly(
            host("node1", "95.54.0.12", "10.3.0.1", Role.MASTER),
            host("node2", "95.54.0.13", null, Role.MASTER),
            host("node3", "95.54.0.14", "10.3.0.3", Role.MASTER, Role.WORKER),
            host("node5", "95.54.0.16", "10.3.0.5", Role.MASTER),
            host("node4", "95.54.0.15", null, Role.WORKER));
    assertThat(inventory.access().user()).isEqualTo("ubuntu");
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.access().jumpHost()).isEqualTo("jump@203.0.113.1");
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.36.4");
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.233.64.0/18");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.233.0.0/18");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.233.0.3");
    assertThat(inventory.network().clusterDomain()).isEqualTo("cluster.test");
    assertThat(inventory.network().calicoMode()).isEqualTo(Inventory.CalicoMode.IPIP);
    assertThat(inventory.machine().ntpServerMain()).isEqualTo("a.pool.example");
    assertThat(inventory.machine().ntpServerFallback()).isEqualTo("b.pool.example");
  }

  private static Host host(String name, String address, String own, Role... roles) {
    return new Host(name, address, own, Set.of(roles), null, null, null);
  }

  /** An address of a host may stand in one file, and the other addresses in others. */
  @Test
  void kubespraysAddressesStandWhereverVariablesDo() throws Exception {
    Path hosts =
        write(
            "inventory.ini",
            """
            [kube_control_plane]
            node1 ansible_host=95.54.0.12 ip=10.3.0.1
            node2 ansible_host=95.54.0.13
            node3
            [kube_node]
            node4 ansible_host=95.54.0.15 ip="{{ ansible_host }}" access_ip=10.3.0.4
            node5 ansible_host=95.54.0.16
            node6 ansible_host=10.3.0.6 ip=10.3.0.7
            [single]
            node5
            [single:vars]
            ansible_port=2222
            access_ip=10.3.0.5
            """);
    write("host_vars/node1.yml", "access_ip: 95.54.0.12\n");
    write("host_vars/node2.yml", "access_ip: 95.54.0.13\nip: 10.3.0.2\n");
    write("host_vars/node3.yml", "ansible_host: 95.54.0.14\nip: 10.3.0.3\n");
    write("host_vars/node6.yml", "ip: '{{ ansible_host }}'\naccess_ip: '{{ ip }}'\n");

    Reading reading = read(hosts);

    assertThat(told(reading).stream().filter(said -> !said.startsWith("note")))
        .containsExactly(
            "warning 6 access_ip 10.3.0.4 is neither its ip nor its ansible_host: here nodes reach"
                + " it at 95.54.0.15.");
    assertThat(Objects.requireNonNull(reading.inventory()).hosts())
        .containsExactly(
            host("node1", "95.54.0.12", "10.3.0.1", Role.MASTER),
            host("node2", "95.54.0.13", "10.3.0.2", Role.MASTER),
            host("node3", "95.54.0.14", "10.3.0.3", Role.MASTER),
            host("node4", "95.54.0.15", null, Role.WORKER),
            new Host("node5", "95.54.0.16", "10.3.0.5", Set.of(Role.WORKER), null, 2222, null),
            host("node6", "10.3.0.6", null, Role.WORKER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "calico_ipip_mode=Never,calico_vxlan_mode=Never,calico_network_backend=bird; NONE",
        "calico_vxlan_mode=Never; NONE",
        "calico_ipip_mode=Never; VXLAN",
        "calico_ipip_mode=Always,calico_vxlan_mode=Never,calico_network_backend=bird; IPIP",
        "calico_vxlan_mode=Never,calico_ipip_mode=Always; IPIP",
        "calico_network_backend=vxlan,calico_ipip_mode=Never,calico_vxlan_mode=Always; VXLAN"
      })
  void kubespraysWaysOfCalico(String variables, Inventory.CalicoMode mode) throws Exception {
    Path hosts =
        write(
            "inventory.ini",
            """
            [kube_control_plane]
            n1 ansible_host=10.1.0.1
            [kube_node]
            n1
            [k8s_cluster:children]
            kube_control_plane
            kube_node
            [k8s_cluster:vars]
            """
                + variables.replace(',', '\n')
                + "\n");

    Reading reading = read(hosts);

    assertThat(Objects.requireNonNull(reading.inventory()).network().calicoMode()).isEqualTo(mode);
    assertThat(told(reading))
        .noneMatch(said -> said.contains("calico_"))
        .noneMatch(said -> mode != Inventory.CalicoMode.VXLAN && said.contains("vxlan"));
  }

  @Test
  void kubespraysGroupsAreSaidOnlyWhenTheyAreThere() throws Exception {
    Path hosts = write("inventory.ini", "[kube_controlplane]\na ansible_host=10.1.0.1\n");

    assertThat(told(read(hosts)))
        .contains("error 1 The group \"kube_controlplane\" means nothing here.")
        .noneMatch(said -> said.contains("k8s_cluster"));
  }

  @Test
  void kubespraysOldNamesAndWhatCannotBe() throws Exception {
    Path hosts =
        write(
            "hosts.yaml",
            """
            all:
              hosts:
                n1: {ansible_host: 10.1.0.1}
                n2: {ansible_host: 10.1.0.2}
                n3: {ansible_host: 10.1.0.3}
              children:
                kube-master: {hosts: {n1: , n2: }}
                kube-node: {hosts: {n1: }}
                etcd: {hosts: {n1: , n3: }}
                k8s-cluster:
                  children: {kube-master: , kube-node: }
                  vars: {kube_network_plugin: cilium}
            """);

    Reading reading = read(hosts);

    assertThat(told(reading))
        .contains(
            "error 5 n3 runs etcd but no control plane.",
            "warning 4 n2 runs a control plane but no etcd.",
            "note It is not said; kubespray's own default is taken: 10.233.64.0/18.",
            "error 12 \"cilium\" is not one of the choices.");
    assertThat(Objects.requireNonNull(reading.inventory()).hosts())
        .extracting(Host::name)
        .containsExactly("n1", "n2");
  }

  @Test
  void bothRolesInOneFileHaveToBeSaid() throws Exception {
    Path hosts = write("hosts.ini", "[kube_node]\nn1\n[k8s_masters]\nn2\n[k8s_workers]\nn2\n");

    assertThat(told(read(hosts)))
        .containsExactly("error 1 There are groups of kubespray and of Quorate's own in one file.");
    Reading ours = Forms.read(new Source(hosts, Form.INI, null, false), Catalogue.load());
    assertThat(Objects.requireNonNull(ours.inventory()).hosts())
        .extracting(Host::name)
        .containsExactly("n2");
  }

  @Test
  void k0sctlsCluster() throws Exception {
    Path file =
        write(
            "k0sctl.yaml",
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            metadata:
              name: my-k0s
            spec:
              hosts:
                - role: controller
                  hostname: c1
                  ssh:
                    address: 10.0.0.1
                    user: ubuntu
                    keyPath: ~/.ssh/id
                    bastion: {address: 203.0.113.1, user: jump, port: 2022}
                - role: controller+worker
                  noTaints: true
                  privateAddress: 10.5.0.2
                  installFlags: [--debug]
                  ssh:
                    address: w2.example.com
                    user: root
                    port: 2222
                    keyPath: ~/.ssh/other
                    bastion: {address: 203.0.113.1, user: jump, port: 2022}
              k0s:
                version: v1.36.4+k0s.0
                config:
                  spec:
                    api: {extraArgs: {event-ttl: 2h}, sans: [a]}
                    network:
                      podCIDR: 10.244.0.0/16
                      provider: calico
                      calico: {mode: bird, overlay: Never, mtu: 1440}
                      kubeProxy: {mode: nftables}
            """);

    Reading reading = read(file);

    assertThat(told(reading))
        .containsExactly(
            "note 1 k0sctl's file has no etcd token, which an install needs.",
            "warning 14 The host has no hostname; it is called w2 here.",
            "note 7 A controller alone is no node of its cluster there; here every master is one,"
                + " with a taint that keeps pods off.",
            "note It is not said; k0s's own default is taken: 10.96.0.0/12.",
            "warning 17 Not taken over: spec.hosts[1].installFlags: --debug (line 17),"
                + " spec.k0s.config.spec.api.sans (line 28).");
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.clusterName()).isEqualTo("my-k0s");
    assertThat(inventory.hosts())
        .containsExactly(
            host("c1", "10.0.0.1", null, Role.MASTER),
            new Host(
                "w2",
                "w2.example.com",
                "10.5.0.2",
                Set.of(Role.MASTER, Role.WORKER),
                "root",
                2222,
                "~/.ssh/other"));
    assertThat(inventory.access().user()).isEqualTo("ubuntu");
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.access().jumpHost()).isEqualTo("jump@203.0.113.1:2022");
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.36.4");
    assertThat(inventory.network().calicoMode()).isEqualTo(Inventory.CalicoMode.NONE);
    assertThat(inventory.network().mtu()).isEqualTo(1440);
    assertThat(inventory.network().proxyMode()).isEqualTo(Inventory.ProxyMode.NFTABLES);
    assertThat(inventory.components().flags(Inventory.Component.APISERVER))
        .containsExactly("--event-ttl=2h");
  }

  /** What is not said is vxlan, and bird wraps packets unless it is told not to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|VXLAN|",
        "{mtu: 1400}|VXLAN|",
        "{mode: vxlan, overlay: Never}|VXLAN|calico.overlay (line 10)",
        "{mode: bird}|IPIP|",
        "{mode: ipip}|IPIP|",
        "{mode: bird, overlay: Never}|NONE|",
        "{mode: bird, overlay: CrossSubnet}|IPIP|calico.overlay (line 10)"
      })
  void k0sctlsCalico(String calico, Inventory.CalicoMode mode, @Nullable String notTaken)
      throws IOException {
    Path file =
        write(
            "k0sctl.yaml",
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts: [{role: single, hostname: c1, ssh: {address: 10.0.0.1}}]
              k0s:
                config:
                  spec:
                    network:
                      provider: calico
                      calico: %s
            """
                .formatted(calico));

    Reading reading = read(file);

    assertThat(Objects.requireNonNull(reading.inventory()).network().calicoMode()).isEqualTo(mode);
    assertThat(String.join("\n", told(reading)))
        .contains(notTaken == null ? "" : notTaken)
        .doesNotContain(notTaken == null ? "Not taken over" : "mode");
  }

  /** Flags of `k0s install` that say what has a setting here, and the older word for both roles. */
  @Test
  void k0sctlsInstallFlags() throws Exception {
    Path file =
        write(
            "k0sctl.yaml",
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts:
                - role: controller
                  hostname: c1
                  installFlags:
                    - --enable-worker
                    - --no-taints
                    - --labels=disk=ssd,example.com/rack=r1
                    - --labels zone=a
                    - --profile=large
                  ssh: {address: 10.0.0.1}
                - role: worker
                  hostname: w1
                  installFlags:
                    - --taints="dedicated=db:NoSchedule,gpu:NoExecute"
                  ssh: {address: 10.0.0.2}
                - role: controller
                  hostname: c2
                  installFlags: [--enable-worker=false, "--labels=bad key=1"]
                  ssh: {address: 10.0.0.3}
            """);

    Reading reading = read(file);

    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(told(reading))
        .contains(
            "warning 12 Not taken over: spec.hosts[0].installFlags: --profile=large (line 12).");
    assertThat(inventory.hosts())
        .containsExactly(
            host("c1", "10.0.0.1", null, Role.MASTER, Role.WORKER)
                .withMarks(
                    new Marks(Map.of("disk", "ssd", "example.com/rack", "r1", "zone", "a"), null)),
            host("w1", "10.0.0.2", null, Role.WORKER)
                .withMarks(new Marks(null, List.of("dedicated=db:NoSchedule", "gpu:NoExecute"))),
            host("c2", "10.0.0.3", null, Role.MASTER)
                .withMarks(new Marks(Map.of("bad key", "1"), null)));
    assertThat(InventoryLoader.judge(reading, Occasion.EXISTING_CLUSTER, TODAY).problems())
        .anySatisfy(
            p -> {
              assertThat(p.what()).isEqualTo("\"bad key\" is not the key of a label.");
              assertThat(Objects.requireNonNull(p.place()).line()).isEqualTo(21);
            });
    String written =
        Forms.write(inventory.withHosts(inventory.hosts().subList(0, 2)), Form.K0SCTL).text();
    assertThat(written)
        .contains("--labels=disk=ssd,example.com/rack=r1,zone=a")
        .contains("--taints=dedicated=db:NoSchedule,gpu:NoExecute");
  }

  private Path k0sctl(String host) throws IOException {
    return write(
        "k0sctl.yaml",
        """
        apiVersion: k0sctl.k0sproject.io/v1beta1
        kind: Cluster
        spec:
          hosts:
            - hostname: c1
              ssh: {address: 10.0.0.1}
              %s
        """
            .formatted(host.replace("; ", "\n      ")));
  }

  /** k0s keeps pods off a controller that is a worker, too, and here no worker is one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "role: controller|false|false",
        "role: single|true|false",
        "role: controller+worker|false|true",
        "role: controller+worker; noTaints: false|false|true",
        "role: controller+worker; noTaints: true|true|false",
        "role: controller+worker; noTaints: yes|true|false",
        "role: controller+worker; installFlags: [--no-taints]|true|false",
        "role: controller+worker; installFlags: [--no-taints=false]|false|true",
        "role: controller; installFlags: [--enable-worker]|false|true",
        "role: controller; installFlags: [--enable-worker=1, --no-taints=T]|true|false",
        "role: controller; installFlags: [--enable-worker]; noTaints: true|true|false",
        "role: controller; installFlags: [--enable-worker=F]|false|false",
        "role: controller; installFlags: [--single]|true|false",
        "role: controller+worker; noTaints: true; installFlags:"
            + " ['--taints=node-role.kubernetes.io/control-plane:NoSchedule']|false|true"
      })
  void k0sctlsTaintOfTheControlPlane(String host, boolean takesPods, boolean told)
      throws IOException {
    Reading reading = read(k0sctl(host));

    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.hosts().getFirst())
        .isEqualTo(
            takesPods
                ? host("c1", "10.0.0.1", null, Role.MASTER, Role.WORKER)
                : host("c1", "10.0.0.1", null, Role.MASTER));
    assertThat(told(reading))
        .filteredOn(t -> t.contains("the taint of the control plane"))
        .hasSize(told ? 1 : 0)
        .allMatch(t -> t.matches("note [0-9]+ c1 is a worker, too, but .*"));
    String written = Forms.write(inventory, Form.K0SCTL).text();
    assertThat(written.contains("noTaints: true")).isEqualTo(takesPods);
    Path again = write("again.yaml", written);
    assertThat(Objects.requireNonNull(read(again).inventory()).hosts())
        .isEqualTo(inventory.hosts());
    Path ours = write("native.yaml", Forms.write(inventory, Form.NATIVE).text());
    assertThat(Objects.requireNonNull(read(ours).inventory()).hosts()).isEqualTo(inventory.hosts());
  }

  /** As a command line has them: a flag with its value in one item or in two. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[--labels=a=b]|{a=b}|[]",
        "[--labels a=b]|{a=b}|[]",
        "[--labels, a=b]|{a=b}|[]",
        "[--labels, 'a=b,c=d', --labels=e=]|{a=b, c=d, e=}|[]",
        "['--labels=\"a=b,c=d\"']|{a=b, c=d}|[]",
        "['--labels \"a=b\"', ~]|{a=b}|[]",
        "[--debug, --labels, a=b]|{a=b}|[]",
        "[--profile, large, --taints, 'a=b:NoSchedule,c:NoExecute']|{}|[a=b:NoSchedule, c:NoExecute]"
      })
  void k0sctlsFlagsAreThoseOfACommandLine(String flags, String labels, String taints)
      throws IOException {
    Reading reading = read(k0sctl("role: worker; installFlags: " + flags));

    Inventory inventory = Objects.requireNonNull(reading.inventory());
    Host host = inventory.hosts().getFirst();
    assertThat(inventory.labelsOf(host)).hasToString(labels);
    assertThat(inventory.taintsOf(host)).hasToString(taints);
    assertThat(told(reading))
        .filteredOn(t -> t.contains("Not taken over"))
        .hasSize(flags.contains("--debug") || flags.contains("--profile") ? 1 : 0)
        .allMatch(t -> t.matches(".*installFlags: --(debug|profile large) \\(line 8\\)\\."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker|--labels=a=b|The flags are not a list.",
        "worker|{--labels: a=b}|The flags are not a list.",
        "worker|[[--labels=a=b]]|This is not a flag.",
        "worker|[a=b]|\"a=b\" is the value of no flag.",
        "controller+worker|[--no-taints, a=b]|\"a=b\" is the value of no flag.",
        "worker|[--labels]|--labels has no value.",
        "worker|[--labels, '--taints=a:NoSchedule']|--labels has no value.",
        "worker|['--labels=\"a=b']|A quote is opened here and not closed.",
        "worker|['--labels a=b --taints c:NoSchedule']"
            + "|\"--labels a=b --taints c:NoSchedule\" is more than one flag.",
        "controller|[--enable-worker --no-taints]"
            + "|\"--enable-worker --no-taints\" is more than one flag.",
        "controller|[--enable-worker=on]|\"on\" is neither true nor false.",
        "controller|[--no-taints]"
            + "|k0sctl takes noTaints for a controller+worker only, and this is a controller.",
        "worker|[--no-taints]"
            + "|k0sctl takes noTaints for a controller+worker only, and this is a worker.",
        "worker|[]; noTaints: true"
            + "|k0sctl takes noTaints for a controller+worker only, and this is a worker.",
        "worker|[]; noTaints: perhaps|\"perhaps\" is neither true nor false."
      })
  void k0sctlsFlagsThatItRefuses(String role, String flags, String what) throws IOException {
    Reading reading = read(k0sctl("role: " + role + "; installFlags: " + flags));

    assertThat(reading.problems())
        .filteredOn(Problem::isError)
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.what()).isEqualTo(what);
              assertThat(Objects.requireNonNull(p.place()).line()).isGreaterThan(6);
            });
  }

  @Test
  void kubespraysLabelsAndTaints() throws Exception {
    Path hosts =
        write(
            "inventory.ini",
            """
            [kube_control_plane]
            m1 ansible_host=10.1.0.1
            [kube_node]
            w1 ansible_host=10.1.0.2
            w2 ansible_host=10.1.0.3 node_labels="{'disk': 'ssd'}"
            [gpu]
            w1
            [gpu:vars]
            node_taints=['gpu=yes:NoSchedule']
            """);
    write(
        "group_vars/k8s_cluster/k8s-cluster.yml",
        """
        node_labels:
          rack: "12"
          example.com/tier: gold
        """);
    write("group_vars/kube_control_plane.yml", "node_labels: {a: '{{ rack }}'}\n");

    Reading reading = read(hosts);

    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(told(reading))
        .filteredOn(told -> !told.startsWith("note"))
        .containsExactly("warning 1 Not taken over: node_labels (line 1).");
    assertThat(inventory.hosts())
        .extracting(inventory::labelsOf, inventory::taintsOf)
        .containsExactly(
            tuple(Map.of("rack", "12", "example.com/tier", "gold"), List.of()),
            tuple(Map.of("rack", "12", "example.com/tier", "gold"), List.of("gpu=yes:NoSchedule")),
            tuple(Map.of("disk", "ssd"), List.of()));
    Path again = write("again/hosts.yaml", Forms.write(inventory, Form.KUBESPRAY).text());
    Inventory back = Objects.requireNonNull(read(again).inventory());
    assertThat(back.hosts())
        .extracting(back::labelsOf, back::taintsOf)
        .isEqualTo(
            inventory.hosts().stream()
                .map(h -> tuple(inventory.labelsOf(h), inventory.taintsOf(h)))
                .toList());
  }

  @Test
  void k0sctlsClusterMayBeOneDocumentOfMany() throws Exception {
    Path file =
        write(
            "k0sctl.yaml",
            """
            ---
            apiVersion: v1
            kind: Namespace
            ---
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts:
                - role: single
                  hostname: c1
                  ssh: {address: 10.0.0.1, port: ssh}
            ---
            """);

    Reading reading = read(file);

    assertThat(told(reading))
        .contains(
            "warning 2 Not taken over: the document Namespace (line 2).",
            "error 11 \"ssh\" is not a whole number.");
    assertThat(Objects.requireNonNull(reading.inventory()).hosts())
        .containsExactly(host("c1", "10.0.0.1", null, Role.MASTER, Role.WORKER));
  }

  @Test
  void k0sctlsMistakesAreSaidAtTheirPlace() throws Exception {
    Path file =
        write(
            "k0sctl.yaml",
            """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            spec:
              hosts:
                - role: server
                  ssh: {address: 10.0.0.1}
                - role: worker
                  localhost: {enabled: true}
                - nonsense
              k0s:
                config: {spec: {storage: {type: kine}}}
            """);

    assertThat(read(file).problems())
        .filteredOn(Problem::isError)
        .extracting(p -> Objects.requireNonNull(p.place()).line() + " " + p.what())
        .containsExactly(
            "5 \"server\" is not a k0s role.",
            "7 The host is not reached over SSH.",
            "9 This is not a host.",
            "11 The cluster keeps its state in kine.");
  }
}
