package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A node stops being what it was: its services end and do not come back with the next boot. */
final class Retirement {

  private static final List<String> CONTROL_PLANE =
      List.of(
          "kube-apiserver.service", "kube-controller-manager.service", "kube-scheduler.service");

  /** The timer before what it takes snapshots of: a member that is gone gives none. */
  private static final List<String> ETCD =
      List.of(SnapshotTimer.TIMER, SnapshotTimer.UNIT, EtcdRecipe.UNIT);

  private Retirement() {}

  static String controlPlaneId(String node) {
    return StepKind.CONTROL_PLANE_OFF.on(node);
  }

  static String etcdId(String node) {
    return StepKind.ETCD_OFF.on(node);
  }

  static String wipeId(String node) {
    return StepKind.WIPE.on(node);
  }

  static String kubeletId(String node) {
    return StepKind.KUBELET_OFF.on(node);
  }

  static String nodeId(String node) {
    return StepKind.OFF.on(node);
  }

  /** Before its etcd member goes: an API server without one would answer with errors. */
  static Step controlPlane(String node, Set<String> after) {
    return step(
        controlPlaneId(node),
        node,
        Phase.CONTROL_PLANE,
        "Stop the control plane",
        services(CONTROL_PLANE),
        after);
  }

  /** Once its member is no member any more. */
  static Step etcd(String node, Set<String> after) {
    return step(etcdId(node), node, Phase.ETCD, "Stop etcd", etcdOperations(true), after);
  }

  static List<Operation> etcdOperations(boolean wipe) {
    List<Operation> operations = withoutSnapshots();
    if (wipe) {
      operations.add(new RemoveFolder(EtcdCluster.DATA));
    }
    return operations;
  }

  /** Nobody takes snapshots there any more, nor tells of old ones as if somebody did. */
  private static List<Operation> withoutSnapshots() {
    List<Operation> operations = new ArrayList<>(services(ETCD));
    operations.add(new RemoveFile(SnapshotTimer.CRON));
    SnapshotTimer.traces().forEach(trace -> operations.add(new RemoveFile(trace)));
    return operations;
  }

  /** Old data of etcd, with which no member may join. */
  static Step wipe(Host host, Set<String> after) {
    List<Operation> operations = new ArrayList<>(services(CONTROL_PLANE));
    operations.addAll(withoutSnapshots());
    operations.add(new RemoveFolder(EtcdCluster.DATA));
    return step(
        wipeId(host.name()), host.name(), Phase.PREPARE, "Wipe etcd's old data", operations, after);
  }

  /** A worker that becomes a master reaches the API by its own server. */
  static Step apiProxy(Host host) {
    return step(
        StepKind.API_PROXY_OFF.on(host.name()),
        host.name(),
        Phase.NODES,
        "No API proxy on a master",
        services(List.of(ApiProxyRecipe.UNIT)),
        Set.of(KubeletRecipe.id(host), KubeProxyRecipe.id(host)));
  }

  /**
   * A kubelet registers its node when it starts and never again: one that ran while its node object
   * was deleted has to start anew.
   */
  static Step unknownKubelet(Host host) {
    return step(
        kubeletId(host.name()),
        host.name(),
        Phase.PREPARE,
        "Stop the kubelet of a removed node",
        services(List.of("kubelet.service")),
        Set.of());
  }

  /** Everything of Kubernetes on a node that leaves. */
  static Step off(String node, List<Operation> operations, Set<String> after) {
    return step(nodeId(node), node, Phase.NODES, "Stop Kubernetes", operations, after);
  }

  static List<Operation> nodeOperations() {
    return services(List.of("kubelet.service", "kube-proxy.service", ApiProxyRecipe.UNIT));
  }

  private static List<Operation> services(List<String> units) {
    return units.stream().<Operation>map(NoService::new).toList();
  }

  private static Step step(
      String id,
      String node,
      Phase phase,
      String title,
      List<Operation> operations,
      Set<String> after) {
    return new Step(id, node, phase, title, operations, after, Duration.ofMinutes(10));
  }
}
