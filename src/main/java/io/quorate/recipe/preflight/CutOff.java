package io.quorate.recipe.preflight;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of an upgrade that was cut off leaves behind: the next one begins with it, and is not
 * held up by it.
 */
public final class CutOff {

  /** What a run stops for a moment, and what begins with it starts again. */
  private static final Set<String> STOPPED =
      Stream.of(
              ClusterHealth.Kind.API_NOT_READY,
              ClusterHealth.Kind.MEMBER_DOWN,
              ClusterHealth.Kind.MEMBER_WITHOUT_QUORUM)
          .map(UpgradeFindings::part)
          .collect(Collectors.toSet());

  private static final String NOT_READY = UpgradeFindings.part(ClusterHealth.Kind.NODE_NOT_READY);

  private final Inventory inventory;
  private final LiveCluster live;
  private final boolean underWay;
  private final boolean back;

  private CutOff(Inventory inventory, LiveCluster live, boolean underWay, boolean back) {
    this.inventory = inventory;
    this.live = live;
    this.underWay = underWay;
    this.back = back;
  }

  /**
   * @param underWay whether an upgrade has begun to change nodes, and has not ended
   * @param back whether it is taken back
   * @return the same findings, those that are its own as warnings
   */
  public static List<Finding> judged(
      List<Finding> findings,
      Inventory inventory,
      ClusterFacts facts,
      boolean underWay,
      boolean back) {
    if (!underWay && !back) {
      return findings;
    }
    CutOff cutOff = new CutOff(inventory, LiveCluster.of(inventory, facts), underWay, back);
    return findings.stream().map(f -> cutOff.isOwn(f) ? f.warned() : f).toList();
  }

  private boolean isOwn(Finding finding) {
    if (back && isGoneBackFor(finding)) {
      return true;
    }
    return underWay && isLeftBehind(finding);
  }

  /**
   * A node that did not get well with its new programs; what they were kept in is there already.
   */
  private static boolean isGoneBackFor(Finding finding) {
    return finding.kind() == Finding.Kind.DISK
        || finding.kind() == Finding.Kind.HEALTH && finding.part().equals(NOT_READY);
  }

  private boolean isLeftBehind(Finding finding) {
    return switch (finding.kind()) {
      case HEALTH ->
          STOPPED.contains(finding.part())
              || finding.part().equals("verdict")
              || finding.part().equals("api")
              || finding.part().equals(NOT_READY) && getsTurn(finding.node());
      // A master of which something is stopped is what is missing; it is started before others
      // stop.
      case SPARE, UNSEEN -> isMasterDown();
      // They are renewed afterwards: until then no renewal is let beside it.
      case CERTIFICATES -> true;
      // Most of what it wants lies there already.
      case DISK -> true;
      default -> false;
    };
  }

  /**
   * Whether it has to prove itself before others are touched: it is drained, or its kubelet rests.
   */
  private boolean getsTurn(String node) {
    Optional<LiveNode> seen = live.node(node);
    return seen.map(n -> !n.kubelet() || n.api() == null || !n.api().schedulable()).orElse(false);
  }

  private boolean isMasterDown() {
    return inventory.masters().stream()
        .map(m -> live.node(m.name()))
        .flatMap(Optional::stream)
        .anyMatch(n -> !n.apiServer().isReady() || n.etcd().map(m -> !m.healthy()).orElse(true));
  }
}
