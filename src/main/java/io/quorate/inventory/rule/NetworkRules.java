package io.quorate.inventory.rule;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.Readiness;
import io.quorate.inventory.rule.Validation.Occasion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Networks: pods', services' and nodes' keep apart, and the two known services are inside. */
final class NetworkRules {
  /**
   * The API server takes at most 20 bits for services (pkg/controlplane, validateClusterIPFlags).
   */
  private static final int WIDEST_SERVICES = 12;

  private static final int NARROWEST_SERVICES = 28;

  private static final String READY_REMEDY =
      "Name its daemonset, such as kube-flannel/daemonset/kube-flannel-ds, or any object with a"
          + " condition, such as /tigerastatus/calico=Available.";

  private final Inventory inventory;
  private final Inventory.Network network;
  private final Occasion occasion;
  private final List<Problem> problems = new ProblemList();

  /** What advice names: free of the nodes, of what is wanted, and of one another. */
  private final Optional<Cidr> freeForPods;

  private final Optional<Cidr> freeForServices;

  private NetworkRules(Inventory inventory, Occasion occasion) {
    this.inventory = inventory;
    this.occasion = occasion;
    this.network = inventory.network();
    List<Cidr> taken = FreeNetworks.ofHosts(inventory.hosts());
    parsed(network.serviceCidr()).ifPresent(taken::add);
    this.freeForPods = FreeNetworks.forPods(taken, inventory.hosts().size(), nodePrefix());
    parsed(network.clusterCidr()).ifPresent(taken::add);
    freeForPods.ifPresent(taken::add);
    this.freeForServices = FreeNetworks.forServices(taken);
  }

  private static Optional<Cidr> parsed(String network) {
    return Optional.ofNullable(Cidr.parse(network));
  }

  private static String suchAs(Optional<Cidr> free) {
    return free.map(network -> ", such as " + network).orElse("");
  }

  static List<Problem> problems(Inventory inventory, Occasion occasion) {
    NetworkRules rules = new NetworkRules(inventory, occasion);
    Cidr pods = rules.network("cluster_cidr", rules.network.clusterCidr(), rules.freeForPods);
    Cidr services =
        rules.network("service_cluster_ip", rules.network.serviceCidr(), rules.freeForServices);
    if (pods != null) {
      rules.podsOfEachNode(pods);
      rules.nodesOutside(pods, "cluster_cidr", "the pods' network", rules.freeForPods);
    }
    if (services != null) {
      if (rules.servicesFit(services)) {
        rules.wellKnownServices(services);
      }
      rules.nodesOutside(
          services, "service_cluster_ip", "the services' network", rules.freeForServices);
    }
    if (pods != null && services != null && pods.overlaps(services)) {
      rules.error(
          "service_cluster_ip",
          "The services' network " + services + " overlaps the pods' network " + pods + ".",
          "Take a network for the services that overlaps neither pods nor nodes"
              + suchAs(rules.freeForServices)
              + ".");
    }
    if (!HostName.isName(rules.network.clusterDomain())) {
      rules.error(
          "cluster_domain",
          quoted(rules.network.clusterDomain()) + " is not a DNS domain.",
          "Take one such as cluster.local.");
    }
    rules.ownManifests();
    return rules.problems;
  }

  private void ownManifests() {
    Inventory.Manifests own = network.manifests();
    if (network.cni() != Inventory.Cni.MANIFESTS) {
      return;
    }
    if (own.folder().isBlank()) {
      lacks(
          "cni_manifests",
          "The pod network is one of your own manifests, and no folder is named.",
          "Name the folder on this machine that they are in, such as ~/flannel.");
    }
    if (own.ready().isEmpty()) {
      lacks("cni_ready", "It is not said what of the pod network has to be ready.", READY_REMEDY);
    }
    for (String text : own.ready()) {
      if (Readiness.parse(text) == null) {
        error(
            "cni_ready",
            quoted(text)
                + " names no object that tells when it is ready: a workload is NAMESPACE/KIND/NAME with the kind daemonset, deployment or statefulset.",
            READY_REMEDY);
      }
    }
  }

  /** A cluster that is there has its network, also where its inventory was read back or mended. */
  private void lacks(String field, String what, String remedy) {
    problems.add(
        occasion == Occasion.FIRST_INSTALL
            ? Problem.error(field, what, remedy)
            : Problem.warning(field, what, remedy));
  }

  private @Nullable Cidr network(String field, String text, Optional<Cidr> free) {
    Cidr network = Cidr.parse(text);
    if (network == null) {
      error(
          field,
          quoted(text) + " is not an IPv4 network.",
          "Write an address and a prefix length" + suchAs(free) + ".");
      return null;
    }
    if (!network.toString().equals(text)) {
      error(
          field,
          text + " is an address inside a network, not a network.",
          "Did you mean " + network + "?");
    }
    Cidr reserved = reservedWithin(network);
    if (reserved != null) {
      error(
          field,
          network + " overlaps " + reserved + ", which hosts use for themselves.",
          "Take a private network (RFC 1918)" + suchAs(free) + ".");
    }
    return network;
  }

  private static @Nullable Cidr reservedWithin(Cidr network) {
    for (String text : List.of("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")) {
      Cidr reserved = Cidr.parse(text);
      if (reserved != null && reserved.overlaps(network)) {
        return reserved;
      }
    }
    return null;
  }

  private void podsOfEachNode(Cidr pods) {
    int prefix = nodePrefix();
    int bits = prefix - pods.prefix();
    if (bits < 0 || bits < 31 && 1L << bits < inventory.hosts().size()) {
      long room = bits < 0 ? 0 : 1L << bits;
      error(
          "cluster_cidr",
          pods
              + " has room for "
              + room
              + (room == 1 ? " node" : " nodes")
              + " with a /"
              + prefix
              + " each, and there are "
              + inventory.hosts().size()
              + ".",
          "Take a wider network" + suchAs(freeForPods) + ".");
    } else if (bits > 16) {
      error(
          "cluster_cidr",
          pods + " is too wide for a /" + prefix + " a node: Kubernetes allows 16 bits between.",
          "Take a /" + (prefix - 16) + " or narrower" + suchAs(freeForPods) + ".");
    }
  }

  private int nodePrefix() {
    return FreeNetworks.nodePrefix(inventory.components().flags(Component.CONTROLLER_MANAGER));
  }

  private boolean servicesFit(Cidr services) {
    boolean fits = services.prefix() >= WIDEST_SERVICES && services.prefix() <= NARROWEST_SERVICES;
    if (!fits) {
      error(
          "service_cluster_ip",
          "A /" + services.prefix() + " is not a valid services' network.",
          "Take one from /"
              + WIDEST_SERVICES
              + " to /"
              + NARROWEST_SERVICES
              + suchAs(freeForServices)
              + ".");
    }
    return fits;
  }

  private void wellKnownServices(Cidr services) {
    String kubernetes = network.kubernetesServiceIp();
    if (address("kubernetes_svc_ip", kubernetes) && !kubernetes.equals(services.address(1))) {
      error(
          "kubernetes_svc_ip",
          kubernetes + " is not the first address of the services' network " + services + ".",
          "The API server takes the first one: write "
              + services.address(1)
              + ", or leave it out.");
    }
    String dns = network.clusterDns();
    if (!address("cluster_dns", dns)) {
      return;
    }
    String advice = "Take another address inside " + services + ", such as " + services.address(3);
    if (!services.contains(dns)) {
      error(
          "cluster_dns",
          dns + " is outside of the services' network " + services + ".",
          advice + ", or leave it out.");
    } else if (dns.equals(kubernetes) || dns.equals(services.address(1))) {
      error("cluster_dns", dns + " is the address of the service kubernetes.", advice + ".");
    } else if (dns.equals(services.address(0))
        || dns.equals(services.address(services.size() - 1))) {
      error(
          "cluster_dns",
          dns + " is the first or last number of " + services + ", which services never get.",
          advice + ".");
    }
  }

  private boolean address(String field, String text) {
    if (Cidr.number(text) == null) {
      error(
          field,
          quoted(text) + " is not an IPv4 address.",
          "Write one inside the services' network, or leave it out.");
      return false;
    }
    return true;
  }

  private void nodesOutside(Cidr network, String setting, String what, Optional<Cidr> free) {
    for (Host host : inventory.hosts()) {
      for (String address : List.of(host.address(), host.nodeAddress())) {
        if (network.contains(address)) {
          error(
              setting,
              Problem.shown(host.name())
                  + "'s address "
                  + address
                  + " lies in "
                  + what
                  + " "
                  + network
                  + ".",
              "Take a network for " + setting + " that contains no node" + suchAs(free) + ".");
          return;
        }
      }
    }
  }

  private static String quoted(String text) {
    return "\"" + Problem.shown(text) + "\"";
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }
}
