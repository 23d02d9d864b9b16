package io.quorate.recipe;

import io.quorate.facts.NodeFacts;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.release.Artefacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What runs the pods: containerd, or Docker with cri-dockerd before it. */
public final class RuntimeRecipe {

  private RuntimeRecipe() {}

  static String id(Host host) {
    return "runtime@" + host.name();
  }

  /**
   * @throws GuardRefused when a download has no checksum
   */
  public static List<Step> steps(Context context) {
    boolean docker = context.inventory().versions().runtime() == Runtime.DOCKER;
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.RUNTIME,
                    docker ? "Install Docker" : "Install containerd",
                    operations(context, host, docker),
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofMinutes(20)))
        .toList();
  }

  private static List<Operation> operations(Context context, Host host, boolean docker) {
    List<Operation> operations =
        new ArrayList<>(
            docker
                ? DockerRuntime.operations(context, host)
                : ContainerdRuntime.operations(context, host));
    if (!usesDockershim(context.inventory())) {
      String endpoint = criEndpoint(context.inventory());
      operations.add(
          file(
              "/etc/crictl.yaml",
              "runtime-endpoint: %s\nimage-endpoint: %s\n".formatted(endpoint, endpoint)));
    }
    return operations;
  }

  /** Where the kubelet speaks to the runtime: a unix:// URL. */
  public static String criEndpoint(Inventory inventory) {
    if (inventory.versions().runtime() == Runtime.CONTAINERD) {
      return "unix:///run/containerd/containerd.sock";
    }
    return usesDockershim(inventory)
        ? "unix:///var/run/dockershim.sock"
        : "unix:///run/cri-dockerd.sock";
  }

  /** The unit that has to run before the kubelet. */
  public static String unit(Inventory inventory) {
    if (inventory.versions().runtime() == Runtime.CONTAINERD) {
      return "containerd.service";
    }
    return usesDockershim(inventory) ? "docker.service" : "cri-docker.service";
  }

  /** Kubelets before 1.24 speak to Docker themselves. */
  public static boolean usesDockershim(Inventory inventory) {
    return inventory.versions().runtime() == Runtime.DOCKER
        && MachineChecks.number(inventory.versions().kubernetes()) < 124;
  }

  static List<Operation> fetch(
      Context context, Host host, String component, List<Operation.Target> targets) {
    NodeFacts facts = context.factsOf(host);
    return Downloading.of(
        context, Artefacts.of(context.inventory(), component, facts.arch()), targets);
  }

  static WriteFile file(String path, String text) {
    return file(path, Content.of(text));
  }

  static WriteFile file(String path, Content content) {
    return file(path, content, "0644");
  }

  /**
   * A file that root alone reads when there is a secret in it. The mode tells later checks so,
   * which know only what is wanted then.
   *
   * @param mode without one
   */
  static WriteFile file(String path, Content content, String mode) {
    return new WriteFile(path, content, "root:root", content.guarded() ? "0400" : mode);
  }

  /** A unit's variables as an EnvironmentFile; proxies among them carry passwords. */
  static WriteFile environment(String path, Inventory inventory, Component component) {
    Content content =
        Content.guarded(
            inventory.components().environment(component),
            variables ->
                variables.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getKey() + "=" + quoted(e.getValue().toString()) + "\n")
                    .collect(Collectors.joining()));
    return new WriteFile(path, content, "root:root", "0600");
  }

  private static String quoted(String value) {
    return '"'
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("`", "\\`")
        + '"';
  }
}
