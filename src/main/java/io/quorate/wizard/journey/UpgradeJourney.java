package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionTable;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeRollback;
import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Newer versions come to a cluster that runs, under its pods. */
public final class UpgradeJourney {

  private static final String WORKERS = "workers-at-once";
  private static final String DRAIN = "drain-timeout";
  private static final String CANARY = "canary-pause";
  private static final String FORCE = "force";
  private static final String STAGE = "stage-only";
  private static final String LEAVE = "leave";
  private static final String ACCEPT = "accept";
  private static final String SNAPSHOT_TO = "snapshot-to";

  /** How many workers are drained at a time where nobody says otherwise. */
  private static final String USUAL_WORKERS = "1";

  public static final Journey JOURNEY =
      new Journey(
          Upgrade.NAME,
          "Upgrade a cluster",
          "Kubernetes, etcd, containerd, under running pods",
          "Looks at what runs, works out the way to newer versions stage by stage, and goes it node"
              + " by node: downloads and a snapshot first, then etcd's members and the masters one"
              + " at a time, then the nodes, drained. The first node that does not prove its new"
              + " version stops the rest. Example: from 1.35 to 1.36.",
          List.of(new Running(), new UpgradeTargetPage(), new Way(), new Upgrading()));

  private UpgradeJourney() {}

  /** What was said before the wizard was opened. */
  public static Choices choices(
      UpgradeTarget target,
      String workersAtOnce,
      Duration drain,
      Duration canary,
      boolean force,
      boolean stage,
      String snapshotTo,
      List<String> left,
      List<String> accepted) {
    Choices choices =
        Choices.none()
            .with(UpgradeTarget.TO, target.to())
            .with(UpgradeTarget.THROUGH, target.through())
            .with(UpgradeTargetPage.OTHERS, !target.with().isEmpty())
            .with(UpgradeTargetPage.DRAIN_ONCE, target.drainOnce())
            .with(WORKERS, workersAtOnce.equals(USUAL_WORKERS) ? "" : workersAtOnce)
            .with(DRAIN, drain.equals(Upgrade.USUAL_DRAIN) ? "" : "" + drain.toSeconds())
            .with(CANARY, canary.equals(Upgrade.USUAL_CANARY) ? "" : "" + canary.toSeconds())
            .with(FORCE, force)
            .with(STAGE, stage)
            .with(SNAPSHOT_TO, snapshotTo)
            .with(LEAVE, String.join(" ", left))
            .with(ACCEPT, String.join(" ", accepted));
    for (var other : target.with().entrySet()) {
      choices = choices.with(other.getKey(), other.getValue());
    }
    return choices;
  }

  /** What runs, and what could be next. */
  private record Running() implements PicturePage {

    @Override
    public String title() {
      return "what runs";
    }

    @Override
    public String purpose() {
      return "What runs now, component by component, and where nodes differ.";
    }

    @Override
    public List<String> picture(Moment at, Looked looked) {
      List<String> lines = new ArrayList<>();
      String found = (looked.live().found() + " " + looked.live().remedy()).strip();
      lines.add(
          (looked.live().health().verdict() == ClusterHealth.Verdict.HEALTHY ? "" : "warning: ")
              + found);
      VersionMatrix matrix = looked.versions();
      if (!matrix.isLive()) {
        return lines;
      }
      lines.add("");
      lines.addAll(VersionTable.running(matrix));
      lines.add("");
      VersionGuard.unclear(matrix).forEach(n -> lines.add("warning: " + n));
      Versions runs = VersionGuard.running(at.inventory(), matrix).versions();
      Catalogue.Line line = Catalogue.load().line(runs.kubernetes());
      if (line != null) {
        lines.add(UpgradeTargetPage.supportWords(line, looked));
      }
      String older = UpgradeTargetPage.older(at.cluster(), looked);
      if (!older.isEmpty()) {
        lines.add(older);
      }
      lines.add("From here, each with the end of its support:");
      for (Field.Choice step : UpgradeTargetPage.steps(at.cluster(), looked)) {
        lines.add("  %-10s %s".formatted(step.value(), step.note()).stripTrailing());
      }
      return lines;
    }

    @Override
    public List<Problem> problems(Moment at, Looked looked) {
      try {
        UpgradeTarget.refuseNone(looked.versions());
        looked.live().refuseUnlessServing();
      } catch (GuardRefused refused) {
        return List.of(Problem.error("", refused.found(), refused.remedy()));
      }
      return looked.live().nodes().stream()
          .filter(n -> n.host() != null && !n.unreachable().isEmpty())
          .map(
              n ->
                  n.isMaster()
                      ? Problem.error(
                          "",
                          n.name() + ": " + n.unreachable() + ".",
                          "Every master has to be reached for this.")
                      : Problem.warning(
                          "",
                          n.name() + ": " + n.unreachable() + ".",
                          "Bring it back, or name it in \"Leave as they are\"."))
          .toList();
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "Which version runs is read from the API servers, etcd's members and the processes"
              + " themselves, not from the inventory. Kubernetes goes up one minor version at a"
              + " time; kubelets may be up to three minor versions older than the API servers (two"
              + " before 1.25) and never newer, so that a cluster on its way may well differ from"
              + " node to node.",
          "kubelet, kube-proxy  1.35.9  node-4",
          UpgradeHelp.SKEW);
    }
  }

  /** How it is done. */
  private record Way() implements FieldsPage {

    @Override
    public String title() {
      return "how";
    }

    @Override
    public String purpose() {
      return "How nodes are drained, and how many of them at a time.";
    }

    @Override
    public List<Field> fields(Choices choices) {
      Field stage = new Field(STAGE, "Only download", Field.Kind.SWITCH, List.of());
      List<Field> drains =
          List.of(
              new Field(WORKERS, "Workers at a time", Field.Kind.TEXT, List.of()),
              new Field(DRAIN, "Drain timeout, s", Field.Kind.TEXT, List.of()),
              new Field(CANARY, "Canary pause, s", Field.Kind.TEXT, List.of()),
              new Field(FORCE, "Force pods out", Field.Kind.SWITCH, List.of()),
              new Field(ACCEPT, "Accepted findings", Field.Kind.TEXT, List.of()));
      if (UpgradeTargetPage.isRollback(choices)) {
        return drains;
      }
      Field snapshot = new Field(SNAPSHOT_TO, "Snapshot to", Field.Kind.TEXT, List.of());
      Field leave = new Field(LEAVE, "Leave as they are", Field.Kind.TEXT, List.of());
      return choices.isOn(STAGE)
          ? List.of(stage)
          : Stream.concat(drains.stream(), Stream.of(leave, snapshot, stage)).toList();
    }

    @Override
    public String usual(String key) {
      return switch (key) {
        case WORKERS -> USUAL_WORKERS;
        case DRAIN -> String.valueOf(Upgrade.USUAL_DRAIN.toSeconds());
        case CANARY -> String.valueOf(Upgrade.USUAL_CANARY.toSeconds());
        default -> "";
      };
    }

    @Override
    public Field.Help help(Moment at) {
      return help(WORKERS);
    }

    @Override
    public Field.Help help(String key) {
      return switch (key) {
        case DRAIN ->
            new Field.Help(
                "How long the pods of a node may take to leave it, in seconds. Where a"
                    + " PodDisruptionBudget does not let them go within it, the node takes pods"
                    + " again and the upgrade stops there.",
                "600",
                UpgradeHelp.DRAINING);
        case CANARY ->
            new Field.Help(
                "The first worker goes alone. How long it has to stay Ready with its own pods,"
                    + " without a break, before the others follow, in seconds. Give it minutes"
                    + " where your own pods need them to show that all is well.",
                "300",
                UpgradeHelp.DRAINING);
        case FORCE ->
            new Field.Help(
                "Let pods go that nobody makes anew elsewhere: those without a controller. They are"
                    + " gone then. Budgets are kept all the same.",
                "yes",
                UpgradeHelp.DRAINING);
        case ACCEPT ->
            new Field.Help(
                "Names of findings with which you go on all the same, with spaces between them."
                    + " What stands in the way is said with the plan, each with its name where it"
                    + " can be accepted: "
                    + String.join(", ", Upgrade.acceptNames())
                    + ".",
                "budgets bare-pods",
                UpgradeHelp.DRAINING);
        case LEAVE ->
            new Field.Help(
                "Names of workers that stay as they are, with spaces between them: one that failed,"
                    + " or that is away. The others go on without it, as far as its kubelet is not"
                    + " too old for the new API servers. The next upgrade brings it along.",
                "node-5",
                UpgradeHelp.DRAINING);
        case SNAPSHOT_TO ->
            new Field.Help(
                "A folder of this machine. Before anything is kept or changed, a snapshot of etcd"
                    + " is taken, proved and brought there; an upgrade whose snapshot does not come"
                    + " has changed nothing. Nothing said: a folder of the cluster's own, in which"
                    + " the newest stay. Where QUORATE_BACKUP_RECIPIENTS names public keys of age"
                    + " it is sealed as a backup is, else it lies there in clear, for you alone to"
                    + " read.",
                "/mnt/backups",
                "quorate upgrade --help");
        case STAGE ->
            new Field.Help(
                "Download everything to all nodes, verify it, and ask the new programs whether they"
                    + " take their flags, the evening before; nothing is restarted. The upgrade"
                    + " itself then begins with that.",
                "yes",
                "quorate upgrade --help");
        default ->
            new Field.Help(
                "How many workers are drained side by side, as a number or as a percentage of all"
                    + " workers. The first goes alone, and has to prove the new version before the"
                    + " others follow. Masters always go one at a time.",
                "20%",
                UpgradeHelp.DRAINING);
      };
    }

    @Override
    public List<Problem> problems(Choices choices) {
      List<Problem> problems = new ArrayList<>();
      if (!Upgrade.atOnce(workers(choices), 1).isPresent()) {
        problems.add(
            Problem.error(
                WORKERS, "That is not a number of workers.", "Write one such as 2 or 20%."));
      }
      String wrong = Upgrade.wrongDrain(drain(choices));
      if (!wrong.isEmpty()) {
        problems.add(Problem.error(DRAIN, "The time " + wrong, "Write a number of seconds."));
      }
      wrong = Upgrade.wrongCanary(canary(choices));
      if (!wrong.isEmpty()) {
        problems.add(Problem.error(CANARY, "The time " + wrong, "Write a number of seconds."));
      }
      String folder = Upgrade.wrongSnapshot(snapshotTo(choices));
      if (!folder.isEmpty()) {
        problems.add(Problem.error(SNAPSHOT_TO, folder, "Name a folder that is there."));
      }
      for (String name : Upgrade.unknown(accepted(choices))) {
        problems.add(
            Problem.error(
                ACCEPT,
                "No finding is called " + name + ".",
                "There are " + String.join(", ", Upgrade.acceptNames()) + "."));
      }
      return problems;
    }

    @Override
    public List<Problem> problems(Moment at) {
      List<Problem> problems = new ArrayList<>(problems(at.choices()));
      if (!UpgradeTargetPage.isRollback(at.choices())) {
        left(at.choices())
            .forEach(n -> Upgrade.wrongLeft(LEAVE, n, at.inventory()).ifPresent(problems::add));
      }
      return problems;
    }

    static Set<String> accepted(Choices choices) {
      return names(choices.text(ACCEPT).strip());
    }

    static Set<String> left(Choices choices) {
      return names(choices.text(LEAVE).strip());
    }

    private static Set<String> names(String typed) {
      return typed.isEmpty() ? Set.of() : new TreeSet<>(List.of(typed.split("[\\s,]+")));
    }

    /** As it is named wherever the run is resumed; what names no folder stays as it is. */
    static String snapshotTo(Choices choices) {
      String typed = choices.text(SNAPSHOT_TO).strip();
      return typed.isEmpty() || !Upgrade.wrongSnapshot(typed).isEmpty()
          ? typed
          : Path.of(typed).toAbsolutePath().normalize().toString();
    }

    static String workers(Choices choices) {
      String typed = choices.text(WORKERS).strip();
      return typed.isEmpty() ? USUAL_WORKERS : typed;
    }

    static long drain(Choices choices) {
      return seconds(choices.text(DRAIN), Upgrade.USUAL_DRAIN);
    }

    static long canary(Choices choices) {
      return seconds(choices.text(CANARY), Upgrade.USUAL_CANARY);
    }

    /** -1 where no number is typed. */
    private static long seconds(String text, Duration usual) {
      String typed = text.strip();
      return typed.isEmpty()
          ? usual.toSeconds()
          : typed.matches("\\d{1,9}") ? Long.parseLong(typed) : -1;
    }
  }

  private record Upgrading() implements ReviewPage {

    /** Before the pages were gone through, what is not there yet is the usual. */
    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      long workers = cluster.inventory().hosts().stream().filter(h -> !h.isMaster()).count();
      int atOnce = Upgrade.atOnce(Way.workers(choices), (int) workers).orElse(1);
      Duration drain = Duration.ofSeconds(Way.drain(choices));
      Duration canary = Duration.ofSeconds(Way.canary(choices));
      return UpgradeTargetPage.isRollback(choices)
          ? UpgradeRollback.of(
              "", atOnce, drain, canary, choices.isOn(FORCE), Way.accepted(choices), cluster.file())
          : Upgrade.of(
                  UpgradeTargetPage.target(choices),
                  atOnce,
                  drain,
                  canary,
                  choices.isOn(FORCE),
                  choices.isOn(STAGE),
                  Way.accepted(choices),
                  Way.snapshotTo(choices),
                  cluster.file())
              .leaving(Way.left(choices));
    }

    @Override
    public List<String> again(Choices choices) {
      boolean back = UpgradeTargetPage.isRollback(choices);
      List<String> words =
          new ArrayList<>(back ? List.of("--rollback") : UpgradeTargetPage.target(choices).words());
      if (!Way.workers(choices).equals(USUAL_WORKERS)) {
        words.addAll(List.of("--workers-at-once", Way.workers(choices)));
      }
      if (Way.drain(choices) != Upgrade.USUAL_DRAIN.toSeconds()) {
        words.addAll(List.of("--drain-timeout", String.valueOf(Way.drain(choices))));
      }
      if (Way.canary(choices) != Upgrade.USUAL_CANARY.toSeconds()) {
        words.addAll(List.of("--canary-pause", String.valueOf(Way.canary(choices))));
      }
      if (choices.isOn(FORCE)) {
        words.add("--force");
      }
      if (choices.isOn(STAGE) && !back) {
        words.add("--stage-only");
      }
      if (!Way.snapshotTo(choices).isEmpty() && !back) {
        words.addAll(List.of("--snapshot-to", Way.snapshotTo(choices)));
      }
      if (!back) {
        Way.left(choices).forEach(name -> words.addAll(List.of("--leave", name)));
      }
      Way.accepted(choices).forEach(name -> words.addAll(List.of("--accept", name)));
      return words;
    }

    /** A version that nobody has is wanted where it was typed, or comes with Kubernetes'. */
    @Override
    public String asking(Choices choices, Finding refused) {
      return refused.kind() == Finding.Kind.DOWNLOADS
          ? UpgradeTargetPage.asking(choices, refused.part())
          : "";
    }

    @Override
    public String question(Moment at) {
      if (UpgradeTargetPage.isRollback(at.choices())) {
        return "Roll the upgrade back now?";
      }
      return at.choices().isOn(STAGE) ? "Download to all nodes now?" : "Upgrade the cluster now?";
    }

    @Override
    public String yes() {
      return "Begin";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help(
          "etcd: etcd 3.6.14 (a step)",
          UpgradeHelp.SKEW + "; " + UpgradeHelp.ETCD + "; " + UpgradeHelp.CONTAINERD);
    }
  }
}
