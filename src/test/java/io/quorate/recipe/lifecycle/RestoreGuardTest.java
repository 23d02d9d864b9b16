package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When a restore is refused, and what a look at the old data tells. */
class RestoreGuardTest {

  private static final Inventory INVENTORY = Fixtures.inventory();
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final String CA = SharedSecrets.CA + ".crt";
  private static final String ETCD = INVENTORY.versions().etcd();
  private static final String KUBERNETES = INVENTORY.versions().kubernetes();

  private static RestorePoint point(String cluster, String kubernetes, String etcd) {
    return new RestorePoint(
        cluster,
        NOW.minusSeconds(60),
        kubernetes,
        etcd,
        100,
        Map.of("pods", 3L),
        Set.of("node-1", "old-1"),
        Map.of(CA, new Secret("the backup's authority\n")),
        new LocalFile("/here", "sum"),
        300L * 1024 * 1024);
  }

  private static final RestorePoint POINT = point("demo", KUBERNETES, ETCD);

  private static Machine master(Host host) {
    Machine machine = Machine.like(host);
    machine.present = Set.of(EtcdCluster.DATA);
    machine.records = new HashMap<>(Map.of("manifest", ""));
    return machine;
  }

  /** A member that has its quorum. */
  private static Machine serving(Host host, List<Host> members) {
    Machine machine = master(host);
    String own = "id-" + host.name();
    machine.view =
        new MasterView(
            new MemberStatus(
                own, "c1", own, false, new Vitals("3.6.14", true, 4, 1239, 20480, 0), List.of()),
            members.stream()
                .map(
                    m ->
                        new EtcdMember(
                            "id-" + m.name(),
                            m.name(),
                            "https://" + m.nodeAddress() + ":2380",
                            false))
                .toList(),
            members.stream().map(m -> "id-" + m.name()).collect(Collectors.toSet()),
            List.of(),
            List.of(),
            ApiAnswer.none(),
            null);
    return machine;
  }

  private static ClusterFacts facts(Machine... machines) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Machine machine : machines) {
      nodes.put(machine.name, machine.facts());
    }
    Map<String, String> silent = new HashMap<>();
    INVENTORY.hosts().stream()
        .map(Host::name)
        .filter(n -> !nodes.containsKey(n))
        .forEach(n -> silent.put(n, "off"));
    return new ClusterFacts(nodes, silent);
  }

  private static ClusterFacts allDown() {
    return facts(master(Fixtures.MASTER_1), master(Fixtures.MASTER_2), master(Fixtures.MASTER_3));
  }

  private static void judge(ClusterFacts facts, RestorePoint point, boolean overHealthy) {
    RestoreProgress progress = RestoreProgress.of(INVENTORY, facts, point, NOW);
    RestoreGuard.judge(INVENTORY, facts, point, progress, overHealthy, false);
  }

  @Test
  void aClusterThatIsDownOrFreshIsRestored() {
    assertThatCode(() -> judge(allDown(), POINT, false)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                judge(
                    facts(
                        Machine.like(Fixtures.MASTER_1),
                        Machine.like(Fixtures.MASTER_2),
                        Machine.like(Fixtures.MASTER_3)),
                    POINT,
                    false))
        .doesNotThrowAnyException();
  }

  @Test
  void aHealthyQuorumIsTakenBackOnlyByThoseWhoInsist() {
    List<Host> all = INVENTORY.masters();
    ClusterFacts facts =
        facts(
            serving(Fixtures.MASTER_1, all),
            serving(Fixtures.MASTER_2, all),
            serving(Fixtures.MASTER_3, all));
    assertThatThrownBy(() -> judge(facts, POINT, false))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("etcd has its quorum")
        .hasMessageContaining("--over-healthy");
    assertThatCode(() -> judge(facts, POINT, true)).doesNotThrowAnyException();
  }

  /** Members that are not stopped would go on as a cluster of their own. */
  @Test
  void aMemberOutsideOfTheInventoryIsNotLeftRunning() {
    Host stranger = new Host("old-1", "10.0.0.99", Set.of());
    List<Host> all = List.of(Fixtures.MASTER_1, Fixtures.MASTER_2, stranger);
    ClusterFacts facts =
        facts(
            serving(Fixtures.MASTER_1, all),
            serving(Fixtures.MASTER_2, all),
            master(Fixtures.MASTER_3));
    assertThatThrownBy(() -> judge(facts, POINT, true))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("no masters of the inventory: old-1");
  }

  @Test
  void aRestoreThatWasCutOffGoesOnUnderItsName() {
    List<Host> all = INVENTORY.masters();
    Machine begun = master(Fixtures.MASTER_1);
    begun.records.put("restoring", "restore-20260930T100000Z sum\n");
    begun.records.put("restored", "restore-20260930T100000Z\n");
    ClusterFacts facts = facts(begun, master(Fixtures.MASTER_2), master(Fixtures.MASTER_3));
    RestoreProgress progress = RestoreProgress.of(INVENTORY, facts, POINT, NOW);
    assertThat(progress)
        .isEqualTo(new RestoreProgress("restore-20260930T100000Z", true, Set.of("node-1")));
    assertThat(progress.folder()).isEqualTo("/var/backups/etcd/restore-20260930T100000Z");
    assertThatCode(() -> judge(facts, POINT, false)).doesNotThrowAnyException();

    // It stops all members before it changes one: where they serve, they have come back.
    Machine first = serving(Fixtures.MASTER_1, all);
    first.records.putAll(begun.records);
    ClusterFacts back =
        facts(first, serving(Fixtures.MASTER_2, all), serving(Fixtures.MASTER_3, all));
    assertThatThrownBy(() -> judge(back, POINT, false)).hasMessageContaining("has its quorum");

    List<Machine> restored = all.stream().map(m -> serving(m, all)).toList();
    restored.forEach(m -> m.records.putAll(begun.records));
    ClusterFacts whole = facts(restored.toArray(Machine[]::new));
    assertThatCode(() -> judge(whole, POINT, false)).doesNotThrowAnyException();
  }

  /** After days somebody lives with what is there, and writes to it. */
  @Test
  void aRestoreThatWasCutOffLongAgoIsForgotten() {
    Machine begun = master(Fixtures.MASTER_1);
    begun.records.put("restoring", "restore-20260922T100000Z sum\n");
    assertThat(RestoreProgress.of(INVENTORY, facts(begun), POINT, NOW))
        .isEqualTo(new RestoreProgress("restore-20261001T000000Z", false, Set.of()));
  }

  /** Of another backup it is another restore: what the first left is put aside, too. */
  @Test
  void anotherBackupIsAnotherRestore() {
    Machine begun = master(Fixtures.MASTER_1);
    begun.records.put("restoring", "restore-20260930T100000Z other\n");
    RestoreProgress progress = RestoreProgress.of(INVENTORY, facts(begun), POINT, NOW);
    assertThat(progress)
        .isEqualTo(new RestoreProgress("restore-20261001T000000Z", false, Set.of()));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    assertThatThrownBy(() -> judge(allDown(), point("other", KUBERNETES, ETCD), true))
        .hasMessageContaining("The backup is of the cluster other");
    Machine strange = master(Fixtures.MASTER_2);
    strange.pki = Map.of(CA, new Secret("another authority\n"));
    assertThatThrownBy(
            () ->
                judge(
                    facts(master(Fixtures.MASTER_1), strange, master(Fixtures.MASTER_3)),
                    POINT,
                    true))
        .hasMessageContaining("node-2 has another " + CA);
    Machine same = master(Fixtures.MASTER_2);
    same.pki = Map.of(CA, new Secret("the backup's authority"));
    assertThatCode(
            () ->
                judge(
                    facts(master(Fixtures.MASTER_1), same, master(Fixtures.MASTER_3)),
                    POINT,
                    false))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> judge(facts(master(Fixtures.MASTER_1), master(Fixtures.MASTER_2)), POINT, true))
        .hasMessageContaining("node-3 could not be asked");
  }

  /** As in an upgrade: the same minor version, or the next one. */
  @Test
  void onlyVersionsThatReadTheDataAreLet() {
    assertThatCode(() -> judge(allDown(), point("demo", "1.35.2", "3.5.33"), false))
        .doesNotThrowAnyException();
    Set<String> refused = new HashSet<>();
    for (RestorePoint point :
        List.of(
            point("demo", "1.37.1", ETCD),
            point("demo", "1.34.2", ETCD),
            point("demo", KUBERNETES, "3.7.2"),
            point("demo", KUBERNETES, "3.4.30"))) {
      assertThatThrownBy(() -> judge(allDown(), point, true))
          .isInstanceOf(GuardRefused.class)
          .satisfies(e -> refused.add(String.valueOf(e.getMessage())));
    }
    assertThat(refused)
        .hasSize(4)
        .anyMatch(w -> w.contains("of Kubernetes 1.37.1, and the inventory wants 1.36.4: an older"))
        .anyMatch(w -> w.contains("more than one minor version newer"))
        .anyMatch(w -> w.contains("Set etcd_version to 3.7.2 or a later 3.7"));
  }

  @Test
  void theNewestDataThatCanBeReadTellWhatWouldBeLost() {
    Machine older = master(Fixtures.MASTER_1);
    older.records.put("restore-objects", "revision 150\npods 3 1\nend\n");
    Machine newer = master(Fixtures.MASTER_2);
    newer.records.put(
        "restore-objects", "revision 170\npods 4 2\nconfigmaps 9 0\ndeployments.apps.x 1 1\nend\n");
    Machine cut = master(Fixtures.MASTER_3);
    cut.records.put("restore-objects", "revision 999\npods 4 2\n");
    RestoreLook look = RestoreLook.of(INVENTORY, facts(older, newer, cut)).orElseThrow();
    assertThat(look.master()).isEqualTo("node-2");
    assertThat(look.total()).isEqualTo(14);
    assertThat(look.newer())
        .containsExactlyInAnyOrderEntriesOf(Map.of("pods", 2L, "deployments.apps.x", 1L));
    assertThat(RestoreLook.of(INVENTORY, facts(cut))).isEmpty();
    assertThat(RestorePlan.forgotten(INVENTORY, POINT)).containsExactly("old-1");
  }
}
