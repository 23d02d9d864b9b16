package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Role;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import io.quorate.pki.Authority;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.ClusterRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a cluster that runs says of itself, and the inventory that comes of it. */
class ReadBackTest {

  private static final List<EtcdMember> MEMBERS =
      List.of(
          new EtcdMember("a1", "node-1", "https://10.0.0.11:2380", false),
          new EtcdMember("a2", "node-2", "https://10.0.0.12:2380", false),
          new EtcdMember("a3", "node-3", "https://10.0.0.13:2380", false));
  private static final String TOKEN = "fake-token-of-a-running-etcd";
  private static final String NODES =
      """
      == nodes
      node-1|v1.36.4|containerd://2.3.4|10.0.0.11 |kubernetes.io/os node-role.kubernetes.io/control-plane node-role.kubernetes.io/worker |
      node-2|v1.36.4|containerd://2.3.4|10.0.0.12 |node-role.kubernetes.io/control-plane |node-role.kubernetes.io/control-plane:NoSchedule\s
      node-3|v1.36.4|containerd://2.3.4|10.0.0.13 |node-role.kubernetes.io/control-plane |node-role.kubernetes.io/control-plane:NoSchedule\s
      node-4|v1.36.4|containerd://2.3.4|10.0.0.14 |node-role.kubernetes.io/worker |
      end
      """;

  private static Inventory made() {
    Inventory i = Fixtures.inventory();
    return new Inventory(
        i.clusterName(),
        new Access("ops", 2222, "~/.ssh/fake", false, false, true, false, null),
        i.hosts(),
        i.versions(),
        i.network(),
        new Inventory.Etcd(new Secret(TOKEN), "15 3 * * *", 7, 500, 5000, "4h"),
        i.firewall(),
        i.machine(),
        new Inventory.Components(
            4,
            List.of("NodeRestriction"),
            Map.of(Component.APISERVER, List.of("--event-ttl=2h")),
            Map.of(Component.KUBELET, Map.of("maxPods", 50)),
            Map.of(
                Component.CONTAINERD,
                Map.of("HTTPS_PROXY", new Secret("http://u:fake@proxy:3128")))),
        i.downloads());
  }

  private static String running(Inventory of) {
    Inventory.Network network = of.network();
    return """
        == flags kube-apiserver
        /usr/local/bin/kube-apiserver
        --service-cluster-ip-range=%s
        --service-node-port-range=%s
        == flags kube-controller
        /usr/local/bin/kube-controller-manager
        --cluster-cidr=%s
        --cluster-name=%s
        == flags etcd
        /usr/local/bin/etcd
        --heartbeat-interval=%d
        --election-timeout=%d
        --auto-compaction-retention=%s
        == token
        %s
        == flags kubelet
        /usr/local/bin/kubelet
        --config=/etc/kubernetes/kubelet.yaml
        == config kubelet
        apiVersion: kubelet.config.k8s.io/v1beta1
        clusterDNS:
          - "%s"
        clusterDomain: "%s"

        == flags kube-proxy
        /usr/local/bin/kube-proxy
        --config=/etc/kubernetes/kube-proxy.yaml
        == config kube-proxy
        mode: "%s"

        == network
        10-calico.conflist
        """
        .formatted(
            network.serviceCidr(),
            network.nodePortRange(),
            network.clusterCidr(),
            of.clusterName(),
            of.etcd().heartbeatInterval(),
            of.etcd().electionTimeout(),
            of.etcd().autoCompactionRetention(),
            of.etcd().initialToken().reveal(),
            network.clusterDns(),
            network.clusterDomain(),
            network.proxyMode().name().toLowerCase(Locale.ROOT));
  }

  private static NodeFacts master(Host host, Inventory recorded, String running) {
    Machine machine = Machine.like(host);
    machine.view =
        new MasterView(
            new MemberStatus(
                "a1", "c", "a1", false, new Vitals("3.6.7", true, 1, 1, 1, 1), List.of()),
            MEMBERS,
            Set.of("a1"),
            List.of(),
            List.of(),
            ApiAnswer.ready(),
            List.of());
    Map<String, String> records = new HashMap<>(Map.of("read-back", running));
    records.put("cluster.yaml", InventoryFile.record(recorded, false));
    records.put("cluster-environment.yaml", InventoryFile.recordOfEnvironment(recorded, false));
    machine.records = records;
    return machine.facts();
  }

  private static Inventory inventory(ReadBack read) {
    assertThat(read.reading().problems()).isEmpty();
    return Objects.requireNonNull(read.reading().inventory());
  }

  private static ReadBack read(NodeFacts... masters) {
    return ReadBack.of(List.of(masters), "10.0.0.11", Map.of());
  }

  @Test
  void aClusterOfQuoratesComesBackAsItWasMade() {
    Inventory made = made();

    ReadBack read = read(master(Fixtures.MASTER_1, made, running(made) + NODES));

    Access reached = new Access("ops", 2222, null, true, false, true, false, null);
    Inventory wanted =
        new Inventory(
            made.clusterName(),
            reached,
            made.hosts(),
            new Inventory.Versions(
                made.versions().kubernetes(),
                "3.6.7",
                made.versions().runtime(),
                made.versions().containerd(),
                made.versions().runc(),
                made.versions().docker(),
                made.versions().criDockerd(),
                made.versions().cniPlugins(),
                made.versions().calico(),
                made.versions().coredns(),
                made.versions().pauseImage()),
            made.network(),
            made.etcd(),
            made.firewall(),
            made.machine(),
            made.components(),
            made.downloads());
    assertThat(inventory(read)).isEqualTo(wanted);
  }

  @Test
  void theRecordHoldsNoSecretAndNothingOfTheOperatorsMachine() {
    Inventory made = made();

    assertThat(InventoryFile.record(made, false))
        .doesNotContain(TOKEN, "fake", "PROXY", "ssh_agent", "ask_password")
        .contains("ansible_user", "etcd_snapshot_keep: 7");
  }

  @Test
  void sumsThatARunTookAreNotRecordedAsPinned() {
    Inventory made = made();
    Context context =
        new Context(
            made.withDownloads(
                new Inventory.Downloads(
                    "http://mirror.example.org",
                    Inventory.Distribute.NODES,
                    List.of("images/pause.tar"),
                    Map.of("images/pause.tar", "12".repeat(32), "/kubectl", "34".repeat(32)))),
            new ClusterFacts(Map.of("node-1", Machine.like(Fixtures.MASTER_1).facts()), Map.of()),
            Map.of(),
            Instant.EPOCH);

    assertThat(ClusterRecord.steps(context, Set.of()).toString())
        .contains("images/pause.tar", "34".repeat(32))
        .doesNotContain("12".repeat(32));
  }

  @Test
  void whatRunsCountsWhereTheRecordSaysSomethingElse() {
    Inventory made = made();
    String changed = running(made).replace(made.network().nodePortRange(), "31000-31999");

    ReadBack read = read(master(Fixtures.MASTER_1, made, changed + NODES));

    assertThat(inventory(read).network().nodePortRange()).isEqualTo("31000-31999");
    assertThat(read.notes())
        .anySatisfy(
            n -> assertThat(n).contains("service_node_port_range", "31000-31999", "is taken"));
  }

  @Test
  void whoIsInTheClusterIsAskedOfTheCluster() {
    Inventory made = made();
    String nodes =
        NODES
            .replaceAll("node-3.*\n", "")
            .replace("end\n", "node-5|v1.36.4|containerd://2.3.4|10.0.0.15 ||\nend\n");
    NodeFacts asked = master(Fixtures.MASTER_1, made, running(made) + nodes);

    ReadBack read = read(asked);

    assertThat(inventory(read).hosts())
        .extracting(Host::name)
        .containsExactly("node-1", "node-2", "node-3", "node-4", "node-5");
    assertThat(inventory(read).hosts().getLast())
        .isEqualTo(new Host("node-5", "10.0.0.15", Set.of(Role.WORKER)));
  }

  @Test
  void aHostThatIsOnlyRecordedIsLeftOut() {
    Inventory made = made();
    String nodes = NODES.replaceAll("node-4.*\n", "");

    ReadBack read = read(master(Fixtures.MASTER_1, made, running(made) + nodes));

    assertThat(inventory(read).hosts()).extracting(Host::name).doesNotContain("node-4");
    assertThat(read.notes()).anySatisfy(n -> assertThat(n).startsWith("node-4 is recorded"));
  }

  @Test
  void aMemberOfEtcdThatIsNoNodeIsAMasterThatOneHasToLookAt() {
    Inventory made = Fixtures.with(List.of(Fixtures.MASTER_1, Fixtures.MASTER_2, Fixtures.WORKER));
    String nodes = NODES.replaceAll("node-3.*\n", "");

    ReadBack read = read(master(Fixtures.MASTER_1, made, running(made()) + nodes));

    assertThat(inventory(read).masters())
        .contains(new Host("node-3", "10.0.0.13", Set.of(Role.MASTER)));
    assertThat(read.notes()).anySatisfy(n -> assertThat(n).contains("node-3", "no node"));
  }

  @Test
  void theRecordOfMostMastersIsTaken() {
    Inventory old = Fixtures.inventory();
    Inventory made = made();

    ReadBack read =
        read(
            master(Fixtures.MASTER_1, old, running(made) + NODES),
            master(Fixtures.MASTER_2, made, running(made) + NODES),
            master(Fixtures.MASTER_3, made, running(made) + NODES));

    assertThat(inventory(read).etcd().snapshotKeep()).isEqualTo(7);
    assertThat(read.notes()).anySatisfy(n -> assertThat(n).contains("records", "differ"));
  }

  @Test
  void withoutAnApiTheRecordNamesTheWorkers() {
    Inventory made = made();

    ReadBack read = read(master(Fixtures.MASTER_1, made, running(made)));

    assertThat(inventory(read).hosts()).isEqualTo(made.hosts());
    assertThat(read.notes()).anySatisfy(n -> assertThat(n).contains("No API server"));
  }

  @Test
  void withoutAnApiARecordedMasterThatIsNoMemberIsLeftOut() {
    Host removed = new Host("node-9", "10.0.0.19", Set.of(Role.MASTER));
    Inventory made =
        made().withHosts(List.of(Fixtures.MASTER_1, Fixtures.MASTER_2, removed, Fixtures.WORKER));

    ReadBack read = read(master(Fixtures.MASTER_1, made, running(made)));

    assertThat(inventory(read).hosts())
        .extracting(Host::name)
        .containsExactly("node-1", "node-2", "node-4", "node-3");
  }

  @Test
  void whatThePersonSaysOfAccessGoesFirst() {
    Inventory made = made();

    ReadBack read =
        ReadBack.of(
            List.of(master(Fixtures.MASTER_1, made, running(made) + NODES)),
            "bastion.example.org",
            Map.of(Setting.ANSIBLE_USER, "night", Setting.JUMP_HOST, "jump.example.org"));

    Inventory found = inventory(read);
    assertThat(found.access().user()).isEqualTo("night");
    assertThat(found.access().jumpHost()).isEqualTo("jump.example.org");
    assertThat(found.hosts().getFirst())
        .isEqualTo(
            new Host(
                "node-1",
                "bastion.example.org",
                "10.0.0.11",
                Set.of(Role.MASTER, Role.WORKER),
                null,
                null,
                null));
    assertThat(read.notes()).noneSatisfy(n -> assertThat(n).contains("ansible_user"));
  }

  /** As kubeadm makes it: no labels for workers, another token, another runtime's build. */
  @Test
  void aClusterThatOthersMadeIsDescribedAsFarAsItShows() {
    Machine machine = Machine.like(Fixtures.MASTER_1);
    machine.records =
        Map.of(
            "read-back",
            """
            == flags kubelet
            /usr/bin/kubelet
            --config=/var/lib/kubelet/config.yaml
            == config kubelet
            clusterDNS:
            - 10.96.0.10
            clusterDomain: cluster.local
            == flags kube-apiserver
            kube-apiserver
            --service-cluster-ip-range=10.96.0.0/12
            == flags kube-controller
            kube-controller-manager
            --cluster-cidr=10.244.0.0/16
            --cluster-name=kubernetes
            == network
            10-flannel.conflist
            == nodes
            cp|v1.33.1|containerd://1.7.24-0ubuntu1|10.0.0.11 |node-role.kubernetes.io/control-plane |node-role.kubernetes.io/control-plane:NoSchedule\s
            w1|v1.32.0|containerd://1.7.24-0ubuntu1|10.0.0.21 |kubernetes.io/os ||quorate.io/labels=disk=ssd,empty=|quorate.io/taints=gpu:NoExecute
            end
            """);

    ReadBack read = read(machine.facts());

    Inventory found = inventory(read);
    assertThat(found.hosts())
        .containsExactly(
            new Host("cp", "10.0.0.11", Set.of(Role.MASTER)),
            new Host("w1", "10.0.0.21", Set.of(Role.WORKER))
                .withMarks(
                    new Marks(Map.of("disk", "ssd", "empty", ""), List.of("gpu:NoExecute"))));
    assertThat(found.versions().kubernetes()).isEqualTo("1.33.1");
    assertThat(found.versions().containerd()).isEqualTo("1.7.24");
    assertThat(found.network().serviceCidr()).isEqualTo("10.96.0.0/12");
    assertThat(found.network().clusterDns()).isEqualTo("10.96.0.10");
    assertThat(found.network().clusterCidr()).isEqualTo("10.244.0.0/16");
    assertThat(found.etcd().initialToken().reveal()).hasSize(32);
    assertThat(read.notes())
        .anySatisfy(n -> assertThat(n).contains("somebody else made it"))
        .anySatisfy(n -> assertThat(n).contains("w1 has v1.32.0"))
        .anySatisfy(n -> assertThat(n).contains("10-flannel.conflist"))
        .anySatisfy(n -> assertThat(n).contains("Not found out", "kube_proxy_mode"));
  }

  @Test
  void aClusterOfAnOlderQuorateIsNotCalledSomebodyElses() {
    Machine machine = Machine.like(Fixtures.MASTER_1);
    machine.records = Map.of("read-back", running(made()) + NODES, "manifest", "");

    assertThat(read(machine.facts()).notes())
        .anySatisfy(n -> assertThat(n).contains("There is no record of the settings"))
        .noneSatisfy(n -> assertThat(n).contains("somebody else"));
  }

  @Test
  void aMachineWithoutAClusterIsRefused() {
    NodeFacts machine = Machine.like(Fixtures.MASTER_1).facts();

    assertThatThrownBy(() -> read(machine))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("no sign of a cluster");
  }

  @Test
  void aMasterOfAnotherClusterIsRefused() {
    Instant now = Instant.parse("2026-10-01T00:00:00Z");
    String mine = Authority.create("kubernetes-ca", now, 1).credential().certificate();
    String other = Authority.create("kubernetes-ca", now, 1).credential().certificate();
    Machine machine = Machine.like(Fixtures.MASTER_1);
    machine.pki = Map.of("/etc/kubernetes/pki/ca.crt", new Secret(mine));

    assertThat(ReadBack.sameCluster(machine.facts(), mine)).isEmpty();
    assertThatThrownBy(() -> ReadBack.sameCluster(machine.facts(), other))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("another cluster");
  }
}
