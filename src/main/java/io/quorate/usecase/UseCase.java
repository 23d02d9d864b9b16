package io.quorate.usecase;

import io.quorate.node.Node.NodeException;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.io.IOException;

/**
 * What one does to a cluster, from the look at its nodes to the plan that can be run: the same for
 * a command, a wizard, a rehearsal and a test. Nothing on the nodes is changed before the run of a
 * proposal is started.
 *
 * <p>What would do harm is refused with a {@link io.quorate.plan.GuardRefused}.
 */
public interface UseCase {

  /** What its runs are called, such as {@code rescue}. */
  String name();

  /** Whether it goes on although SSH does not get into this node. */
  default boolean bears(NodeException failure) {
    return false;
  }

  /** What to do where SSH does not get into a node that it cannot do without, as a sentence. */
  default String reaching() {
    return "Every node has to be reached for this.";
  }

  /**
   * Looks at the cluster as it is, again and again, while a person makes up their mind. Asks no
   * more than that needs.
   */
  default Survey watch(ClusterSession session) throws InterruptedException {
    return Survey.of(session.look(LiveProbe.looks(session.inventory())));
  }

  /**
   * Looks at the nodes, and judges.
   *
   * @throws InvalidRequestException when what is asked for does not fit what is there
   */
  Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException;

  /**
   * Makes the plan for what was found.
   *
   * @param survey of this use case's own look, without a failed finding
   * @throws IOException when the operator's machine has to download and cannot
   * @throws InvalidRequestException when what is asked for does not fit what is there
   */
  Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException;
}
