package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.UpgradePlan;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Newer versions come to a cluster that runs, under its pods.
 *
 * @param file is brought up to date when the run is done
 */
public record Upgrade(UpgradeTarget target, UpgradePlan.Options how, Path file) implements UseCase {

  public static final String NAME = "upgrade";

  /** How long pods may take to leave a node where nobody says otherwise. */
  public static final Duration USUAL_DRAIN = UpgradePlan.USUAL_DRAIN;

  private static final long MOST_DRAIN = 86_400;

  /**
   * @param atOnce how many workers are drained at a time, at least 1
   * @param drain how long pods may take to leave a node
   * @param force whether pods go that nobody makes anew
   * @param stageOnly whether all is downloaded and asked, and nothing is changed
   */
  public static Upgrade of(
      UpgradeTarget target,
      int atOnce,
      Duration drain,
      boolean force,
      boolean stageOnly,
      Path file) {
    return new Upgrade(target, new UpgradePlan.Options(atOnce, drain, force, stageOnly), file);
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * How many workers are drained at a time; nothing where the text does not say it.
   *
   * @param text a number of 1 or more, or a percentage of 1 to 100, of which a part counts as none
   * @param workers how many there are
   */
  public static OptionalInt atOnce(String text, int workers) {
    boolean share = text.endsWith("%");
    String digits = share ? text.substring(0, text.length() - 1) : text;
    int number = digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    if (number < 1 || share && number > 100) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(share ? Math.max(1, (int) ((long) workers * number / 100)) : number);
  }

  /**
   * What is wrong with the time that pods may take to leave a node; empty: nothing.
   *
   * @param seconds 1 to 86400
   */
  public static String wrongDrain(long seconds) {
    return seconds < 1 || seconds > MOST_DRAIN ? "has to be 1 to " + MOST_DRAIN + " seconds." : "";
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    target.refuseUnknown();
    Inventory inventory = session.inventory();
    ClusterFacts facts = session.look(LiveProbe.looks(inventory));
    return Survey.of(facts).shown(picture(inventory, facts));
  }

  private List<String> picture(Inventory inventory, ClusterFacts facts) {
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    List<String> lines = new ArrayList<>();
    lines.add(LiveCluster.of(inventory, facts).found());
    lines.addAll(VersionGuard.notes(matrix));
    return lines;
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    Inventory inventory = session.inventory();
    VersionMatrix matrix = VersionMatrix.of(inventory, survey.facts());
    UpgradePath path = target.path(inventory, matrix);
    Planned planned =
        session.plan(survey.facts(), c -> UpgradePlan.of(c, path, how), caller.progress());
    List<Note> notes = new ArrayList<>();
    Note.warnings(VersionGuard.notes(matrix)).forEach(notes::add);
    words(inventory, matrix, path).forEach(w -> notes.add(new Note(false, w)));
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, results(session, path)), new Consent.Agreement())
        .noting(notes);
  }

  /** The way in lines: what changes, and stage by stage. */
  public static List<String> words(Inventory inventory, VersionMatrix matrix, UpgradePath path) {
    Versions runs = VersionGuard.running(inventory, matrix).versions();
    if (path.isEmpty()) {
      return List.of(
          "Everything runs in the wanted versions already: Kubernetes "
              + runs.kubernetes()
              + ", etcd "
              + runs.etcd()
              + ".");
    }
    Versions end = path.stages().getLast().versions();
    List<String> words = new ArrayList<>(UpgradeTarget.changes(inventory, matrix, end));
    words.add("The way:");
    int number = 1;
    for (Stage stage : path.stages()) {
      words.add("  %d. %s".formatted(number++, stage.words()));
    }
    return words;
  }

  private RunResults results(ClusterSession session, UpgradePath path) {
    if (session.reach().rehearsal() || how.stageOnly()) {
      return RunResults.nothing();
    }
    Inventory inventory = session.inventory();
    // Also where nothing is to be done: the run that did it may have been cut off before its end.
    Inventory then = inventory.withVersions(path.end());
    return then.equals(inventory) ? RunResults.nothing() : RunResults.nothing().with(file, then);
  }
}
