package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Leaf;
import io.quorate.recipe.Context;
import io.quorate.recipe.authority.ClusterAuthority;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates of a node, named as kubeadm names them
 * (kubernetes.io/docs/setup/best-practices/certificates).
 */
public enum NodeCertificate {
  APISERVER("apiserver", ClusterAuthority.KUBERNETES, true),
  APISERVER_KUBELET_CLIENT("apiserver-kubelet-client", ClusterAuthority.KUBERNETES, true),
  APISERVER_ETCD_CLIENT("apiserver-etcd-client", ClusterAuthority.ETCD, true),
  ETCD_SERVER("etcd/server", ClusterAuthority.ETCD, true),
  ETCD_PEER("etcd/peer", ClusterAuthority.ETCD, true),
  ETCD_HEALTHCHECK_CLIENT("etcd/healthcheck-client", ClusterAuthority.ETCD, true),
  FRONT_PROXY_CLIENT("front-proxy-client", ClusterAuthority.FRONT_PROXY, true),
  ADMIN("admin", ClusterAuthority.KUBERNETES, true),
  SUPER_ADMIN("super-admin", ClusterAuthority.KUBERNETES, true),
  CONTROLLER_MANAGER("controller-manager", ClusterAuthority.KUBERNETES, true),
  SCHEDULER("scheduler", ClusterAuthority.KUBERNETES, true),
  KUBELET_CLIENT("kubelet-client", ClusterAuthority.KUBERNETES, false),
  KUBELET_SERVER("kubelet", ClusterAuthority.KUBERNETES, false),
  KUBE_PROXY("kube-proxy", ClusterAuthority.KUBERNETES, false);

  /**
   * The group that `cluster-access` makes administrators: unlike system:masters it can be revoked.
   */
  static final String ADMINS = "quorate:cluster-admins";

  private final String stem;
  private final ClusterAuthority authority;
  private final boolean mastersOnly;

  NodeCertificate(String stem, ClusterAuthority authority, boolean mastersOnly) {
    this.stem = stem;
    this.authority = authority;
    this.mastersOnly = mastersOnly;
  }

  /** Which authority issues it. */
  ClusterAuthority authority() {
    return authority;
  }

  /** Those that an authority issues. */
  public static List<NodeCertificate> of(ClusterAuthority authority) {
    return Arrays.stream(values()).filter(c -> c.authority == authority).toList();
  }

  /** Whether the host has one. */
  public boolean belongsTo(Host host) {
    return !mastersOnly || host.isMaster();
  }

  /** The certificates of the authority that issues it, as masters have them. */
  public String authorityPath() {
    return authority.certificatePath();
  }

  public String certificatePath() {
    return ClusterPki.FOLDER + "/" + stem + ".crt";
  }

  public String keyPath() {
    return ClusterPki.FOLDER + "/" + stem + ".key";
  }

  /** One that a new authority has issued, until that issues all of the master's. */
  public String nextCertificatePath() {
    return next() + ".crt";
  }

  /** The key of that. */
  public String nextKeyPath() {
    return next() + ".key";
  }

  private String next() {
    int name = stem.lastIndexOf('/') + 1;
    return ClusterPki.FOLDER + "/" + stem.substring(0, name) + "next-" + stem.substring(name);
  }

  /** What it has to say on this host. */
  Leaf leaf(Context context, Host host) {
    return switch (this) {
      case APISERVER -> apiServer(context, host);
      case APISERVER_KUBELET_CLIENT -> Leaf.client("kube-apiserver-kubelet-client");
      case APISERVER_ETCD_CLIENT -> Leaf.client("kube-apiserver-etcd-client");
      case ETCD_SERVER -> member("kube-etcd", context, host);
      case ETCD_PEER -> member("kube-etcd-peer", context, host);
      case ETCD_HEALTHCHECK_CLIENT -> Leaf.client("kube-etcd-healthcheck-client");
      case FRONT_PROXY_CLIENT -> Leaf.client("front-proxy-client");
      case ADMIN -> Leaf.client("admin", ADMINS);
      case SUPER_ADMIN -> Leaf.client("super-admin", "system:masters");
      case CONTROLLER_MANAGER -> Leaf.client("system:kube-controller-manager");
      case SCHEDULER -> Leaf.client("system:kube-scheduler");
      case KUBELET_CLIENT -> Leaf.client("system:node:" + host.name(), "system:nodes");
      case KUBELET_SERVER ->
          Leaf.server("system:node:" + host.name(), names(host), addresses(context, host));
      case KUBE_PROXY -> Leaf.client("system:kube-proxy", "system:node-proxier");
    };
  }

  private static Leaf apiServer(Context context, Host host) {
    Inventory.Network network = context.inventory().network();
    Set<String> names = names(host);
    names.add("localhost");
    names.add("kubernetes");
    names.add("kubernetes.default");
    names.add("kubernetes.default.svc");
    names.add("kubernetes.default.svc." + network.clusterDomain());
    Set<String> addresses = addresses(context, host);
    addresses.add("127.0.0.1");
    addresses.add(network.kubernetesServiceIp());
    return Leaf.server("kube-apiserver", names, addresses);
  }

  private static Leaf member(String name, Context context, Host host) {
    Set<String> names = names(host);
    names.add("localhost");
    Set<String> addresses = addresses(context, host);
    addresses.add("127.0.0.1");
    return Leaf.both(name, names, addresses);
  }

  private static Set<String> names(Host host) {
    Set<String> names = new LinkedHashSet<>();
    names.add(host.name());
    for (String address : new String[] {host.address(), host.nodeAddress()}) {
      if (!NodeAddresses.isNumeric(address)) {
        names.add(address);
      }
    }
    return names;
  }

  private static Set<String> addresses(Context context, Host host) {
    return new LinkedHashSet<>(NodeAddresses.of(context, host));
  }
}
