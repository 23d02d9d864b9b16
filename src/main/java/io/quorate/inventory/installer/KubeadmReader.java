package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Label;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.Taint;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster that kubeadm made, as `kubectl get nodes -o json` prints them, with
 * kubeadm's ClusterConfiguration where it is given, in Quorate's words.
 */
final class KubeadmReader {
  private static final Map<String, Setting> SAME =
      Map.of(
          "clusterName", CLUSTER_NAME,
          "kubernetesVersion", KUBERNETES_VERSION,
          "networking.podSubnet", CLUSTER_CIDR,
          "networking.serviceSubnet", SERVICE_CLUSTER_IP,
          "networking.dnsDomain", CLUSTER_DOMAIN);

  /** What kubeadm fills in where nobody has chosen, and what holds here as well. */
  private static final Map<String, String> AGREED =
      Map.of(
          "certificatesDir", "/etc/kubernetes/pki",
          "dns.type", "CoreDNS",
          "etcd.local.dataDir", "/var/lib/etcd",
          "imageRepository", "registry.k8s.io");

  private static final Map<String, Setting> FLAGS =
      Map.of(
          "apiServer", APISERVER_CUSTOM_FLAGS,
          "controllerManager", CONTROLLER_MANAGER_CUSTOM_FLAGS,
          "scheduler", SCHEDULER_CUSTOM_FLAGS,
          "etcd.local", ETCD_CUSTOM_FLAGS);

  /** kubernetes.io, kubeadm init: what holds unless it is said. */
  private static final Map<Setting, String> DEFAULTS = Map.of(SERVICE_CLUSTER_IP, "10.96.0.0/12");

  private static final String ETCD = Label.ROLE + "/etcd";

  /** What the labels of a node begin with that come by themselves. */
  private static final List<String> OF_THE_CLUSTER =
      List.of("kubernetes.io/", "beta.kubernetes.io/", "feature.node.kubernetes.io/");

  /** What kubeadm gives to each master. */
  private static final String OF_MASTERS =
      "node.kubernetes.io/exclude-from-external-load-balancers";

  /** The keys of taints that come and go with what is amiss with a node. */
  private static final List<String> TRANSIENT =
      List.of("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/");

  private static final String CONFIGURATION = "ClusterConfiguration";
  private static final String KUBELET = "KubeletConfiguration";
  private static final String PROXY = "KubeProxyConfiguration";
  private static final String NETWORK_REMEDY =
      "Give kubeadm's ClusterConfiguration with the nodes, or set cluster_cidr.";

  /** Nodes have parts of a pod network that is usually as large as this. */
  private static final int USUAL_PREFIX = 16;

  /** What has less in common than this is no network of one cluster. */
  private static final int LEAST_PREFIX = 8;

  /** How the keys of taints end that an agent of a pod network or of storage takes away. */
  private static final String AGENT_TO_COME = "/agent-not-ready";

  private final ClusterDraft draft;
  private final List<Written.Scalar> podNetworks = new ArrayList<>();
  private final Map<String, Written.Scalar> kubelets = new LinkedHashMap<>();
  private Written.@Nullable Scalar version;
  private @Nullable Place first;

  private KubeadmReader(ClusterDraft draft) {
    this.draft = draft;
  }

  /** Whether a document has nodes: a list of them, or a single one. */
  static boolean hasNodes(Written.Mapping root) {
    return switch (root.text("kind")) {
      case "Node", "NodeList" -> root.text("apiVersion").equals("v1");
      case "List" -> items(root).anyMatch(KubeadmReader::isNode);
      default -> false;
    };
  }

  private static Stream<Written> items(Written.Mapping root) {
    Written.Entry items = root.entries().get("items");
    return items != null && items.value() instanceof Written.Sequence list
        ? list.items().stream()
        : Stream.of();
  }

  private static boolean isNode(Written item) {
    return item instanceof Written.Mapping node && node.text("kind").equals("Node");
  }

  /** Whether a document is one of those that kubeadm takes. */
  static boolean isConfiguration(Written.Mapping root) {
    String version = root.text("apiVersion");
    return version.startsWith("kubeadm.k8s.io/")
        || root.text("kind").equals(KUBELET) && version.startsWith("kubelet.config.k8s.io/")
        || root.text("kind").equals(PROXY) && version.startsWith("kubeproxy.config.k8s.io/");
  }

  static void read(List<Written.Mapping> documents, ClusterDraft draft) {
    KubeadmReader reader = new KubeadmReader(draft);
    for (Written.Mapping document : documents) {
      if (hasNodes(document)) {
        reader.nodes(document);
      }
    }
    for (Written.Mapping document : documents) {
      if (document.text("kind").equals(CONFIGURATION)) {
        reader.configuration(draft.document(document));
      } else if (!List.of(KUBELET, PROXY).contains(document.text("kind")) && !hasNodes(document)) {
        draft.notTaken("the document " + document.text("kind"), document.place());
      }
    }
    documents.stream()
        .filter(document -> document.text("kind").equals(KUBELET))
        .forEach(document -> reader.kubeletConfiguration(draft.document(document)));
    documents.stream()
        .filter(document -> document.text("kind").equals(PROXY))
        .forEach(document -> reader.proxyConfiguration(draft.document(document)));
    reader.conclude();
  }

  // ---- nodes -------------------------------------------------------------------------------

  private void nodes(Written.Mapping document) {
    draft.begin(document.place());
    first = first == null ? document.place() : first;
    String kind = document.text("kind");
    if (kind.equals("Node")) {
      node(document);
      return;
    }
    items(document)
        .forEach(
            item -> {
              if (item instanceof Written.Mapping node
                  && (kind.equals("NodeList") || isNode(node))) {
                node(node);
              } else {
                String what = item instanceof Written.Mapping other ? other.text("kind") : "item";
                draft.notTaken("the " + what, item.place());
              }
            });
  }

  private void node(Written.Mapping written) {
    Fields node = ClusterDraft.report(written);
    Written.Scalar name = node.scalar("metadata.name");
    if (name == null) {
      draft.refuse(
          written.place(), "The node has no name.", "kubectl prints it as name: below metadata:.");
      return;
    }
    Map<String, Written.Entry> labels = node.entries("metadata.labels");
    Written.Entry etcd = labels.get(ETCD);
    boolean master = HostMarks.CONTROL_PLANE.stream().anyMatch(labels::containsKey);
    if (etcd != null && !master) {
      draft.etcdAlone(name.text(), etcd.keyPlace(), "such a cluster cannot be taken over.");
    }
    HostMarks marks = marks(node, labels, master);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (master) {
      roles.add(Role.MASTER);
    }
    if (master ? !marks.keepPodsOff() : etcd == null) {
      roles.add(Role.WORKER);
    }
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    Written.Scalar address = address(node);
    if (address != null) {
      own.put(ANSIBLE_HOST, address);
    }
    podNetworks(node);
    Written.Scalar kubelet = node.scalar("status.nodeInfo.kubeletVersion");
    if (kubelet != null) {
      kubelets.put(name.text(), kubelet);
      version = version == null && master ? kubelet : version;
    }
    draft.host(name.text().strip(), own, marks.settle(roles, own), name.place());
  }

  /** What somebody has chosen; what nobody may choose here is not taken over. */
  private HostMarks marks(Fields node, Map<String, Written.Entry> labels, boolean master) {
    HostMarks marks = new HostMarks();
    labels.forEach(
        (label, entry) -> {
          if (isOfTheCluster(label, master)) {
            return;
          }
          if (Label.isKey(label) && Label.reserved(label) == null) {
            marks.label(label, entry);
          } else {
            draft.notTaken("metadata.labels." + label, entry.keyPlace());
          }
        });
    for (Written item : node.items("spec.taints")) {
      if (item instanceof Written.Mapping written) {
        taint(
            new Taint(written.text("key"), written.text("value"), written.text("effect")),
            written.place(),
            master,
            marks);
      }
    }
    return marks;
  }

  private void taint(Taint taint, @Nullable Place place, boolean master, HostMarks marks) {
    String key = taint.key();
    boolean isRole = master && HostMarks.CONTROL_PLANE.contains(key) && taint.keepsPodsAway();
    boolean mayBe = Label.isKey(key) && Label.reservedForTaints(key) == null;
    if (isRole || mayBe && !key.endsWith(AGENT_TO_COME)) {
      marks.taint(taint, place);
    } else if (TRANSIENT.stream().noneMatch(key::startsWith)) {
      draft.notTaken("spec.taints: " + key, place);
    }
  }

  /** Whether a label comes by itself, from the kubelet, kubeadm, Quorate or what looks at nodes. */
  private static boolean isOfTheCluster(String label, boolean master) {
    return OF_THE_CLUSTER.stream().anyMatch(label::startsWith)
        || label.startsWith(Label.ROLE + "/") && Label.reserved(label) != null
        || label.equals(ETCD)
        || label.startsWith("quorate.io/")
        || master && label.equals(OF_MASTERS);
  }

  /** The first address inside the cluster, an IPv4 one before others. */
  private static Written.@Nullable Scalar address(Fields node) {
    Written.Scalar found = null;
    for (Written item : node.items("status.addresses")) {
      if (item instanceof Written.Mapping address
          && address.text("type").equals("InternalIP")
          && address.entries().get("address") instanceof Written.Entry entry
          && entry.value() instanceof Written.Scalar scalar
          && (found == null || isIpv4(scalar) && !isIpv4(found))) {
        found = scalar;
      }
    }
    return found;
  }

  private static boolean isIpv4(Written.Scalar address) {
    return Cidr.number(address.text()) != null;
  }

  private void podNetworks(Fields node) {
    Written.Scalar one = node.scalar("spec.podCIDR");
    if (one != null && Cidr.parse(one.text().strip()) != null) {
      podNetworks.add(one);
    }
  }

  // ---- the cluster -------------------------------------------------------------------------

  private void configuration(Fields configuration) {
    configuration.text("apiVersion");
    configuration.text("kind");
    draft.take(configuration, SAME);
    AGREED.forEach(configuration::agrees);
    FLAGS.forEach(
        (part, setting) -> {
          Fields component = configuration.fields(part);
          if (component != null) {
            draft.flags(component, "extraArgs", setting);
          }
        });
    Fields etcd = configuration.fields("etcd");
    if (etcd != null && etcd.names().contains("external")) {
      etcd.spoken("external");
      draft.etcdOutside(etcd.placeOf("external"));
    }
  }

  /** All nodes have the same, and ask the first DNS server where they have several. */
  private void kubeletConfiguration(Fields configuration) {
    configuration.text("apiVersion");
    configuration.text("kind");
    if (!draft.has(CLUSTER_DOMAIN)) {
      draft.set(CLUSTER_DOMAIN, configuration.scalar("clusterDomain"));
    }
    configuration.agrees("clusterDomain", draft.text(CLUSTER_DOMAIN));
    List<Written> servers = configuration.items("clusterDNS");
    for (int i = 0; i < servers.size(); i++) {
      if (i == 0 && servers.getFirst() instanceof Written.Scalar server) {
        draft.set(CLUSTER_DNS, server);
      } else {
        draft.notTaken("clusterDNS", servers.get(i).place());
      }
    }
  }

  private void proxyConfiguration(Fields configuration) {
    configuration.text("apiVersion");
    configuration.text("kind");
    draft.set(KUBE_PROXY_MODE, configuration.scalar("mode"));
    if (!draft.has(CLUSTER_CIDR)) {
      draft.set(CLUSTER_CIDR, configuration.scalar("clusterCIDR"));
    }
    configuration.agrees("clusterCIDR", draft.text(CLUSTER_CIDR));
  }

  private void conclude() {
    version();
    podNetwork();
    draft.assume("kubeadm's", DEFAULTS);
    draft.dnsAtTenth();
    draft.note(
        ANSIBLE_USER,
        "Nodes do not say how SSH reaches them: as root, at port 22 of the address inside the"
            + " cluster.",
        "Set ansible_user, ansible_port and ansible_become where that is otherwise.");
    draft.note(
        CNI,
        "Nodes do not say which pod network they have; Calico is taken.",
        "Set cni to choose.");
  }

  /** That of the first master, unless the configuration says one; kubelets may be behind. */
  private void version() {
    if (!draft.has(KUBERNETES_VERSION) && version != null) {
      draft.set(KUBERNETES_VERSION, number(version.text()), version.place());
    }
    String taken = number(draft.text(KUBERNETES_VERSION));
    List<String> others =
        kubelets.entrySet().stream()
            .filter(kubelet -> !number(kubelet.getValue().text()).equals(taken))
            .map(Map.Entry::getKey)
            .toList();
    if (!taken.isEmpty() && !others.isEmpty()) {
      Written.Scalar other = kubelets.get(others.getFirst());
      draft.warn(
          KUBERNETES_VERSION,
          other == null ? first : other.place(),
          "The kubelet%s of %s%s not of %s."
              .formatted(
                  others.size() == 1 ? "" : "s",
                  Problem.shown(others.getFirst()),
                  others.size() == 1 ? " is" : " and %d more are".formatted(others.size() - 1),
                  Problem.shown(taken)),
          "Here all nodes have one version.");
    }
  }

  /** Without what a distribution puts behind it. */
  private static String number(String version) {
    return version.strip().replaceFirst("^[vV]", "").replaceFirst("\\+.*", "");
  }

  /** Nodes have their parts of it only. */
  private void podNetwork() {
    if (draft.has(CLUSTER_CIDR)) {
      return;
    }
    Cidr whole = whole();
    if (whole == null) {
      draft.warn(
          CLUSTER_CIDR,
          first,
          "The nodes do not say which pod network they have; "
              + CLUSTER_CIDR.defaultText()
              + " is taken.",
          NETWORK_REMEDY);
    } else {
      draft.set(CLUSTER_CIDR, whole.toString(), podNetworks.getFirst().place());
      draft.warn(
          CLUSTER_CIDR,
          podNetworks.getFirst().place(),
          "Nodes say their parts of the pod network only; " + whole + " around them is taken.",
          NETWORK_REMEDY);
    }
  }

  /** The least network of a usual size with all the nodes' parts in it; null: there is none. */
  private @Nullable Cidr whole() {
    Cidr whole = null;
    for (Written.Scalar written : podNetworks) {
      Cidr part = Cidr.parse(written.text().strip());
      if (part != null) {
        int prefix = Math.min(part.prefix(), whole == null ? USUAL_PREFIX : whole.prefix());
        Cidr around = new Cidr(part.first(), prefix);
        while (whole != null && !around.contains(whole.first())) {
          around = new Cidr(part.first(), around.prefix() - 1);
        }
        whole = around;
      }
    }
    return whole == null || whole.prefix() < LEAST_PREFIX ? null : whole;
  }
}
