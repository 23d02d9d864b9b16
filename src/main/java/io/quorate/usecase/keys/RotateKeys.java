package io.quorate.usecase.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.keys.KeyRotation;
import io.quorate.recipe.keys.KeyRotationGuard;
import io.quorate.recipe.keys.KeyRotationPlan;
import io.quorate.usecase.Absence;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.Consent;
import io.quorate.usecase.Note;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RunResults;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A new key takes the place of that with which Secrets, and whatever else the API servers encrypt,
 * are kept in etcd; all there is is written with it.
 *
 * @param resume whether a rotation that was cut off goes on, however near to its end
 */
public record RotateKeys(boolean resume) implements UseCase {

  public static final String NAME = "certificates rotate-keys";

  @Override
  public String name() {
    return NAME;
  }

  /** Workers have no part in it; a master that is away is refused with its reason. */
  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    return Survey.of(session.look(KeyRotationGuard.requests(session.inventory())));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    KeyRotationGuard.judge(inventory, facts);
    KeyRotation rotation = KeyRotation.of(inventory, facts, Instant.now(), resume);
    Planned planned = session.plan(facts, c -> KeyRotationPlan.of(c, rotation), caller.progress());
    List<Note> notes = new ArrayList<>();
    words(inventory, facts, rotation).forEach(w -> notes.add(new Note(false, w)));
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()), new Consent.Agreement())
        .noting(notes)
        .then(
            List.of(
                "Backups and snapshots from before are read with the old key alone: "
                    + KeyRotationPlan.folder(rotation)
                    + " on each master has it. `quorate backup` makes one with the new key."));
  }

  /** What would be done, in sentences. */
  public static List<String> words(Inventory inventory, ClusterFacts facts, KeyRotation rotation) {
    List<String> words = new ArrayList<>();
    if (KeyRotation.isUnderWay(facts)) {
      words.add("A rotation of the key has begun and not ended: it goes on from there.");
    }
    List<String> masters = inventory.masters().stream().map(Host::name).toList();
    words.add(
        "%s takes the place of %s: API servers read with it first, then write with it; then all there is is written anew, and when etcd has nothing of the old key any more, that goes."
            .formatted(rotation.key(), KeyRotationPlan.replaced(rotation)));
    words.add(
        masters.size() == 1
            ? "The only API server starts again up to three times, and is away for some seconds"
                + " each."
            : "API servers start again up to three times, one after the other ("
                + String.join(", ", masters)
                + "), each when the one before is ready; pods keep running.");
    return words;
  }
}
