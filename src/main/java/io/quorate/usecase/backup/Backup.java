package io.quorate.usecase.backup;

import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.FileFailure;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.BackupPlan;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.target.OffHost;
import io.quorate.usecase.Absence;
import io.quorate.usecase.BackupHome;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Note;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RunResults;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's data and keys come into one sealed file on the operator's machine. The cluster stays
 * as it is, and serves meanwhile.
 *
 * @param folder where the file goes
 * @param key that it is sealed with
 * @param retention what becomes of older backups there
 * @param copy where else it goes; null: nowhere
 */
public record Backup(Path folder, SealingKey key, Retention retention, @Nullable OffHost copy)
    implements UseCase {

  public static final String NAME = "backup";

  /** One that stays on this machine. */
  public Backup(Path folder, SealingKey key, Retention retention) {
    this(folder, key, retention, null);
  }

  /** What is wrong with a folder for backups, after its name; empty: nothing. */
  public static String wrongFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "is not a folder.";
    }
    return Files.isWritable(folder) ? "" : "cannot be written to.";
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Only the leader has to be reached; that is judged when it is known. */
  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    return Survey.of(session.look(LiveProbe.looks(session.inventory())));
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws InterruptedException, InvalidRequestException {
    String wrong = wrongFolder(folder);
    if (!wrong.isEmpty()) {
      throw InvalidRequestException.choose(
          folder + " " + wrong, List.of("Name a folder that is there with --to FOLDER."));
    }
    if (copy != null && !session.reach().rehearsal()) {
      reach(copy);
    }
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    LiveCluster live = LiveCluster.of(inventory, facts);
    Host source = BackupPlan.source(inventory, live);
    Plan plan = BackupPlan.of(source);
    BackupHome home =
        BackupHome.of(
            folder, key, retention, source.name(), live, VersionMatrix.of(inventory, facts));
    List<Note> notes =
        live.nodes().stream()
            .filter(n -> n.isMaster() && n.host() != null && !n.unreachable().isEmpty())
            .map(
                n ->
                    new Note(
                        true,
                        "The files of %s will not be in it: %s."
                            .formatted(n.name(), n.unreachable())))
            .toList();
    return Proposal.of(
            new PlannedRun(
                NAME,
                inventory,
                session.reach(),
                plan,
                RunResults.nothing().with(copy == null ? home : home.copiedTo(copy))),
            new Consent.Agreement())
        .noting(notes)
        .then(
            List.of(
                "A backup is as good as its restore: try that, and keep what opens it elsewhere."));
  }

  /** Before the snapshot is taken, and while somebody is there who can mend it. */
  private static void reach(OffHost copy) throws InterruptedException {
    try {
      copy.check();
    } catch (IOException e) {
      throw new GuardRefused(
          "No backup can be copied to %s: %s.".formatted(copy.address(), FileFailure.words(e)),
          "Mend that, or leave out --copy-to.");
    }
  }
}
