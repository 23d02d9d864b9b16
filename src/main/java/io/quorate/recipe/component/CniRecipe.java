package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Gate;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.PodNetwork.Work;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pods' network, of the kind that was chosen. */
public final class CniRecipe {

  /** The gate that all kubelets are started before. */
  private static final String REGISTERED = "all-registered";

  private CniRecipe() {}

  public static String routesId(Host host) {
    return StepKind.ROUTES.on(host.name());
  }

  /** What an install does for it. */
  public static List<Step> steps(Context context, Host master) {
    List<Step> steps = new ArrayList<>();
    objects(context, master).ifPresent(steps::add);
    steps.addAll(routes(context));
    return steps;
  }

  private static Optional<Step> objects(Context context, Host master) {
    Inventory inventory = context.inventory();
    return PodNetwork.of(inventory)
        .objects(
            inventory,
            context.factsOf(master),
            (artefact, targets) -> Downloading.of(context, artefact, targets))
        .map(
            work ->
                new Step(
                    StepKind.CNI.on(master.name()),
                    master.name(),
                    Phase.ADDONS,
                    work.title(),
                    work.operations(),
                    Set.of(ClusterAccessRecipe.id(master)),
                    Duration.ofMinutes(15)));
  }

  /** Routes on all nodes, where they are not the network's own business. */
  public static List<Step> routes(Context context) {
    Optional<Work> routes = PodNetwork.of(context.inventory()).routes(context.hosts());
    if (routes.isEmpty()) {
      return List.of();
    }
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    routesId(host),
                    host.name(),
                    Phase.NODES,
                    routes.get().title(),
                    routes.get().operations(),
                    Set.of(REGISTERED, KubeProxyRecipe.id(host)),
                    Duration.ofMinutes(5)))
        .toList();
  }

  /** What routes wait for, among these steps: the kubelets of all nodes. */
  public static List<Gate> gates(List<Step> steps) {
    return steps.stream().noneMatch(s -> s.after().contains(REGISTERED))
        ? List.of()
        : List.of(Gate.of(REGISTERED, steps.stream().filter(KubeletRecipe::isKubelet).toList()));
  }
}
