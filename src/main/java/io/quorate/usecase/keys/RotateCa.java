package io.quorate.usecase.keys;

import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.keys.AggregatedApi;
import io.quorate.recipe.keys.AuthorityRotation;
import io.quorate.recipe.keys.AuthorityRotationGuard;
import io.quorate.recipe.keys.AuthorityRotationPlan;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Another authority takes the place of one of the cluster's; later the old one is accepted no more.
 *
 * @param removal whether the old one is to go; else the new one is to issue
 * @param resume whether a rotation that was cut off goes on, however near to its end
 */
public record RotateCa(ClusterAuthority which, boolean removal, boolean resume) implements UseCase {

  public static final String NAME = "certificates rotate-ca";

  /** Those that can be rotated, in people's words. */
  public static final List<String> WORDS = List.of(ClusterAuthority.FRONT_PROXY.word());

  /**
   * @param word one of {@link #WORDS}
   * @throws IllegalArgumentException when it is none of them
   */
  public static RotateCa of(String word, boolean removal, boolean resume) {
    return Arrays.stream(ClusterAuthority.values())
        .filter(a -> a.word().equals(word) && WORDS.contains(word))
        .findFirst()
        .map(a -> new RotateCa(a, removal, resume))
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

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
    ClusterFacts facts = session.look(AuthorityRotationGuard.requests(inventory));
    return Survey.of(
        facts.withRecords(session.ask(AuthorityRotationGuard.behind(inventory, facts))));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    AuthorityRotationGuard.judge(which, inventory, facts);
    AuthorityRotation rotation =
        AuthorityRotation.of(which, inventory, facts, Instant.now(), resume);
    return removal
        ? removing(session, facts, caller, rotation)
        : switching(session, facts, caller, rotation);
  }

  private Proposal switching(
      ClusterSession session, ClusterFacts facts, Caller caller, AuthorityRotation rotation)
      throws IOException, InterruptedException {
    AuthorityRotationGuard.judgeSwitch(rotation);
    Planned planned =
        session.plan(facts, c -> AuthorityRotationPlan.switching(c, rotation), caller.progress());
    List<Note> notes = new ArrayList<>();
    words(session.inventory(), facts, rotation).forEach(w -> notes.add(new Note(false, w)));
    List<AggregatedApi> silent =
        AggregatedApi.of(facts).stream().filter(a -> !a.available()).toList();
    if (!silent.isEmpty()) {
      notes.add(
          new Note(
              true,
              names(silent)
                  + " cannot be proved to accept the new authority: not available as it is. Where"
                  + " it was before the rotation began, start its pods again first."));
    }
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()), new Consent.Agreement())
        .noting(notes)
        .then(
            List.of(
                "The old authority is still accepted. `"
                    + AuthorityRotationGuard.command(which)
                    + " --remove-old` takes it away.",
                "A proxy of your own that logs people in to API servers by a certificate of the"
                    + " old authority needs one of the new one before that."));
  }

  private Proposal removing(
      ClusterSession session, ClusterFacts facts, Caller caller, AuthorityRotation rotation)
      throws IOException, InterruptedException {
    Planned planned =
        session.plan(
            facts,
            c -> {
              AuthorityRotationGuard.judgeRemoval(rotation, c);
              return AuthorityRotationPlan.removing(c, rotation);
            },
            caller.progress());
    return Proposal.of(
        PlannedRun.of(NAME, session, planned, RunResults.nothing()),
        new Consent.TypedName(
            session.inventory().clusterName(),
            List.of(
                "The old authority goes for good, here and in "
                    + rotation.folder()
                    + " on each master: whatever shows a certificate of it is refused from then on. "
                    + RotateSigningKey.restarts(session.inventory(), 1))));
  }

  /** What would be done, in sentences. */
  private static List<String> words(
      Inventory inventory, ClusterFacts facts, AuthorityRotation rotation) {
    List<String> words = new ArrayList<>();
    if (rotation.isUnderWay(facts)) {
      words.add(
          rotation.switched()
              ? "All masters have certificates of the new authority already, and the old one is"
                  + " still accepted: `--remove-old` takes it away."
              : "A rotation of this authority has begun and not ended: it goes on from there.");
    }
    words.add(
        rotation.name()
            + " takes the place of the front proxy's authority: first all API servers accept both,"
            + " then each gets a certificate of the new one. The old one stays accepted.");
    List<AggregatedApi> behind =
        AggregatedApi.of(facts).stream().filter(AggregatedApi::available).toList();
    if (!behind.isEmpty()) {
      words.add(
          names(behind)
              + (behind.size() == 1 ? " has" : " have")
              + " to answer through each API server with its new certificate.");
    }
    words.add(RotateSigningKey.restarts(inventory, 2));
    return words;
  }

  private static String names(List<AggregatedApi> apis) {
    return apis.stream().map(AggregatedApi::name).collect(Collectors.joining(", "));
  }
}
