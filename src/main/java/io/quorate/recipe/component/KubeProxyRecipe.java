package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.ConfigFile;
import io.quorate.platform.MachineShape;
import io.quorate.platform.Overrides;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** kube-proxy on every node: it programs the services. */
public final class KubeProxyRecipe {

  static final String KUBECONFIG = "/etc/kubernetes/kube-proxy.conf";
  private static final String CONFIG = "/etc/kubernetes/kube-proxy.yaml";
  private static final ComponentUnit PROXY =
      new ComponentUnit("kube-proxy", Component.KUBE_PROXY, "http://127.0.0.1:10256/healthz");
  private static final int OOM_SCORE = -999;

  private static final List<String> INPUTS =
      List.of(
          CONFIG,
          KUBECONFIG,
          SharedSecrets.CA + ".crt",
          NodeCertificate.KUBE_PROXY.certificatePath());

  private KubeProxyRecipe() {}

  public static String id(Host host) {
    return StepKind.KUBE_PROXY.on(host.name());
  }

  public static List<Step> steps(Context context) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.NODES,
                    "kube-proxy",
                    operations(context, host),
                    Set.of(KubeletRecipe.id(host)),
                    Duration.ofMinutes(5)))
        .toList();
  }

  /** Files and the unit of one node, which runs once they are done. */
  public static List<Operation> operations(Context context, Host host) {
    Inventory inventory = context.inventory();
    List<Operation> operations = new ArrayList<>();
    operations.add(ConfigFile.of(CONFIG, config(context, host), "0600"));
    operations.add(
        KubeletRecipe.kubeconfig(
            inventory, host, KUBECONFIG, "kube-proxy", NodeCertificate.KUBE_PROXY));
    operations.addAll(PROXY.files(inventory, unit(context, host)));
    operations.add(PROXY.service(unit(context, host), INPUTS));
    return operations;
  }

  /** kube-proxy starts again with the certificate that lies there, as its unit has it. */
  public static Operation restarted() {
    return PROXY.asItIs(INPUTS);
  }

  static String unit(Context context, Host host) {
    MachineShape shape = MachineShape.of(context.factsOf(host));
    return PROXY.text(
        context.inventory(),
        Set.of(),
        Map.of("verbosity", ControlPlaneRecipe.verbosity(context.inventory())),
        Map.of("oomScore", Integer.toString(shape.oomScoreAdj(OOM_SCORE))));
  }

  static Content config(Context context, Host host) {
    Inventory inventory = context.inventory();
    Inventory.Network network = inventory.network();
    MachineShape shape = MachineShape.of(context.factsOf(host));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("apiVersion", "kubeproxy.config.k8s.io/v1alpha1");
    values.put("kind", "KubeProxyConfiguration");
    values.put("hostnameOverride", host.name());
    // Never left out: the default is about to change (KEP-5343).
    values.put("mode", network.proxyMode().name().toLowerCase(Locale.ROOT));
    values.put("clusterCIDR", network.clusterCidr());
    values.put("bindAddress", Endpoint.address(context, host).contains(":") ? "::" : "0.0.0.0");
    values.put("healthzBindAddress", "0.0.0.0:10256");
    values.put("metricsBindAddress", "127.0.0.1:10249");
    values.put("clientConnection", Map.of("kubeconfig", KUBECONFIG));
    values.put("oomScoreAdj", shape.oomScoreAdj(OOM_SCORE));
    values.put("conntrack", conntrack(network, shape));
    return Content.of(
        Overrides.merged(values, inventory.components().config(Component.KUBE_PROXY)),
        YamlText::of);
  }

  /** Zeroes leave the kernel's settings alone: where they cannot be written, kube-proxy exits. */
  private static Map<String, Object> conntrack(Inventory.Network network, MachineShape shape) {
    Map<String, Object> conntrack = new LinkedHashMap<>();
    if (shape.conntrackWritable()) {
      conntrack.put("maxPerCore", network.conntrackMaxPerCore());
      conntrack.put("min", network.conntrackMin());
    } else {
      conntrack.put("maxPerCore", 0);
      conntrack.put("min", 0);
      conntrack.put("tcpEstablishedTimeout", "0s");
      conntrack.put("tcpCloseWaitTimeout", "0s");
    }
    return conntrack;
  }
}
