package io.quorate.inventory.form;

import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.installer.NotTaken;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** kubespray's inventory (docs/ansible/inventory.md and vars.md there) in Quorate's words. */
final class KubesprayReader {
  /** The group that kubespray makes of all nodes when it is not written. */
  static final String CLUSTER = "k8s_cluster";

  private static final String OLD_CLUSTER = "k8s-cluster";

  /** Its groups, the names before 2.16 and 2.14 among them, and ours. */
  static final Map<String, String> ROLES =
      Map.of(
          "kube_control_plane", Role.MASTERS,
          "kube-control-plane", Role.MASTERS,
          "kube-controlplane", Role.MASTERS,
          "kube_master", Role.MASTERS,
          "kube-master", Role.MASTERS,
          "kube_node", Role.WORKERS,
          "kube-node", Role.WORKERS);

  private static final Set<String> BESIDE =
      Set.of("etcd", "bastion", "calico_rr", "calico-rr", "vault", "no_floating");

  /** Settings that only have another name. */
  private static final Map<String, Setting> NAMES =
      Map.ofEntries(
          Map.entry("kube_version", Setting.KUBERNETES_VERSION),
          Map.entry("kube_pods_subnet", Setting.CLUSTER_CIDR),
          Map.entry("kube_service_addresses", Setting.SERVICE_CLUSTER_IP),
          Map.entry("skydns_server", Setting.CLUSTER_DNS),
          Map.entry("cluster_name", Setting.CLUSTER_DOMAIN),
          Map.entry("dns_domain", Setting.CLUSTER_DOMAIN),
          Map.entry("kube_network_plugin", Setting.CNI),
          Map.entry("calico_mtu", Setting.CNI_MTU),
          Map.entry("kube_proxy_mode", Setting.KUBE_PROXY_MODE),
          Map.entry("container_manager", Setting.CONTAINER_RUNTIME),
          Map.entry("dns_mode", Setting.DNS_ADDON),
          Map.entry("kube_log_level", Setting.VERBOSITY),
          Map.entry("kube_apiserver_node_port_range", Setting.SERVICE_NODE_PORT_RANGE),
          Map.entry("kube_apiserver_enable_admission_plugins", Setting.ADMISSION_CONTROL),
          Map.entry("etcd_version", Setting.ETCD_VERSION),
          Map.entry("etcd_heartbeat_interval", Setting.ETCD_HEARTBEAT_INTERVAL),
          Map.entry("etcd_election_timeout", Setting.ETCD_ELECTION_TIMEOUT),
          Map.entry("containerd_version", Setting.CONTAINERD_VERSION),
          Map.entry("runc_version", Setting.RUNC_VERSION),
          Map.entry("docker_version", Setting.DOCKER_VERSION),
          Map.entry("cri_dockerd_version", Setting.CRI_DOCKERD_VERSION),
          Map.entry("cni_version", Setting.CNI_PLUGINS_VERSION),
          Map.entry("calico_version", Setting.CALICO_VERSION),
          Map.entry("coredns_version", Setting.COREDNS_VERSION),
          Map.entry("kubelet_custom_flags", Setting.KUBELET_CUSTOM_FLAGS),
          Map.entry("node_labels", Setting.NODE_LABELS),
          Map.entry("node_taints", Setting.NODE_TAINTS));

  /** What is said of a host's addresses beside that of SSH. */
  private static final Set<String> ADDRESSES = Set.of("ip", "access_ip");

  /** A template that is another variable as it is. */
  private static final Pattern ANOTHER = Pattern.compile("\\{\\{\\s*(ansible_host|ip)\\s*}}");

  /** roles/kubespray_defaults and roles/network_plugin/calico_defaults: what holds unless said. */
  private static final Map<Setting, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put(Setting.CLUSTER_CIDR, "10.233.64.0/18");
    DEFAULTS.put(Setting.SERVICE_CLUSTER_IP, "10.233.0.0/18");
    DEFAULTS.put(Setting.CALICO_MODE, "vxlan");
  }

  private final List<Problem> problems;
  private final NotTaken notTaken = new NotTaken();
  private final Set<String> said = new LinkedHashSet<>();
  private Map<String, Written.Entry> cluster = Map.of();

  private KubesprayReader(List<Problem> problems) {
    this.problems = problems;
  }

  static AnsibleGroups translate(AnsibleGroups groups, List<Problem> problems) {
    return new KubesprayReader(problems).translate(groups);
  }

  /** The role's group that another name probably means; null: none. */
  static @Nullable String nearestRole(String name) {
    return ROLES.containsKey(name)
        ? null
        : List.of("kube_control_plane", "kube_node").stream()
            .filter(role -> TypingDistance.between(role, name) <= 2)
            .findFirst()
            .orElse(null);
  }

  private void mistyped(AnsibleGroups groups) {
    for (Group group : groups.groups()) {
      String near = nearestRole(group.name);
      if (near != null) {
        problems.add(
            Problem.error(
                    "",
                    "The group \"" + Problem.shown(group.name) + "\" means nothing here.",
                    "Did you mean " + near + "?")
                .at(group.place));
      }
    }
  }

  private AnsibleGroups translate(AnsibleGroups groups) {
    mistyped(groups);
    List<String> roles = ROLES.keySet().stream().filter(n -> groups.group(n) != null).toList();
    if (!roles.isEmpty() && groups.group(CLUSTER) == null && groups.group(OLD_CLUSTER) == null) {
      groups.declare(CLUSTER, null).children.addAll(roles);
    }
    etcd(groups);
    Written way = bastion(groups);
    routeReflectors(groups);
    AnsibleGroups.Precedence theirs = groups.precedence();
    cluster =
        roles.stream()
            .flatMap(role -> groups.hostsOf(role).stream())
            .findFirst()
            .map(theirs::merged)
            .orElse(Map.of());
    AnsibleGroups ours =
        groups.translated(
            group -> !BESIDE.contains(group.name) && nearestRole(group.name) == null,
            ROLES,
            this::variable);
    addresses(theirs, ours);
    Group all = ours.declare(AnsibleGroups.ALL, null);
    if (way != null) {
      all.variables.putIfAbsent(JumpHost.COMMON_ARGS, new Written.Entry(way.place(), way));
      replaced(way, ours);
    }
    defaults(all);
    notTaken.tell(problems);
    return ours;
  }

  private void defaults(Group all) {
    DEFAULTS.forEach(
        (setting, value) -> {
          if (!said.contains(setting.key())) {
            all.variables.put(
                setting.key(), new Written.Entry(null, new Written.Scalar(value, false, null)));
            problems.add(
                Problem.note(
                    setting.key(),
                    "It is not said; kubespray's own default is taken: " + value + ".",
                    "Nothing has to be done when the cluster was made with it."));
          }
        });
    if (!said.contains(Setting.KUBE_PROXY_MODE.key())) {
      problems.add(
          Problem.note(
              Setting.KUBE_PROXY_MODE.key(),
              "It is not said; kubespray's own default is ipvs.",
              "Here it is iptables; set kube_proxy_mode to choose."));
    }
  }

  private void etcd(AnsibleGroups groups) {
    Group etcd = groups.group("etcd");
    if (etcd == null) {
      return;
    }
    Set<String> masters = new LinkedHashSet<>();
    ROLES.forEach(
        (theirs, ours) -> {
          if (ours.equals(Role.MASTERS)) {
            masters.addAll(groups.hostsOf(theirs));
          }
        });
    Set<String> members = groups.hostsOf("etcd");
    for (String host : members) {
      if (!masters.contains(host)) {
        problems.add(
            Problem.error(
                    "hosts." + host,
                    Problem.shown(host) + " runs etcd but no control plane.",
                    "Here every master runs both: put it into kube_control_plane too, or take it"
                        + " out of etcd.")
                .at(groups.placeOf(host)));
      }
    }
    for (String host : masters) {
      if (!members.isEmpty() && !members.contains(host)) {
        problems.add(
            Problem.warning(
                    "hosts." + host,
                    Problem.shown(host) + " runs a control plane but no etcd.",
                    "Here every master runs both: it becomes a member of etcd.")
                .at(groups.placeOf(host)));
      }
    }
  }

  /**
   * The first host of the group bastion is what the others are reached through. kubespray says so
   * in arguments of ssh that any of the inventory's own, of all hosts, a group or one, replace.
   */
  private @Nullable Written bastion(AnsibleGroups groups) {
    Set<String> hosts = new LinkedHashSet<>(groups.hostsOf("bastion"));
    if (hosts.isEmpty() && groups.hosts().contains("bastion")) {
      hosts.add("bastion");
      groups.declare("bastion", null).hosts.add("bastion");
    }
    if (hosts.isEmpty()) {
      return null;
    }
    String host = hosts.iterator().next();
    if (hosts.size() > 1) {
      problems.add(
          Problem.warning(
                  Setting.JUMP_HOST.key(),
                  "There are several bastions; " + Problem.shown(host) + " is taken.",
                  "kubespray goes through the first, too. A host behind another one says so"
                      + " itself: ansible_ssh_common_args='-J USER@HOST'.")
              .at(groups.placeOf(host)));
    }
    Map<String, Written.Entry> variables = groups.precedence().merged(host);
    String user = text(variables, "ansible_user", "ansible_ssh_user");
    String address = text(variables, "ansible_host", "ansible_ssh_host");
    String port = text(variables, "ansible_port", "ansible_ssh_port");
    String place =
        (user.isEmpty() ? "" : user + "@")
            + (address.isEmpty() ? host : address)
            + (port.isEmpty() ? "" : ":" + port);
    return new Written.Scalar(
        "-o " + ShellWords.quote("ProxyJump=" + place), false, groups.placeOf(host));
  }

  private void replaced(Written way, AnsibleGroups ours) {
    Written.Entry counts = null;
    for (Source source : ours.precedence().ofGroups(AnsibleGroups.ALL::equals)) {
      Written.Entry said = source.variables().get(JumpHost.COMMON_ARGS);
      counts = said == null ? counts : said;
    }
    if (counts != null && !counts.value().equals(way)) {
      problems.add(
          Problem.note(
                  JumpHost.COMMON_ARGS,
                  "These arguments take the place of the bastion's, as for kubespray.",
                  "To go through it, say so among them: -J USER@HOST.")
              .at(counts.keyPlace()));
    }
  }

  private void routeReflectors(AnsibleGroups groups) {
    for (String name : List.of("calico_rr", "calico-rr")) {
      Group group = groups.group(name);
      if (group != null && !groups.hostsOf(name).isEmpty()) {
        problems.add(
            Problem.warning(
                    name,
                    "Hosts of " + name + " reflect Calico's routes; that is not set up here.",
                    "They take no part unless they are also nodes.")
                .at(group.place));
      }
    }
  }

  private static String text(Written.Entry entry) {
    return entry.value() instanceof Written.Scalar scalar ? scalar.text().strip() : "";
  }

  /** What the first of these says that says something; empty when none does. */
  private static String text(Map<String, Written.Entry> variables, String... names) {
    for (String name : names) {
      Written.Entry entry = variables.get(name);
      if (entry != null && !text(entry).isEmpty()) {
        return text(entry);
      }
    }
    return "";
  }

  private void variable(
      Source source, String name, Written.Entry entry, Map<String, Written.Entry> into) {
    String value = text(entry);
    Setting setting = NAMES.get(name);
    if (name.startsWith("ansible_")) {
      into.put(name, entry);
    } else if (ADDRESSES.contains(name)) {
      // Of a host, wherever it is said.
      if (hasTemplate(entry.value()) && !ANOTHER.matcher(value).matches()) {
        notTaken.add(name, entry.keyPlace());
      }
    } else if (hasTemplate(entry.value())) {
      notTaken.add(name, entry.keyPlace());
    } else if (setting != null) {
      put(setting, entry, into);
    } else {
      special(source, name, value, entry, into);
    }
  }

  private static boolean hasTemplate(Written value) {
    return switch (value) {
      case Written.Scalar scalar -> scalar.text().contains("{{") || scalar.text().contains("{%");
      case Written.Sequence sequence ->
          sequence.items().stream().anyMatch(KubesprayReader::hasTemplate);
      case Written.Mapping mapping ->
          mapping.entries().values().stream().anyMatch(entry -> hasTemplate(entry.value()));
      case Written.Vault vault -> false;
      case Written.Opened opened -> false;
      case Written.Nothing nothing -> false;
    };
  }

  private void special(
      Source source,
      String name,
      String value,
      Written.Entry entry,
      Map<String, Written.Entry> into) {
    String mode = value.toLowerCase(Locale.ROOT);
    switch (name) {
      case "etcd_member_name" -> {
        if (!value.isEmpty() && !value.equals(source.of())) {
          notTaken.add(name, entry.keyPlace());
        }
      }
      case "calico_ipip_mode" -> mode(mode, "ipip", name, entry, into);
      case "calico_vxlan_mode" -> mode(mode, "vxlan", name, entry, into);
      case "calico_network_backend" -> {
        if (mode.equals("vxlan")) {
          put(Setting.CALICO_MODE, written("vxlan", entry), into);
        } else if (!mode.equals("bird") || !lower("calico_vxlan_mode").equals("never")) {
          notTaken.add(name, entry.keyPlace());
        }
      }
      case "ntp_servers" -> timeServers(entry, into);
      case "kube_apiserver_port" -> {
        if (!value.equals("6443")) {
          notTaken.add(name, entry.keyPlace());
        }
      }
      default -> {
        if (Setting.ofKey(name) == Setting.ETCD_INITIAL_TOKEN) {
          put(Setting.ETCD_INITIAL_TOKEN, entry, into);
        } else {
          notTaken.add(name, entry.keyPlace());
        }
      }
    }
  }

  /**
   * The address that nodes use among themselves, of each host: what its services listen at ({@code
   * ip}), else where others reach those ({@code access_ip}). Either may stand beside the host, in a
   * file of its own or with a group, and the address of SSH elsewhere again.
   */
  private void addresses(AnsibleGroups.Precedence theirs, AnsibleGroups ours) {
    Function<String, Map<String, Written.Entry>> merging =
        theirs.merging(Set.of("ip", "access_ip", "ansible_host", "ansible_ssh_host"));
    for (String host : ours.hosts()) {
      Map<String, Written.Entry> variables = merging.apply(host);
      String reached = text(variables, "ansible_host", "ansible_ssh_host");
      Written.Entry ip = address("ip", variables);
      Written.Entry access = address("access_ip", variables);
      Written.Entry inside = ip == null ? access : ip;
      if (inside != null && !text(inside).equals(reached)) {
        said.add(Setting.PRIVATE_ADDRESS.key());
        ours.sayOfHost(host, Setting.PRIVATE_ADDRESS.key(), inside);
      }
      if (ip != null && access != null && !List.of(text(ip), reached).contains(text(access))) {
        problems.add(
            Problem.warning(
                    "hosts." + host,
                    "access_ip %s is neither its ip nor its ansible_host: here nodes reach it at %s."
                        .formatted(Problem.shown(text(access)), Problem.shown(text(ip))),
                    "Where others reach it at the former only, write that as ip.")
                .at(access.keyPlace()));
      }
    }
  }

  /**
   * An address of a host, that of another variable where it only names one; null when there is none
   * or it is a template.
   */
  private static Written.@Nullable Entry address(
      String name, Map<String, Written.Entry> variables) {
    Written.Entry entry = variables.get(name);
    if (entry == null) {
      return null;
    }
    Matcher other = ANOTHER.matcher(text(entry));
    if (other.matches()) {
      Written.Entry named = variables.get(other.group(1));
      return named == null || text(named).isEmpty() || hasTemplate(named.value())
          ? null
          : written(text(named), entry);
    }
    return text(entry).isEmpty() || hasTemplate(entry.value()) ? null : entry;
  }

  /** Always is what a mode of ours means; CrossSubnet, which is sometimes, comes nearest to it. */
  private void mode(
      String mode, String ours, String name, Written.Entry entry, Map<String, Written.Entry> into) {
    if (mode.equals("never")) {
      // Packets are wrapped by VXLAN there unless that is said, and by IPIP where that is.
      if (ours.equals("vxlan") && !wrapsByIpip()) {
        put(Setting.CALICO_MODE, written("none", entry), into);
      }
      return;
    }
    if (!mode.equals("always")) {
      notTaken.add(name, entry.keyPlace());
    }
    put(Setting.CALICO_MODE, written(ours, entry), into);
  }

  private boolean wrapsByIpip() {
    return !Set.of("", "never").contains(lower("calico_ipip_mode"));
  }

  private String lower(String variable) {
    return text(cluster, variable).toLowerCase(Locale.ROOT);
  }

  private void timeServers(Written.Entry entry, Map<String, Written.Entry> into) {
    List<Written> servers =
        entry.value() instanceof Written.Sequence sequence ? sequence.items() : List.of();
    List<Setting> ours = List.of(Setting.NTP_SERVER_MAIN, Setting.NTP_SERVER_FALLBACK);
    for (int i = 0; i < servers.size(); i++) {
      if (i < ours.size() && servers.get(i) instanceof Written.Scalar server) {
        String name = server.text().strip().replaceFirst("\\s.*", "");
        put(ours.get(i), written(name, entry), into);
      } else {
        notTaken.add("ntp_servers", servers.get(i).place());
      }
    }
  }

  private static Written.Entry written(String value, Written.Entry like) {
    return new Written.Entry(
        like.keyPlace(), new Written.Scalar(value, false, like.value().place()));
  }

  private void put(Setting setting, Written.Entry entry, Map<String, Written.Entry> into) {
    said.add(setting.key());
    into.put(setting.key(), entry);
  }
}
