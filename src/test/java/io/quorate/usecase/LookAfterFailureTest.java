package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.UptimeRecord;
import io.quorate.run.ClusterNow;
import io.quorate.run.ClusterNow.Quorum;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is said of the cluster once a step has failed: nothing that was not seen. */
class LookAfterFailureTest {

  private static final List<Host> HOSTS =
      List.of(
          new Host("node-1", "192.0.2.11", Set.of(Role.MASTER)),
          new Host("node-2", "192.0.2.12", Set.of(Role.MASTER)),
          new Host("node-3", "192.0.2.13", Set.of(Role.MASTER)),
          new Host("node-4", "192.0.2.14", Set.of(Role.WORKER)));

  @TempDir Path folder;

  private static LiveNode node(Host host, boolean inInventory, ApiAnswer api) {
    return new LiveNode(
        host.name(),
        inInventory ? host : null,
        "",
        null,
        null,
        false,
        api,
        true,
        true,
        new UptimeRecord(null, null, null));
  }

  private static final Membership MEMBERS =
      new Membership(
          List.of(
              new Membership.Member("a1", "node-1", false, true),
              new Membership.Member("a2", "node-2", false, true),
              new Membership.Member("a3", "node-3", false, false)));

  private static LiveCluster live(Verdict verdict, boolean quorum, boolean known) {
    ClusterHealth health = new ClusterHealth(verdict, quorum, "What was found.", "", List.of());
    return new LiveCluster(
        health,
        known ? MEMBERS : null,
        List.of(
            node(HOSTS.get(0), true, ApiAnswer.ready()),
            node(HOSTS.get(1), true, new ApiAnswer(22, 0, "500")),
            node(HOSTS.get(2), true, ApiAnswer.none()),
            node(HOSTS.get(3), true, ApiAnswer.ready()),
            node(new Host("node-7", "192.0.2.17", Set.of(Role.MASTER)), false, ApiAnswer.ready())),
        true);
  }

  @Test
  void aQuorumThatIsHeldIsSaidWithTheMastersWhoseApiServersAreReady() {
    ClusterNow now = LookAfterFailure.read(live(Verdict.DEGRADED, true, true));
    assertThat(now.quorum()).isEqualTo(Quorum.HELD);
    assertThat(now.found()).isEqualTo(MEMBERS.words());
    assertThat(now.serving()).containsExactly("node-1");
    assertThat(now.masters()).isEqualTo(3);
    assertThat(now.words()).contains("API servers ready: 1 of 3 (node-1)");
  }

  @Test
  void aQuorumThatIsLostIsSaidAsSuch() {
    ClusterNow now = LookAfterFailure.read(live(Verdict.QUORUM_LOST, false, true));
    assertThat(now.quorum()).isEqualTo(Quorum.LOST);
    assertThat(now.found()).isEqualTo("What was found.");
  }

  @Test
  void aClusterThatIsJustBeingMadeHasNone() {
    assertThat(LookAfterFailure.read(live(Verdict.NEW, false, false)).quorum())
        .isEqualTo(Quorum.NONE);
  }

  /**
   * Also a lost one: without a list of the members it is what a cluster looks like that is made.
   */
  @ParameterizedTest
  @EnumSource(value = Verdict.class, mode = Mode.EXCLUDE, names = "NEW")
  void whereNobodyKnowsTheMembersNothingIsSaidOfTheQuorum(Verdict verdict) {
    ClusterNow now = LookAfterFailure.read(live(verdict, verdict == Verdict.HEALTHY, false));
    assertThat(now.quorum()).isEqualTo(Quorum.UNKNOWN);
    assertThat(now.words()).containsExactly("unknown: What was found.");
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"UNREACHABLE", "SPLIT", "FOREIGN"})
  void aQuorumThatNobodyProvedIsNotHeld(Verdict verdict) {
    assertThat(LookAfterFailure.read(live(verdict, false, true)).quorum())
        .isEqualTo(Quorum.UNKNOWN);
  }

  /** All masters are asked, but those that the run has lost; workers have nothing to tell. */
  @Test
  void theMastersThatAreLeftAreAsked() throws Exception {
    Inventory inventory =
        InventoryLoader.answers(
                Map.of(
                    Setting.CNI.key(), "routed",
                    Setting.ETCD_INITIAL_TOKEN.key(), "not-a-secret-of-anything"),
                HOSTS,
                Occasion.FIRST_INSTALL,
                LocalDate.now(ZoneOffset.UTC))
            .inventory();
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    HOSTS.forEach(h -> addresses.put(h.name(), List.of(h.address())));
    NodeConnector.Rehearsal fresh = new NodeConnector.Rehearsal(addresses, folder, 0, Set.of());
    assertThat(new LookAfterFailure(inventory, fresh).look(Set.of()).quorum())
        .isEqualTo(Quorum.NONE);
    RehearsedCluster.install(inventory, fresh.swift(folder), event -> {});

    NodeConnector.Rehearsal there = new NodeConnector.Rehearsal(addresses, folder, 0, Set.of());
    ClusterNow all = new LookAfterFailure(inventory, there).look(Set.of());
    assertThat(all.quorum()).isEqualTo(Quorum.HELD);
    assertThat(all.serving()).containsExactly("node-1", "node-2", "node-3");
    assertThat(all.masters()).isEqualTo(3);

    ClusterNow one = new LookAfterFailure(inventory, there).look(Set.of("node-2"));
    assertThat(one.quorum()).isEqualTo(Quorum.HELD);
    assertThat(one.serving()).containsExactly("node-1", "node-3");

    NodeConnector.Rehearsal dead =
        new NodeConnector.Rehearsal(addresses, folder, 0, Set.of("node-1", "node-2"));
    ClusterNow lost = new LookAfterFailure(inventory, dead).look(Set.of("node-1", "node-2"));
    assertThat(lost.quorum()).isEqualTo(Quorum.UNKNOWN);
    assertThat(lost.found()).contains("etcd has data on node-3, and no quorum answers");
    assertThat(lost.serving()).isEmpty();
  }
}
