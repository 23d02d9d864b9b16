package io.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a run's process needs to know. It travels once, through a pipe, and is never on disk.
 *
 * @param holder who takes the run lock, shown to whom it is refused
 * @param waitForDecisions whether the run stays after a failure for a person to decide
 * @param connector what the connector of the nodes is made from: addresses, host keys, passwords;
 *     nobody but its maker reads it
 * @param secrets whatever no event may show, beside what is in the plan
 */
public record HandOver(
    Plan plan,
    String journey,
    String cluster,
    String holder,
    List<RunEvent.NodeInfo> nodes,
    boolean rehearsal,
    boolean waitForDecisions,
    JsonNode connector,
    List<Secret> secrets) {

  public HandOver {
    nodes = List.copyOf(nodes);
    secrets = List.copyOf(secrets);
  }

  /** Finds whatever no event may show, keys that the plan has made among it. */
  Redaction redaction() {
    List<Secret> all = new ArrayList<>(secrets);
    all.addAll(Secrets.writtenBy(plan));
    return new Redaction(all);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return journey + " of " + cluster + " by " + holder + ", " + plan.steps().size() + " steps";
  }
}
