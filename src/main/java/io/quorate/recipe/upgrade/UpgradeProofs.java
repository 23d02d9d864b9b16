package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Shell;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a node has to prove beside its versions before the next one is touched, within seconds. */
final class UpgradeProofs {

  private UpgradeProofs() {}

  /** While its pods are elsewhere: services, the pod network and DNS as the node has them. */
  static List<Operation> ofNode(Context then, Host host) {
    Inventory inventory = then.inventory();
    List<Operation> proofs = new ArrayList<>();
    proofs.add(
        new WaitFor(
                "services are reached from here",
                Verification.proxy(inventory).condition(),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1))
            .asking());
    if (DnsRecipe.chosen(inventory)) {
      proofs.add(network(inventory, host));
    }
    return proofs;
  }

  /** By kube-proxy's credential: that of the kubelet does not see other nodes' pods. */
  private static WaitFor network(Inventory inventory, Host host) {
    String address = inventory.network().kubernetesServiceIp();
    String endpoints =
        ControlPlaneRecipe.curl(
            SharedSecrets.CA + ".crt",
            NodeCertificate.KUBE_PROXY,
            Shell.quote(
                KubeletRecipe.apiServer(inventory, host)
                    + "/api/v1/namespaces/kube-system/endpoints"
                    + "?fieldSelector=metadata.name%3Dkube-dns&pretty=false"));
    return new WaitFor(
            "the pod network and DNS work from here",
            new Template("upgrade/network.sh")
                .fill(
                    Map.of(
                        "endpoints",
                        endpoints,
                        "node",
                        host.name(),
                        "name",
                        "kubernetes.default.svc." + inventory.network().clusterDomain(),
                        "dns",
                        inventory.network().clusterDns(),
                        // AAAA or A.
                        "type",
                        address.contains(":") ? "\\000\\034" : "\\000\\001")),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1))
        .asking();
  }

  /** What belongs on the node whoever else is there is ready again. */
  static WaitFor podsBack(Host host) {
    return new WaitFor(
            "its own pods are back",
            new Template("upgrade/pods-back.sh").fill(Map.of("node", host.name())),
            Duration.ofMinutes(3),
            Duration.ofSeconds(1))
        .asking();
  }

  private static final String ROLLED_OUT = " is rolled out";

  /** Whether it waits for what was applied. */
  static boolean isRollOut(Operation operation) {
    return operation instanceof WaitFor && operation.title().endsWith(ROLLED_OUT);
  }

  /**
   * What was applied runs everywhere in its new shape.
   *
   * @param what of kube-system, such as deployment/coredns
   */
  static WaitFor rolledOut(String what, Duration within) {
    return new WaitFor(
            what + ROLLED_OUT,
            "kubectl --kubeconfig="
                + ControlPlaneRecipe.SUPER_ADMIN
                + " --request-timeout=20s -n kube-system rollout status --timeout=10s "
                + what,
            within,
            Duration.ofSeconds(2))
        .asking();
  }

  /**
   * It stays Ready, with its own pods, for a while without a break.
   *
   * @param seconds what counts of it are whole seconds
   */
  static WaitFor holds(Host host, Duration seconds) {
    return new WaitFor(
        host.name() + " stays Ready with its own pods",
        new Template("upgrade/holds.sh")
            .fill(
                Map.of(
                    "node",
                    host.name(),
                    "seconds",
                    Long.toString(seconds.toSeconds()),
                    "pods",
                    new Template("upgrade/pods-back.sh").fill(Map.of("node", host.name())))),
        seconds.plusMinutes(3),
        Duration.ofSeconds(1));
  }

  /** By what runs, not by what was installed. */
  static WaitFor versions(Host host, Versions v) {
    List<String> wanted = new ArrayList<>();
    if (host.isMaster()) {
      wanted.add("etcd=" + v.etcd());
      for (Program program :
          List.of(
              Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER)) {
        wanted.add(program.title() + "=" + v.kubernetes());
      }
    }
    wanted.add("kubelet=" + v.kubernetes());
    wanted.add("kube-proxy=" + v.kubernetes());
    if (v.runtime() == Runtime.CONTAINERD) {
      wanted.add("containerd=" + v.containerd());
      wanted.add("runc=" + v.runc());
    }
    return new WaitFor(
        "everything runs in the wanted version",
        new Template("upgrade/versions.sh")
            .fill(Map.of("answer", VersionProbe.script(host), "wanted", String.join(" ", wanted))),
        Duration.ofSeconds(30),
        Duration.ofSeconds(2));
  }

  /** A server says its version itself. */
  static WaitFor runs(String server, String field, String version, String ask) {
    return new WaitFor(
            server + " says " + version,
            new Template("upgrade/version.sh")
                .fill(Map.of("server", server, "field", field, "version", version, "ask", ask)),
            Duration.ofMinutes(3),
            Duration.ofMillis(500))
        .asking();
  }

  /** Asks a server which version it is. */
  static String version(String authority, NodeCertificate client, String server) {
    return ControlPlaneRecipe.curl(authority + ".crt", client, server + "/version");
  }
}
