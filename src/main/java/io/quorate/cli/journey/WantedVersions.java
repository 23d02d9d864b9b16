package io.quorate.cli.journey;

import io.quorate.inventory.Inventory;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeRollback;
import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.UpgradeJourney;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which versions an upgrade leads to, and how it is done. */
final class WantedVersions {

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description =
          "Kubernetes' version, such as 1.36 (its newest patch) or 1.36.4. Without it: what the"
              + " inventory wants, or the newest patch of what runs.")
  private String to = "";

  @Option(
      names = "--with",
      paramLabel = "NAME=VERSION",
      description =
          "Another version of etcd, containerd, runc, cni-plugins, calico, coredns or pause-image"
              + " than the one that goes with Kubernetes'; may be said again.")
  private Map<String, String> with = new LinkedHashMap<>();

  @Option(
      names = "--through",
      paramLabel = "VERSION",
      description =
          "The patch of Kubernetes by which the way leads through its minor version, where it"
              + " should not be the newest; may be said again.")
  private List<String> through = new ArrayList<>();

  @Option(
      names = "--drain-once",
      description =
          "Bring the masters through all minor versions first, as far as kubelets may be older,"
              + " and drain each node once.")
  private boolean drainOnce;

  @Option(
      names = "--workers-at-once",
      paramLabel = "N|N%",
      defaultValue = "1",
      description = "How many workers are drained at a time; the first goes alone. Default: 1.")
  private String workersAtOnce = "1";

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      description = "How long pods may take to leave a node. Default: 300.")
  private long drainSeconds = Upgrade.USUAL_DRAIN.toSeconds();

  @Option(
      names = "--canary-pause",
      paramLabel = "SECONDS",
      description =
          "How long the first worker has to stay well with its pods before the others follow."
              + " Default: 10.")
  private long canarySeconds = Upgrade.USUAL_CANARY.toSeconds();

  @Option(
      names = "--force",
      description = "Let pods go that nobody makes anew: those without a controller.")
  private boolean force;

  @Option(
      names = "--stage-only",
      description =
          "Download and ask the new programs on all nodes, the evening before; change nothing.")
  private boolean stageOnly;

  @Option(
      names = "--snapshot-to",
      paramLabel = "FOLDER",
      description =
          "Where on this machine the snapshot of etcd goes that is taken first (default: a folder"
              + " of the cluster's own, below ~/.local/state/quorate/backups). It is sealed as a"
              + " backup where $QUORATE_BACKUP_RECIPIENTS or $QUORATE_BACKUP_PASSPHRASE says with"
              + " what.")
  private String snapshotTo = "";

  @Option(
      names = "--rollback",
      description =
          "Take back what the upgrade that is under way, or the last one, has changed: every node"
              + " runs again what it kept.")
  private boolean rollback;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "With --rollback: roll this node back alone; the upgrade stays under way.")
  private String node = "";

  @Option(
      names = "--leave",
      paramLabel = "NODE",
      description =
          "Leave this worker as it is, although it fails or is away, and go on with the others; may"
              + " be said again.")
  private Set<String> left = new LinkedHashSet<>();

  @Option(
      names = "--accept",
      paramLabel = "NAME",
      description =
          "Go on although a finding of this name stands in the way; its name is said with it. May"
              + " be said again.")
  private List<String> accepted = new ArrayList<>();

  /** Whether versions were named, or what goes on with an upgrade that is under way. */
  boolean areNamed() {
    return !to.isEmpty() || !with.isEmpty() || rollback || !left.isEmpty();
  }

  /** The same as a wizard is told of it. */
  Choices choices() {
    return UpgradeJourney.choices(
        target(),
        workersAtOnce,
        Duration.ofSeconds(drainSeconds),
        Duration.ofSeconds(canarySeconds),
        force,
        stageOnly,
        snapshotTo(),
        List.copyOf(left),
        accepted);
  }

  /** The words by which a run is resumed. */
  List<String> again() {
    List<String> words = new ArrayList<>(target().words());
    if (rollback) {
      words.add("--rollback");
    }
    if (!node.isEmpty()) {
      words.addAll(List.of("--node", node));
    }
    if (!workersAtOnce.equals("1")) {
      words.addAll(List.of("--workers-at-once", workersAtOnce));
    }
    if (drainSeconds != Upgrade.USUAL_DRAIN.toSeconds()) {
      words.addAll(List.of("--drain-timeout", String.valueOf(drainSeconds)));
    }
    if (canarySeconds != Upgrade.USUAL_CANARY.toSeconds()) {
      words.addAll(List.of("--canary-pause", String.valueOf(canarySeconds)));
    }
    if (force) {
      words.add("--force");
    }
    if (stageOnly) {
      words.add("--stage-only");
    }
    if (!snapshotTo.isEmpty()) {
      words.addAll(List.of("--snapshot-to", snapshotTo()));
    }
    left.forEach(name -> words.addAll(List.of("--leave", name)));
    accepted.forEach(name -> words.addAll(List.of("--accept", name)));
    return words;
  }

  /** The same folder wherever the command is said again. */
  private String snapshotTo() {
    return snapshotTo.isEmpty() ? "" : Path.of(snapshotTo).toAbsolutePath().normalize().toString();
  }

  private UpgradeTarget target() {
    return new UpgradeTarget(to, with, through, drainOnce);
  }

  /**
   * @throws InvalidRequestException when an option makes no sense
   */
  UseCase useCase(Inventory inventory, Path file) throws InvalidRequestException {
    target().refuseUnknown();
    String wrong = Upgrade.wrongDrain(drainSeconds);
    if (!wrong.isEmpty()) {
      throw InvalidRequestException.choose(
          "--drain-timeout " + drainSeconds + ": it " + wrong, List.of());
    }
    wrong = Upgrade.wrongCanary(canarySeconds);
    if (!wrong.isEmpty()) {
      throw InvalidRequestException.choose(
          "--canary-pause " + canarySeconds + ": it " + wrong, List.of());
    }
    List<String> unknown = Upgrade.unknown(accepted);
    if (!unknown.isEmpty()) {
      throw InvalidRequestException.choose(
          "--accept " + unknown.getFirst() + ": no finding has that name.", Upgrade.acceptNames());
    }
    int workers = (int) inventory.hosts().stream().filter(h -> !h.isMaster()).count();
    int atOnce =
        Upgrade.atOnce(workersAtOnce, workers)
            .orElseThrow(
                () ->
                    InvalidRequestException.choose(
                        "--workers-at-once " + workersAtOnce + " is no number of workers.",
                        List.of("Write one such as 2 or 20%.")));
    Duration drain = Duration.ofSeconds(drainSeconds);
    Duration canary = Duration.ofSeconds(canarySeconds);
    if (rollback) {
      refuseBeside();
      return UpgradeRollback.of(node, atOnce, drain, canary, force, Set.copyOf(accepted), file);
    }
    if (!node.isEmpty()) {
      throw InvalidRequestException.choose(
          "--node " + node + " goes with --rollback: an upgrade concerns all nodes.", List.of());
    }
    String noFolder = Upgrade.wrongSnapshot(snapshotTo);
    if (!noFolder.isEmpty()) {
      throw InvalidRequestException.choose(
          "--snapshot-to " + noFolder, List.of("Name a folder that is there."));
    }
    return Upgrade.of(
            target(),
            atOnce,
            drain,
            canary,
            force,
            stageOnly,
            Set.copyOf(accepted),
            snapshotTo(),
            file)
        .leaving(left);
  }

  /** What is gone back to is what was kept, and nothing is downloaded. */
  private void refuseBeside() throws InvalidRequestException {
    List<String> words = new ArrayList<>(target().words());
    if (stageOnly) {
      words.add("--stage-only");
    }
    if (!snapshotTo.isEmpty()) {
      words.add("--snapshot-to");
    }
    if (!left.isEmpty()) {
      words.add("--leave");
    }
    if (!words.isEmpty()) {
      throw InvalidRequestException.choose(
          words.getFirst() + " does not go with --rollback, which leads to what was kept.",
          List.of("Leave it out."));
    }
  }
}
