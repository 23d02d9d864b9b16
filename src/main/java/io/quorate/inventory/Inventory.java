package io.quorate.inventory;

import io.quorate.plan.Secret;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wanted cluster. Every setting of the original playbook is here; the name a setting has in an
 * inventory file stands in backquotes.
 *
 * @param clusterName `cluster_name`: names the kubeconfig context and what is typed to confirm
 * @param sealedForms what of the rest came sealed; it is no part of what is wanted
 */
public record Inventory(
    String clusterName,
    Access access,
    List<Host> hosts,
    Versions versions,
    Network network,
    Etcd etcd,
    Firewall firewall,
    Machine machine,
    Components components,
    Downloads downloads,
    SealedForms sealedForms) {

  public Inventory {
    hosts = List.copyOf(hosts);
  }

  /** One of which nothing but secrets was sealed. */
  public Inventory(
      String clusterName,
      Access access,
      List<Host> hosts,
      Versions versions,
      Network network,
      Etcd etcd,
      Firewall firewall,
      Machine machine,
      Components components,
      Downloads downloads) {
    this(
        clusterName,
        access,
        hosts,
        versions,
        network,
        etcd,
        firewall,
        machine,
        components,
        downloads,
        SealedForms.none());
  }

  /** The same, with others' sealed texts. */
  public Inventory with(SealedForms forms) {
    return new Inventory(
        clusterName,
        access,
        hosts,
        versions,
        network,
        etcd,
        firewall,
        machine,
        components,
        downloads,
        forms);
  }

  /** The same cluster, downloaded in another way. */
  public Inventory withDownloads(Downloads others) {
    return new Inventory(
        clusterName,
        access,
        hosts,
        versions,
        network,
        etcd,
        firewall,
        machine,
        components,
        others,
        sealedForms);
  }

  /** The same cluster with other versions. */
  public Inventory withVersions(Versions others) {
    return new Inventory(
        clusterName,
        access,
        hosts,
        others,
        network,
        etcd,
        firewall,
        machine,
        components,
        downloads);
  }

  /** The same, with paths that mean the same from everywhere, also for a run's own process. */
  public Inventory anchored() {
    return withNetwork(network.withManifests(network.manifests().anchored()));
  }

  /** The same cluster with another network. */
  public Inventory withNetwork(Network other) {
    return new Inventory(
        clusterName,
        access,
        hosts,
        versions,
        other,
        etcd,
        firewall,
        machine,
        components,
        downloads);
  }

  /** The same settings for other hosts. */
  public Inventory withHosts(List<Host> others) {
    return new Inventory(
        clusterName,
        access,
        others,
        versions,
        network,
        etcd,
        firewall,
        machine,
        components,
        downloads,
        sealedForms);
  }

  /** The same with another token of etcd's. */
  public Inventory withToken(Secret token) {
    return new Inventory(
        clusterName,
        access,
        hosts,
        versions,
        network,
        etcd.withToken(token),
        firewall,
        machine,
        components,
        downloads,
        sealedForms);
  }

  /**
   * The hosts in the order of their names, for what nodes hold of them: no node is changed because
   * somebody moved lines of the file, or because a host left and came back.
   */
  public List<Host> hostsByName() {
    return hosts.stream().sorted(Comparator.comparing(Host::name)).toList();
  }

  /** The labels of a host's node beside those of its roles. */
  public Map<String, String> labelsOf(Host host) {
    Map<String, String> own = host.marks().labels();
    return own == null ? machine.labels() : own;
  }

  /** The taints of a host's node beside those of its roles, each as it is written. */
  public List<String> taintsOf(Host host) {
    List<String> own = host.marks().taints();
    return own == null ? machine.taints() : own;
  }

  public List<Host> masters() {
    return hosts.stream().filter(Host::isMaster).toList();
  }

  public List<Host> workers() {
    return hosts.stream().filter(Host::isWorker).toList();
  }

  /** The container runtime (`container_runtime`). */
  public enum Runtime {
    CONTAINERD,
    DOCKER
  }

  /** The pod network (`cni`). */
  public enum Cni {
    CALICO,
    ROUTED,
    /** The operator's own manifests. */
    MANIFESTS
  }

  /**
   * A pod network of the operator's own. Two are equal when they are written alike, whether or not
   * the folder was read.
   *
   * @param folder `cni_manifests`, on the operator's machine; empty: none
   * @param ready `cni_ready`: what has to be ready, each a {@link Readiness} as it is written
   * @param text what is in the folder, documents one after the other; empty where it was not read
   */
  public record Manifests(String folder, List<String> ready, Secret text) {
    public Manifests {
      ready = List.copyOf(ready);
    }

    public static Manifests none() {
      return new Manifests("", List.of(), new Secret(""));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Manifests m && m.folder.equals(folder) && m.ready.equals(ready);
    }

    @Override
    public int hashCode() {
      return Objects.hash(folder, ready);
    }

    /** The same, with a folder that means the same from everywhere. */
    Manifests anchored() {
      boolean moves = !folder.isBlank() && !folder.startsWith("~/");
      return moves
          ? new Manifests(Path.of(folder).toAbsolutePath().normalize().toString(), ready, text)
          : this;
    }

    /** What has to be ready; what cannot be understood is left out. */
    public List<Readiness> objects() {
      return ready.stream().map(Readiness::parse).filter(Objects::nonNull).toList();
    }
  }

  /** How Calico carries packets between nodes (`calico_mode`). */
  public enum CalicoMode {
    IPIP,
    VXLAN,
    NONE
  }

  /** How kube-proxy programs services (`kube_proxy_mode`). */
  public enum ProxyMode {
    IPTABLES,
    NFTABLES,
    IPVS
  }

  /** Cluster DNS (`dns_addon`). */
  public enum DnsAddon {
    COREDNS,
    NONE
  }

  /** Who downloads (`distribute`): each node itself, or the operator's machine once for all. */
  public enum Distribute {
    NODES,
    OPERATOR
  }

  /**
   * Versions without a leading v. What is not given is filled in from the catalogue.
   *
   * @param kubernetes `kubernetes_version`
   * @param etcd `etcd_version`
   * @param runtime `container_runtime`
   * @param containerd `containerd_version`
   * @param runc `runc_version`
   * @param docker `docker_version`
   * @param criDockerd `cri_dockerd_version`
   * @param cniPlugins `cni_plugins_version`
   * @param calico `calico_version`
   * @param coredns `coredns_version`
   * @param pauseImage `pause_image`: the sandbox image with its tag
   */
  public record Versions(
      String kubernetes,
      String etcd,
      Runtime runtime,
      String containerd,
      String runc,
      String docker,
      String criDockerd,
      String cniPlugins,
      String calico,
      String coredns,
      String pauseImage) {

    /** The same with other versions of what an upgrade brings further one after the other. */
    public Versions with(String kubernetesThen, String etcdThen, String containerdThen) {
      return new Versions(
          kubernetesThen,
          etcdThen,
          runtime,
          containerdThen,
          runc,
          docker,
          criDockerd,
          cniPlugins,
          calico,
          coredns,
          pauseImage);
    }
  }

  /**
   * @param clusterCidr `cluster_cidr`: the pods' network
   * @param serviceCidr `service_cluster_ip`: the services' network
   * @param clusterDns `cluster_dns`: the DNS service's address, inside the services' network
   * @param kubernetesServiceIp `kubernetes_svc_ip`: the first address of the services' network
   * @param clusterDomain `cluster_domain`
   * @param nodePortRange `service_node_port_range`, such as 30000-32767
   * @param apiProxyPort `kube_api_proxy_port`: where workers reach the API on 127.0.0.1
   * @param cni `cni`
   * @param calicoMode `calico_mode`
   * @param mtu `cni_mtu`, bytes; null: found from the interface
   * @param proxyMode `kube_proxy_mode`
   * @param conntrackMaxPerCore `proxy_conntrack_max_per_core`; 0 leaves the kernel's limit alone
   * @param conntrackMin `proxy_conntrack_min`
   * @param dnsAddon `dns_addon`
   * @param manifests `cni_manifests` and `cni_ready`
   */
  public record Network(
      String clusterCidr,
      String serviceCidr,
      String clusterDns,
      String kubernetesServiceIp,
      String clusterDomain,
      String nodePortRange,
      int apiProxyPort,
      Cni cni,
      CalicoMode calicoMode,
      @Nullable Integer mtu,
      ProxyMode proxyMode,
      int conntrackMaxPerCore,
      int conntrackMin,
      DnsAddon dnsAddon,
      Manifests manifests) {

    /** One without manifests of the operator's own. */
    public Network(
        String clusterCidr,
        String serviceCidr,
        String clusterDns,
        String kubernetesServiceIp,
        String clusterDomain,
        String nodePortRange,
        int apiProxyPort,
        Cni cni,
        CalicoMode calicoMode,
        @Nullable Integer mtu,
        ProxyMode proxyMode,
        int conntrackMaxPerCore,
        int conntrackMin,
        DnsAddon dnsAddon) {
      this(
          clusterCidr,
          serviceCidr,
          clusterDns,
          kubernetesServiceIp,
          clusterDomain,
          nodePortRange,
          apiProxyPort,
          cni,
          calicoMode,
          mtu,
          proxyMode,
          conntrackMaxPerCore,
          conntrackMin,
          dnsAddon,
          Manifests.none());
    }

    /** The same with another pod network. */
    public Network withCni(Cni other) {
      return with(other, manifests);
    }

    /** The same with other manifests. */
    public Network withManifests(Manifests others) {
      return with(cni, others);
    }

    private Network with(Cni other, Manifests others) {
      return new Network(
          clusterCidr,
          serviceCidr,
          clusterDns,
          kubernetesServiceIp,
          clusterDomain,
          nodePortRange,
          apiProxyPort,
          other,
          calicoMode,
          mtu,
          proxyMode,
          conntrackMaxPerCore,
          conntrackMin,
          dnsAddon,
          others);
    }
  }

  /**
   * @param initialToken `etcd_initial_token`: names the cluster while it forms; a secret
   * @param snapshotSchedule `etcd_snapshot_schedule`, see {@link CronSchedule}; empty: no snapshots
   * @param snapshotKeep `etcd_snapshot_keep`: how many snapshots stay, at least 1
   * @param heartbeatInterval `etcd_heartbeat_interval`, milliseconds
   * @param electionTimeout `etcd_election_timeout`, milliseconds
   * @param autoCompactionRetention `etcd_auto_compaction_retention`, such as 8h
   */
  public record Etcd(
      Secret initialToken,
      String snapshotSchedule,
      int snapshotKeep,
      int heartbeatInterval,
      int electionTimeout,
      String autoCompactionRetention) {

    Etcd withToken(Secret token) {
      return new Etcd(
          token,
          snapshotSchedule,
          snapshotKeep,
          heartbeatInterval,
          electionTimeout,
          autoCompactionRetention);
    }
  }

  /**
   * @param enabled `firewall_enabled`
   * @param ports `firewall_ports`: what only the cluster and the allowed hosts may reach
   * @param allowedHosts `firewall_allowed_hosts`: addresses or networks
   */
  public record Firewall(boolean enabled, List<Port> ports, List<String> allowedHosts) {

    public Firewall {
      ports = List.copyOf(ports);
      allowedHosts = List.copyOf(allowedHosts);
    }

    /** A named TCP port, 1 to 65535. */
    public record Port(String name, int port) {}
  }

  /**
   * The machines themselves.
   *
   * @param locales `gen_locales`
   * @param timezone `timezone`, a tz database name; empty: left as it is
   * @param ntpServerMain `ntp_server_main`
   * @param ntpServerFallback `ntp_server_fallback`
   * @param packages `packages`: what is installed beside what components need
   * @param labels `node_labels` of all nodes, in the order in which they were written
   * @param taints `node_taints` of all nodes, each a {@link Taint} as it is written
   */
  public record Machine(
      List<String> locales,
      String timezone,
      String ntpServerMain,
      String ntpServerFallback,
      List<String> packages,
      Map<String, String> labels,
      List<String> taints) {

    public Machine {
      locales = List.copyOf(locales);
      packages = List.copyOf(packages);
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      taints = List.copyOf(taints);
    }

    /** Machines whose nodes have the labels and taints of their roles. */
    public Machine(
        List<String> locales,
        String timezone,
        String ntpServerMain,
        String ntpServerFallback,
        List<String> packages) {
      this(locales, timezone, ntpServerMain, ntpServerFallback, packages, Map.of(), List.of());
    }

    /** The same with other labels and taints. */
    public Machine with(Map<String, String> otherLabels, List<String> otherTaints) {
      return new Machine(
          locales, timezone, ntpServerMain, ntpServerFallback, packages, otherLabels, otherTaints);
    }
  }

  /** What can be given flags, environment and configuration of the operator's own. */
  public enum Component {
    APISERVER,
    SCHEDULER,
    CONTROLLER_MANAGER,
    KUBELET,
    KUBE_PROXY,
    ETCD,
    CONTAINERD,
    DOCKER
  }

  /**
   * @param verbosity `verbosity`: the components' --v, 0 to 10
   * @param admissionPlugins `admission_control`: plug-ins enabled beside the defaults
   * @param customFlags `apiserver_custom_flags`, `kubelet_custom_flags`, …: --flag=value each
   * @param config `kubelet_config`, `kube_proxy_config`, `containerd_config`, `docker_config`:
   *     merged by key over the rendered file; texts that are secrets are {@link Secret}
   * @param environment `kubelet_environment`, …: variables of the unit; a proxy's URL may hold a
   *     password
   */
  public record Components(
      int verbosity,
      List<String> admissionPlugins,
      Map<Component, List<String>> customFlags,
      Map<Component, Map<String, Object>> config,
      Map<Component, Map<String, Secret>> environment) {

    public Components {
      admissionPlugins = List.copyOf(admissionPlugins);
      customFlags = Map.copyOf(customFlags);
      config = Map.copyOf(config);
      environment = Map.copyOf(environment);
    }

    public List<String> flags(Component component) {
      return customFlags.getOrDefault(component, List.of());
    }

    public Map<String, Object> config(Component component) {
      return config.getOrDefault(component, Map.of());
    }

    public Map<String, Secret> environment(Component component) {
      return environment.getOrDefault(component, Map.of());
    }
  }

  /**
   * @param mirror `mirror`: a URL or folder that stands in for the official hosts, whose paths stay
   * @param distribute `distribute`
   * @param imageArchives `image_archives`: paths below the mirror, URLs, or files of the operator
   * @param checksums `checksums`: a file's URL path to its pinned SHA-256
   */
  public record Downloads(
      @Nullable String mirror,
      Distribute distribute,
      List<String> imageArchives,
      Map<String, String> checksums) {

    public Downloads {
      imageArchives = List.copyOf(imageArchives);
      checksums = Map.copyOf(checksums);
    }
  }

  /** The hosts with the role, by name. */
  public Set<String> namesOf(Role role) {
    return hosts.stream()
        .filter(h -> h.roles().contains(role))
        .map(Host::name)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
