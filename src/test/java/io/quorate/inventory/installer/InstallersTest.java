package io.quorate.inventory.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The files of RKE, KubeOne and KubeKey, and the nodes of a cluster that kubeadm made. */
class InstallersTest {
  private static final Path FILES = Path.of("src/test/resources/inventory/installers");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @TempDir Path folder;

  private static Reading read(String... names) throws IOException {
    return Forms.read(
        Source.of(Arrays.stream(names).map(FILES::resolve).toList()), Catalogue.load());
  }

  private Reading written(String name, String text) throws IOException {
    return Forms.read(Source.of(Files.writeString(folder.resolve(name), text)), Catalogue.load());
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

  /** Errors with line and column. */
  private static List<String> errors(Reading reading) {
    return reading.problems().stream()
        .filter(Problem::isError)
        .map(
            p -> {
              Problem.Place place = Objects.requireNonNull(p.place());
              return place.line() + ":" + place.column() + " " + p.what();
            })
        .toList();
  }

  private static Inventory inventory(Reading reading) {
    assertThat(errors(reading)).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  private static Host host(
      String name,
      String address,
      @Nullable String own,
      @Nullable String user,
      @Nullable Integer port,
      @Nullable String key,
      @Nullable String jumpHost,
      Role... roles) {
    return new Host(name, address, own, Set.of(roles), user, port, key, jumpHost);
  }

  /** What is read is written, and says the same again; only the token is new. */
  @ParameterizedTest
  @ValueSource(strings = {"rke.yml", "kubeone.yaml", "kubekey.yaml", "nodes.json"})
  void anInventoryIsMadeOfIt(String name) throws Exception {
    Source source = new Source(FILES.resolve(name), null, null, true);
    InventoryLoader.Loaded loaded = InventoryLoader.load(source, Occasion.EXISTING_CLUSTER, TODAY);
    assertThat(loaded.problems()).noneMatch(Problem::isError);
    Inventory inventory = Objects.requireNonNull(loaded.inventory());

    String text = Forms.write(inventory, Form.NATIVE).text();

    assertThat(text).doesNotContain("fake", "FAKE");
    assertThat(inventory(written("native.yaml", text))).isEqualTo(inventory);
  }

  // ---- RKE ---------------------------------------------------------------------------------

  @Test
  void rkesCluster() throws Exception {
    Reading reading = read("rke.yml");

    assertThat(told(reading))
        .containsExactly(
            "note 2 RKE's file has no etcd token, which an install needs.",
            "warning 34 The host has no hostname_override; it is called crane here.",
            "warning 45 A private key stands in the file; it is not used.",
            "warning 42 The host has no hostname_override; it is called node-5 here.",
            "note RKE's clusters run on Docker; here it is containerd.",
            "warning 52 Not taken over: services.etcd.snapshot (line 52), authentication.sans (line 80), system_images (line 85), private_registries"
                + " (line 87), ingress (line 91).");
    Inventory inventory = inventory(reading);
    assertThat(inventory.clusterName()).isEqualTo("harbour");
    assertThat(inventory.hosts())
        .containsExactly(
            host("quay-1", "192.0.2.11", "10.20.0.11", null, null, null, null, Role.MASTER),
            host("quay-2", "192.0.2.12", "10.20.0.12", null, null, null, null, Role.MASTER),
            host(
                "quay-3",
                "192.0.2.13",
                "10.20.0.13",
                null,
                2222,
                null,
                null,
                Role.MASTER,
                Role.WORKER),
            host(
                    "crane",
                    "crane.example.org",
                    "10.20.0.21",
                    "root",
                    null,
                    "~/.ssh/crane",
                    null,
                    Role.WORKER)
                .withMarks(new Marks(Map.of("crane", "yes"), null)),
            host("node-5", "192.0.2.22", null, null, null, null, null, Role.WORKER));
    assertThat(inventory.access().user()).isEqualTo("sailor");
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.access().keyFile()).isEqualTo("~/.ssh/harbour");
    assertThat(inventory.access().jumpHost()).isEqualTo("gate@198.51.100.7:2022");
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.32.5");
    assertThat(inventory.versions().runtime()).isEqualTo(Inventory.Runtime.CONTAINERD);
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.64.0.0/16");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.65.0.0/16");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.65.0.10");
    assertThat(inventory.network().clusterDomain()).isEqualTo("harbour.test");
    assertThat(inventory.network().nodePortRange()).isEqualTo("30000-31000");
    assertThat(inventory.network().mtu()).isEqualTo(1430);
    assertThat(inventory.network().proxyMode()).isEqualTo(Inventory.ProxyMode.IPVS);
    assertThat(inventory.etcd().heartbeatInterval()).isEqualTo(500);
    assertThat(inventory.etcd().electionTimeout()).isEqualTo(5000);
    assertThat(inventory.components().flags(Component.APISERVER)).containsExactly("--event-ttl=2h");
    assertThat(inventory.components().flags(Component.KUBELET)).containsExactly("--max-pods=200");
  }

  @Test
  void rkesDefaults() throws Exception {
    Reading reading =
        written(
            "cluster.yml",
            "nodes:\n- {address: 192.0.2.1, user: a, role: [controlplane, etcd, worker]}\n");

    assertThat(told(reading))
        .contains(
            "note It is not said; RKE's own default is canal.",
            "note It is not said; RKE's own default is taken: 10.42.0.0/16.",
            "note It is not said; RKE's own default is taken: 10.43.0.0/16.",
            "note It is not said; RKE's own default is taken: 10.43.0.10.");
    assertThat(inventory(reading).hosts())
        .containsExactly(
            host("node-1", "192.0.2.1", null, null, null, null, null, Role.MASTER, Role.WORKER));
  }

  @Test
  void rkesEtcdHasToBeOnItsMasters() throws Exception {
    Reading reading =
        written(
            "cluster.yml",
            """
            nodes:
              - {hostname_override: n1, address: 192.0.2.1, user: root, role: [controlplane]}
              - hostname_override: n2
                address: 192.0.2.2
                role:
                  - etcd
                  - worker
              - {hostname_override: n3, address: 192.0.2.3, user: root, role: [driver]}
              - nonsense
            services:
              etcd:
                external_urls: ["https://192.0.2.9:2379"]
            """);

    assertThat(errors(reading))
        .containsExactly(
            "6:9 n2 runs etcd but no control plane.",
            "8:68 \"driver\" is not a role of RKE.",
            "9:5 This is not a node.",
            "12:21 The cluster keeps its state in an etcd of others.");
    assertThat(told(reading)).contains("warning 2 n1 runs a control plane but no etcd.");
  }

  private Inventory rke(String node, String more) throws IOException {
    return inventory(
        written(
            "cluster.yml",
            """
            nodes:
            - {address: 192.0.2.1, hostname_override: n1, user: root, role: [controlplane, etcd]}
            - hostname_override: n2
              address: 192.0.2.2
              user: root
              %s
            %s
            """
                .formatted(node, more)));
  }

  @Test
  void rkesLabelsAndTaints() throws Exception {
    Host host =
        rke(
                """
                role: [worker]
                  labels: {water: deep, topology.kubernetes.io/zone: z1, dry: }
                  taints:
                    - {key: frogs, value: many, effect: NoSchedule}
                    - {key: snakes, effect: NoExecute}
                """,
                "")
            .hosts()
            .getLast();

    assertThat(host.marks())
        .isEqualTo(
            new Marks(
                Map.of("water", "deep", "topology.kubernetes.io/zone", "z1", "dry", ""),
                List.of("frogs=many:NoSchedule", "snakes:NoExecute")));
  }

  /** A master with the control plane's taint is one that is no worker. */
  @Test
  void rkesTaintOfTheControlPlane() throws Exception {
    String taint = "taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]";
    Inventory inventory = rke("role: [controlplane, etcd, worker]\n  " + taint, "");
    assertThat(inventory.hosts().getLast())
        .isEqualTo(host("n2", "192.0.2.2", null, null, null, null, null, Role.MASTER));

    Reading worker =
        written(
            "cluster.yml",
            "nodes:\n"
                + "- {address: 192.0.2.1, user: a, role: [controlplane, etcd]}\n"
                + "- address: 192.0.2.2\n  user: a\n  role: [worker]\n  "
                + taint);
    assertThat(InventoryLoader.judge(worker, Occasion.EXISTING_CLUSTER, TODAY).problems())
        .filteredOn(Problem::isError)
        .extracting(p -> Objects.requireNonNull(p.place()).line() + " " + p.what())
        .contains(
            "6 The taint \"node-role.kubernetes.io/control-plane:NoSchedule\": its key is set by what"
                + " the host is: in k8s_masters, in k8s_workers or in both.");
  }

  @Test
  void whatIsNoTaintIsRefused() throws Exception {
    Reading reading =
        written(
            "cluster.yml",
            """
            nodes:
              - address: 192.0.2.1
                user: root
                role: [controlplane, etcd]
                taints:
                  - frogs=many:NoSchedule
                  - {key: frogs}
                  - {key: snakes, effect: NoSchedule, since: today}
              - {address: 192.0.2.2, user: root, role: worker}
            """);

    assertThat(errors(reading))
        .containsExactly(
            "6:9 This is not a taint.",
            "7:9 This is not a taint.",
            "9:38 The roles are not a list.");
    assertThat(told(reading))
        .contains("warning 8 Not taken over: nodes[0].taints[2].since (line 8).");
  }

  @Test
  void rkesServiceForDns() throws Exception {
    assertThat(rke("role: [worker]", "").network().clusterDns()).isEqualTo("10.43.0.10");
    String services = "services: {kube-api: {service_cluster_ip_range: 10.71.0.0/16}";
    String said = services + ", kubelet: {cluster_dns_server: 10.71.0.53}}";
    assertThat(rke("role: [worker]", said).network().clusterDns()).isEqualTo("10.71.0.53");
    assertThat(rke("role: [worker]", services + "}").network().clusterDns()).isEqualTo("10.71.0.3");
    assertThat(told(written("b.yml", Files.readString(folder.resolve("cluster.yml")))))
        .contains(
            "note It is not said; RKE's own default, 10.43.0.10, is outside of the services'"
                + " network.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodes:\n  a: {address: 192.0.2.1, role: [worker]}\n",
        "nodes:\n  address: 192.0.2.1\n  role: [worker]\n",
        "kubernetes_version: v1.32.5-rancher1-1\nnodes:\n",
        "kubernetes_version: v1.32.5-rancher1-1\nnodes: nonsense\n",
        "kubernetes_version: v1.32.5-rancher1-1\nnodes: []\n",
        "kubernetes_version: v1.32.5-rancher1-1\ncluster_name: a\n"
      })
  void rkesNodesHaveToBeAList(String text) throws Exception {
    Reading reading = written("cluster.yml", text);

    assertThat(reading.problems())
        .filteredOn(Problem::isError)
        .extracting(Problem::what)
        .containsExactly("There is no list of nodes.");
  }

  /** A group of Ansible may be called nodes. */
  @Test
  void aGroupIsNoListOfRke() throws Exception {
    Reading reading =
        written(
            "hosts.yml",
            "nodes:\n  hosts:\n    a: {address: 192.0.2.1}\n  vars: {role: x}\n"
                + "k8s_masters:\n  hosts: {a: }\n");

    assertThat(told(reading)).noneMatch(t -> t.contains("RKE") || t.contains("list of nodes"));
  }

  @Test
  void rkesFileIsToldFromOthers() throws Exception {
    assertThat(errors(written("a.yml", "nodes: [a, b]\nname: x\n")))
        .containsExactly(
            "1:1 This is a file of variables: it names no hosts, and is not an inventory.");
    Path file = Files.writeString(folder.resolve("b.yml"), "nodes: nonsense\n");
    Reading named = Forms.read(new Source(file, Form.RKE, null, false), Catalogue.load());
    assertThat(errors(named)).containsExactly("1:1 There is no cluster of RKE in it.");
  }

  // ---- KubeOne -----------------------------------------------------------------------------

  @Test
  void kubeOnesCluster() throws Exception {
    Reading reading = read("kubeone.yaml");

    assertThat(told(reading))
        .containsExactly(
            "note 1 KubeOne's file has no etcd token, which an install needs.",
            "warning 58 The host has no hostname; it is called node-4 here.",
            "warning 22 Not taken over: apiEndpoint (line 22), controlPlane.hosts[0].isLeader (line"
                + " 37), staticWorkers.hosts[0].kubelet (line 60), dynamicWorkers (line 64), features"
                + " (line 67).",
            "warning 32 Hosts that name no key, and jump hosts, are tried with this one here.");
    Inventory inventory = inventory(reading);
    assertThat(inventory.clusterName()).isEqualTo("meadow");
    assertThat(inventory.hosts())
        .containsExactly(
            host("clover-1", "192.0.2.31", "10.30.0.31", null, null, null, null, Role.MASTER),
            host("clover-2", "192.0.2.32", "10.30.0.32", null, null, null, null, Role.MASTER),
            host(
                "clover-3",
                "192.0.2.33",
                "10.30.0.33",
                null,
                null,
                null,
                null,
                Role.MASTER,
                Role.WORKER),
            host("node-4", "10.30.0.41", null, "root", 2222, null, JumpHost.NONE, Role.WORKER)
                .withMarks(new Marks(null, List.of("hay:NoSchedule"))));
    assertThat(inventory.access().user()).isEqualTo("farmer");
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.access().keyFile()).isEqualTo("~/.ssh/meadow");
    assertThat(inventory.access().jumpHost()).isEqualTo("gate@198.51.100.8:2022");
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.35.2");
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.72.0.0/16");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.73.0.0/16");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.73.0.10");
    assertThat(inventory.network().clusterDomain()).isEqualTo("meadow.test");
    assertThat(inventory.network().nodePortRange()).isEqualTo("30000-30999");
    assertThat(inventory.network().cni()).isEqualTo(Inventory.Cni.MANIFESTS);
    assertThat(inventory.network().proxyMode()).isEqualTo(Inventory.ProxyMode.IPTABLES);
  }

  @Test
  void kubeOnesDefaultsAndWhatAProviderMakes() throws Exception {
    Reading reading =
        written(
            "kubeone.yaml",
            """
            apiVersion: kubeone.io/v1beta1
            kind: KubeOneCluster
            versions: {kubernetes: "1.33.1"}
            cloudProvider: {hetzner: {}, external: true}
            containerRuntime: {docker: {}}
            clusterNetwork:
              cni: {canal: {mtu: 1400}}
            controlPlane:
              hosts:
                - {publicAddress: 192.0.2.1, untaint: true}
            """);

    assertThat(told(reading))
        .containsExactly(
            "note 1 KubeOne's file has no etcd token, which an install needs.",
            "warning 10 The host has no hostname; it is called node-1 here.",
            "warning 7 The pod network is canal there.",
            "note It is not said; KubeOne's own default is taken: 10.244.0.0/16.",
            "note It is not said; KubeOne's own default is taken: 10.96.0.0/12.",
            "warning 4 Not taken over: cloudProvider.hetzner (line 4), cloudProvider.external (line"
                + " 4), clusterNetwork.cni.canal.mtu (line 7).");
    Inventory inventory = inventory(reading);
    assertThat(inventory.versions().runtime()).isEqualTo(Inventory.Runtime.DOCKER);
    assertThat(inventory.network().clusterDns()).isEqualTo("10.96.0.10");
    assertThat(inventory.hosts())
        .containsExactly(
            host("node-1", "192.0.2.1", null, null, null, null, null, Role.MASTER, Role.WORKER));
  }

  /** A list of its own takes the place of the control plane's taint, be it empty or not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostname: n1|false|",
        "taints: []|true|",
        "taints: [{key: fire, effect: NoSchedule}]|true|fire:NoSchedule",
        "taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]|false|",
        "taints: [{key: node-role.kubernetes.io/master, effect: NoSchedule},"
            + " {key: fire, value: hot, effect: NoExecute}]|false|fire=hot:NoExecute"
      })
  void kubeOnesTaints(String taints, boolean takesPods, @Nullable String taken) throws Exception {
    Reading reading =
        written(
            "kubeone.yaml",
            """
            apiVersion: kubeone.k8c.io/v1beta3
            kind: KubeOneCluster
            controlPlane:
              hosts:
                - publicAddress: 192.0.2.1
                  labels: {plant: broom, old-: ""}
                  annotations: {heath.example/note: dry}
                  %s
            """
                .formatted(taints));

    Host host = inventory(reading).hosts().getFirst();
    assertThat(host.isWorker()).isEqualTo(takesPods);
    assertThat(host.marks())
        .isEqualTo(new Marks(Map.of("plant", "broom"), taken == null ? null : List.of(taken)));
    assertThat(told(reading))
        .contains(
            "warning 6 Not taken over: controlPlane.hosts[0].labels: old- (line 6),"
                + " controlPlane.hosts[0].annotations (line 7).");
  }

  @Test
  void kubeOnesMistakesAreSaidAtTheirPlace() throws Exception {
    assertThat(
            errors(
                written(
                    "kubeone.yaml",
                    """
                    apiVersion: kubeone.k8c.io/v1beta3
                    kind: KubeOneClutser
                    controlPlane: {hosts: []}
                    staticWorkers:
                      hosts:
                        - nonsense
                        - {hostname: w1, publicAddress: 192.0.2.1, sshPort: ssh}
                    """)))
        .containsExactly(
            "2:1 The kind \"KubeOneClutser\" describes no cluster.",
            "3:1 There is no list of hosts.",
            "6:7 This is not a host.",
            "7:57 \"ssh\" is not a whole number.");
  }

  // ---- KubeKey -----------------------------------------------------------------------------

  @Test
  void kubeKeysCluster() throws Exception {
    Reading reading = read("kubekey.yaml");

    assertThat(told(reading))
        .containsExactly(
            "note 1 KubeKey's file has no etcd token, which an install needs.",
            "warning 7 A password stands in the file; it is not used.",
            "warning 11 store is in no group of masters or workers; it is left out.",
            "warning 10 Not taken over: spec.hosts[3].arch (line 10), spec.roleGroups.registry"
                + " (line 21), spec.controlPlaneEndpoint (line 23), spec.system.ntpServers (line"
                + " 29), spec.system.debs (line 31), spec.kubernetes.autoRenewCerts (line 38),"
                + " spec.network.calico.vxlanMode (line 49), spec.registry (line 53), the document"
                + " ClusterConfiguration (line 60).");
    Inventory inventory = inventory(reading);
    assertThat(inventory.clusterName()).isEqualTo("orchard");
    assertThat(inventory.hosts())
        .containsExactly(
            host("plum1", "192.0.2.51", "10.40.0.51", null, null, null, null, Role.MASTER),
            host(
                "plum2",
                "192.0.2.52",
                "10.40.0.52",
                null,
                null,
                "~/.ssh/orchard",
                null,
                Role.MASTER),
            host(
                "plum3",
                "192.0.2.53",
                "10.40.0.53",
                null,
                8022,
                "~/.ssh/orchard",
                null,
                Role.MASTER,
                Role.WORKER),
            host("pear1", "192.0.2.61", null, "root", null, null, null, Role.WORKER)
                .withMarks(new Marks(Map.of("disk", "ssd"), null)));
    assertThat(inventory.access().user()).isEqualTo("gardener");
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.34.3");
    assertThat(inventory.versions().runtime()).isEqualTo(Inventory.Runtime.CONTAINERD);
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.81.0.0/16");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.82.0.0/16");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.82.0.3");
    assertThat(inventory.network().clusterDomain()).isEqualTo("orchard.test");
    assertThat(inventory.network().calicoMode()).isEqualTo(Inventory.CalicoMode.VXLAN);
    assertThat(inventory.network().proxyMode()).isEqualTo(Inventory.ProxyMode.IPTABLES);
    assertThat(inventory.machine().timezone()).isEqualTo("Etc/UTC");
    assertThat(inventory.machine().ntpServerMain()).isEqualTo("time1.example.org");
    assertThat(inventory.machine().ntpServerFallback()).isEqualTo("time2.example.org");
    assertThat(inventory.etcd().heartbeatInterval()).isEqualTo(300);
    assertThat(inventory.etcd().autoCompactionRetention()).isEqualTo("6h");
  }

  @Test
  void kubeKeysOldNamesAndItsDefaults() throws Exception {
    Reading reading =
        written(
            "kubekey.yaml",
            """
            apiVersion: kubekey.kubesphere.io/v1alpha1
            kind: Cluster
            metadata: {name: old}
            spec:
              hosts:
                - {name: n1, address: 192.0.2.1, privateKey: obviously-fake}
              roleGroups: {etcd: [n1], master: [n1], worker: [n1]}
              kubernetes: {version: v1.33.1, containerManager: crio}
              network: {plugin: flannel}
            """);

    assertThat(told(reading))
        .containsExactly(
            "note 1 KubeKey's file has no etcd token, which an install needs.",
            "warning 6 A private key stands in the file; it is not used.",
            "warning 8 The container runtime is crio there.",
            "warning 9 The pod network is flannel there.",
            "note It is not said; KubeKey's own default is taken: 10.233.64.0/18.",
            "note It is not said; KubeKey's own default is taken: 10.233.0.0/18.",
            "note It is not said; KubeKey's own default is ipvs.");
    assertThat(inventory(reading).hosts())
        .containsExactly(
            host("n1", "192.0.2.1", null, null, null, null, null, Role.MASTER, Role.WORKER));
  }

  /** Where a key is named nothing else is tried. */
  @Test
  void theFirstHostsKeyIsNotThatOfHostsThatNameNone() throws Exception {
    String cluster =
        """
        apiVersion: k0sctl.k0sproject.io/v1beta1
        kind: Cluster
        metadata: {name: x}
        spec:
          hosts:
            - {role: single, hostname: a, ssh: {address: 192.0.2.1, keyPath: ~/.ssh/one%s}}
            - {role: worker, hostname: b, ssh: {address: 192.0.2.2%s}}
            - {role: worker, hostname: c, ssh: {address: 192.0.2.3, keyPath: ~/.ssh/one%s}}
        """;
    Reading some = written("some.yaml", cluster.formatted("", "", ""));
    assertThat(inventory(some).access().keyFile()).isNull();
    assertThat(inventory(some).hosts())
        .extracting(Host::keyFile)
        .containsExactly("~/.ssh/one", null, "~/.ssh/one");
    Reading all = written("all.yaml", cluster.formatted("", ", keyPath: ~/.ssh/one", ""));
    assertThat(inventory(all).access().keyFile()).isEqualTo("~/.ssh/one");
    assertThat(inventory(all).hosts()).extracting(Host::keyFile).containsOnlyNulls();
    String behind = ", bastion: {address: j}";
    Reading jumping = written("jumping.yaml", cluster.formatted(behind, behind, behind));
    assertThat(inventory(jumping).access().keyFile()).isEqualTo("~/.ssh/one");
    assertThat(told(jumping))
        .contains(
            "warning 6 Hosts that name no key, and jump hosts, are tried with this one here.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  hosts:\n"
            + "    - {role: single, hostname: a, ssh: {user: root}}\n",
        "nodes:\n  - address: 192.0.2.1\n    role: [controlplane, etcd]\n\n"
            + "  - {user: x, role: [worker], hostname_override: b}\n",
        "apiVersion: kubeone.k8c.io/v1beta2\nkind: KubeOneCluster\ncontrolPlane:\n  hosts:\n"
            + "    - {hostname: a, sshUsername: ubuntu}\n",
        "apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nspec:\n  hosts:\n"
            + "    - {name: a, user: x}\n  roleGroups: {etcd: [a], master: [a], worker: [a]}\n"
      })
  void aHostWithoutAnAddressIsRefused(String text) throws Exception {
    assertThat(told(written("cluster.yaml", text))).contains("error 5 The host has no address.");
  }

  /** Flags of each component, as each tool writes them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full/k0sctl.yaml|--event-ttl=2h|--node-monitor-period=4s|--kube-api-qps=100||"
            + "|--quota-backend-bytes=8000000000",
        "full/rke.yml|--event-ttl=2h|--node-monitor-period=4s|--kube-api-qps=100|--max-pods=200|--v=4"
            + "|--quota-backend-bytes=8000000000",
        "full/kubekey.yaml|--event-ttl=2h|--node-monitor-period=4s|--kube-api-qps=100"
            + "|--max-pods=200|--v=4|--v=4",
        "nodes.json full/kubeadm.yaml|--event-ttl=2h|--node-monitor-period=4s|--kube-api-qps=100||"
            + "|--quota-backend-bytes=8000000000"
      })
  void flagsOfComponents(
      String names,
      String apiserver,
      String controllerManager,
      String scheduler,
      @Nullable String kubelet,
      @Nullable String proxy,
      String etcd)
      throws Exception {
    Inventory inventory = inventory(read(names.split(" ")));

    Inventory.Components components = inventory.components();
    assertThat(components.flags(Component.APISERVER)).containsExactly(apiserver);
    assertThat(components.flags(Component.CONTROLLER_MANAGER)).containsExactly(controllerManager);
    assertThat(components.flags(Component.SCHEDULER)).containsExactly(scheduler);
    assertThat(components.flags(Component.KUBELET))
        .isEqualTo(kubelet == null ? List.of() : List.of(kubelet));
    assertThat(components.flags(Component.KUBE_PROXY))
        .isEqualTo(proxy == null ? List.of() : List.of(proxy));
    assertThat(components.flags(Component.ETCD)).containsExactly(etcd);
    Path k0sctl =
        Files.writeString(
            folder.resolve("k0sctl.yaml"), Forms.write(inventory, Form.K0SCTL).text());
    Inventory again = inventory(Forms.read(Source.of(k0sctl), Catalogue.load()));
    assertThat(again.components().flags(Component.ETCD)).containsExactly(etcd);
  }

  @Test
  void kubeadmsFlagsUntilV1beta3() throws Exception {
    Path configuration =
        Files.writeString(
            folder.resolve("kubeadm.yaml"),
            Files.readString(FILES.resolve("kubeadm.yaml"))
                .replace("apiServer: {}", "apiServer: {extraArgs: {event-ttl: 2h, odd: [a]}}"));

    Reading reading =
        Forms.read(
            Source.of(List.of(FILES.resolve("nodes.json"), configuration)), Catalogue.load());

    assertThat(inventory(reading).components().flags(Component.APISERVER))
        .containsExactly("--event-ttl=2h");
    assertThat(told(reading))
        .anyMatch(t -> t.contains("Not taken over: apiServer.extraArgs.odd (line 1),"));
  }

  @Test
  void kubeKeysGroupsHaveToFit() throws Exception {
    Reading reading =
        written(
            "kubekey.yaml",
            """
            apiVersion: kubekey.kubesphere.io/v1alpha2
            kind: Cluster
            spec:
              hosts:
                - {name: n1, address: 192.0.2.1}
                - {name: n2, address: 192.0.2.2}
                - {name: n2, address: 192.0.2.3}
                - {address: 192.0.2.4}
                - nonsense
              roleGroups:
                etcd:
                  - n[1:2]
                control-plane: [n1, "n[9:1]"]
                worker:
                  - n[1:3]
              etcd: {type: external}
            """);

    assertThat(errors(reading))
        .containsExactly(
            "7:8 Two hosts are called n2.",
            "8:7 The host has no name.",
            "9:7 This is not a host.",
            "13:25 \"n[9:1]\" names no hosts.",
            "15:9 There is no host n3 in the list of hosts.",
            "12:9 n2 runs etcd but no control plane.",
            "16:16 The cluster keeps its state in an etcd of others.");
  }

  // ---- kubeadm -----------------------------------------------------------------------------

  private static final List<Host> NODES =
      List.of(
          host("reef-1", "10.50.0.11", null, null, null, null, null, Role.MASTER),
          host("reef-2", "10.50.0.12", null, null, null, null, null, Role.MASTER),
          host("reef-3", "10.50.0.13", null, null, null, null, null, Role.MASTER, Role.WORKER),
          host("coral-1", "10.50.0.21", null, null, null, null, null, Role.WORKER)
              .withMarks(new Marks(Map.of("disk", "ssd"), List.of("gpu:NoSchedule"))));

  @Test
  void nodesThatKubectlPrints() throws Exception {
    Reading reading = read("nodes.json");

    assertThat(told(reading))
        .containsExactly(
            "note 1 A list of nodes has no etcd token, which an install needs.",
            "warning 214 The kubelet of coral-1 is not of 1.35.4.",
            "warning 20 Nodes say their parts of the pod network only; 10.91.0.0/16 around them is"
                + " taken.",
            "note It is not said; kubeadm's own default is taken: 10.96.0.0/12.",
            "note Nodes do not say how SSH reaches them: as root, at port 22 of the address inside"
                + " the cluster.",
            "note Nodes do not say which pod network they have; Calico is taken.");
    Inventory inventory = inventory(reading);
    assertThat(inventory.hosts()).isEqualTo(NODES);
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.35.4");
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.91.0.0/16");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.96.0.0/12");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.96.0.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes.json kubeadm.yaml", "kubeadm.yaml nodes.json"})
  void theConfigurationSaysWhatNodesDoNot(String names) throws Exception {
    Reading reading = read(names.split(" "));

    assertThat(told(reading))
        .containsExactly(
            "note 1 A list of nodes has no etcd token, which an install needs.",
            "warning 214 The kubelet of coral-1 is not of 1.35.4.",
            "note Nodes do not say how SSH reaches them: as root, at port 22 of the address inside"
                + " the cluster.",
            "note Nodes do not say which pod network they have; Calico is taken.",
            "warning 5 Not taken over: controlPlaneEndpoint (line 5).");
    Inventory inventory = inventory(reading);
    assertThat(inventory.clusterName()).isEqualTo("lagoon");
    assertThat(inventory.hosts()).isEqualTo(NODES);
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.35.4");
    assertThat(inventory.network().clusterCidr()).isEqualTo("10.91.0.0/16");
    assertThat(inventory.network().serviceCidr()).isEqualTo("10.92.0.0/16");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.92.0.10");
    assertThat(inventory.network().clusterDomain()).isEqualTo("lagoon.test");
  }

  /** What the cluster puts on nodes by itself is not said, and what nobody may set is told. */
  @Test
  void labelsAndTaintsThatSomebodyHasChosen() throws Exception {
    Reading reading =
        written(
            "nodes.yaml",
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: a
              labels:
                beta.kubernetes.io/arch: amd64
                kubernetes.io/hostname: a
                node-role.kubernetes.io/control-plane: ""
                node.kubernetes.io/exclude-from-external-load-balancers: ""
                topology.kubernetes.io/zone: z1
                kops.k8s.io/instancegroup: x
                feature.node.kubernetes.io/cpu-model.id: "7"
                node-role.kubernetes.io/gpu: ""
                quorate.io/mark: x
            spec:
              podCIDR: 10.91.0.0/24
              taints:
                - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
                - {key: node.kubernetes.io/unschedulable, effect: NoSchedule}
                - {key: node.cilium.io/agent-not-ready, effect: NoExecute}
                - {key: tide, effect: NoExecute}
                - {key: scheduling.k8s.io/odd, value: x, effect: NoSchedule}
            ---
            apiVersion: v1
            kind: Node
            metadata:
              name: b
              labels: {node.kubernetes.io/exclude-from-external-load-balancers: "true"}
            spec:
              podCIDR: 10.91.1.0/24
              taints:
                - {key: node.kubernetes.io/unreachable, effect: NoExecute}
                - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
            """);

    assertThat(inventory(reading).hosts())
        .containsExactly(
            new Host("a", "a", null, Set.of(Role.MASTER), null, null, null)
                .withMarks(
                    new Marks(
                        Map.of(
                            "topology.kubernetes.io/zone", "z1", "node-role.kubernetes.io/gpu", ""),
                        List.of("tide:NoExecute"))),
            new Host("b", "b", null, Set.of(Role.WORKER), null, null, null)
                .withMarks(
                    new Marks(
                        Map.of("node.kubernetes.io/exclude-from-external-load-balancers", "true"),
                        null)));
    assertThat(told(reading))
        .contains(
            "warning 11 Not taken over: metadata.labels.kops.k8s.io/instancegroup (line 11),"
                + " spec.taints: node.cilium.io/agent-not-ready (line 20), spec.taints:"
                + " scheduling.k8s.io/odd (line 22), spec.taints:"
                + " node-role.kubernetes.io/control-plane (line 33).");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void kubeletsSayWhereTheDnsIs(boolean first) throws Exception {
    String kubelet =
        "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
            + "clusterDNS: [10.92.0.53, 10.92.0.54]\nclusterDomain: lagoon.test\nmaxPods: 200\n";
    String cluster = Files.readString(FILES.resolve("kubeadm.yaml"));
    Path both =
        Files.writeString(
            folder.resolve("both.yaml"),
            first ? kubelet + "---\n" + cluster : cluster + "---\n" + kubelet);

    Reading reading =
        Forms.read(Source.of(List.of(FILES.resolve("nodes.json"), both)), Catalogue.load());

    assertThat(inventory(reading).network().clusterDns()).isEqualTo("10.92.0.53");
    assertThat(inventory(reading).network().clusterDomain()).isEqualTo("lagoon.test");
    assertThat(told(reading))
        .filteredOn(t -> t.contains("maxPods"))
        .singleElement()
        .matches(t -> t.matches(".* clusterDNS \\(line [0-9]+\\), maxPods .*") || !first)
        .matches(t -> !t.contains("clusterDomain"));
  }

  @Test
  void kubeProxySaysItsMode() throws Exception {
    Path proxy =
        Files.writeString(
            folder.resolve("proxy.yaml"),
            "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"
                + "mode: nftables\nclusterCIDR: 10.93.0.0/16\nmetricsBindAddress: 0.0.0.0:10249\n");

    Reading reading =
        Forms.read(Source.of(List.of(FILES.resolve("nodes.json"), proxy)), Catalogue.load());

    assertThat(inventory(reading).network().proxyMode()).isEqualTo(Inventory.ProxyMode.NFTABLES);
    assertThat(inventory(reading).network().clusterCidr()).isEqualTo("10.93.0.0/16");
    assertThat(told(reading))
        .contains("warning 5 Not taken over: metricsBindAddress (line 5).")
        .noneMatch(said -> said.contains("pod network only"));
  }

  @Test
  void theConfigurationAloneNamesNoHosts() throws Exception {
    Reading reading = read("kubeadm.yaml");

    assertThat(told(reading))
        .containsExactly(
            "error 1 There are no nodes in it; kubeadm's configuration names no hosts.");
    assertThat(reading.inventory()).isNull();
  }

  @Test
  void nodesInDocumentsOfTheirOwn() throws Exception {
    Reading reading =
        written(
            "nodes.yaml",
            """
            apiVersion: v1
            kind: Node
            metadata: {name: a, labels: {node-role.kubernetes.io/master: ""}}
            spec: {podCIDR: 10.91.0.0/24}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: b, labels: {node-role.kubernetes.io/etcd: "true"}}
            spec: {podCIDR: 192.168.7.0/24}
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: InitConfiguration
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            kubernetesVersion: v1.33.1
            etcd: {external: {endpoints: ["https://192.0.2.9:2379"]}}
            """);

    assertThat(told(reading))
        .contains(
            "warning 1 The nodes do not say which pod network they have; 10.0.0.0/16 is taken.",
            "warning 11 Not taken over: the document InitConfiguration (line 11).");
    assertThat(errors(reading))
        .containsExactly(
            "8:30 b runs etcd but no control plane.",
            "17:8 The cluster keeps its state in an etcd of others.");
  }

  @Test
  void nodesStayApartFromOtherInventories() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "[k8s_masters]\na\n");

    assertThat(
            errors(
                Forms.read(
                    Source.of(List.of(FILES.resolve("nodes.json"), hosts)), Catalogue.load())))
        .containsExactly(
            "1:1 This is a list of nodes, which cannot be put together with other inventories.");
    assertThat(errors(read("nodes.json", "rke.yml"))).hasSize(2);
  }
}
