package io.quorate.wizard;

import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Which fields stand on which page, what they are called, and when they matter. */
final class PageFields {

  /** A field and when it is shown, told from the values of others. */
  private record Entry(
      String key, String label, Field.Kind kind, Predicate<UnaryOperator<String>> matters) {}

  private static final Map<Page, List<Entry>> PAGES = new EnumMap<>(Page.class);

  static {
    Predicate<UnaryOperator<String>> become = v -> isOn(v, Setting.ANSIBLE_BECOME);
    PAGES.put(
        Page.ACCESS,
        List.of(
            of(Setting.CLUSTER_NAME, "Cluster name"),
            of(Setting.ANSIBLE_USER, "SSH user"),
            of(Setting.ANSIBLE_PORT, "SSH port"),
            of(Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE, "Private key file"),
            own(
                OwnField.PASSPHRASE,
                v -> !v.apply(Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE.key()).isBlank()),
            of(Setting.SSH_AGENT, "Use the SSH agent"),
            of(Setting.ASK_PASSWORD, "Log in by password"),
            own(OwnField.PASSWORD, v -> isOn(v, Setting.ASK_PASSWORD)),
            of(Setting.ANSIBLE_BECOME, "Become root by sudo"),
            of(Setting.ASK_BECOME_PASSWORD, "sudo asks a password", become),
            own(OwnField.BECOME_PASSWORD, become.and(v -> isOn(v, Setting.ASK_BECOME_PASSWORD))),
            of(Setting.JUMP_HOST, "Jump host")));
    Predicate<UnaryOperator<String>> docker = v -> is(v, Setting.CONTAINER_RUNTIME, "docker");
    PAGES.put(
        Page.VERSIONS,
        List.of(
            of(Setting.KUBERNETES_VERSION, "Kubernetes"),
            of(Setting.ETCD_VERSION, "etcd"),
            of(Setting.CONTAINER_RUNTIME, "Container runtime"),
            of(Setting.CONTAINERD_VERSION, "containerd"),
            of(Setting.RUNC_VERSION, "runc"),
            of(Setting.DOCKER_VERSION, "Docker", docker),
            of(Setting.CRI_DOCKERD_VERSION, "cri-dockerd", docker),
            of(Setting.CNI_PLUGINS_VERSION, "CNI plugins"),
            of(Setting.CALICO_VERSION, "Calico", v -> is(v, Setting.CNI, "calico")),
            of(Setting.COREDNS_VERSION, "CoreDNS", v -> is(v, Setting.DNS_ADDON, "coredns")),
            of(Setting.PAUSE_IMAGE, "Pause image"),
            of(Setting.MIRROR, "Mirror"),
            of(Setting.DISTRIBUTE, "Who downloads"),
            of(Setting.IMAGE_ARCHIVES, "Image archives")));
    PAGES.put(
        Page.NETWORK,
        List.of(
            of(Setting.CLUSTER_CIDR, "Pod network"),
            of(Setting.SERVICE_CLUSTER_IP, "Service network"),
            of(Setting.CLUSTER_DNS, "Cluster DNS address"),
            of(Setting.KUBERNETES_SVC_IP, "kubernetes service"),
            of(Setting.CLUSTER_DOMAIN, "Cluster domain"),
            of(Setting.SERVICE_NODE_PORT_RANGE, "Node ports"),
            of(Setting.KUBE_API_PROXY_PORT, "API proxy port"),
            of(Setting.CNI, "Pod network by"),
            of(Setting.CALICO_MODE, "Calico mode", v -> is(v, Setting.CNI, "calico")),
            of(Setting.CNI_MANIFESTS, "Folder of manifests", v -> is(v, Setting.CNI, "manifests")),
            of(Setting.CNI_READY, "Ready when", v -> is(v, Setting.CNI, "manifests")),
            of(Setting.CNI_MTU, "MTU", v -> !is(v, Setting.CNI, "manifests")),
            of(Setting.KUBE_PROXY_MODE, "kube-proxy mode"),
            of(Setting.DNS_ADDON, "Cluster DNS add-on"),
            of(Setting.PROXY_CONNTRACK_MAX_PER_CORE, "Conntrack per core"),
            of(Setting.PROXY_CONNTRACK_MIN, "Conntrack at least")));
    Predicate<UnaryOperator<String>> firewall = v -> isOn(v, Setting.FIREWALL_ENABLED);
    List<Entry> security = new ArrayList<>();
    security.add(
        new Entry(Setting.ETCD_INITIAL_TOKEN.key(), "etcd token", Field.Kind.SECRET, v -> true));
    security.addAll(
        List.of(
            of(Setting.ETCD_SNAPSHOT_SCHEDULE, "Snapshot schedule"),
            of(Setting.ETCD_SNAPSHOT_KEEP, "Snapshots kept"),
            of(Setting.FIREWALL_ENABLED, "Firewall"),
            of(Setting.FIREWALL_PORTS, "Guarded ports", firewall),
            of(Setting.FIREWALL_ALLOWED_HOSTS, "Allowed hosts", firewall),
            of(Setting.TIMEZONE, "Time zone"),
            of(Setting.GEN_LOCALES, "Locales"),
            of(Setting.NTP_SERVER_MAIN, "Time server"),
            of(Setting.NTP_SERVER_FALLBACK, "Second time server"),
            new Entry(
                OwnField.ADVANCED.key(), OwnField.ADVANCED.label(), Field.Kind.SWITCH, v -> true)));
    Predicate<UnaryOperator<String>> advanced =
        v -> v.apply(OwnField.ADVANCED.key()).equals("true");
    security.addAll(
        List.of(
            of(Setting.ETCD_HEARTBEAT_INTERVAL, "etcd heartbeat, ms", advanced),
            of(Setting.ETCD_ELECTION_TIMEOUT, "etcd election, ms", advanced),
            of(Setting.ETCD_AUTO_COMPACTION_RETENTION, "etcd compaction", advanced),
            of(Setting.PACKAGES, "More packages", advanced),
            of(Setting.VERBOSITY, "Verbosity", advanced),
            of(Setting.ADMISSION_CONTROL, "Admission plug-ins", advanced),
            of(Setting.APISERVER_CUSTOM_FLAGS, "API server flags", advanced),
            of(Setting.SCHEDULER_CUSTOM_FLAGS, "Scheduler flags", advanced),
            of(Setting.CONTROLLER_MANAGER_CUSTOM_FLAGS, "Controller flags", advanced),
            of(Setting.KUBELET_CUSTOM_FLAGS, "kubelet flags", advanced),
            of(Setting.KUBE_PROXY_CUSTOM_FLAGS, "kube-proxy flags", advanced),
            of(Setting.ETCD_CUSTOM_FLAGS, "etcd flags", advanced)));
    PAGES.put(Page.SECURITY, List.copyOf(security));
    PAGES.put(
        Page.REVIEW,
        List.of(new Entry(OwnField.PATH.key(), OwnField.PATH.label(), Field.Kind.TEXT, v -> true)));
  }

  private PageFields() {}

  /**
   * The fields of a page that matter, in their order.
   *
   * @param values a field's text by its key
   */
  static List<Field> of(Page page, UnaryOperator<String> values) {
    return PAGES.getOrDefault(page, List.of()).stream()
        .filter(e -> e.matters().test(values))
        .map(e -> new Field(e.key(), e.label(), e.kind(), choices(e.key())))
        .toList();
  }

  /** The page that a field stands on. */
  static Optional<Page> pageOf(String key) {
    return PAGES.entrySet().stream()
        .filter(p -> p.getValue().stream().anyMatch(e -> e.key().equals(key)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static Field.Help help(String key) {
    Optional<OwnField> own = OwnField.of(key);
    if (own.isPresent()) {
      return own.get().help();
    }
    Setting setting = Setting.ofKey(key);
    return setting == null
        ? new Field.Help("", "", "")
        : new Field.Help(setting.help(), setting.example(), setting.source());
  }

  private static List<Field.Choice> choices(String key) {
    Setting setting = Setting.ofKey(key);
    if (setting == Setting.KUBERNETES_VERSION) {
      return KubernetesLines.choices();
    }
    return setting == null
        ? List.of()
        : setting.options().stream().map(o -> new Field.Choice(o, "")).toList();
  }

  private static Entry of(Setting setting, String label) {
    return of(setting, label, v -> true);
  }

  private static Entry of(Setting setting, String label, Predicate<UnaryOperator<String>> matters) {
    Field.Kind kind =
        switch (setting.kind()) {
          case FLAG -> Field.Kind.SWITCH;
          case CHOICE -> Field.Kind.CHOICE;
          case TEXT, NUMBER, VERSION, LIST, PORTS, MAP, TREE -> Field.Kind.TEXT;
        };
    return new Entry(setting.key(), label, kind, matters);
  }

  private static Entry own(OwnField field, Predicate<UnaryOperator<String>> matters) {
    Field.Kind kind = field.isSecret() ? Field.Kind.SECRET : Field.Kind.TEXT;
    return new Entry(field.key(), field.label(), kind, matters);
  }

  private static boolean isOn(UnaryOperator<String> values, Setting setting) {
    return is(values, setting, "true");
  }

  private static boolean is(UnaryOperator<String> values, Setting setting, String text) {
    return values.apply(setting.key()).strip().equalsIgnoreCase(text);
  }
}
