package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.Version;
import io.quorate.plan.ClusterChange.EvictPods;
import io.quorate.plan.ClusterChange.Uncordon;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.RuntimeRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The turns of a node: its pods leave, what it has changes while it is empty, pods come back. */
final class NodeTurns {

  private final Context context;
  private final UpgradePlan.Options options;
  private final Host lead;
  private final Map<String, NodeVersions> versions;

  NodeTurns(
      Context context, UpgradePlan.Options options, Host lead, Map<String, NodeVersions> versions) {
    this.context = context;
    this.options = options;
    this.lead = lead;
    this.versions = versions;
  }

  /** Who leads may have been restarted a moment ago, and then nobody does for 15 seconds. */
  private static WaitFor leases() {
    return new WaitFor(
            "controller manager and scheduler lead",
            new Template("upgrade/leases.sh").text(),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1))
        .asking();
  }

  Step drain(Turn turn) {
    Host host = turn.host();
    return new Step(
        turn.id(),
        lead.name(),
        Phase.NODES,
        "Pods leave " + host.name(),
        List.of(
            leases(),
            AssetScript.of(
                    "pods of " + host.name() + " go elsewhere",
                    "upgrade/drain",
                    Map.of(
                        "NODE_DRAIN",
                        host.name(),
                        "WITHIN",
                        Long.toString(options.drainWithin().toSeconds()),
                        "FORCE",
                        options.force() ? "yes" : ""))
                .changing(new EvictPods(host.name()))
                .doing("draining " + host.name())),
        turn.after(),
        options.drainWithin().plusMinutes(2));
  }

  Step node(Turn turn) {
    return new Step(
        turn.id(),
        turn.host().name(),
        Phase.NODES,
        "kubelet " + turn.ofStage().versions().kubernetes(),
        operations(turn.ofStage(), turn.host()),
        turn.after(),
        Duration.ofMinutes(30));
  }

  Step back(Turn turn) {
    Host host = turn.host();
    return new Step(
        turn.id(),
        lead.name(),
        Phase.NODES,
        host.name() + " takes pods again",
        List.of(
            AssetScript.of(
                    host.name() + " takes pods", "upgrade/back", Map.of("NODE_BACK", host.name()))
                .changing(new Uncordon(host.name()))
                .doing("letting pods back to " + host.name()),
            UpgradeProofs.podsBack(host)),
        turn.after(),
        Duration.ofMinutes(5));
  }

  /** For as long as its person wants to see it well. */
  Step hold(Turn turn) {
    Host host = turn.host();
    return new Step(
        turn.id(),
        lead.name(),
        Phase.NODES,
        "%s holds for %d s".formatted(host.name(), options.canary().toSeconds()),
        List.of(UpgradeProofs.holds(host, options.canary())),
        turn.after(),
        options.canary().multipliedBy(2).plusMinutes(5));
  }

  /** A kubelet that sees its runtime change under it would take what it asks it for failed. */
  private List<Operation> beforeRuntime(Stage stage, Host host) {
    NodeVersions known = versions.get(host.name());
    Cell cell = known == null ? null : known.cells().get(Program.CONTAINERD);
    Version runs = cell == null ? null : cell.inUse();
    Version wanted = Version.parse(stage.versions().containerd());
    boolean series =
        stage.versions().runtime() == Runtime.CONTAINERD
            && runs != null
            && wanted != null
            && !runs.minorLine().equals(wanted.minorLine());
    return series
        ? List.of(
            AssetScript.of(
                    "the kubelet rests while containerd changes", "upgrade/kubelet-rest", Map.of())
                .doing("stopping the kubelet until containerd runs in its new version"))
        : List.of();
  }

  private List<Operation> operations(Stage stage, Host host) {
    List<Operation> operations = new ArrayList<>(beforeRuntime(stage, host));
    Versions v = stage.versions();
    for (String containerd : stage.through()) {
      NodeVersions known = versions.get(host.name());
      boolean behind = known == null || known.isBehind(Program.CONTAINERD, containerd);
      if (behind && !containerd.equals(v.containerd())) {
        operations.addAll(
            RuntimeRecipe.operations(
                UpgradeTurns.at(context, v.with(v.kubernetes(), v.etcd(), containerd)), host));
      }
    }
    Context then = UpgradeTurns.at(context, stage.versions());
    operations.addAll(BinariesRecipe.nodeAlone(then, host));
    operations.addAll(RuntimeRecipe.operations(then, host));
    operations.addAll(KubeletRecipe.operations(then, host));
    operations.addAll(KubeProxyRecipe.operations(then, host));
    operations.add(
        new WaitFor(
                host.name() + " is Ready with kubelet " + stage.versions().kubernetes(),
                new Template("upgrade/node.sh")
                    .fill(
                        Map.of(
                            "ask",
                            ControlPlaneRecipe.curl(
                                SharedSecrets.CA + ".crt",
                                NodeCertificate.KUBELET_CLIENT,
                                KubeletRecipe.apiServer(then.inventory(), host)
                                    + "/api/v1/nodes/"
                                    + host.name()
                                    // curl is taken for a person, and would get it pretty.
                                    + "?pretty=false"),
                            "version",
                            stage.versions().kubernetes(),
                            "runtime",
                            then.inventory().versions().runtime() == Runtime.CONTAINERD
                                ? "containerd://" + stage.versions().containerd()
                                : "")),
                Duration.ofMinutes(5),
                Duration.ofMillis(500))
            .asking());
    operations.addAll(UpgradeProofs.ofNode(then, host));
    return operations;
  }
}
