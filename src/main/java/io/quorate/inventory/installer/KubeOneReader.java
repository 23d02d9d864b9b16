package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KubeOne's KubeOneCluster (docs.kubermatic.com, "API Reference") in Quorate's words. */
final class KubeOneReader {
  private static final Map<String, Setting> SAME =
      Map.of(
          "name", CLUSTER_NAME,
          "versions.kubernetes", KUBERNETES_VERSION,
          "clusterNetwork.podSubnet", CLUSTER_CIDR,
          "clusterNetwork.serviceSubnet", SERVICE_CLUSTER_IP,
          "clusterNetwork.serviceDomainName", CLUSTER_DOMAIN,
          "clusterNetwork.nodePortRange", SERVICE_NODE_PORT_RANGE);

  /** The API reference: what holds unless it is said. */
  private static final Map<Setting, String> DEFAULTS =
      Map.of(CLUSTER_CIDR, "10.244.0.0/16", SERVICE_CLUSTER_IP, "10.96.0.0/12");

  private final ClusterDraft draft;
  private final Fields document;

  private KubeOneReader(ClusterDraft draft, Fields document) {
    this.draft = draft;
    this.document = document;
  }

  static void read(List<Written.Mapping> clusters, ClusterDraft draft) {
    new KubeOneReader(draft, draft.document(clusters.getFirst())).read();
  }

  private void read() {
    document.text("apiVersion");
    String kind = document.text("kind");
    if (!kind.equals("KubeOneCluster")) {
      draft.refuse(
          document.placeOf("kind"),
          "The kind \"" + Problem.shown(kind) + "\" describes no cluster.",
          "Write kind: KubeOneCluster.");
    }
    Fields masters = document.fields("controlPlane");
    if (masters == null || masters.items("hosts").isEmpty()) {
      draft.refuse(
          document.placeOf("controlPlane"),
          "There is no list of hosts.",
          "Below controlPlane: hosts: stands one host after each dash, with its publicAddress:;"
              + " what Terraform knows of them is not read.");
      document.spoken("controlPlane");
    }
    hosts(masters, Role.MASTER);
    hosts(document.fields("staticWorkers"), Role.WORKER);
    draft.take(document, SAME);
    runtime();
    network();
    cloud();
    draft.assume("KubeOne's", DEFAULTS);
    draft.dnsAtTenth();
  }

  // ---- hosts -------------------------------------------------------------------------------

  private void hosts(@Nullable Fields part, Role role) {
    if (part == null) {
      return;
    }
    part.each(
        "hosts",
        (host, index) -> host(host, role),
        other ->
            draft.refuse(
                other.place(), "This is not a host.", "Write publicAddress: behind the dash."));
  }

  private void host(Fields host, Role role) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    ClusterDraft.addresses(own, host.scalar("publicAddress"), host.scalar("privateAddress"));
    Written.Scalar bastion = host.scalar("bastion");
    String bastionUser = host.text("bastionUser");
    String bastionPort = host.text("bastionPort");
    draft.reach(
        own,
        host.scalar("sshUsername"),
        host.scalar("sshPort"),
        host.scalar("sshPrivateKeyFile"),
        bastion == null
            ? null
            : ClusterDraft.jumpHost(
                bastion.text().strip(), bastionUser, bastionPort, bastion.place()));
    host.agrees("sshAgentSocket", "env:SSH_AUTH_SOCK");
    host.agrees("isLeader", "false");
    Set<Role> roles = EnumSet.of(role);
    // Without a list of its own a master has the taint of the control plane.
    if (role == Role.MASTER && (host.isList("taints") || host.text("untaint").equals("true"))) {
      roles.add(Role.WORKER);
    }
    HostMarks marks = marks(host);
    String name = draft.name(host, "hostname", own, draft.hostCount() + 1);
    draft.host(name, own, marks.settle(roles, own), host.place());
  }

  /** A label's name with a dash behind takes the label away. */
  private HostMarks marks(Fields host) {
    HostMarks marks = new HostMarks();
    host.entries(HostMarks.LABELS)
        .forEach(
            (label, entry) -> {
              if (label.endsWith("-")) {
                host.left(HostMarks.LABELS, label, entry.keyPlace());
              } else {
                marks.label(label, entry);
              }
            });
    marks.taints(host, draft);
    return marks;
  }

  // ---- the cluster -------------------------------------------------------------------------

  private void runtime() {
    Fields runtime = document.fields("containerRuntime");
    if (runtime != null && runtime.names().contains("docker")) {
      draft.set(CONTAINER_RUNTIME, "docker", runtime.placeOf("docker"));
      runtime.fields("docker");
    }
  }

  /** A network, and a mode of kube-proxy, is a field of its name, with its options in it. */
  private void network() {
    Fields cni = document.fields("clusterNetwork.cni");
    if (cni == null || cni.names().isEmpty()) {
      draft.usualPodNetwork("KubeOne's", "canal");
    } else {
      String plugin = cni.names().iterator().next();
      draft.podNetwork(new Written.Scalar(plugin, true, cni.placeOf(plugin)), "external");
      cni.fields(plugin);
    }
    document.agrees("clusterNetwork.ipFamily", "IPv4");
    document.agrees("clusterNetwork.kubeProxy.skipInstallation", "false");
    Fields proxy = document.fields("clusterNetwork.kubeProxy");
    if (proxy != null) {
      for (String mode : List.of("ipvs", "iptables")) {
        if (proxy.names().contains(mode)) {
          draft.set(KUBE_PROXY_MODE, mode, proxy.placeOf(mode));
          proxy.fields(mode);
        }
      }
    }
  }

  /** What a provider makes, and how, is its own; an empty mapping chooses one. */
  private void cloud() {
    document
        .entries("cloudProvider")
        .forEach(
            (name, entry) -> {
              boolean off = entry.value() instanceof Written.Scalar s && s.text().equals("false");
              if (!name.equals("none") && !off) {
                draft.notTaken("cloudProvider." + name, entry.keyPlace());
              }
            });
  }
}
