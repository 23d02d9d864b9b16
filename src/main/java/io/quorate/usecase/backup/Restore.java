package io.quorate.usecase.backup;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.plan.Finding;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.lifecycle.RestoreGuard;
import io.quorate.recipe.lifecycle.RestoreLook;
import io.quorate.recipe.lifecycle.RestorePlan;
import io.quorate.recipe.lifecycle.RestorePoint;
import io.quorate.recipe.lifecycle.RestoreProgress;
import io.quorate.recipe.lifecycle.RestoreRoom;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.usecase.Absence;
import io.quorate.usecase.BackupUse;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Note;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RunResults;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cluster comes back from a backup, on its own machines or on others. */
public final class Restore implements UseCase {

  public static final String NAME = "restore";

  /** The word by which a cluster that has its quorum is taken back all the same. */
  public static final String OVER_HEALTHY = "--over-healthy";

  /** Kinds that are named one by one before the rest is summed up. */
  private static final int NAMED = 6;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final Inventory inventory;
  private final Path archive;
  private final BackupKey key;
  private final boolean overHealthy;
  private @Nullable OpenedBackup opened;

  /**
   * @param inventory of the machines that are to be the cluster
   * @param archive the backup's file
   * @param overHealthy whether a cluster that has its quorum may be taken back, too
   */
  public Restore(Inventory inventory, Path archive, BackupKey key, boolean overHealthy) {
    this.inventory = inventory;
    this.archive = archive;
    this.key = key;
    this.overHealthy = overHealthy;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Workers may be away, and are left alone; every master gets the data at once. */
  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure)
        && failure instanceof ConnectFailure connect
        && inventory.hosts().stream()
            .anyMatch(h -> !h.isMaster() && h.name().equals(connect.endpoint().name()));
  }

  @Override
  public String reaching() {
    return "Every master gets the backup's data at once: make it reachable, or take it out of the"
        + " inventory.";
  }

  private OpenedBackup opened() throws IOException, InvalidRequestException {
    OpenedBackup known = opened;
    if (known == null) {
      known = OpenedBackup.open(archive, key, inventory.clusterName());
      opened = known;
    }
    return known;
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    RestorePoint point = point();
    boolean rehearsal = session.reach().rehearsal();
    ClusterFacts facts = session.look(RestoreLook.requests(inventory, point, rehearsal));
    if (rehearsal) {
      facts = RestoreGuard.rehearsal(inventory, facts);
    }
    RestoreProgress progress = RestoreProgress.of(inventory, facts, point, Instant.now());
    RestoreGuard.judge(inventory, facts, point, progress, overHealthy, rehearsal);
    List<Finding> findings = new ArrayList<>(Preflight.judge(inventory, facts));
    findings.addAll(VersionGuard.findings(inventory, facts));
    if (!rehearsal) {
      findings.addAll(new RestoreRoom(point.snapshotBytes()).findings(inventory, facts, progress));
    }
    return Survey.of(facts, findings);
  }

  private RestorePoint point() throws InvalidRequestException {
    try {
      return opened().point();
    } catch (IOException e) {
      throw OpenedBackup.unreadable(archive, e);
    }
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException, InvalidRequestException {
    OpenedBackup backup = opened();
    RestorePoint point = backup.point();
    Instant now = Instant.now();
    RestoreProgress progress = RestoreProgress.of(inventory, survey.facts(), point, now);
    Planned planned =
        session.plan(
            survey.facts(), found -> RestorePlan.of(found, point, progress), caller.progress());
    PlannedRun run =
        PlannedRun.of(NAME, session, planned, results(session, planned, point, backup));
    if (!session.reach().rehearsal()) {
      run = run.after(backup::unseal);
    }
    List<Note> notes = new ArrayList<>();
    Note.of(picture(session, survey.facts(), point, progress, now)).forEach(notes::add);
    Note.warnings(warnings(session, survey.facts(), point, progress)).forEach(notes::add);
    return Proposal.of(run, new Consent.TypedName(inventory.clusterName(), consequences(progress)))
        .noting(notes)
        .then(afterwards(progress))
        .leaving(remains(survey.facts()));
  }

  private RunResults results(
      ClusterSession session, Planned planned, RestorePoint point, OpenedBackup backup) {
    return session.reach().rehearsal()
        ? RunResults.nothing()
        : new RunResults(
                AdminKubeconfig.of(RestorePlan.context(planned.context(), point), planned.plan()),
                null,
                null)
            .using(new BackupUse(backup.snapshot().toString(), ""));
  }

  /** Before and after, in lines. */
  private List<String> picture(
      ClusterSession session,
      ClusterFacts facts,
      RestorePoint point,
      RestoreProgress progress,
      Instant now) {
    List<String> lines = new ArrayList<>();
    Optional<RestoreLook> old = RestoreLook.of(inventory, facts);
    lines.add("before: " + before(session, facts, old));
    lines.add(
        "after:  %s as it was on %s, %s ago: revision %d, %d objects, Kubernetes %s, etcd %s"
            .formatted(
                point.cluster(),
                DAY.format(point.taken()),
                age(Duration.between(point.taken(), now)),
                point.revision(),
                point.total(),
                point.kubernetes(),
                point.etcd()));
    if (progress.begun()) {
      lines.add("        the restore " + progress.name() + " was cut off, and goes on");
    }
    if (!progress.isWhole(inventory)) {
      old.ifPresent(o -> lines.add("lost:   " + lost(o)));
    }
    lines.add(
        "masters: "
            + names(inventory.masters())
            + "; what they have now is kept there in "
            + progress.folder());
    List<String> forgotten = RestorePlan.forgotten(inventory, point);
    if (!forgotten.isEmpty()) {
      lines.add(
          "nodes of the backup that the inventory has not, and that are deleted from the API: "
              + String.join(", ", forgotten));
    }
    return lines;
  }

  private String before(ClusterSession session, ClusterFacts facts, Optional<RestoreLook> old) {
    if (session.reach().rehearsal()) {
      return "in this rehearsal no member of etcd answers";
    }
    if (inventory.masters().stream().noneMatch(m -> hasData(facts.nodes().get(m.name())))) {
      return "no master has data of etcd";
    }
    LiveCluster live = LiveCluster.of(inventory, facts);
    String quorum =
        live.health().quorum() || live.membership() == null
            ? live.found()
            : "etcd has no quorum (" + live.membership().counts() + ")";
    return old.map(
            o ->
                "%s; %s has revision %d, %d objects"
                    .formatted(strip(quorum), o.master(), o.revision(), o.total()))
        .orElse(strip(quorum) + "; the data that are there cannot be read");
  }

  private static String strip(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** What was made or changed since, by kind, the most first. */
  private static String lost(RestoreLook old) {
    if (old.newer().isEmpty()) {
      return "nothing that was made or changed since the backup";
    }
    List<Map.Entry<String, Long>> kinds =
        old.newer().entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    String named =
        kinds.stream()
            .limit(NAMED)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    long rest = kinds.stream().skip(NAMED).mapToLong(Map.Entry::getValue).sum();
    return named
        + (rest == 0 ? "" : ", " + rest + " of " + (kinds.size() - NAMED) + " other kinds")
        + " that were made or changed since the backup";
  }

  /** In the largest unit of which there is more than one. */
  public static String age(Duration age) {
    long minutes = age.toMinutes();
    if (minutes < 1) {
      return "less than a minute";
    }
    if (minutes < 120) {
      return minutes + " min";
    }
    return minutes < 48 * 60
        ? minutes / 60 + " h"
        : String.format(Locale.ROOT, "%d days", minutes / 60 / 24);
  }

  private List<String> warnings(
      ClusterSession session, ClusterFacts facts, RestorePoint point, RestoreProgress progress) {
    List<String> words = new ArrayList<>();
    if (!progress.isWhole(inventory)
        && !session.reach().rehearsal()
        && LiveCluster.of(inventory, facts).health().quorum()) {
      words.add("etcd has its quorum: a cluster that serves is taken back to the backup.");
    }
    List<String> withData =
        inventory.masters().stream()
            .map(Host::name)
            .filter(m -> hasData(facts.nodes().get(m)))
            .toList();
    int quorum = inventory.masters().size() / 2 + 1;
    if (!progress.begun()
        && !session.reach().rehearsal()
        && withData.size() >= quorum
        && !LiveCluster.of(inventory, facts).health().quorum()) {
      words.add(
          String.join(", ", withData)
              + " have etcd's data: perhaps `systemctl start etcd` there brings the cluster back"
              + " with all that was written.");
    }
    return words;
  }

  private static boolean hasData(@Nullable NodeFacts found) {
    return found != null && EtcdCluster.hasData(found);
  }

  private List<String> consequences(RestoreProgress progress) {
    List<String> lines = new ArrayList<>();
    lines.add("API servers and etcd stop on all masters, and every master gets the backup's data.");
    lines.add("What was written since the backup is lost; what masters have now stays on them, in");
    lines.add(progress.folder() + ".");
    return lines;
  }

  private List<String> afterwards(RestoreProgress progress) {
    return List.of(
        "What the masters had before is in "
            + progress.folder()
            + " on each, its keys too: remove it once you are sure.",
        "Volumes, load balancers and whatever else lies outside of etcd were not taken back.");
  }

  private String remains(ClusterFacts facts) {
    List<String> absent =
        inventory.hosts().stream()
            .map(Host::name)
            .filter(n -> !facts.nodes().containsKey(n))
            .toList();
    return absent.isEmpty()
        ? ""
        : String.join(", ", absent)
            + " did not answer: pods that the backup does not have may go on there. `quorate"
            + " install` brings such nodes up to date; restart their kubelets.";
  }

  private static String names(List<Host> hosts) {
    return hosts.stream().map(Host::name).collect(Collectors.joining(", "));
  }
}
