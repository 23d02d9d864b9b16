package io.quorate.usecase.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.keys.SigningRotation;
import io.quorate.recipe.keys.SigningRotationGuard;
import io.quorate.recipe.keys.SigningRotationPlan;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new key signs service accounts' tokens; later, when no token of the old one lives any more,
 * that is trusted no more.
 *
 * @param removal what is said of it where the old key is to go; empty: the new one is to sign
 * @param resume whether a rotation that was cut off goes on, however near to its end
 */
public record RotateSigningKey(Optional<Removal> removal, boolean resume) implements UseCase {

  public static final String NAME = "certificates rotate-signing-key";

  /**
   * The old key goes.
   *
   * @param longest how long tokens live that were given out, by whoever knows it
   * @param atOnce whether tokens of the old key may be refused while they still live
   */
  public record Removal(Optional<Duration> longest, boolean atOnce) {}

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
    Inventory inventory = session.inventory();
    ClusterFacts facts = session.look(SigningRotationGuard.requests(inventory));
    return Survey.of(facts.withRecords(session.ask(SigningRotationGuard.tokens(inventory, facts))));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    SigningRotationGuard.judge(inventory, facts);
    SigningRotation rotation = SigningRotation.of(inventory, facts, Instant.now(), resume);
    return removal.isPresent()
        ? removing(session, facts, caller, rotation, removal.get())
        : switching(session, facts, caller, rotation);
  }

  private static Proposal switching(
      ClusterSession session, ClusterFacts facts, Caller caller, SigningRotation rotation)
      throws IOException, InterruptedException {
    SigningRotationGuard.judgeSwitch(rotation);
    Planned planned =
        session.plan(facts, c -> SigningRotationPlan.switching(c, rotation), caller.progress());
    List<Note> notes = new ArrayList<>();
    words(session.inventory(), facts, rotation).forEach(w -> notes.add(new Note(false, w)));
    SigningRotationGuard.endless(rotation, facts)
        .ifPresent(
            w ->
                notes.add(
                    new Note(
                        true,
                        w
                            + ". They stay good, and the old key can go only when they are gone or"
                            + " made anew.")));
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()), new Consent.Agreement())
        .noting(notes)
        .then(
            List.of(
                "The old key is still trusted, as tokens of it live on. When they have ended, `quorate"
                    + " certificates rotate-signing-key --remove-old` takes it away.",
                "Who verifies tokens elsewhere (a cloud, Vault) needs the new key from"
                    + " /openid/v1/jwks before it does without the old one."));
  }

  private static Proposal removing(
      ClusterSession session,
      ClusterFacts facts,
      Caller caller,
      SigningRotation rotation,
      Removal removal)
      throws IOException, InterruptedException {
    SigningRotationGuard.judgeRemoval(rotation, facts, removal.longest(), removal.atOnce());
    Planned planned =
        session.plan(facts, c -> SigningRotationPlan.removing(c, rotation), caller.progress());
    List<String> warning = new ArrayList<>();
    warning.add(
        "The old key goes for good, here and in "
            + rotation.folder()
            + " on each master. "
            + restarts(session.inventory(), 1));
    if (removal.atOnce()) {
      warning.add(
          "Whatever tokens of the old key still live are refused from then on: pods are locked out of"
              + " the API until their kubelet brings them a new token, which takes it most of an"
              + " hour, or until it starts again (`systemctl restart kubelet`).");
      SigningRotationGuard.endless(rotation, facts)
          .ifPresent(w -> warning.add(w + ", which is refused, too."));
    }
    return Proposal.of(
        PlannedRun.of(NAME, session, planned, RunResults.nothing()),
        new Consent.TypedName(session.inventory().clusterName(), warning));
  }

  /** What would be done, in sentences. */
  static List<String> words(Inventory inventory, ClusterFacts facts, SigningRotation rotation) {
    List<String> words = new ArrayList<>();
    if (rotation.isUnderWay(facts)) {
      words.add(
          rotation.switched()
              ? "All masters sign with the new key already, and the old one is still trusted:"
                  + " `--remove-old` takes it away."
              : "A rotation of the key has begun and not ended: it goes on from there.");
    }
    words.add(
        "A new key signs service accounts' tokens: first all API servers trust it, then all API"
            + " servers and controller managers sign with it. Tokens of the old one stay good.");
    words.add(restarts(inventory, 2));
    return words;
  }

  static String restarts(Inventory inventory, int times) {
    List<String> masters = inventory.masters().stream().map(Host::name).toList();
    String often = times == 1 ? "once" : "up to twice";
    return masters.size() == 1
        ? "The only API server starts again " + often + ", and is away for some seconds each time."
        : "API servers start again "
            + often
            + ", one after the other ("
            + String.join(", ", masters)
            + "), each when the one before is ready; pods keep running.";
  }
}
