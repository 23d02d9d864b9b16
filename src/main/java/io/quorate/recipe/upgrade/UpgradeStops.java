package io.quorate.recipe.upgrade;

import io.quorate.plan.Step;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is there when an upgrade ends at one of its steps: a state that may stay, since the order of
 * the turns keeps within the version skew policy at every moment. Whatever follows counts on what
 * went before, so that none of these steps can be left out.
 */
final class UpgradeStops {

  private static final String NOTHING = "No node runs anything else than before.";
  private static final String NOTHING_MORE =
      "This run has changed nothing: each node runs what the one before it left there.";
  private static final String ADD_ONS =
      "All runs in its version but the pod network and the cluster's DNS.";
  private static final String STAYS = " It can stay so.";

  private final Map<String, String> turns = new HashMap<>();
  private final boolean alone;
  private final boolean back;
  private final String nothing;
  private final String others;

  private UpgradeStops(boolean alone, boolean back, String nothing) {
    this.alone = alone;
    this.back = back;
    this.nothing = nothing;
    this.others = back ? "newer" : "older";
  }

  /**
   * @param alone whether there is one master
   * @param underWay whether a run before has begun to change nodes
   */
  static UpgradeStops of(List<Turn> turns, boolean alone, boolean underWay) {
    UpgradeStops stops = new UpgradeStops(alone, false, underWay ? NOTHING_MORE : NOTHING);
    for (Turn turn : turns) {
      stops.turns.put(turn.id(), stops.words(turn));
    }
    return stops;
  }

  /**
   * Of an upgrade that is rolled back.
   *
   * @param alone whether there is one master
   */
  static UpgradeStops back(boolean alone) {
    return new UpgradeStops(alone, true, NOTHING);
  }

  /** A step of this turn, which cannot be left out. */
  Step held(Turn turn, Step step) {
    return step.needed(words(turn));
  }

  private String words(Turn turn) {
    return switch (turn.kind()) {
      case START -> "What does not run there is as the run that was cut off has left it.";
      case ETCD -> {
        String etcd = turn.ofStage().versions().etcd();
        yield alone
            ? alone("etcd")
            : "Members of etcd with "
                + etcd
                + " run beside "
                + others
                + " ones, and the cluster speaks the older version."
                + STAYS;
      }
      case CONTROL_PLANE -> {
        String kubernetes = turn.ofStage().versions().kubernetes();
        yield alone
            ? alone("the control plane")
            : "API servers with "
                + kubernetes
                + " run beside "
                + others
                + " ones, which the version skew policy allows."
                + STAYS;
      }
      case HOLD -> nodes(turn) + without(turn);
      case DRAIN -> nodes(turn) + " The node takes pods as before.";
      case NODE, BACK ->
          turn.stage() == null
              ? "The node stays cordoned until this is done."
              : nodes(turn)
                  + " The node stays cordoned, without pods, until this is done."
                  + without(turn);
      case ADD_ONS -> ADD_ONS;
      case DOWNGRADE ->
          "etcd's members run as before, and may have been told already to speak the older version."
              + STAYS;
    };
  }

  /** A worker that fails holds the others up no longer than its person wants. */
  private String without(Turn turn) {
    return turn.host().isMaster() || back
        ? ""
        : " `quorate upgrade --leave %1$s` goes on without it; with `--rollback --node %1$s` it runs what it ran before."
            .formatted(turn.host().name());
  }

  private static String alone(String what) {
    return "There is one master: until "
        + what
        + " runs again its API does not answer. Pods run on.";
  }

  private String nodes(Turn turn) {
    return "Kubelets with "
        + turn.ofStage().versions().kubernetes()
        + " run beside "
        + others
        + " ones, none newer than an API server and none too old for one."
        + STAYS;
  }

  /** The step, which cannot be left out where something counts on it. */
  Step held(Step step) {
    String own = turns.get(step.id());
    if (own != null) {
      return step.needed(own);
    }
    if (StepKind.DOWNLOADS.names(step)
        || StepKind.UPGRADE_ASKED.names(step)
        || StepKind.UPGRADE_IMAGES.names(step)
        || StepKind.UPGRADE_SNAPSHOT.names(step)
        || StepKind.UPGRADE_KEPT.names(step)
        || StepKind.UPGRADE_ASKING.names(step)) {
      return step.needed(nothing);
    }
    if (StepKind.DNS.names(step) || StepKind.CNI.names(step)) {
      return step.needed(ADD_ONS);
    }
    return StepKind.UPGRADE_END.names(step)
        ? step.needed("All is done, and not everything is proven to run in its version.")
        : step;
  }
}
