package io.quorate.inventory.setting;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Access;
import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.Secret;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes an inventory of what was written, wherever it was written. */
public final class InventoryBuilder {
  private final List<Problem> problems;
  private final SettingReader read;
  private final Map<Setting, Written> given;

  private InventoryBuilder(Map<Setting, Written> given, List<Problem> problems) {
    this.given = given;
    this.problems = problems;
    this.read = new SettingReader(given, "", problems);
  }

  /** Fills in what was not given, then reads everything. */
  public static Reading build(Draft draft, VersionDefaults defaults, List<Problem> problems) {
    return build(draft, defaults, Vault.closed(), problems);
  }

  /** The same, with Ansible Vault values opened. */
  public static Reading build(
      Draft shut, VersionDefaults defaults, Vault vault, List<Problem> problems) {
    return build(shut, defaults, vault, Set.of(), problems);
  }

  /**
   * The same, where files were sealed as a whole.
   *
   * @param files their names, as places have them
   */
  public static Reading build(
      Draft shut,
      VersionDefaults defaults,
      Vault vault,
      Set<String> files,
      List<Problem> problems) {
    VaultOpener opener = new VaultOpener(vault, files, problems);
    Draft draft = opener.opened(shut);
    PlainWords words = new PlainWords(problems);
    words.check(shut.settings(), "");
    shut.hosts().forEach(host -> words.check(host.settings(), "hosts." + host.name() + "."));
    Map<Setting, Written> given = new EnumMap<>(Setting.class);
    given.putAll(draft.settings());
    InventoryBuilder builder = new InventoryBuilder(given, problems);
    builder.fillVersions(defaults);
    builder.deriveServiceAddresses();
    return new Reading(
        builder.inventory(draft.hosts()).with(opener.forms()),
        problems,
        draft.places(),
        opener.sealed());
  }

  private void fillVersions(VersionDefaults defaults) {
    Map<Setting, String> texts = new EnumMap<>(Setting.class);
    for (Setting setting : given.keySet()) {
      String text = read.givenText(setting);
      if (text != null) {
        texts.put(setting, text);
      }
    }
    defaults.fill(Map.copyOf(texts)).forEach(this::put);
  }

  /** A services' network of one's own brings addresses of its own for what lives in it. */
  private void deriveServiceAddresses() {
    String services = read.givenText(SERVICE_CLUSTER_IP);
    Cidr network = services == null ? null : Cidr.parse(services);
    if (network == null) {
      return;
    }
    if (read.givenText(CLUSTER_DNS) == null) {
      put(CLUSTER_DNS, network.address(3));
    }
    if (read.givenText(KUBERNETES_SVC_IP) == null) {
      put(KUBERNETES_SVC_IP, network.address(1));
    }
  }

  private void put(Setting setting, String text) {
    Written before = given.get(setting);
    if (before != null
        && !(before instanceof Written.Nothing || before instanceof Written.Scalar)) {
      return;
    }
    given.put(setting, new Written.Scalar(text, false, before == null ? null : before.place()));
  }

  private Inventory inventory(List<Draft.HostDraft> drafts) {
    return new Inventory(
        read.text(CLUSTER_NAME),
        access(),
        drafts.stream().map(this::host).toList(),
        versions(),
        network(),
        etcd(),
        new Inventory.Firewall(
            read.flag(FIREWALL_ENABLED),
            read.ports(FIREWALL_PORTS),
            read.list(FIREWALL_ALLOWED_HOSTS)),
        new Inventory.Machine(
            read.list(GEN_LOCALES),
            read.text(TIMEZONE),
            read.text(NTP_SERVER_MAIN),
            read.text(NTP_SERVER_FALLBACK),
            read.list(PACKAGES),
            read.map(NODE_LABELS),
            read.list(NODE_TAINTS)),
        components(),
        new Inventory.Downloads(
            read.optionalText(MIRROR),
            read.choice(DISTRIBUTE, Inventory.Distribute.class),
            read.list(IMAGE_ARCHIVES),
            read.map(CHECKSUMS)));
  }

  private Access access() {
    return new Access(
        isSaid(ANSIBLE_USER) ? read.text(ANSIBLE_USER) : null,
        isSaid(ANSIBLE_PORT) ? (Integer) read.number(ANSIBLE_PORT) : null,
        read.optionalText(ANSIBLE_SSH_PRIVATE_KEY_FILE),
        read.flag(SSH_AGENT),
        read.flag(ASK_PASSWORD),
        read.flag(ANSIBLE_BECOME),
        read.flag(ASK_BECOME_PASSWORD),
        jumpHost(),
        read.optionalText(SSH_CONFIG));
  }

  /** What stands for nothing is left to ssh_config. */
  private boolean isSaid(Setting setting) {
    Written value = given.get(setting);
    return value != null
        && !(value instanceof Written.Nothing)
        && !(value instanceof Written.Scalar scalar && scalar.text().isBlank());
  }

  private @Nullable String jumpHost() {
    String text = read.optionalText(JUMP_HOST);
    return text != null && JumpHost.isNone(text) ? JumpHost.NONE : text;
  }

  /** Nothing behind the name means the same as none: what holds for all is taken back. */
  private static @Nullable String jumpHost(SettingReader host, Map<Setting, Written> own) {
    if (!own.containsKey(JUMP_HOST)) {
      return null;
    }
    String text = host.optionalText(JUMP_HOST);
    return text == null || JumpHost.isNone(text) ? JumpHost.NONE : text;
  }

  private Host host(Draft.HostDraft draft) {
    Map<Setting, Written> own = draft.settings();
    SettingReader host = new SettingReader(own, "hosts." + draft.name() + ".", problems);
    String address = host.optionalText(ANSIBLE_HOST);
    return new Host(
        draft.name(),
        address == null ? draft.name() : address,
        host.optionalText(PRIVATE_ADDRESS),
        draft.roles(),
        own.containsKey(ANSIBLE_USER) ? host.optionalText(ANSIBLE_USER) : null,
        own.containsKey(ANSIBLE_PORT) ? (Integer) host.number(ANSIBLE_PORT) : null,
        own.containsKey(ANSIBLE_SSH_PRIVATE_KEY_FILE)
            ? host.optionalText(ANSIBLE_SSH_PRIVATE_KEY_FILE)
            : null,
        jumpHost(host, own),
        new Marks(
            own.containsKey(NODE_LABELS) ? host.map(NODE_LABELS) : null,
            own.containsKey(NODE_TAINTS) ? host.list(NODE_TAINTS) : null));
  }

  private Inventory.Versions versions() {
    return new Inventory.Versions(
        read.text(KUBERNETES_VERSION),
        read.text(ETCD_VERSION),
        read.choice(CONTAINER_RUNTIME, Inventory.Runtime.class),
        read.text(CONTAINERD_VERSION),
        read.text(RUNC_VERSION),
        read.text(DOCKER_VERSION),
        read.text(CRI_DOCKERD_VERSION),
        read.text(CNI_PLUGINS_VERSION),
        read.text(CALICO_VERSION),
        read.text(COREDNS_VERSION),
        read.text(PAUSE_IMAGE));
  }

  private Inventory.Network network() {
    return new Inventory.Network(
        read.text(CLUSTER_CIDR),
        read.text(SERVICE_CLUSTER_IP),
        read.text(CLUSTER_DNS),
        read.text(KUBERNETES_SVC_IP),
        read.text(CLUSTER_DOMAIN),
        read.text(SERVICE_NODE_PORT_RANGE),
        read.number(KUBE_API_PROXY_PORT),
        read.choice(CNI, Inventory.Cni.class),
        read.choice(CALICO_MODE, Inventory.CalicoMode.class),
        read.optionalNumber(CNI_MTU),
        read.choice(KUBE_PROXY_MODE, Inventory.ProxyMode.class),
        read.number(PROXY_CONNTRACK_MAX_PER_CORE),
        read.number(PROXY_CONNTRACK_MIN),
        read.choice(DNS_ADDON, Inventory.DnsAddon.class),
        new Inventory.Manifests(read.text(CNI_MANIFESTS), read.list(CNI_READY), new Secret("")));
  }

  private Inventory.Etcd etcd() {
    return new Inventory.Etcd(
        read.secret(ETCD_INITIAL_TOKEN),
        read.text(ETCD_SNAPSHOT_SCHEDULE),
        read.number(ETCD_SNAPSHOT_KEEP),
        read.number(ETCD_HEARTBEAT_INTERVAL),
        read.number(ETCD_ELECTION_TIMEOUT),
        read.text(ETCD_AUTO_COMPACTION_RETENTION));
  }

  private Inventory.Components components() {
    Map<Component, List<String>> flags = new EnumMap<>(Component.class);
    for (Component component : Setting.WITH_FLAGS) {
      putUnlessEmpty(flags, component, read.list(Setting.flagsOf(component)));
    }
    Map<Component, Map<String, Object>> config = new EnumMap<>(Component.class);
    for (Component component : Setting.WITH_CONFIG) {
      Map<String, Object> tree = read.tree(Setting.configOf(component));
      if (component == Component.DOCKER) {
        tree = withStorageDriver(tree);
      }
      if (!tree.isEmpty()) {
        config.put(component, tree);
      }
    }
    Map<Component, Map<String, Secret>> environment = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      Map<String, Secret> variables = read.secrets(Setting.environmentOf(component));
      if (!variables.isEmpty()) {
        environment.put(component, variables);
      }
    }
    return new Inventory.Components(
        read.number(VERBOSITY), read.list(ADMISSION_CONTROL), flags, config, environment);
  }

  private static void putUnlessEmpty(
      Map<Component, List<String>> into, Component component, List<String> flags) {
    if (!flags.isEmpty()) {
      into.put(component, flags);
    }
  }

  /** The playbook's setting of its own is a key of daemon.json, where an explicit one wins. */
  private Map<String, Object> withStorageDriver(Map<String, Object> tree) {
    String driver = read.givenText(DOCKER_STORAGE_DRIVER);
    if (driver == null || tree.containsKey("storage-driver")) {
      return tree;
    }
    Map<String, Object> more = new TreeMap<>(tree);
    more.put("storage-driver", driver);
    return more;
  }
}
