package io.quorate.usecase.upgrade;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Running;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.Version;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionRanges;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.preflight.CutOff;
import io.quorate.recipe.preflight.UpgradeFindings;
import io.quorate.recipe.preflight.UpgradeProbe;
import io.quorate.recipe.upgrade.RollbackReach;
import io.quorate.recipe.upgrade.UpgradePlan;
import io.quorate.usecase.Absence;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Note;
import io.quorate.usecase.OfferedDownloads;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RunResults;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Newer versions come to a cluster that runs, under its pods.
 *
 * @param accepted names of findings with which it goes on all the same
 * @param file is brought up to date when the run is done
 */
public record Upgrade(
    UpgradeTarget target, UpgradePlan.Options how, Set<String> accepted, Path file)
    implements UseCase {

  public Upgrade {
    accepted = Set.copyOf(accepted);
  }

  public static final String NAME = "upgrade";

  /** How long pods may take to leave a node where nobody says otherwise. */
  public static final Duration USUAL_DRAIN = UpgradePlan.USUAL_DRAIN;

  /** How long the first worker has to stay well where nobody says otherwise. */
  public static final Duration USUAL_CANARY = UpgradePlan.USUAL_CANARY;

  /** With a snapshot that is younger an upgrade goes on without another. */
  private static final Duration FRESH = Duration.ofHours(1);

  private static final long MOST_DRAIN = 86_400;

  /**
   * @param atOnce how many workers are drained at a time, at least 1
   * @param drain how long pods may take to leave a node
   * @param canary how long the first worker has to stay well before the others go
   * @param force whether pods go that nobody makes anew
   * @param stageOnly whether all is downloaded and asked, and nothing is changed
   * @param accepted names of findings with which it goes on all the same
   * @param snapshotTo the folder of this machine to which a snapshot comes first; empty: the
   *     cluster's own
   */
  public static Upgrade of(
      UpgradeTarget target,
      int atOnce,
      Duration drain,
      Duration canary,
      boolean force,
      boolean stageOnly,
      Set<String> accepted,
      String snapshotTo,
      Path file) {
    boolean bare = force || accepted.contains(Kind.BARE_PODS.acceptName());
    return new Upgrade(
        target,
        new UpgradePlan.Options(atOnce, drain, bare, stageOnly).saving(snapshotTo).holding(canary),
        accepted,
        file);
  }

  /** All names by which something can be accepted. */
  public static List<String> acceptNames() {
    return Kind.acceptNames();
  }

  /** Names among these by which nothing can be accepted, in their order. */
  public static List<String> unknown(Collection<String> names) {
    return names.stream().filter(n -> !Kind.acceptNames().contains(n)).sorted().toList();
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

  /** What is wrong with the folder of a snapshot, beginning with it; empty: nothing. */
  public static String wrongSnapshot(String folder) {
    return folder.isEmpty() ? "" : SnapshotPlace.wrong(folder);
  }

  /**
   * What is wrong with the time that pods may take to leave a node; empty: nothing.
   *
   * @param seconds 1 to 86400
   */
  public static String wrongDrain(long seconds) {
    return seconds < 1 || seconds > MOST_DRAIN ? "has to be 1 to " + MOST_DRAIN + " seconds." : "";
  }

  /**
   * What is wrong with the time that the first worker has to stay well; empty: nothing.
   *
   * @param seconds 0 to 86400
   */
  public static String wrongCanary(long seconds) {
    return seconds < 0 || seconds > MOST_DRAIN ? "has to be 0 to " + MOST_DRAIN + " seconds." : "";
  }

  /**
   * Why a node cannot be left as it is; empty: it can.
   *
   * @param field where its name was typed
   */
  public static Optional<Problem> wrongLeft(String field, String name, Inventory inventory) {
    return LeftNodes.wrong(field, name, inventory);
  }

  private LeftNodes left() {
    return new LeftNodes(how.left());
  }

  /** Those that stay as they are may be away; who else is, is refused then. */
  @Override
  public boolean bears(NodeException failure) {
    return !how.left().isEmpty() && Absence.isAbsent(failure);
  }

  /** The same where some workers stay as they are. */
  public Upgrade leaving(Set<String> names) {
    return new Upgrade(target, how.leaving(names), accepted, file);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    target.refuseUnknown();
    Inventory inventory = session.inventory();
    left().refuseUnknown(inventory);
    ClusterFacts facts = session.look(requests(inventory));
    VersionMatrix matrix = VersionMatrix.of(inventory, facts);
    UpgradePath path = target.path(inventory, matrix);
    left().guard(inventory, facts, path);
    List<Finding> findings = new ArrayList<>(findings(inventory, facts, matrix, path));
    findings.addAll(OfferedDownloads.look(session, facts, path));
    return Survey.of(facts, judged(findings, inventory, facts)).shown(picture(inventory, facts));
  }

  static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(inventory));
    UpgradeProbe.requests(inventory)
        .forEach((name, r) -> requests.computeIfPresent(name, (n, asked) -> asked.with(r)));
    return requests;
  }

  /** All that stands in the way; of where nothing is to be done, nothing. */
  private List<Finding> findings(
      Inventory inventory, ClusterFacts facts, VersionMatrix matrix, UpgradePath path) {
    Version now = oldest(VersionRanges.of(inventory, matrix));
    Version end = Version.parse(path.end().kubernetes());
    if (path.isEmpty() || now == null || end == null) {
      return List.of();
    }
    boolean drains = path.stages().stream().anyMatch(s -> s.part() == Part.NODES);
    List<Finding> findings = new ArrayList<>();
    path.leaps()
        .forEach(
            leap ->
                findings.add(
                    Finding.failed(
                            "",
                            Kind.RUNTIME_JUMP,
                            "containerd",
                            leap,
                            "Upgrade it to a version between them first.")
                        .of(leap)));
    findings.addAll(
        UpgradeFindings.of(
            inventory, facts, now, end, drains ? drained(facts) : Set.of(), Instant.now()));
    return findings;
  }

  private Set<String> drained(ClusterFacts facts) {
    Set<String> names = new HashSet<>(facts.nodes().keySet());
    names.removeAll(how.left());
    return names;
  }

  /** The same for somebody who accepts some. */
  private List<Finding> judged(List<Finding> findings, Inventory inventory, ClusterFacts facts) {
    Set<String> bearable = how.stageOnly() ? Set.copyOf(Kind.acceptNames()) : accepted;
    return CutOff.judged(findings, inventory, facts, UpgradePlan.isUnderWay(facts), false).stream()
        .map(left()::judged)
        .map(f -> f.accepting(bearable))
        .toList();
  }

  /** Kubernetes' oldest version of anything that runs; null where nothing tells. */
  static @Nullable Version oldest(Running running) {
    Version masters = running.controlPlane().oldest();
    Version nodes = running.kubelets().oldest();
    return masters == null || nodes != null && nodes.before(masters) ? nodes : masters;
  }

  private List<String> picture(Inventory inventory, ClusterFacts facts) {
    return List.of(LiveCluster.of(inventory, facts).found());
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    Inventory inventory = session.inventory();
    VersionMatrix matrix = VersionMatrix.of(inventory, survey.facts());
    UpgradePath path = target.path(inventory, matrix);
    SnapshotPlace place =
        SnapshotPlace.of(
            how.snapshotTo(),
            inventory.clusterName(),
            session.reach().rehearsal(),
            System.getenv());
    boolean underWay = UpgradePlan.isUnderWay(survey.facts());
    Optional<Instant> newest = underWay ? place.newest(inventory.clusterName()) : Optional.empty();
    boolean recent = newest.filter(Instant.now().minus(FRESH)::isBefore).isPresent();
    UpgradePlan.Options saving = how.saving(recent ? "" : place.folder().toString());
    Planned planned =
        session.plan(survey.facts(), c -> UpgradePlan.of(c, path, saving), caller.progress());
    List<Note> notes = new ArrayList<>();
    RunResults results = results(session, path);
    Optional<String> source = UpgradePlan.snapshotFrom(planned.plan());
    if (source.isPresent()) {
      LiveCluster live = LiveCluster.of(inventory, survey.facts());
      results = results.with(place.home(source.get(), live, matrix));
    }
    Note.warnings(VersionGuard.notes(matrix)).forEach(notes::add);
    boolean back = UpgradePlan.keeps(planned.plan()) || underWay;
    words(inventory, matrix, path, back).forEach(w -> notes.add(new Note(false, w)));
    source.ifPresent(s -> notes.add(new Note(false, place.words(s, underWay, newest))));
    List<String> stay = left().words(inventory, survey.facts());
    Note.warnings(stay).forEach(notes::add);
    PlannedRun run = PlannedRun.of(NAME, session, planned, results);
    return Proposal.of(source.isPresent() ? run.after(place::ready) : run, new Consent.Agreement())
        .noting(notes)
        .then(
            path.isEmpty() || how.stageOnly()
                ? List.of()
                : afterwards(inventory, matrix, path, planned.plan(), stay, back));
  }

  private List<String> afterwards(
      Inventory inventory,
      VersionMatrix matrix,
      UpgradePath path,
      Plan plan,
      List<String> stay,
      boolean back) {
    String but = stay.isEmpty() ? "" : " but " + String.join(", ", left().names());
    List<String> lines =
        proved(
            "Upgraded, and proved on every node" + but + ":", inventory, matrix, path.end(), plan);
    lines.addAll(stay);
    if (back && stay.isEmpty()) {
      lines.add(
          "What ran before is kept on the nodes; `quorate upgrade --rollback` takes this upgrade"
              + " back.");
    }
    return lines;
  }

  /**
   * What a run that went well has brought.
   *
   * @param matrix what ran when it began
   */
  static List<String> proved(
      String heading, Inventory inventory, VersionMatrix matrix, Versions end, Plan plan) {
    List<String> lines = new ArrayList<>(UpgradeTarget.changes(inventory, matrix, end));
    int drains = UpgradePlan.drains(plan);
    if (drains > 0) {
      lines.add("  drains: " + drains);
    }
    if (!lines.isEmpty()) {
      lines.addFirst(heading);
    }
    return lines;
  }

  /**
   * @param back whether there is a way back
   */
  private static List<String> words(
      Inventory inventory, VersionMatrix matrix, UpgradePath path, boolean back) {
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
    words.addAll(way(path));
    words.addAll(
        back
            ? RollbackReach.of(runs, path)
            : List.of(
                "No program changes, and nothing is kept for a way back: the settings that were"
                    + " lead back the same way."));
    return words;
  }

  /** A path in lines, stage by stage. */
  public static List<String> way(UpgradePath path) {
    List<String> lines = new ArrayList<>();
    for (Stage stage : path.stages()) {
      lines.add("  %d. %s".formatted(lines.size() + 1, stage.words()));
    }
    return lines;
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
