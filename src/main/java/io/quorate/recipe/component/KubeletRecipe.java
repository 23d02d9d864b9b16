package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.release.Version;
import io.quorate.pki.Kubeconfig;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.ConfigFile;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.MachineShape;
import io.quorate.platform.Overrides;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.PodNetwork.Newcomer;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The kubelet on every node. */
public final class KubeletRecipe {

  static final String CONFIG = "/etc/kubernetes/kubelet.yaml";
  static final String KUBECONFIG = "/etc/kubernetes/kubelet.conf";

  private static final List<String> INPUTS =
      List.of(
          CONFIG,
          KUBECONFIG,
          SharedSecrets.CA + ".crt",
          NodeCertificate.KUBELET_CLIENT.certificatePath(),
          NodeCertificate.KUBELET_SERVER.certificatePath());

  private static final ComponentUnit KUBELET =
      new ComponentUnit("kubelet", Component.KUBELET, "http://127.0.0.1:10248/healthz");

  /** What the kernel's out-of-memory killer takes last (kubelet's own default). */
  private static final int OOM_SCORE = -999;

  /**
   * Before 1.27 (kubernetes/kubernetes#116329), kubelets look for the keys to Amazon's registry at
   * every start, and wait for an answer.
   */
  private static final String NO_AMAZON =
      """
      # This is no machine of Amazon's: asking for the keys to its registry takes six seconds.
      Environment=AWS_EC2_METADATA_DISABLED=true
      """;

  /** The record of who made the machine, or lets it; empty where nothing says so. */
  public static final String MAKER = "machine-maker";

  private KubeletRecipe() {}

  public static String id(Host host) {
    return StepKind.KUBELET.on(host.name());
  }

  static boolean isKubelet(Step step) {
    return StepKind.KUBELET.names(step);
  }

  public static List<Step> steps(Context context) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.NODES,
                    "kubelet",
                    operations(context, host),
                    after(context, host),
                    Duration.ofMinutes(30)))
        .toList();
  }

  private static Set<String> after(Context context, Host host) {
    Set<String> after =
        new HashSet<>(Set.of(PkiRecipe.id(host), BinariesRecipe.id(host), RuntimeRecipe.id(host)));
    if (!context.inventory().downloads().imageArchives().isEmpty()) {
      after.add(ImageArchives.id(host));
    }
    if (host.isMaster()) {
      after.add(ControlPlaneRecipe.id(host));
    }
    if (ApiProxyRecipe.serves(host)) {
      after.add(ApiProxyRecipe.id(host));
    }
    return after;
  }

  /** Files and the unit of one node, which runs once they are done. */
  public static List<Operation> operations(Context context, Host host) {
    Inventory inventory = context.inventory();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(ComponentUnit.ENVIRONMENT_FOLDER, "root:root", "0700"));
    operations.add(ConfigFile.of(CONFIG, config(context, host), "0600"));
    operations.add(
        kubeconfig(inventory, host, KUBECONFIG, "kubelet", NodeCertificate.KUBELET_CLIENT));
    operations.addAll(KUBELET.files(inventory, unit(context, host)));
    if (!host.isMaster()) {
      // No edge to the masters' steps: any one that serves will do, whatever became of the others.
      operations.add(masterAnswers(inventory, host, Duration.ofMinutes(20)));
    }
    PodNetwork network = PodNetwork.of(inventory);
    if (!network.announcesNodes() && !inventory.taintsOf(host).isEmpty()) {
      // Later runs change no file by it, as they would where the kubelet's own file had them.
      operations.add(NodeObject.announced(inventory, host));
    }
    operations.addAll(
        network.share(
            new Newcomer(
                inventory, host, context.factsOf(host), NodeObject.text(inventory, host))));
    operations.add(KUBELET.service(unit(context, host), INPUTS));
    return operations;
  }

  /** The kubelet starts again with the certificates that lie there, as its unit has it. */
  public static Operation restarted() {
    return KUBELET.asItIs(INPUTS);
  }

  /** Waits until the node finds an API server that takes its certificate. */
  public static Operation masterAnswers(Inventory inventory, Host host, Duration within) {
    return ControlPlaneRecipe.ready(
        "a master answers",
        NodeCertificate.KUBELET_CLIENT,
        apiServer(inventory, host),
        within,
        Duration.ofSeconds(1));
  }

  /** Where a node's components find an API server: always on loopback. */
  public static String apiServer(Inventory inventory, Host host) {
    return host.isMaster()
        ? ControlPlaneRecipe.LOCAL_API
        : "https://127.0.0.1:" + inventory.network().apiProxyPort();
  }

  /** A kubeconfig that names the node's own certificate files. */
  static Operation kubeconfig(
      Inventory inventory, Host host, String path, String user, NodeCertificate certificate) {
    Kubeconfig config =
        Kubeconfig.withFiles(
            inventory.clusterName(),
            apiServer(inventory, host),
            user,
            SharedSecrets.CA + ".crt",
            certificate.certificatePath(),
            certificate.keyPath());
    return new WriteFile(path, Content.of(config.text()), "root:root", "0600");
  }

  static String unit(Context context, Host host) {
    Inventory inventory = context.inventory();
    Version version = Version.line(inventory.versions().kubernetes());
    Set<String> conditions = new HashSet<>();
    conditions.add(ContainerRuntime.of(inventory).isBuiltIn(inventory) ? "dockershim" : "remote");
    if (NodeRoles.tainted(host)) {
      conditions.add("tainted");
    }
    Map<String, String> values = new HashMap<>();
    values.put("name", host.name());
    values.put("address", Endpoint.address(context, host));
    values.put("verbosity", ControlPlaneRecipe.verbosity(inventory));
    values.put("pauseImage", inventory.versions().pauseImage());
    values.put("endpoint", ContainerRuntime.of(inventory).endpoint(inventory));
    values.put("taints", NodeRoles.taintFlag(host, version));
    MachineShape shape = MachineShape.of(context.factsOf(host));
    return KUBELET.text(
        inventory,
        conditions,
        values,
        Map.of(
            "runtimeUnit", ContainerRuntime.of(inventory).unit(inventory),
            "environment", version.below("1.27") && !isAmazons(context, host) ? NO_AMAZON : "",
            "oomScore", Integer.toString(shape.oomScoreAdj(OOM_SCORE))));
  }

  /** As EC2's guide to identifying its machines says: sys_vendor, with Xen the BIOS's version. */
  private static boolean isAmazons(Context context, Host host) {
    return context
        .factsOf(host)
        .records()
        .getOrDefault(MAKER, "")
        .toLowerCase(Locale.ROOT)
        .contains("amazon");
  }

  static Content config(Context context, Host host) {
    Inventory inventory = context.inventory();
    Version version = Version.line(inventory.versions().kubernetes());
    MachineShape shape = MachineShape.of(context.factsOf(host));
    KubeletConfiguration configuration =
        new KubeletConfiguration(
            version,
            shape,
            inventory.network(),
            context.factsOf(host),
            ContainerRuntime.of(inventory).isBuiltIn(inventory)
                ? ""
                : ContainerRuntime.of(inventory).endpoint(inventory),
            NodeRoles.taints(host, version));
    return Content.of(
        Overrides.merged(configuration.values(), inventory.components().config(Component.KUBELET)),
        YamlText::of);
  }
}
