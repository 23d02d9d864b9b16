package io.quorate.inventory.setting;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Access;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An inventory taken apart into its settings again: for writing it, editing it, checking it. */
public final class SettingValues {
  private SettingValues() {}

  /**
   * The secrets to look for in what programs print: those under a secret's name, and those that no
   * ordinary word is. A variable such as {@code GOMAXPROCS: 2} stays a secret where it is written,
   * but not every 2 of a run is one.
   */
  public static List<Secret> telling(Inventory inventory) {
    List<Secret> found = new ArrayList<>();
    of(inventory).forEach((setting, value) -> telling(setting.key(), value, found));
    return found;
  }

  private static void telling(String name, Object value, List<Secret> found) {
    switch (value) {
      case Secret secret -> {
        String text = secret.reveal().strip();
        boolean word = text.length() < 10 || text.chars().allMatch(Character::isLetter);
        if (SecretNames.isSecret(name, text) || !word) {
          found.add(secret);
        }
      }
      case Map<?, ?> map -> map.forEach((key, inner) -> telling(String.valueOf(key), inner, found));
      case Iterable<?> items -> items.forEach(inner -> telling(name, inner, found));
      default -> {}
    }
  }

  /**
   * The values of the whole cluster's settings: String, Integer, Boolean, Secret, List of String or
   * Port, or Map, by the setting's kind; choices as lower-case text. What has no value is left out.
   */
  public static Map<Setting, Object> of(Inventory inventory) {
    EnumMap<Setting, Object> values = new EnumMap<>(Setting.class);
    values.put(CLUSTER_NAME, inventory.clusterName());
    access(inventory.access(), values);
    versions(inventory.versions(), values);
    network(inventory.network(), values);
    etcd(inventory.etcd(), values);
    values.put(FIREWALL_ENABLED, inventory.firewall().enabled());
    values.put(FIREWALL_PORTS, inventory.firewall().ports());
    values.put(FIREWALL_ALLOWED_HOSTS, inventory.firewall().allowedHosts());
    Inventory.Machine machine = inventory.machine();
    values.put(GEN_LOCALES, machine.locales());
    values.put(TIMEZONE, machine.timezone());
    values.put(NTP_SERVER_MAIN, machine.ntpServerMain());
    values.put(NTP_SERVER_FALLBACK, machine.ntpServerFallback());
    values.put(PACKAGES, machine.packages());
    components(inventory.components(), values);
    Inventory.Downloads downloads = inventory.downloads();
    put(values, MIRROR, downloads.mirror());
    values.put(DISTRIBUTE, choice(downloads.distribute()));
    values.put(IMAGE_ARCHIVES, downloads.imageArchives());
    values.put(CHECKSUMS, downloads.checksums());
    return Collections.unmodifiableMap(values);
  }

  /**
   * The settings in which a secret stands in clear: a password by its name, or a login in a URL.
   */
  public static Set<Setting> secretsInClear(Inventory inventory) {
    Set<Setting> found = EnumSet.noneOf(Setting.class);
    of(inventory)
        .forEach(
            (setting, value) -> {
              if (setting.mayHoldSecret()
                  && inClear(setting.secret() ? setting.key() : "", value)) {
                found.add(setting);
              }
            });
    return found;
  }

  private static boolean inClear(String name, Object value) {
    return switch (value) {
      case Secret secret -> secret.sealed() == null && SecretNames.isSecret(name, secret.reveal());
      case Map<?, ?> map ->
          map.entrySet().stream().anyMatch(e -> inClear(String.valueOf(e.getKey()), e.getValue()));
      case List<?> list -> list.stream().anyMatch(item -> inClear(name, item));
      default -> false;
    };
  }

  /** A value as one would type it into a single field. */
  public static String typed(Object value) {
    return switch (value) {
      case Port port -> port.name() + " " + port.port();
      case List<?> list ->
          list.stream().map(SettingValues::typed).collect(Collectors.joining("\n"));
      case Map<?, ?> map when isFlat(map) ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .collect(Collectors.joining("\n"));
      default -> String.valueOf(value);
    };
  }

  private static boolean isFlat(Map<?, ?> map) {
    return map.values().stream().allMatch(String.class::isInstance);
  }

  private static void access(Access access, Map<Setting, Object> values) {
    values.put(ANSIBLE_USER, access.user());
    values.put(ANSIBLE_PORT, access.port());
    put(values, ANSIBLE_SSH_PRIVATE_KEY_FILE, access.keyFile());
    values.put(SSH_AGENT, access.agent());
    values.put(ASK_PASSWORD, access.askPassword());
    values.put(ANSIBLE_BECOME, access.become());
    values.put(ASK_BECOME_PASSWORD, access.askBecomePassword());
    put(values, JUMP_HOST, access.jumpHost());
  }

  private static void versions(Inventory.Versions versions, Map<Setting, Object> values) {
    values.put(KUBERNETES_VERSION, versions.kubernetes());
    values.put(CONTAINER_RUNTIME, choice(versions.runtime()));
    values.put(ETCD_VERSION, versions.etcd());
    values.put(CONTAINERD_VERSION, versions.containerd());
    values.put(RUNC_VERSION, versions.runc());
    values.put(DOCKER_VERSION, versions.docker());
    values.put(CRI_DOCKERD_VERSION, versions.criDockerd());
    values.put(CNI_PLUGINS_VERSION, versions.cniPlugins());
    values.put(CALICO_VERSION, versions.calico());
    values.put(COREDNS_VERSION, versions.coredns());
    values.put(PAUSE_IMAGE, versions.pauseImage());
  }

  private static void network(Inventory.Network network, Map<Setting, Object> values) {
    values.put(CLUSTER_CIDR, network.clusterCidr());
    values.put(SERVICE_CLUSTER_IP, network.serviceCidr());
    values.put(CLUSTER_DNS, network.clusterDns());
    values.put(KUBERNETES_SVC_IP, network.kubernetesServiceIp());
    values.put(CLUSTER_DOMAIN, network.clusterDomain());
    values.put(SERVICE_NODE_PORT_RANGE, network.nodePortRange());
    values.put(KUBE_API_PROXY_PORT, network.apiProxyPort());
    values.put(CNI, choice(network.cni()));
    values.put(CALICO_MODE, choice(network.calicoMode()));
    values.put(CNI_MANIFESTS, network.manifests().folder());
    values.put(CNI_READY, network.manifests().ready());
    put(values, CNI_MTU, network.mtu());
    values.put(KUBE_PROXY_MODE, choice(network.proxyMode()));
    values.put(PROXY_CONNTRACK_MAX_PER_CORE, network.conntrackMaxPerCore());
    values.put(PROXY_CONNTRACK_MIN, network.conntrackMin());
    values.put(DNS_ADDON, choice(network.dnsAddon()));
  }

  private static void etcd(Inventory.Etcd etcd, Map<Setting, Object> values) {
    values.put(ETCD_INITIAL_TOKEN, etcd.initialToken());
    values.put(ETCD_SNAPSHOT_SCHEDULE, etcd.snapshotSchedule());
    values.put(ETCD_SNAPSHOT_KEEP, etcd.snapshotKeep());
    values.put(ETCD_HEARTBEAT_INTERVAL, etcd.heartbeatInterval());
    values.put(ETCD_ELECTION_TIMEOUT, etcd.electionTimeout());
    values.put(ETCD_AUTO_COMPACTION_RETENTION, etcd.autoCompactionRetention());
  }

  private static void components(Inventory.Components components, Map<Setting, Object> values) {
    values.put(VERBOSITY, components.verbosity());
    values.put(ADMISSION_CONTROL, components.admissionPlugins());
    for (Component component : Setting.WITH_FLAGS) {
      values.put(Setting.flagsOf(component), components.flags(component));
    }
    for (Component component : Setting.WITH_CONFIG) {
      values.put(Setting.configOf(component), components.config(component));
    }
    for (Component component : Component.values()) {
      values.put(Setting.environmentOf(component), components.environment(component));
    }
  }

  private static void put(Map<Setting, Object> values, Setting setting, @Nullable Object value) {
    if (value != null) {
      values.put(setting, value);
    }
  }

  private static String choice(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The texts anywhere in a value, keys of mappings among them. */
  public static List<String> textsIn(Object value) {
    List<String> texts = new ArrayList<>();
    switch (value) {
      case String text -> texts.add(text);
      case Secret secret -> texts.add(secret.reveal());
      case Port port -> texts.add(port.name());
      case List<?> list -> list.forEach(item -> texts.addAll(textsIn(item)));
      case Map<?, ?> map ->
          map.forEach(
              (key, item) -> {
                texts.add(String.valueOf(key));
                texts.addAll(textsIn(item));
              });
      default -> {}
    }
    return texts;
  }
}
