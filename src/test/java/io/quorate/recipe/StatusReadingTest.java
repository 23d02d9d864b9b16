package io.quorate.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.facts.ClusterFacts;
import io.quorate.facts.ClusterStatus;
import io.quorate.facts.ClusterStatus.Member;
import io.quorate.facts.ClusterStatus.State;
import io.quorate.facts.NodeFacts;
import io.quorate.facts.NodeFacts.EtcdMember;
import io.quorate.facts.StatusJson;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.plan.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What nodes say of a cluster, and what comes of it. */
class StatusReadingTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final List<EtcdMember> MEMBERS =
      List.of(
          new EtcdMember("a1", "node-1", "https://10.0.0.11:2380", false),
          new EtcdMember("a2", "node-2", "https://10.0.0.12:2380", false),
          new EtcdMember("a3", "node-3", "https://10.0.0.13:2380", false));
  private static final Secret CERTIFICATE =
      new Secret(
          Authority.create("kubernetes-ca", NOW.minus(Duration.ofDays(100)), 1)
              .credential()
              .certificate());
  private static final String NODES =
      """
      node-1|True|2026-09-30T22:00:00Z|v1.36.4||kubernetes.io/os node-role.kubernetes.io/control-plane node-role.kubernetes.io/worker\s
      node-2|True|2026-09-30T22:00:00Z|v1.36.4||node-role.kubernetes.io/control-plane node-role.kubernetes.io/master\s
      node-3|True|2026-09-30T22:00:00Z|v1.36.4|cordoned|node-role.kubernetes.io/control-plane\s
      node-4|True|2026-09-30T22:00:00Z|v1.36.4||node-role.kubernetes.io/worker\s
      """;

  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, String> silent = new HashMap<>();

  StatusReadingTest() {
    for (Host host : INVENTORY.hosts()) {
      Machine machine = Machine.like(host);
      machine.units = StatusProbe.units(INVENTORY, host);
      if (host.isMaster()) {
        String number = host.name().substring(5);
        machine.etcdMembers = MEMBERS;
        machine.pki = Map.of("/etc/kubernetes/pki/ca.crt", CERTIFICATE);
        machine.records =
            new HashMap<>(
                Map.of(
                    StatusProbe.ETCD,
                    etcd("a" + number, "161", ""),
                    StatusProbe.API,
                    "ok\n",
                    StatusProbe.NODES,
                    NODES,
                    StatusProbe.SNAPSHOTS,
                    "4 1790805600\n"));
      }
      machines.put(host.name(), machine);
    }
  }

  /** As etcdctl 3.5 writes it; 0xa1 is 161. */
  private static String etcd(String id, String leader, String errors) {
    return """
        [{"Endpoint":"https://127.0.0.1:2379","Status":{"header":{"cluster_id":14841639068965178418,\
        "member_id":%d,"revision":77,"raft_term":4},"version":"3.5.16","dbSize":2113536,\
        "leader":%s,"raftIndex":1240,"raftTerm":4,"raftAppliedIndex":1239,"dbSizeInUse":1900544%s}}]
        """
        .formatted(Integer.parseInt(id, 16), leader, errors);
  }

  private ClusterStatus status() {
    Map<String, NodeFacts> facts = new LinkedHashMap<>();
    machines.forEach((name, machine) -> facts.put(name, machine.facts()));
    silent.keySet().forEach(facts::remove);
    return StatusReading.of(INVENTORY, new ClusterFacts(facts, silent), NOW);
  }

  private void change(String node, Consumer<Machine> change) {
    change.accept(machines.get(node));
  }

  @Test
  void aClusterWithNothingAmissIsHealthy() {
    ClusterStatus status = status();
    assertThat(status.worries()).isEmpty();
    assertThat(status.state()).isEqualTo(State.HEALTHY);
    assertThat(status.members()).allMatch(Member::healthy).hasSize(3);
    assertThat(status.members().stream().filter(Member::leader).map(Member::name))
        .containsExactly("node-1");
    assertThat(status.members().getFirst().vitals())
        .isEqualTo(new ClusterStatus.Vitals("3.5.16", true, 4, 1239, 2113536, 1900544));
    assertThat(status.nodes().getFirst().roles()).containsExactly("control-plane", "worker");
    assertThat(status.nodes().get(2).cordoned()).isTrue();
    assertThat(status.certificates()).hasSize(3);
    assertThat(status.snapshots().getFirst().count()).isEqualTo(4);
    assertThat(StatusJson.write(status))
        .contains("\"state\":\"HEALTHY\"", "\"at\":\"2026-10-01T00:00:00Z\"")
        .doesNotContain("\n");
  }

  @Test
  void aMasterThatIsOffDegrades() {
    silent.put("node-1", "node-1 (10.0.0.11) does not answer within 10 s");
    change("node-2", m -> m.records.put(StatusProbe.ETCD, etcd("a2", "163", "")));
    change("node-3", m -> m.records.put(StatusProbe.ETCD, etcd("a3", "163", "")));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.worries())
        .contains("etcd's member node-1 is not healthy.", "The API server of node-1 is not ready.");
    assertThat(status.members().stream().filter(Member::leader).map(Member::name))
        .containsExactly("node-3");
  }

  @Test
  void withoutAQuorumItIsDown() {
    silent.put("node-1", "off");
    silent.put("node-2", "off");
    change(
        "node-3",
        m -> {
          m.etcdMembers = null;
          m.records.put(
              StatusProbe.ETCD, etcd("a3", "0", ",\"errors\":[\"etcdserver: no leader\"]"));
          m.records.put(StatusProbe.API, "curl: (22) The requested URL returned error: 500");
          m.records.put(StatusProbe.NODES, "");
        });
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DOWN);
    assertThat(status.members()).hasSize(3).noneMatch(Member::healthy);
    assertThat(status.members().getLast().vitals()).isNotNull();
    assertThat(status.nodes()).isEmpty();
    assertThat(status.apiServers().getLast().detail()).contains("500");
  }

  @Test
  void everythingElseThatIsAmissIsAWorry() {
    change("node-4", m -> m.units = java.util.Set.of());
    change("node-2", m -> m.records.put(StatusProbe.FAILED, "smartd.service\n"));
    change(
        "node-1",
        m -> m.records.put(StatusProbe.NODES, NODES.replace("node-2|True", "node-2|Unknown")));
    change(
        "node-3",
        m ->
            m.pki =
                Map.of(
                    "/etc/kubernetes/pki/apiserver.crt",
                    new Secret(
                        Authority.create("x", NOW.minus(Duration.ofDays(345)), 1)
                            .credential()
                            .certificate())));
    ClusterStatus status = status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(String.join("\n", status.worries()))
        .contains(
            "kubelet.service on node-4 is not running.",
            "smartd.service on node-2 is failed.",
            "node-2 is not Ready.",
            "The certificate apiserver.crt on node-3 ends in");
    assertThat(status.certificates().getFirst().node()).isEqualTo("node-3");
  }
}
