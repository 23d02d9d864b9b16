package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Unwrite;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.CertificateWatch;
import io.quorate.recipe.component.ComponentPort;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.FirewallRecipe;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journey that takes a cluster away, node by node and none waiting for another: what runs, the
 * pods' network, the data, and at last what Quorate wrote, by the manifest on the node. Rules of
 * others are never touched, and nothing that carries SSH.
 */
public final class DestroyPlan {

  /** The kubelet before the others, as it starts what is stopped; the firewall last. */
  private static final List<String> WITH_PODS =
      List.of(
          CertificateWatch.TIMER,
          SnapshotTimer.TIMER,
          SnapshotTimer.UNIT,
          "kubelet.service",
          "kube-proxy.service",
          "kube-controller-manager.service",
          "kube-scheduler.service",
          "kube-apiserver.service",
          ApiProxyRecipe.UNIT);

  /** Those that go when no pod is left. */
  private static final List<String> AFTER_PODS =
      List.of("cri-docker.service", "cri-docker.socket", "etcd.service", FirewallRecipe.UNIT);

  private static final List<String> UNITS =
      Stream.of(WITH_PODS, ofNetworks(PodNetwork::units), AFTER_PODS)
          .flatMap(List::stream)
          .toList();

  private static final String CONTAINERD = "containerd.service";
  private static final String CONTAINERD_DATA = "/var/lib/containerd";

  /** What programs of the cluster made, beside what is on the manifest. */
  private static final List<String> FOLDERS =
      together(
          List.of(
              EtcdCluster.DATA,
              DestroyProbe.KUBELET,
              "/var/lib/cni",
              "/var/lib/cri-dockerd",
              "/var/lib/dockershim",
              "/var/log/kubernetes",
              "/var/log/pods",
              "/var/log/containers",
              "/run/flannel",
              "/root/.kube/cache",
              DestroyProbe.KUBERNETES),
          ofNetworks(PodNetwork::folders));

  private static final List<String> FILES =
      together(
          ofNetworks(PodNetwork::files),
          together(CertificateWatch.traces(), SnapshotTimer.traces()));

  /** What the runtime, the plug-ins and kubectl make by themselves, if nothing else is in it. */
  private static final String EMPTY =
      "/etc/cni/net.d /etc/cni /opt/cni/bin /opt/cni /opt/containerd/bin /opt/containerd/lib"
          + " /opt/containerd /run/netns /root/.kube";

  private static final String SNAPSHOTS = SnapshotTimer.FOLDER;

  private final Context context;
  private final boolean keepSnapshots;

  private DestroyPlan(Context context, boolean keepSnapshots) {
    this.context = context;
    this.keepSnapshots = keepSnapshots;
  }

  /**
   * What all nodes that answered have to do.
   *
   * @param keepSnapshots whether etcd's snapshots stay on the masters
   * @throws GuardRefused when a node holds something that Quorate did not install
   */
  public static Plan of(Context context, boolean keepSnapshots) {
    context
        .hosts()
        .forEach(h -> DestroyProbe.refuseOthers(context.inventory(), h, context.factsOf(h)));
    return new DestroyPlan(context, keepSnapshots).plan();
  }

  /** Of every network: a node may have been given another one once. */
  private static List<String> ofNetworks(Function<PodNetwork, List<String>> what) {
    return PodNetwork.all().stream().map(what).flatMap(List::stream).toList();
  }

  private static List<String> together(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private Plan plan() {
    List<Step> steps = new ArrayList<>();
    for (Host host : context.hosts()) {
      NodeFacts facts = context.factsOf(host);
      Step stop = step(host, StepKind.STOP, "Stop what runs", stop(facts), null);
      Step network = step(host, StepKind.NETWORK, "Take the pods' network away", network(), stop);
      Step data = step(host, StepKind.DATA, "Remove data and files", data(facts), network);
      steps.addAll(List.of(stop, network, data));
      steps.add(step(host, StepKind.LEFT, "Look for what is left", left(host), data));
    }
    return new Plan(steps);
  }

  private static Step step(
      Host host, StepKind kind, String title, List<Operation> operations, @Nullable Step before) {
    return new Step(
        kind.on(host.name()),
        host.name(),
        kind == StepKind.LEFT ? Phase.VERIFY : Phase.DESTROY,
        title,
        operations,
        before == null ? Set.of() : Set.of(before.id()),
        Duration.ofMinutes(10));
  }

  private List<Operation> stop(NodeFacts facts) {
    List<Operation> operations = new ArrayList<>();
    WITH_PODS.forEach(u -> operations.add(new NoService(u)));
    ofNetworks(PodNetwork::units).forEach(u -> operations.add(new NoService(u)));
    operations.add(
        script("no containers of pods", "containers", library("containers"), Map.of())
            .doing("ending the containers of pods"));
    if (DestroyProbe.sharesContainerd(facts)) {
      operations.add(
          script("no images of the cluster", "images", "", Map.of())
              .doing("removing the cluster's images from containerd"));
    } else {
      operations.add(new NoService(CONTAINERD));
    }
    AFTER_PODS.forEach(u -> operations.add(new NoService(u)));
    return operations;
  }

  private List<Operation> network() {
    return List.of(
        script("no mounts of pods", "mounts", library("mounts"), Map.of())
            .doing("unmounting the volumes of pods"),
        script("no interfaces and routes of pods", "interfaces", library("interfaces"), settings())
            .doing("deleting the interfaces and routes of pods"),
        script("no packet rules of Kubernetes", "rules", library("rules"), settings())
            .doing("deleting the packet rules of Kubernetes"));
  }

  private List<Operation> data(NodeFacts facts) {
    List<Operation> operations = new ArrayList<>();
    FILES.forEach(f -> operations.add(new RemoveFile(f)));
    OperatingSystem.of(facts).traces().forEach(f -> operations.add(new RemoveFile(f)));
    FOLDERS.forEach(f -> operations.add(new RemoveFolder(f)));
    boolean shared = DestroyProbe.sharesContainerd(facts);
    if (!shared) {
      operations.add(new RemoveFolder(CONTAINERD_DATA));
      operations.add(new RemoveFolder("/run/containerd"));
      PodNetwork.of(context.inventory())
          .wholeFolders()
          .forEach(f -> operations.add(new RemoveFolder(f)));
    }
    if (!keepSnapshots) {
      operations.add(new RemoveFolder(SNAPSHOTS));
    }
    operations.add(script("swap as it was", "swap", "", Map.of()).doing("turning swap on again"));
    operations.add(
        script("kernel settings as they were", "settings", "", Map.of())
            .doing("putting kernel parameters back"));
    operations.add(
        script("nginx.service stays off", "nginx", "", Map.of("LINK", ApiProxyRecipe.NGINX_OFF))
            .doing("keeping nginx.service off"));
    operations.add(new Unwrite());
    operations.add(
        script("no empty folders", "empty", "", Map.of("EMPTY", EMPTY))
            .doing("removing empty folders"));
    operations.add(
        script(
                "no units in systemd's memory",
                "units",
                "",
                Map.of("UNITS", String.join(" ", UNITS) + " " + CONTAINERD))
            .doing("making systemd forget the units"));
    if (shared) {
      // By whatever unit the machine has now, for those that it serves beside.
      operations.add(
          new Script(
                  "containerd of others runs",
                  "! systemctl cat containerd.service >/dev/null 2>&1 ||"
                      + " systemctl is-active -q containerd.service",
                  "systemctl restart containerd.service")
              .doing("restarting containerd.service"));
    }
    operations.addAll(ContainerRuntime.of(context.inventory()).afterwards());
    return operations;
  }

  private Map<String, String> settings() {
    Inventory.Network network = context.inventory().network();
    return Map.of("PODS", network.clusterCidr(), "NODE_PORTS", network.nodePortRange());
  }

  private List<Operation> left(Host host) {
    Inventory.Network network = context.inventory().network();
    List<String> places = new ArrayList<>(FILES);
    places.addAll(FOLDERS);
    places.addAll(SnapshotTimer.files());
    places.addAll(
        List.of(
            "/var/lib/quorate",
            "/var/cache/quorate",
            "/etc/etcd",
            "/etc/kube-firewall",
            "/etc/kube-api-proxy",
            "/etc/sysctl.d/90-quorate.conf",
            SnapshotTimer.CRON,
            "/usr/local/bin/kubelet",
            "/usr/local/bin/kube-apiserver",
            "/usr/local/bin/etcd"));
    String ports =
        ComponentPort.of(context.inventory(), host).stream()
            .map(p -> Integer.toString(p.port()))
            .collect(Collectors.joining(" "));
    return List.of(
        left(
            "no units",
            "",
            "units",
            Map.of("units", String.join(" ", UNITS), "count", Integer.toString(UNITS.size()))),
        left("no processes", library("containers"), "processes", Map.of()),
        left(
            "no network of pods",
            library("mounts") + library("interfaces") + library("rules"),
            "network",
            Map.of("pods", network.clusterCidr(), "nodePorts", network.nodePortRange())),
        left(
            "no files",
            "",
            "files",
            Map.of(
                "paths", String.join(" ", places), "count", Integer.toString(places.size() + 1))),
        left("no ports", "", "ports", Map.of("ports", ports)));
  }

  private static Verify left(
      String title, String library, String name, Map<String, String> values) {
    return new Verify(
        title,
        library + new Template("destroy/left-" + name + ".sh").fill(values),
        Duration.ofSeconds(10));
  }

  private static Script script(
      String title, String name, String library, Map<String, String> environment) {
    return new Script(
        title,
        library + new Template("destroy/" + name + ".check.sh").text(),
        library + new Template("destroy/" + name + ".apply.sh").text(),
        environment,
        1);
  }

  private static String library(String name) {
    return new Template("destroy/" + name + ".lib.sh").text();
  }
}
