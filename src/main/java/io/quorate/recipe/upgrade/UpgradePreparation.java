package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.plan.ClusterChange.KeepInstalled;
import io.quorate.plan.ClusterChange.MoveKept;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.WayBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What comes before the first change: the new programs are asked, images are brought, and what runs
 * is kept.
 */
final class UpgradePreparation {

  /** Where a node keeps what it was while an upgrade is under way. */
  private static final String KEPT = KeptPrograms.UNDER_WAY;

  static final String RECORDS = "/var/lib/quorate/";

  private static final String NOTED = new Template("upgrade/noted.lib.sh").text();

  private final Context context;
  private final UpgradePath path;
  private final UpgradeTurns turns;

  UpgradePreparation(Context context, UpgradePath path, UpgradeTurns turns) {
    this.context = context;
    this.path = path;
    this.turns = turns;
  }

  /** What is done before without a change to what runs. */
  static List<Step> staged(List<Step> prepared) {
    return prepared.stream()
        .filter(s -> StepKind.UPGRADE_ASKED.names(s) || StepKind.UPGRADE_IMAGES.names(s))
        .toList();
  }

  /**
   * The steps before those of the turns.
   *
   * @param roll those of the turns
   * @param saved where a snapshot comes to on the operator's machine; empty: none does
   */
  List<Step> steps(List<Step> roll, String saved) {
    List<Step> steps = new ArrayList<>();
    Map<String, List<Step>> byNode = roll.stream().collect(Collectors.groupingBy(Step::node));
    for (Host host : context.hosts()) {
      List<Operation> own =
          byNode.getOrDefault(host.name(), List.of()).stream()
              .flatMap(s -> s.operations().stream())
              .toList();
      List<Operation> asked = NewPrograms.asked(own);
      if (!asked.isEmpty()) {
        steps.add(
            new Step(
                StepKind.UPGRADE_ASKED.on(host.name()),
                host.name(),
                Phase.PREPARE,
                "Ask the new programs",
                asked,
                Set.of(),
                Duration.ofMinutes(10)));
      }
    }
    steps.addAll(
        UpgradeImages.steps(UpgradeTurns.at(context, path.end()), context.inventory().versions()));
    Set<String> all = steps.stream().map(Step::id).collect(Collectors.toCollection(HashSet::new));
    if (!saved.isEmpty()) {
      Step snapshot = turns.snapshot(saved, all);
      steps.add(snapshot);
      all.add(snapshot.id());
    }
    WayBack before = before();
    for (Host host : context.hosts()) {
      steps.add(
          new Step(
              StepKind.UPGRADE_KEPT.on(host.name()),
              host.name(),
              Phase.PREPARE,
              "Keep what runs",
              List.of(
                  AssetScript.using(
                          NOTED,
                          "what runs is kept in " + KEPT,
                          "upgrade/keep",
                          Map.of(
                              "RECORDS",
                              RECORDS + "artefacts",
                              "KEPT",
                              KEPT,
                              "WANTED",
                              wanted(),
                              "MASTER",
                              host.isMaster() ? "yes" : ""))
                      .changing(new KeepInstalled(KEPT))
                      .doing(
                          host.isMaster()
                              ? "keeping programs and files, and a snapshot of etcd"
                              : "keeping programs and files"),
                  new WriteFile(
                      RECORDS + WayBack.NAME, Content.of(before.text()), "root:root", "0644"),
                  new WriteFile(
                      RECORDS + WayBack.UNDER_WAY,
                      Content.of(wanted() + "\n"),
                      "root:root",
                      "0644")),
              all,
              Duration.ofMinutes(20)));
    }
    return steps;
  }

  /** While an upgrade is under way, what was before it stays what is gone back to. */
  private WayBack before() {
    return (WayBack.isUnderWay(context.facts())
            ? WayBack.of(context.facts())
            : Optional.<WayBack>empty())
        .orElseGet(
            () ->
                new WayBack(
                    wanted(),
                    VersionGuard.running(context.inventory(), turns.matrix()).versions()));
  }

  /** What the upgrade is known by, on the nodes. */
  private String wanted() {
    Versions v = path.end();
    return "Kubernetes %s, etcd %s, containerd %s"
        .formatted(v.kubernetes(), v.etcd(), v.containerd());
  }

  /** What a node keeps of before is kept in another folder. */
  static Operation moved(String from, String to) {
    return AssetScript.using(
            NOTED,
            "what ran before is kept in " + to,
            "upgrade/kept",
            Map.of("RECORDS", RECORDS + "artefacts", "KEPT", from, "LAST", to))
        .changing(new MoveKept(from, to))
        .doing("keeping what ran before");
  }
}
