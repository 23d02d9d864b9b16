package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.plan.Gate;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterAccessRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.CommonRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.FirewallRecipe;
import io.quorate.recipe.component.ImageArchives;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeRoles;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.RuntimeRecipe;
import io.quorate.recipe.preflight.DropInGuard;
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
    Host lead = context.lead();
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
}
