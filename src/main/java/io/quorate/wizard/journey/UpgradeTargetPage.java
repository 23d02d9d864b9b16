package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.Version;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.WayBack;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.Field;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which versions an upgrade leads to, and the way there. */
record UpgradeTargetPage() implements PicturePage {

  /** Whether the versions of other components than Kubernetes are chosen, too. */
  static final String OTHERS = "others";

  static final String DRAIN_ONCE = "drain-once";

  /** In the place of a version: what ran before the upgrade. */
  static final String ROLLBACK = "rollback";

  /** Whether the upgrade is to be taken back. */
  static boolean isRollback(Choices choices) {
    return choices.text(UpgradeTarget.TO).strip().equals(ROLLBACK);
  }

  /** What was typed. */
  static UpgradeTarget target(Choices choices) {
    Map<String, String> with = new HashMap<>();
    if (choices.isOn(OTHERS)) {
      for (String component : UpgradeTarget.COMPONENTS) {
        String typed = choices.text(component).strip();
        if (!typed.isEmpty()) {
          with.put(component, typed);
        }
      }
    }
    return new UpgradeTarget(
        isRollback(choices) ? "" : choices.text(UpgradeTarget.TO).strip(),
        with,
        Stream.of(choices.text(UpgradeTarget.THROUGH).split("[\\s,]+"))
            .filter(v -> !v.isEmpty())
            .toList(),
        choices.isOn(DRAIN_ONCE));
  }

  /** Such as {@code until 2027-06-28}. */
  private static String support(Catalogue.Line line, LocalDate today) {
    return (line.supportedOn(today) ? "until " : "unsupported since ") + line.endOfLife();
  }

  /** How long a minor version of Kubernetes is supported, a sentence. */
  static String supportWords(Catalogue.Line line, Looked looked) {
    return line.supportedOn(day(looked))
        ? "Kubernetes %s is supported until %s.".formatted(line.minor(), line.endOfLife())
        : "warning: Support of Kubernetes %s ended on %s."
            .formatted(line.minor(), line.endOfLife());
  }

  private static LocalDate day(Looked looked) {
    return LocalDate.ofInstant(looked.at(), ZoneOffset.UTC);
  }

  /** Versions of Kubernetes that can be next, the usual one first, each with what speaks for it. */
  static List<Field.Choice> steps(Cluster cluster, Looked looked) {
    VersionMatrix matrix = looked.versions();
    Inventory inventory = cluster.inventory();
    Catalogue catalogue = Catalogue.load();
    String running = VersionGuard.running(inventory, matrix).versions().kubernetes();
    Version runs = Version.lineIn(running);
    Map<String, String> notes = new LinkedHashMap<>();
    if (UpgradeTarget.isWantedByFile(inventory, matrix)
        && !isOlder(inventory.versions().kubernetes(), running)) {
      notes.put(inventory.versions().kubernetes(), cluster.file().getFileName() + " wants it");
    }
    for (Catalogue.Line line : catalogue.lines().reversed()) {
      Version minor = Version.lineIn(line.minor());
      if (runs == null || minor == null || minor.before(runs)) {
        continue;
      }
      String patch = line.newest().equals(running) ? "what runs, " : "newest patch, ";
      String note = (minor.equals(runs) ? patch : "") + support(line, day(looked));
      notes.merge(line.newest(), note, (wanted, also) -> wanted + ", " + also);
    }
    WayBack.of(looked.facts())
        .ifPresent(
            way ->
                notes.put(
                    ROLLBACK,
                    "back to Kubernetes %s, etcd %s, before the upgrade to %s"
                        .formatted(way.before().kubernetes(), way.before().etcd(), way.to())));
    return notes.entrySet().stream().map(e -> new Field.Choice(e.getKey(), e.getValue())).toList();
  }

  private static boolean isOlder(String wanted, String running) {
    Version file = Version.parse(wanted);
    Version runs = Version.parse(running);
    return file != null && runs != null && file.before(runs);
  }

  /** That the file wants an older Kubernetes than runs, a sentence; empty where it does not. */
  static String older(Cluster cluster, Looked looked) {
    Inventory inventory = cluster.inventory();
    String running = VersionGuard.running(inventory, looked.versions()).versions().kubernetes();
    String wanted = inventory.versions().kubernetes();
    return isOlder(wanted, running)
        ? ("warning: %s wants Kubernetes %s, which is older than %s, which runs: no upgrade leads"
                + " there. `quorate inventory set-running-versions` writes what runs into the file.")
            .formatted(cluster.file().getFileName(), wanted, running)
        : "";
  }

  /** The way that leads there, in lines. */
  private static List<String> way(Inventory inventory, Looked looked, UpgradeTarget target)
      throws NoPath {
    VersionMatrix matrix = looked.versions();
    UpgradePath path = target.way(inventory, matrix);
    if (path.isEmpty()) {
      return List.of("Everything runs in the wanted versions already.");
    }
    List<String> lines = new ArrayList<>(List.of("The way:"));
    lines.addAll(Upgrade.way(path));
    long rounds = path.stages().stream().filter(s -> s.part() == Part.NODES).count();
    lines.add(
        rounds == 0
            ? "No node is drained."
            : rounds == 1
                ? "Nodes that are behind are drained once."
                : "Nodes that are behind are drained " + rounds + " times.");
    Catalogue.Line line = Catalogue.load().line(path.stages().getLast().versions().kubernetes());
    if (line != null) {
      lines.add(supportWords(line, looked));
    }
    path.leaps().forEach(l -> lines.add("warning: " + l));
    lines.add("What changes:");
    lines.addAll(UpgradeTarget.changes(inventory, matrix, path.stages().getLast().versions()));
    return lines;
  }

  private static List<String> wayBack(WayBack way) {
    return List.of(
        "The upgrade to %s is rolled back:".formatted(way.to()),
        "  Kubernetes " + way.before().kubernetes() + ", etcd " + way.before().etcd(),
        "with the programs that each node has kept. Kubelets go first, drained, then the control",
        "planes, then etcd. What cannot go back is said with the plan.");
  }

  @Override
  public String title() {
    return "where to";
  }

  @Override
  public String purpose() {
    return "Which versions are wanted, and the way that leads there.";
  }

  @Override
  public List<Field> fields(Moment at, Looked looked) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(UpgradeTarget.TO, "Kubernetes", Field.Kind.TEXT, steps(at.cluster(), looked)));
    if (isRollback(at.choices())) {
      return fields;
    }
    fields.add(new Field(OTHERS, "Others by hand", Field.Kind.SWITCH, List.of()));
    if (at.choices().isOn(OTHERS)) {
      for (String component : components(at.inventory())) {
        fields.add(new Field(component, label(component), Field.Kind.TEXT, List.of()));
      }
    }
    int minors = minors(at, looked);
    if (minors > 0) {
      fields.add(new Field(UpgradeTarget.THROUGH, "Passing through", Field.Kind.TEXT, List.of()));
    }
    if (minors > 1) {
      fields.add(new Field(DRAIN_ONCE, "Drain nodes once", Field.Kind.SWITCH, List.of()));
    }
    return fields;
  }

  private static List<String> components(Inventory inventory) {
    return UpgradeTarget.COMPONENTS.stream()
        .filter(
            c ->
                switch (c) {
                  case "containerd", "runc" -> inventory.versions().runtime() == Runtime.CONTAINERD;
                  case "calico" -> inventory.network().cni() == Cni.CALICO;
                  case "coredns" -> inventory.network().dnsAddon() == DnsAddon.COREDNS;
                  default -> true;
                })
        .toList();
  }

  private static String label(String component) {
    return switch (component) {
      case "cni-plugins" -> "CNI plugins";
      case "calico" -> "Calico";
      case "coredns" -> "CoreDNS";
      case "pause-image" -> "Pause image";
      default -> component;
    };
  }

  /** By how many minor versions Kubernetes goes up; 0 where that is not known. */
  private static int minors(Moment at, Looked looked) {
    Inventory inventory = at.inventory();
    Version runs =
        Version.lineIn(VersionGuard.running(inventory, looked.versions()).versions().kubernetes());
    Version wanted =
        Version.lineIn(target(at.choices()).versions(inventory, looked.versions()).kubernetes());
    return runs == null || wanted == null ? 0 : Math.max(0, wanted.minor() - runs.minor());
  }

  @Override
  public String usual(Moment at, Looked looked, String key) {
    UpgradeTarget said = target(at.choices());
    boolean kubernetes = key.equals(UpgradeTarget.TO);
    // What goes with what is wanted, whatever is typed for the others.
    UpgradeTarget rest = new UpgradeTarget(kubernetes ? "" : said.to(), Map.of(), List.of(), false);
    Versions v = rest.versions(at.inventory(), looked.versions());
    return switch (key) {
      case UpgradeTarget.TO -> v.kubernetes();
      case UpgradeTarget.THROUGH -> passed(at.inventory(), looked.versions(), said);
      case "etcd" -> v.etcd();
      case "containerd" -> v.containerd();
      case "runc" -> v.runc();
      case "cni-plugins" -> v.cniPlugins();
      case "calico" -> v.calico();
      case "coredns" -> v.coredns();
      case "pause-image" -> v.pauseImage();
      default -> "";
    };
  }

  /** The patches that the way passes where nobody names others; empty where there is no way. */
  private static String passed(Inventory inventory, VersionMatrix matrix, UpgradeTarget target) {
    UpgradeTarget usual =
        new UpgradeTarget(target.to(), target.with(), List.of(), target.drainOnce());
    if (!usual.problems().isEmpty()) {
      return "";
    }
    try {
      String end = usual.versions(inventory, matrix).kubernetes();
      return usual.way(inventory, matrix).stages().stream()
          .filter(s -> s.part() == Part.CONTROL_PLANE)
          .map(s -> s.versions().kubernetes())
          .filter(v -> !v.equals(end))
          .collect(Collectors.joining(", "));
    } catch (NoPath none) {
      return "";
    }
  }

  @Override
  public List<String> picture(Moment at, Looked looked) {
    if (isRollback(at.choices())) {
      return WayBack.of(looked.facts()).map(UpgradeTargetPage::wayBack).orElse(List.of());
    }
    UpgradeTarget target = target(at.choices());
    if (!target.problems().isEmpty() || !looked.versions().isLive()) {
      return List.of("The way is shown here as soon as there is one.");
    }
    try {
      return way(at.inventory(), looked, target);
    } catch (NoPath none) {
      return List.of("There is no way there.");
    }
  }

  @Override
  public List<Problem> problems(Moment at, Looked looked) {
    if (isRollback(at.choices())) {
      return WayBack.of(looked.facts()).isPresent()
          ? List.of()
          : List.of(
              Problem.error(
                  UpgradeTarget.TO,
                  "No node keeps what it ran before an upgrade.",
                  "Write a version such as 1.36."));
    }
    UpgradeTarget target = target(at.choices());
    List<Problem> problems = target.problems();
    if (!problems.isEmpty() || !looked.versions().isLive()) {
      return problems;
    }
    try {
      target.way(at.inventory(), looked.versions());
      return List.of();
    } catch (NoPath none) {
      return List.of(Problem.error(place(at, none), none.found(), none.remedy()));
    }
  }

  /** The field where it was typed; what comes by itself comes with Kubernetes' version. */
  private static String place(Moment at, NoPath none) {
    String field =
        switch (none.of()) {
          case KUBERNETES -> UpgradeTarget.TO;
          case THROUGH -> UpgradeTarget.THROUGH;
          case ETCD -> "etcd";
          case CONTAINERD -> "containerd";
          case RUNC -> "runc";
          case CNI_PLUGINS -> "cni-plugins";
        };
    boolean shown = field.equals(UpgradeTarget.THROUGH) || at.choices().isOn(OTHERS);
    return shown ? field : UpgradeTarget.TO;
  }

  /**
   * The field where a download was asked for.
   *
   * @param download a component's name and its version, such as {@code etcd-3.6.99}
   */
  static String asking(Choices choices, String download) {
    UpgradeTarget target = target(choices);
    if (target.through().stream().anyMatch(v -> download.equals("Kubernetes-" + v))) {
      return UpgradeTarget.THROUGH;
    }
    return UpgradeTarget.COMPONENTS.stream()
        .filter(c -> target.with().containsKey(c))
        .filter(c -> download.equals(c + "-" + target.with().get(c)))
        .findFirst()
        .orElse(UpgradeTarget.TO);
  }

  @Override
  public Field.Help help(Moment at) {
    return help(at, UpgradeTarget.TO);
  }

  @Override
  public Field.Help help(Moment at, String key) {
    return UpgradeHelp.of(key);
  }
}
