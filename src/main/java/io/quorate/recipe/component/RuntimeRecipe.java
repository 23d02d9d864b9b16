package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Artefacts;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.ConfigFile;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.NotOffered;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What runs the pods, of the kind that was chosen. */
public final class RuntimeRecipe {

  private RuntimeRecipe() {}

  static String id(Host host) {
    return StepKind.RUNTIME.on(host.name());
  }

  /**
   * @throws GuardRefused when a download has no checksum, or a machine cannot have it
   */
  public static List<Step> steps(Context context) {
    ContainerRuntime runtime = ContainerRuntime.of(context.inventory());
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.RUNTIME,
                    "Install " + runtime.title(),
                    operations(context, host),
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofMinutes(20)))
        .toList();
  }

  /**
   * Programs, files and units of one node, which run once they are done.
   *
   * @throws GuardRefused as {@link #steps}
   */
  public static List<Operation> operations(Context context, Host host) {
    Inventory inventory = context.inventory();
    ContainerRuntime runtime = ContainerRuntime.of(inventory);
    List<Operation> operations = new ArrayList<>();
    try {
      operations.addAll(
          runtime.operations(
              inventory,
              context.factsOf(host),
              (artefact, targets) -> Downloading.of(context, artefact, targets)));
    } catch (NotOffered e) {
      throw new GuardRefused(e.found(), e.remedy());
    }
    if (!runtime.isBuiltIn(inventory)) {
      String endpoint = runtime.endpoint(inventory);
      operations.add(
          ConfigFile.of(
              "/etc/crictl.yaml",
              "runtime-endpoint: %s\nimage-endpoint: %s\n".formatted(endpoint, endpoint)));
    }
    return operations;
  }

  static List<Operation> fetch(
      Context context, Host host, String component, List<Operation.Target> targets) {
    NodeFacts facts = context.factsOf(host);
    return Downloading.of(
        context, Artefacts.of(context.inventory(), component, facts.arch()), targets);
  }
}
