package io.quorate.inventory.setting;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.TypingDistance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that an inventory file or the wizard knows. The name in a file is the constant's
 * name in lower case.
 *
 * <p>A default is written as a person would type it. An empty one means that the setting is filled
 * in (versions: from the catalogue, to match Kubernetes), derived from others, or left out; {@link
 * #help()} says which.
 */
public enum Setting {
  CLUSTER_NAME(Group.ACCESS, Kind.TEXT, "kubernetes"),
  ANSIBLE_USER(Group.ACCESS, Kind.TEXT, "root"),
  ANSIBLE_PORT(Group.ACCESS, "22", 1, 65535),
  ANSIBLE_SSH_PRIVATE_KEY_FILE(Group.ACCESS, Kind.TEXT, ""),
  SSH_AGENT(Group.ACCESS, Kind.FLAG, "true"),
  ASK_PASSWORD(Group.ACCESS, Kind.FLAG, "false"),
  ANSIBLE_BECOME(Group.ACCESS, Kind.FLAG, "false"),
  ASK_BECOME_PASSWORD(Group.ACCESS, Kind.FLAG, "false"),
  JUMP_HOST(Group.ACCESS, Kind.TEXT, ""),

  ANSIBLE_HOST(Group.HOST, Kind.TEXT, ""),
  PRIVATE_ADDRESS(Group.HOST, Kind.TEXT, ""),

  KUBERNETES_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  CONTAINER_RUNTIME(Inventory.Runtime.class, Group.VERSIONS, "containerd"),
  ETCD_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  CONTAINERD_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  RUNC_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  DOCKER_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  CRI_DOCKERD_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  CNI_PLUGINS_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  CALICO_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  COREDNS_VERSION(Group.VERSIONS, Kind.VERSION, ""),
  PAUSE_IMAGE(Group.VERSIONS, Kind.TEXT, ""),

  CLUSTER_CIDR(Group.NETWORK, Kind.TEXT, "10.0.0.0/16"),
  SERVICE_CLUSTER_IP(Group.NETWORK, Kind.TEXT, "10.1.0.0/16"),
  CLUSTER_DNS(Group.NETWORK, Kind.TEXT, "10.1.0.3"),
  KUBERNETES_SVC_IP(Group.NETWORK, Kind.TEXT, "10.1.0.1"),
  CLUSTER_DOMAIN(Group.NETWORK, Kind.TEXT, "cluster.local"),
  SERVICE_NODE_PORT_RANGE(Group.NETWORK, Kind.TEXT, "30000-32767"),
  KUBE_API_PROXY_PORT(Group.NETWORK, "9090", 1, 65535),
  CNI(Inventory.Cni.class, Group.NETWORK, "calico"),
  CALICO_MODE(Inventory.CalicoMode.class, Group.NETWORK, "ipip"),
  CNI_MANIFESTS(Group.NETWORK, Kind.TEXT, ""),
  CNI_READY(Group.NETWORK, Kind.LIST, ""),
  CNI_MTU(Group.NETWORK, "", 576, 9216),
  KUBE_PROXY_MODE(Inventory.ProxyMode.class, Group.NETWORK, ""),
  PROXY_CONNTRACK_MAX_PER_CORE(Group.NETWORK, "65536", 0, 10_000_000),
  PROXY_CONNTRACK_MIN(Group.NETWORK, "131072", 0, 100_000_000),
  DNS_ADDON(Inventory.DnsAddon.class, Group.NETWORK, "coredns"),

  ETCD_INITIAL_TOKEN(Group.ETCD, Kind.TEXT, "", Holds.A_SECRET),
  ETCD_SNAPSHOT_SCHEDULE(Group.ETCD, Kind.TEXT, "0 */6 * * *"),
  ETCD_SNAPSHOT_KEEP(Group.ETCD, "20", 1, 10000),
  ETCD_HEARTBEAT_INTERVAL(Group.ETCD, "250", 10, 5000),
  ETCD_ELECTION_TIMEOUT(Group.ETCD, "2500", 50, 50000),
  ETCD_AUTO_COMPACTION_RETENTION(Group.ETCD, Kind.TEXT, "8h"),

  FIREWALL_ENABLED(Group.FIREWALL, Kind.FLAG, "true"),
  FIREWALL_PORTS(
      Group.FIREWALL,
      Kind.PORTS,
      "kubelet 10250, kube-ctrl-mgr 10257, kube-scheduler 10259, kube-proxy 10256,"
          + " kube-proxy-metrics 10249, etcd-client 2379, etcd-peer 2380, node-exporter 9100"),
  FIREWALL_ALLOWED_HOSTS(Group.FIREWALL, Kind.LIST, ""),

  GEN_LOCALES(Group.MACHINE, Kind.LIST, "en_US.UTF-8"),
  TIMEZONE(Group.MACHINE, Kind.TEXT, ""),
  NTP_SERVER_MAIN(Group.MACHINE, Kind.TEXT, "0.ubuntu.pool.ntp.org"),
  NTP_SERVER_FALLBACK(Group.MACHINE, Kind.TEXT, "1.ubuntu.pool.ntp.org"),
  PACKAGES(
      Group.MACHINE,
      Kind.LIST,
      "bash-completion, htop, lsof, nfs-common, rsync, tmux, unattended-upgrades"),

  VERBOSITY(Group.COMPONENTS, "2", 0, 10),
  ADMISSION_CONTROL(Group.COMPONENTS, Kind.LIST, "NodeRestriction"),
  APISERVER_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  SCHEDULER_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  CONTROLLER_MANAGER_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  KUBELET_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  KUBE_PROXY_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  ETCD_CUSTOM_FLAGS(Group.COMPONENTS, Kind.LIST, ""),
  KUBELET_CONFIG(Group.COMPONENTS, Kind.TREE, "", Holds.SECRETS_BY_NAME),
  KUBE_PROXY_CONFIG(Group.COMPONENTS, Kind.TREE, "", Holds.SECRETS_BY_NAME),
  CONTAINERD_CONFIG(Group.COMPONENTS, Kind.TREE, "", Holds.SECRETS_BY_NAME),
  DOCKER_CONFIG(Group.COMPONENTS, Kind.TREE, "", Holds.SECRETS_BY_NAME),
  DOCKER_STORAGE_DRIVER(Group.COMPONENTS, Kind.TEXT, "overlay2"),
  APISERVER_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  SCHEDULER_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  CONTROLLER_MANAGER_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  KUBELET_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  KUBE_PROXY_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  ETCD_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  CONTAINERD_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),
  DOCKER_ENVIRONMENT(Group.COMPONENTS, Kind.MAP, "", Holds.SECRETS),

  MIRROR(Group.DOWNLOADS, Kind.TEXT, ""),
  DISTRIBUTE(Inventory.Distribute.class, Group.DOWNLOADS, "nodes"),
  IMAGE_ARCHIVES(Group.DOWNLOADS, Kind.LIST, ""),
  CHECKSUMS(Group.DOWNLOADS, Kind.MAP, "");

  /** What a setting is about; also the order of a written file. */
  public enum Group {
    ACCESS("Access"),
    /** Of one host only. */
    HOST("Host"),
    VERSIONS("Versions"),
    NETWORK("Network"),
    ETCD("etcd"),
    FIREWALL("Firewall"),
    MACHINE("Machines"),
    COMPONENTS("Components"),
    DOWNLOADS("Downloads");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** What a value looks like. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** true or false. */
    FLAG,
    /** One of {@link Setting#options()}. */
    CHOICE,
    /** Digits and dots; a leading v is dropped. */
    VERSION,
    /** Texts. */
    LIST,
    /** Pairs of a name and a TCP port. */
    PORTS,
    /** Names with texts. */
    MAP,
    /** Whatever YAML can say below a mapping. */
    TREE
  }

  /** Whether a setting may hold a secret: all that treats secrets in a way of its own asks this. */
  public enum Holds {
    /** Its value is seen by everybody on the nodes, or is no secret in itself. */
    NO_SECRET,
    /** Its value is one. */
    A_SECRET,
    /** Each of its values may be one, and none is shown: a proxy's URL has a password in it. */
    SECRETS,
    /** The values under names such as password are, and those that were sealed. */
    SECRETS_BY_NAME
  }

  private static final Map<String, Setting> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Setting::key, s -> s));

  private final Group group;
  private final Kind kind;
  private final String defaultText;
  private final List<String> options;
  private final int least;
  private final int most;
  private final Holds holds;

  Setting(Group group, Kind kind, String defaultText) {
    this(group, kind, defaultText, Holds.NO_SECRET);
  }

  Setting(Group group, Kind kind, String defaultText, Holds holds) {
    this(group, kind, defaultText, List.of(), 0, 0, holds);
  }

  Setting(Group group, String defaultText, int least, int most) {
    this(group, Kind.NUMBER, defaultText, List.of(), least, most, Holds.NO_SECRET);
  }

  Setting(Class<? extends Enum<?>> choices, Group group, String defaultText) {
    this(group, Kind.CHOICE, defaultText, namesOf(choices), 0, 0, Holds.NO_SECRET);
  }

  Setting(
      Group group,
      Kind kind,
      String defaultText,
      List<String> options,
      int least,
      int most,
      Holds holds) {
    this.group = group;
    this.kind = kind;
    this.defaultText = defaultText;
    this.options = options;
    this.least = least;
    this.most = most;
    this.holds = holds;
  }

  private static List<String> namesOf(Class<? extends Enum<?>> choices) {
    return Arrays.stream(choices.getEnumConstants())
        .map(c -> c.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The setting with this name in a file; null when there is none. */
  public static @Nullable Setting ofKey(String key) {
    return BY_KEY.get(key);
  }

  /** The key that a mistyped one probably means: at most three typing errors away; null: none. */
  public static @Nullable String nearestKey(String mistyped) {
    String lower = mistyped.toLowerCase(Locale.ROOT).replace('-', '_');
    Function<String, Integer> distance = key -> TypingDistance.between(lower, key);
    return BY_KEY.keySet().stream()
        .filter(key -> Math.abs(key.length() - lower.length()) <= 3)
        .filter(key -> distance.apply(key) <= Math.min(3, key.length() / 3))
        .min(Comparator.comparing(distance).thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  public static Setting flagsOf(Component component) {
    return valueOf(component + "_CUSTOM_FLAGS");
  }

  static Setting configOf(Component component) {
    return valueOf(component + "_CONFIG");
  }

  public static Setting environmentOf(Component component) {
    return valueOf(component + "_ENVIRONMENT");
  }

  public static boolean isEnvironment(Setting setting) {
    return Arrays.stream(Component.values()).anyMatch(c -> environmentOf(c) == setting);
  }

  /** The components that take custom flags. */
  public static final List<Component> WITH_FLAGS =
      List.of(
          Component.APISERVER,
          Component.SCHEDULER,
          Component.CONTROLLER_MANAGER,
          Component.KUBELET,
          Component.KUBE_PROXY,
          Component.ETCD);

  /** The components whose configuration file can be overridden. */
  public static final List<Component> WITH_CONFIG =
      List.of(Component.KUBELET, Component.KUBE_PROXY, Component.CONTAINERD, Component.DOCKER);

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Group group() {
    return group;
  }

  public Kind kind() {
    return kind;
  }

  public String defaultText() {
    return defaultText;
  }

  /** What a {@link Kind#CHOICE} can be; empty for all others. */
  public List<String> options() {
    return options;
  }

  /** The least that a {@link Kind#NUMBER} may be. */
  public int least() {
    return least;
  }

  /** The most that a {@link Kind#NUMBER} may be. */
  public int most() {
    return most;
  }

  /** Whether a host may have a value of its own. */
  public boolean perHost() {
    return group == Group.HOST
        || this == ANSIBLE_USER
        || this == ANSIBLE_PORT
        || this == ANSIBLE_SSH_PRIVATE_KEY_FILE
        || this == JUMP_HOST;
  }

  /** Whether it may hold a secret, and where. */
  public Holds holds() {
    return holds;
  }

  /** Whether its value as a whole must not be shown. */
  public boolean secret() {
    return holds == Holds.A_SECRET;
  }

  /** Whether something in it may be a secret. */
  public boolean mayHoldSecret() {
    return holds != Holds.NO_SECRET;
  }

  /** What it does, in a sentence or two. */
  public String help() {
    return SettingTexts.of(this).help();
  }

  /** A value as one would type it. */
  public String example() {
    return SettingTexts.of(this).example();
  }

  /** Where the fact behind the default or the rule comes from. */
  public String source() {
    return SettingTexts.of(this).source();
  }
}
