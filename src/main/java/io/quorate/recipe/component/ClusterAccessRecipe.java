package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.Manifest;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may do what: the administrators' group, and the API server as a caller of kubelets. */
public final class ClusterAccessRecipe {

  private ClusterAccessRecipe() {}

  public static String id(Host master) {
    return StepKind.CLUSTER_ACCESS.on(master.name());
  }

  public static List<Step> steps(Host master) {
    return List.of(
        new Step(
            id(master),
            master.name(),
            Phase.CONTROL_PLANE,
            "Access rights",
            Manifest.of("cluster-access", Map.of()).operations(),
            Set.of(ControlPlaneRecipe.id(master)),
            Duration.ofMinutes(5)));
  }
}
