package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.EtcdSeries;
import io.quorate.platform.OperatingSystem;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The programs of Kubernetes and etcd. A step of its own, so that all nodes download while the
 * masters form etcd.
 */
public final class BinariesRecipe {

  private static final String FOLDER = "/usr/local/bin/";

  private static final List<String> CONTROL_PLANE =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

  private static final List<String> NODE = List.of("kubectl", "kubelet", "kube-proxy");

  private BinariesRecipe() {}

  public static String id(Host host) {
    return StepKind.BINARIES.on(host.name());
  }

  public static List<Step> steps(Context context) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.PREPARE,
                    "Kubernetes programs",
                    operations(context, host),
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofHours(1)))
        .toList();
  }

  private static List<Operation> operations(Context context, Host host) {
    List<Operation> operations = new ArrayList<>();
    if (host.isMaster()) {
      operations.addAll(etcd(context, host));
      operations.addAll(programs(context, host, CONTROL_PLANE));
    }
    operations.addAll(programs(context, host, NODE));
    operations.addAll(cniPlugins(context, host));
    operations.addAll(labels(context, host));
    return operations;
  }

  /** etcd's programs alone, in their place. */
  public static List<Operation> etcdAlone(Context context, Host host) {
    return labelled(context, host, etcd(context, host));
  }

  /** The programs of a master's control plane alone, in their place. */
  public static List<Operation> controlPlaneAlone(Context context, Host host) {
    return labelled(context, host, programs(context, host, CONTROL_PLANE));
  }

  /** What every node has of Kubernetes, and the CNI plugins, in their place. */
  public static List<Operation> nodeAlone(Context context, Host host) {
    List<Operation> operations = new ArrayList<>(programs(context, host, NODE));
    operations.addAll(cniPlugins(context, host));
    return labelled(context, host, operations);
  }

  private static List<Operation> labelled(Context context, Host host, List<Operation> programs) {
    List<Operation> operations = new ArrayList<>(programs);
    operations.addAll(labels(context, host));
    return operations;
  }

  /** What SELinux wants of programs that were put in their place; mostly nothing. */
  public static List<Operation> labels(Context context, Host host) {
    return OperatingSystem.of(context.factsOf(host))
        .labels(List.of("/usr/local/bin", "/opt/cni/bin"));
  }

  private static List<Operation> cniPlugins(Context context, Host host) {
    return RuntimeRecipe.fetch(
        context, host, "cni-plugins", List.of(new Target("./", "/opt/cni/bin", "0755")));
  }

  private static List<Operation> programs(Context context, Host host, List<String> names) {
    List<Operation> operations = new ArrayList<>();
    names.forEach(name -> operations.addAll(program(context, host, name)));
    return operations;
  }

  private static List<Operation> program(Context context, Host host, String name) {
    return RuntimeRecipe.fetch(context, host, name, List.of(new Target("", FOLDER + name, "0755")));
  }

  private static List<Operation> etcd(Context context, Host host) {
    String version = context.inventory().versions().etcd();
    String folder = "etcd-v%s-linux-%s/".formatted(version, context.factsOf(host).arch());
    List<Target> targets =
        EtcdSeries.of(version).programs().stream()
            .map(p -> new Target(folder + p, FOLDER + p, "0755"))
            .toList();
    return RuntimeRecipe.fetch(context, host, "etcd", targets);
  }
}
