package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** k0sctl's Cluster (k0sproject/k0sctl, README: "Configuration file") in Quorate's words. */
final class K0sctlReader {
  private static final String CONTROLLER = "controller";
  private static final String BOTH = "controller+worker";
  private static final String NO_TAINTS = "noTaints";

  private static final Map<String, Set<Role>> ROLES =
      Map.of(
          CONTROLLER,
          Set.of(Role.MASTER),
          BOTH,
          Set.of(Role.MASTER, Role.WORKER),
          "single",
          Set.of(Role.MASTER, Role.WORKER),
          "worker",
          Set.of(Role.WORKER));

  /** docs.k0sproject.io, configuration: what holds unless it is said. */
  private static final Map<Setting, String> DEFAULTS =
      Map.of(CLUSTER_CIDR, "10.244.0.0/16", SERVICE_CLUSTER_IP, "10.96.0.0/12");

  private final ClusterDraft draft;

  /** Where the first host is said to be a controller alone. */
  private @Nullable Place controller;

  private K0sctlReader(ClusterDraft draft) {
    this.draft = draft;
  }

  static void read(List<Written.Mapping> clusters, ClusterDraft draft) {
    new K0sctlReader(draft).document(draft.document(clusters.getFirst()));
  }

  private void document(Fields document) {
    Fields spec =
        draft.specOf(document, "Write kind: Cluster.", "Below spec: stand hosts: and k0s:.");
    draft.set(CLUSTER_NAME, document.scalar("metadata.name"));
    document.agrees("metadata.user", "admin");
    if (spec == null) {
      return;
    }
    if (spec.items("hosts").isEmpty()) {
      spec.spoken("hosts");
      draft.refuse(
          spec.placeOf("hosts"),
          "There is no list of hosts.",
          "Below spec: hosts: stands one host after each dash, with its role: and ssh:.");
    }
    spec.each(
        "hosts",
        this::host,
        other ->
            draft.refuse(
                other.place(), "This is not a host.", "Write role: and ssh: behind the dash."));
    if (controller != null) {
      draft.mastersAreNodes(controller);
    }
    Fields k0s = spec.fields("k0s");
    if (k0s != null) {
      k0s(k0s);
    }
    if (spec.scalar("k0s.config.spec.network.provider") == null) {
      draft.usualPodNetwork("k0s's", "kube-router");
    }
    draft.assume("k0s's", DEFAULTS);
    draft.dnsAtTenth();
  }

  // ---- hosts -------------------------------------------------------------------------------

  private void host(Fields host, int index) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    K0sInstallFlags flags = K0sInstallFlags.of(host, draft);
    String said = host.text("role");
    String flagged = flags.role();
    String role = flagged == null || !ROLES.containsKey(said) ? said : flagged;
    Set<Role> roles = ROLES.get(role);
    if (roles == null) {
      draft.refuse(
          host.placeOf("role"),
          "\"" + Problem.shown(role) + "\" is not a k0s role.",
          "Take controller, controller+worker, single or worker.");
      roles = Set.of();
    }
    boolean tainted = isTainted(host, role, flags);
    Set<Role> settled = flags.marks().settle(roles, own);
    Fields ssh = host.fields("ssh");
    ssh = ssh == null ? host.fields("openSSH") : ssh;
    if (ssh == null) {
      draft.refuse(
          host.place(),
          "The host is not reached over SSH.",
          "Give it ssh: with an address; localhost and winrm are not used here.");
    } else {
      ssh(ssh, own);
    }
    Written.Scalar privateAddress = host.scalar("privateAddress");
    if (privateAddress != null) {
      own.put(PRIVATE_ADDRESS, privateAddress);
    }
    String name = draft.name(host, "hostname", own, index + 1);
    if (tainted || settled.size() < roles.size()) {
      draft.keepsPodsOff(name, host.placeOf("role"));
      settled = Set.of(Role.MASTER);
    } else if (role.equals(CONTROLLER)) {
      controller = controller == null ? host.placeOf("role") : controller;
    }
    draft.host(name, own, settled, host.place());
  }

  /**
   * Whether k0s gives a host the taint of the control plane: to a controller that is a worker, too,
   * unless it is told not to.
   */
  private boolean isTainted(Fields host, String role, K0sInstallFlags flags) {
    boolean both = role.equals(BOTH);
    String field = host.text(NO_TAINTS);
    Boolean said = PlainScalar.truth(field);
    boolean isOff = flags.noTaints() || Boolean.TRUE.equals(said);
    if (!field.isEmpty() && said == null) {
      draft.refuse(
          host.placeOf(NO_TAINTS),
          "\"" + Problem.shown(field) + "\" is neither true nor false.",
          "Write noTaints: true, or leave it out.");
    } else if (isOff && !both && ROLES.containsKey(role)) {
      draft.refuse(
          flags.noTaints() ? flags.noTaintsAt() : host.placeOf(NO_TAINTS),
          "k0sctl takes noTaints for a controller+worker only, and this is a " + role + ".",
          "Leave it out, or make the role controller+worker.");
    }
    return both && !isOff;
  }

  private void ssh(Fields ssh, Map<Setting, Written> own) {
    Written.Scalar address = ssh.scalar("address");
    if (address != null) {
      own.put(ANSIBLE_HOST, address);
    }
    Written.Scalar key = ssh.scalar("keyPath");
    draft.reach(own, ssh.scalar("user"), ssh.scalar("port"), key, way(ssh, key));
  }

  /** Through which others k0sctl goes, or the OpenSSH that it starts; null: directly. */
  private Written.@Nullable Scalar way(Fields ssh, Written.@Nullable Scalar key) {
    Fields through = ssh.fields("bastion");
    Written.Scalar jump = ssh.scalar("options.ProxyJump");
    return through == null
        ? jump
        : new Written.Scalar(bastions(through, key), false, through.place());
  }

  /** A bastion may be reached through another one, which then is the nearer to the operator. */
  private String bastions(Fields bastion, Written.@Nullable Scalar key) {
    Written.Scalar place =
        ClusterDraft.jumpHost(
            bastion.text("address"), bastion.text("user"), bastion.text("port"), bastion.place());
    Written.Scalar own = bastion.scalar("keyPath");
    if (own != null && !own.text().strip().equals(sharedKey(key))) {
      bastion.unread("keyPath");
    }
    Fields before = bastion.fields("bastion");
    return before == null ? place.text() : bastions(before, key) + "," + place.text();
  }

  /** The cluster's, which is the first host's. */
  private String sharedKey(Written.@Nullable Scalar ofHost) {
    return draft.has(ANSIBLE_SSH_PRIVATE_KEY_FILE) || ofHost == null
        ? draft.text(ANSIBLE_SSH_PRIVATE_KEY_FILE)
        : ofHost.text().strip();
  }

  // ---- the cluster -------------------------------------------------------------------------

  private void k0s(Fields k0s) {
    Written.Scalar version = k0s.scalar("version");
    if (version != null) {
      draft.set(
          KUBERNETES_VERSION,
          version.text().strip().replaceFirst("[+-]k0s\\..*", ""),
          version.place());
    }
    Fields config = k0s.fields("config");
    if (config != null) {
      config.text("apiVersion");
      config.text("kind");
      config.agrees("metadata.name", "k0s");
      config.agrees("metadata.name", draft.text(CLUSTER_NAME));
      Fields spec = config.fields("spec");
      if (spec != null) {
        config(spec);
      }
    }
  }

  private void config(Fields spec) {
    Fields network = spec.fields("network");
    if (network != null) {
      network(network);
    }
    flags(spec, "api", APISERVER_CUSTOM_FLAGS);
    flags(spec, "controllerManager", CONTROLLER_MANAGER_CUSTOM_FLAGS);
    flags(spec, "scheduler", SCHEDULER_CUSTOM_FLAGS);
    flags(spec, "storage.etcd", ETCD_CUSTOM_FLAGS);
    spec.agrees("api.port", "6443");
    Written.Scalar storage = spec.scalar("storage.type");
    if (storage != null && !storage.text().equals("etcd")) {
      draft.refuse(
          storage.place(),
          "The cluster keeps its state in " + Problem.shown(storage.text()) + ".",
          "Quorate's clusters keep it in etcd.");
    }
  }

  private void network(Fields network) {
    draft.take(
        network,
        Map.of(
            "podCIDR", CLUSTER_CIDR,
            "serviceCIDR", SERVICE_CLUSTER_IP,
            "clusterDomain", CLUSTER_DOMAIN,
            "kubeProxy.mode", KUBE_PROXY_MODE));
    Written.Scalar provider = network.scalar("provider");
    draft.podNetwork(provider, "custom");
    if (provider != null && provider.text().strip().equals("calico")) {
      calico(network);
      draft.assume("k0s's", Map.of(CALICO_MODE, "vxlan"));
    }
    Written.Scalar mtu = network.scalar("calico.mtu");
    if (mtu != null && !mtu.text().equals("0")) {
      draft.set(CNI_MTU, mtu);
    }
    network.agrees("kubeProxy.disabled", "false");
  }

  /**
   * In other modes than vxlan the overlay says whether packets are wrapped: always, unless it is
   * said. What is wrapped sometimes, with CrossSubnet, comes nearest to that.
   */
  private void calico(Fields network) {
    Written.Scalar mode = network.scalar("calico.mode");
    if (mode == null) {
      return;
    }
    String name = mode.text().strip();
    if (!name.equals("bird") && !name.equals("ipip")) {
      draft.set(CALICO_MODE, mode);
      return;
    }
    Written.Scalar overlay = network.scalar("calico.overlay");
    String wrapped = overlay == null ? "Always" : overlay.text().strip();
    if (overlay != null && !wrapped.equals("Always") && !wrapped.equals("Never")) {
      draft.notTaken("spec.k0s.config.spec.network.calico.overlay", overlay.place());
    }
    draft.set(CALICO_MODE, wrapped.equals("Never") ? "none" : "ipip", mode.place());
  }

  private void flags(Fields spec, String part, Setting setting) {
    Fields component = spec.fields(part);
    if (component != null) {
      draft.flags(component, "extraArgs", setting);
    }
  }
}
