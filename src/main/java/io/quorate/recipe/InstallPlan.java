package io.quorate.recipe;

import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.Host;
import io.quorate.plan.Gate;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The journey of a first install, and of every rerun of it. */
public final class InstallPlan {

  private InstallPlan() {}

  /**
   * What all nodes that answered have to do.
   *
   * @throws GuardRefused when it would do harm; nothing is changed anywhere then
   */
  public static Plan of(Context context) {
    VersionGuard.refuseChange(context.inventory(), context.facts());
    Host lead = lead(context);
    EtcdCluster cluster = EtcdCluster.of(context);
    ClusterPki pki = ClusterPki.of(context);
    List<Step> steps = new ArrayList<>();
    steps.addAll(CommonRecipe.steps(context));
    steps.addAll(FirewallRecipe.steps(context));
    steps.addAll(PkiRecipe.steps(context, pki));
    steps.addAll(BinariesRecipe.steps(context));
    steps.addAll(EtcdRecipe.steps(context, pki, cluster));
    steps.addAll(RuntimeRecipe.steps(context));
    steps.addAll(ImageArchives.steps(context));
    steps.addAll(ApiProxyRecipe.steps(context));
    steps.addAll(ControlPlaneRecipe.steps(context, pki, cluster));
    steps.addAll(ClusterAccessRecipe.steps(lead));
    steps.addAll(KubeletRecipe.steps(context));
    steps.addAll(KubeProxyRecipe.steps(context));
    steps.addAll(CniRecipe.steps(context, lead));
    steps.addAll(NodeRoles.steps(context, lead));
    steps.addAll(DnsRecipe.steps(context, lead));
    steps.addAll(ClusterRecord.steps(context, Set.of()));
    Gate installed = Verification.after(steps);
    List<Gate> gates = new ArrayList<>(CniRecipe.gates(steps));
    gates.add(installed);
    steps.addAll(Verification.steps(context, installed));
    return DropInGuard.checked(VerifiedDownloads.before(context, steps, gates), context.facts());
  }

  /** Whether a master remembers that the cluster's etcd was formed. */
  public static boolean isInstalled(ClusterFacts facts) {
    return facts.nodes().values().stream()
        .anyMatch(f -> f.records().containsKey(EtcdCluster.RECORD));
  }

  /**
   * The master that speaks for the cluster in this run: the first of the inventory that answers. It
   * is not chosen by whose API server is up just now, since then a run after an interrupted one
   * could choose another and bring to it what the first has already.
   */
  static Host lead(Context context) {
    return context.hosts().stream()
        .filter(Host::isMaster)
        .findFirst()
        .orElseThrow(
            () ->
                new GuardRefused(
                    "No master answers.", "Make at least one master reachable by SSH."));
  }
}
