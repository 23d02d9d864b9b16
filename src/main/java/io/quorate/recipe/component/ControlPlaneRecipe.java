package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.Network;
import io.quorate.pki.Credential;
import io.quorate.pki.Kubeconfig;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** API server, controller manager and scheduler on each master. */
public final class ControlPlaneRecipe {

  public static final String SUPER_ADMIN = "/etc/kubernetes/super-admin.conf";
  public static final String ROOT_KUBECONFIG = "/root/.kube/config";
  private static final String AUDIT_POLICY = "/etc/kubernetes/audit-policy.yaml";
  static final String CONTROLLER_MANAGER_CONF = "/etc/kubernetes/controller-manager.conf";
  static final String SCHEDULER_CONF = "/etc/kubernetes/scheduler.conf";

  private static final ComponentUnit API_SERVER =
      new ComponentUnit("kube-apiserver", Component.APISERVER, "https://127.0.0.1:6443/livez");
  private static final ComponentUnit CONTROLLER_MANAGER =
      new ComponentUnit(
          "kube-controller-manager",
          Component.CONTROLLER_MANAGER,
          "https://127.0.0.1:10257/healthz");
  private static final ComponentUnit SCHEDULER =
      new ComponentUnit("kube-scheduler", Component.SCHEDULER, "https://127.0.0.1:10259/healthz");

  private static final List<String> API_SERVER_INPUTS =
      List.of(
          AUDIT_POLICY,
          SharedSecrets.ENCRYPTION,
          SharedSecrets.CA + ".crt",
          SharedSecrets.ETCD_CA + ".crt",
          SharedSecrets.FRONT_PROXY_CA + ".crt",
          SharedSecrets.SERVICE_ACCOUNT_KEY,
          SharedSecrets.SERVICE_ACCOUNT_PUBLIC,
          NodeCertificate.APISERVER.certificatePath(),
          NodeCertificate.APISERVER_ETCD_CLIENT.certificatePath(),
          NodeCertificate.APISERVER_KUBELET_CLIENT.certificatePath(),
          NodeCertificate.FRONT_PROXY_CLIENT.certificatePath());

  private static final List<String> CONTROLLER_MANAGER_INPUTS =
      List.of(
          CONTROLLER_MANAGER_CONF,
          SharedSecrets.CA + ".crt",
          SharedSecrets.CA + ".key",
          SharedSecrets.FRONT_PROXY_CA + ".crt",
          SharedSecrets.SERVICE_ACCOUNT_KEY,
          NodeCertificate.CONTROLLER_MANAGER.certificatePath());

  private static final List<String> SCHEDULER_INPUTS =
      List.of(
          SCHEDULER_CONF, SharedSecrets.CA + ".crt", NodeCertificate.SCHEDULER.certificatePath());

  /** An API server of its own node; the others need not live for a master to be able to start. */
  public static final String LOCAL_API = "https://127.0.0.1:" + ApiProxyRecipe.API_PORT;

  private ControlPlaneRecipe() {}

  public static String id(Host host) {
    return StepKind.CONTROL_PLANE.on(host.name());
  }

  public static List<Step> steps(Context context, ClusterPki pki, EtcdCluster cluster) {
    List<Step> steps = new ArrayList<>();
    String before = null;
    for (Host master : context.hosts()) {
      if (!master.isMaster()) {
        continue;
      }
      Set<String> after = new HashSet<>(Set.of(EtcdRecipe.healthId(master)));
      if (cluster == EtcdCluster.ONE_BY_ONE && before != null) {
        after.add(before);
      }
      before = id(master);
      steps.add(
          new Step(
              id(master),
              master.name(),
              Phase.CONTROL_PLANE,
              "Control plane",
              operations(context, master, pki),
              after,
              Duration.ofMinutes(10)));
    }
    return steps;
  }

  /** Files and units of one master, which run once they are done. */
  public static List<Operation> operations(Context context, Host host, ClusterPki pki) {
    Inventory inventory = context.inventory();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(ComponentUnit.ENVIRONMENT_FOLDER, "root:root", "0700"));
    operations.add(new Directory("/var/log/kubernetes", "root:root", "0700"));
    operations.add(
        new WriteFile(
            AUDIT_POLICY,
            Content.of(new Template("kubernetes/audit-policy.yaml").text()),
            "root:root",
            "0600"));
    operations.add(
        AssetScript.of("the audit log is root's alone", "kubernetes/audit-log", Map.of())
            .doing("taking the audit log from others"));
    operations.addAll(kubeconfigs(inventory, host, pki));
    operations.addAll(API_SERVER.files(inventory, apiServerUnit(context, host)));
    operations.addAll(CONTROLLER_MANAGER.files(inventory, controllerManagerUnit(inventory)));
    operations.addAll(SCHEDULER.files(inventory, schedulerUnit(inventory)));
    operations.add(API_SERVER.service(apiServerUnit(context, host), API_SERVER_INPUTS));
    // Before those that ask it: one that is not allowed yet to list the nodes, because the roles of
    // the system are still being made, gives out the pods' network ten seconds late.
    operations.add(ready());
    operations.add(
        CONTROLLER_MANAGER.service(controllerManagerUnit(inventory), CONTROLLER_MANAGER_INPUTS));
    operations.add(SCHEDULER.service(schedulerUnit(inventory), SCHEDULER_INPUTS));
    return operations;
  }

  /**
   * A master's API server starts again with the certificates that lie there, as its unit has it:
   * also its own certificate for itself, which it makes as it starts, is new then.
   *
   * @param pki with the administrator's certificate, which root's kubeconfig gets
   */
  public static List<Operation> restartedApiServer(Inventory inventory, Host host, ClusterPki pki) {
    return List.of(rootKubeconfig(inventory, host, pki), restartedApiServer());
  }

  /** A master's API server starts again where what it reads differs, as its unit has it. */
  public static Operation restartedApiServer() {
    return API_SERVER.asItIs(API_SERVER_INPUTS);
  }

  /** The same for those beside it. */
  public static List<Operation> restartedControllers() {
    return List.of(
        CONTROLLER_MANAGER.asItIs(CONTROLLER_MANAGER_INPUTS), SCHEDULER.asItIs(SCHEDULER_INPUTS));
  }

  /** The API server of the machine itself. */
  public static WaitFor ready() {
    return ready(
        "the API server is ready",
        NodeCertificate.ADMIN,
        LOCAL_API,
        Duration.ofMinutes(3),
        Duration.ofMillis(500));
  }

  /**
   * Waits until an API server is ready.
   *
   * @param who asks
   * @param server its URL
   */
  static WaitFor ready(
      String title, NodeCertificate who, String server, Duration within, Duration pause) {
    String ask = curl(SharedSecrets.CA + ".crt", who, server + "/readyz");
    return new WaitFor(
            title, new Template("kubernetes/ready.sh").fill(Map.of("ask", ask)), within, pause)
        .asking();
  }

  /**
   * Asks a URL as the certificate's owner; exit code 0 when it answers well. Neither a proxy nor
   * somebody's ~/.curlrc comes between. By HTTP/1.1, since etcd closes the stream of HTTP/2 on
   * which it was asked for its members at a peer's port (seen with 3.5.30).
   */
  public static String curl(String authority, NodeCertificate client, String url) {
    return "curl -q --http1.1 -fsS --noproxy '*' --max-time 5 --cacert %s --cert %s --key %s %s"
        .formatted(authority, client.certificatePath(), client.keyPath(), url);
  }

  private static List<Operation> kubeconfigs(Inventory inventory, Host host, ClusterPki pki) {
    return List.of(
        withFiles(
            inventory,
            CONTROLLER_MANAGER_CONF,
            "system:kube-controller-manager",
            NodeCertificate.CONTROLLER_MANAGER),
        withFiles(inventory, SCHEDULER_CONF, "system:kube-scheduler", NodeCertificate.SCHEDULER),
        withFiles(inventory, SUPER_ADMIN, "super-admin", NodeCertificate.SUPER_ADMIN),
        new Directory("/root/.kube", "root:root", "0700"),
        rootKubeconfig(inventory, host, pki));
  }

  private static Operation rootKubeconfig(Inventory inventory, Host host, ClusterPki pki) {
    return new WriteFile(
        ROOT_KUBECONFIG,
        Content.secret(
            rootConfig(inventory, pki.kubernetesCa(host), pki.leaf(host, NodeCertificate.ADMIN))),
        "root:root",
        "0600");
  }

  private static Operation withFiles(
      Inventory inventory, String path, String user, NodeCertificate certificate) {
    Kubeconfig config =
        Kubeconfig.withFiles(
            inventory.clusterName(),
            LOCAL_API,
            user,
            SharedSecrets.CA + ".crt",
            certificate.certificatePath(),
            certificate.keyPath());
    return new WriteFile(path, Content.of(config.text()), "root:root", "0600");
  }

  private static String rootConfig(Inventory inventory, String authority, Credential admin) {
    return Kubeconfig.embedded(
            inventory.clusterName(), LOCAL_API, "admin", inventory.clusterName(), authority, admin)
        .text();
  }

  static String apiServerUnit(Context context, Host host) {
    Inventory inventory = context.inventory();
    Network network = inventory.network();
    String address = Endpoint.address(context, host);
    Set<String> plugins = new LinkedHashSet<>(Set.of("NodeRestriction"));
    plugins.addAll(inventory.components().admissionPlugins());
    Map<String, String> values = new HashMap<>();
    values.put("address", address);
    values.put("bindAddress", address.contains(":") ? "::" : "0.0.0.0");
    values.put("admissionPlugins", String.join(",", plugins));
    values.put("domain", network.clusterDomain());
    values.put("serviceCidr", network.serviceCidr());
    values.put("nodePortRange", network.nodePortRange());
    values.put("verbosity", verbosity(inventory));
    return API_SERVER.text(inventory, Set.of(), values, Map.of());
  }

  static String controllerManagerUnit(Inventory inventory) {
    Network network = inventory.network();
    Map<String, String> values = new HashMap<>();
    values.put("cluster", inventory.clusterName());
    values.put("clusterCidr", network.clusterCidr());
    values.put("nodeMask", Integer.toString(nodeMask(network.clusterCidr())));
    values.put("serviceCidr", network.serviceCidr());
    values.put("verbosity", verbosity(inventory));
    return CONTROLLER_MANAGER.text(inventory, Set.of(), values, Map.of());
  }

  static String schedulerUnit(Inventory inventory) {
    return SCHEDULER.text(inventory, Set.of(), Map.of("verbosity", verbosity(inventory)), Map.of());
  }

  static String verbosity(Inventory inventory) {
    return Integer.toString(inventory.components().verbosity());
  }

  /**
   * The size of a node's share of the pods' network: 254 addresses where at least 16 nodes fit,
   * otherwise a sixteenth.
   */
  static int nodeMask(String clusterCidr) {
    int prefix = Integer.parseInt(clusterCidr.substring(clusterCidr.indexOf('/') + 1));
    if (clusterCidr.contains(":")) {
      return Math.max(prefix, Math.min(prefix + 16, 64));
    }
    return prefix <= 20 ? 24 : Math.min(prefix + 4, 30);
  }
}
