package io.quorate.inventory.installer;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.HostName;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.Draft.HostDraft;
import io.quorate.inventory.setting.ItemPlaces;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An inventory as it is read from another installer's file: settings and hosts with their places,
 * and what is said of the rest.
 */
final class ClusterDraft {
  private final List<Problem> problems;
  private final NotTaken notTaken = new NotTaken();
  private final List<Fields> documents = new ArrayList<>();
  private final Map<Setting, Written> settings = new EnumMap<>(Setting.class);
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<HostDraft> hosts = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Hosts that have the first one's key, and whether there are such that name none. */
  private final List<Map<Setting, Written>> sharing = new ArrayList<>();

  private boolean someNameNoKey;

  /** Whether SSH was told how to reach the host that comes next, and not where. */
  private boolean nextHasNoAddress;

  /**
   * @param problems what is wrong is added
   */
  ClusterDraft(List<Problem> problems) {
    this.problems = problems;
  }

  /** Opens a document; what nobody reads of it is told in the end. */
  Fields document(Written.Mapping document) {
    begin(document.place());
    Fields fields = new Fields(document, "", notTaken);
    documents.add(fields);
    return fields;
  }

  /**
   * The spec of a document that is a Cluster; null where it has none, which is refused.
   *
   * @param kindRemedy what to do about another kind, which is refused, too
   */
  @Nullable Fields specOf(Fields document, String kindRemedy, String specRemedy) {
    document.text("apiVersion");
    String kind = document.text("kind");
    if (!kind.equals("Cluster")) {
      refuse(
          document.placeOf("kind"),
          "The kind \"" + Problem.shown(kind) + "\" describes no cluster.",
          kindRemedy);
    }
    Fields spec = document.fields("spec");
    if (spec == null) {
      refuse(document.placeOf("spec"), "There is no spec.", specRemedy);
    }
    return spec;
  }

  /** Opens what a program reports, and not all that it reports is worth a word. */
  static Fields report(Written.Mapping report) {
    return new Fields(report, "", new NotTaken());
  }

  /** Where problems stand that have no other place; the first counts. */
  void begin(@Nullable Place place) {
    if (place != null) {
      places.putIfAbsent("", place);
    }
  }

  Draft draft() {
    documents.forEach(Fields::rest);
    notTaken.tell(problems);
    unshareKey();
    List<HostDraft> named = new ArrayList<>();
    for (HostDraft host : hosts) {
      named.add(new HostDraft(host.name(), texts(host.settings()), host.roles(), host.place()));
    }
    return new Draft(texts(settings), named, places);
  }

  /** Their programs, which are written in Go, take a word for the text that they expect. */
  private static Map<Setting, Written> texts(Map<Setting, Written> read) {
    Map<Setting, Written> texts = new EnumMap<>(Setting.class);
    read.forEach(
        (setting, value) ->
            texts.put(setting, setting.kind() == Kind.TREE ? value : Written.text(value)));
    return texts;
  }

  // ---- what is said ------------------------------------------------------------------------

  void notTaken(String name, @Nullable Place place) {
    notTaken.add(name, place);
  }

  void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }

  void warn(Setting setting, @Nullable Place place, String what, String remedy) {
    problems.add(Problem.warning(setting.key(), what, remedy).at(place));
  }

  /** Says what a file of its kind never says, and what is taken. */
  void note(Setting setting, String what, String remedy) {
    problems.add(Problem.note(setting.key(), what, remedy));
  }

  // ---- settings of the cluster -------------------------------------------------------------

  boolean has(Setting setting) {
    return settings.containsKey(setting);
  }

  /** The text of a setting that was taken; empty when none was. */
  String text(Setting setting) {
    return settings.get(setting) instanceof Written.Scalar scalar ? scalar.text().strip() : "";
  }

  void set(Setting setting, Written.@Nullable Scalar value) {
    if (value != null) {
      settings.put(setting, value);
      place(setting.key(), value.place());
    }
  }

  void set(Setting setting, String text, @Nullable Place place) {
    set(setting, new Written.Scalar(text, false, place));
  }

  /** Takes values over that mean the same here, by the paths of their fields. */
  void take(Fields fields, Map<String, Setting> same) {
    same.forEach((path, setting) -> set(setting, fields.scalar(path)));
  }

  /**
   * Takes what holds where nothing is said.
   *
   * @param whose such as {@code k0s's}
   */
  void assume(String whose, Map<Setting, String> defaults) {
    for (Setting setting : Setting.values()) {
      String value = defaults.get(setting);
      if (value != null && !settings.containsKey(setting)) {
        settings.put(setting, scalar(value));
        note(
            setting,
            "It is not said; " + whose + " own default is taken: " + value + ".",
            "Nothing has to be done when the cluster was made with it.");
      }
    }
  }

  /**
   * The cluster's DNS where kubeadm and k0s put it, at the tenth address of the services' network.
   */
  void dnsAtTenth() {
    Written services = settings.get(SERVICE_CLUSTER_IP);
    Cidr network = Cidr.parse(text(SERVICE_CLUSTER_IP));
    if (services != null && network != null && !has(CLUSTER_DNS)) {
      set(CLUSTER_DNS, network.address(10), services.place());
    }
  }

  /**
   * Takes the pod network, as far as it is one of ours.
   *
   * @param own the words for one that somebody brings along
   */
  void podNetwork(Written.@Nullable Scalar plugin, String... own) {
    String name = plugin == null ? "" : plugin.text().strip();
    if (name.equals("calico")) {
      set(CNI, plugin);
    } else if (plugin != null && List.of(own).contains(name)) {
      set(CNI, "manifests", plugin.place());
    } else if (plugin != null) {
      warn(
          CNI,
          plugin.place(),
          "The pod network is " + Problem.shown(name) + " there.",
          "Here it is Calico, or routed; set cni to choose.");
    }
  }

  /** Says which pod network there is where none is named. */
  void usualPodNetwork(String whose, String plugin) {
    note(
        CNI,
        "It is not said; " + whose + " own default is " + plugin + ".",
        "Here it is Calico, or routed; set cni to choose.");
  }

  /**
   * Takes a component's flags: a mapping of names without dashes, or a list, of mappings with a
   * name and a value, or of texts such as {@code name=value}.
   *
   * @param others names that are settings of their own
   */
  void flags(Fields component, String name, Setting setting, String... others) {
    List<Written> flags = new ArrayList<>();
    Fields named = component.fields(name);
    if (named != null) {
      named.names().stream()
          .filter(flag -> !List.of(others).contains(flag))
          .filter(flag -> named.scalar(flag) != null || !named.isSaid(flag))
          .forEach(flag -> flags.add(flag(flag, named.text(flag), named.placeOf(flag))));
    }
    component.each(
        name,
        (item, index) -> flags.add(flag(item.text("name"), item.text("value"), item.place())),
        item -> {
          if (item instanceof Written.Scalar scalar) {
            String[] parts = scalar.text().strip().replaceFirst("^--", "").split("=", 2);
            flags.add(flag(parts[0], parts.length == 1 ? "" : parts[1], item.place()));
          } else {
            component.left(name, "an item", item.place());
          }
        });
    if (!flags.isEmpty()) {
      settings.put(setting, new Written.Sequence(flags, component.placeOf(name)));
      place(setting.key(), component.placeOf(name));
    }
  }

  private static Written.Scalar flag(String name, String value, @Nullable Place place) {
    return new Written.Scalar("--" + name + "=" + value, false, place);
  }

  // ---- hosts -------------------------------------------------------------------------------

  int hostCount() {
    return hosts.size();
  }

  /** Adds a host with the settings of its own. */
  void host(String name, Map<Setting, Written> own, Set<Role> roles, @Nullable Place place) {
    own.forEach(
        (setting, value) -> {
          String field = "hosts." + name + "." + setting.key();
          place(field, value.place());
          ItemPlaces.add(field, value, places);
        });
    place("hosts." + name, place);
    if (nextHasNoAddress) {
      nextHasNoAddress = false;
      problems.add(
          Problem.error(
                  "hosts." + name + "." + ANSIBLE_HOST.key(),
                  "The host has no address.",
                  "Give it the address that SSH reaches it at.")
              .at(place));
    }
    hosts.add(new HostDraft(name, own, roles, place));
  }

  /**
   * The name of a host. Where the installer asks the machine for it, one is needed here before a
   * machine is met.
   *
   * @param field the field that has it
   * @param number what a host is called by that has neither it nor a name as its address
   */
  String name(Fields host, String field, Map<Setting, Written> own, int number) {
    String name = host.text(field);
    if (name.isEmpty()) {
      String address = own.get(ANSIBLE_HOST) instanceof Written.Scalar s ? s.text() : "";
      String label = address.replaceFirst("\\..*", "");
      name =
          HostName.isName(address) && HostName.isLabel(label) && !names.contains(label)
              ? label
              : numbered(number);
      problems.add(
          Problem.warning(
                  "hosts." + name,
                  "The host has no " + field + "; it is called " + name + " here.",
                  "Give it the name that its node has in the cluster.")
              .at(host.place()));
    }
    names.add(name);
    return name;
  }

  private String numbered(int number) {
    int free = number;
    while (names.contains("node-" + free)) {
      free++;
    }
    return "node-" + free;
  }

  /** Takes the address that SSH uses, and the one among nodes where that is another. */
  static void addresses(
      Map<Setting, Written> own,
      Written.@Nullable Scalar outside,
      Written.@Nullable Scalar inside) {
    Written.Scalar reached = outside == null ? inside : outside;
    if (reached != null) {
      own.put(ANSIBLE_HOST, reached);
    }
    if (reached != null
        && inside != null
        && !inside.text().strip().equals(reached.text().strip())) {
      own.put(PRIVATE_ADDRESS, inside);
    }
  }

  /** How SSH gets to a host: where nothing is said as root, at port 22, and directly. */
  void reach(
      Map<Setting, Written> own,
      Written.@Nullable Scalar user,
      Written.@Nullable Scalar port,
      Written.@Nullable Scalar key,
      Written.@Nullable Scalar jumpHost) {
    nextHasNoAddress = !own.containsKey(ANSIBLE_HOST);
    sharedOrOwn(ANSIBLE_USER, user == null ? scalar("root") : user, own);
    sharedOrOwn(ANSIBLE_PORT, port == null ? scalar("22") : port, own);
    if (key == null) {
      someNameNoKey = true;
    } else {
      sharedOrOwn(ANSIBLE_SSH_PRIVATE_KEY_FILE, key, own);
      if (!own.containsKey(ANSIBLE_SSH_PRIVATE_KEY_FILE)) {
        sharing.add(own);
      }
    }
    if (user != null && !user.text().strip().equals("root")) {
      settings.put(ANSIBLE_BECOME, scalar("true"));
    }
    if (jumpHost != null) {
      sharedOrOwn(JUMP_HOST, jumpHost, own);
    } else if (settings.containsKey(JUMP_HOST)) {
      own.put(JUMP_HOST, scalar(JumpHost.NONE));
    }
  }

  /**
   * A key of the cluster is the only one that is tried: it would keep hosts that name none from the
   * usual ones. A jump host has no key but the cluster's.
   */
  private void unshareKey() {
    Written key = settings.get(ANSIBLE_SSH_PRIVATE_KEY_FILE);
    if (key == null || !someNameNoKey) {
      return;
    }
    boolean jumps =
        has(JUMP_HOST) || hosts.stream().anyMatch(host -> host.settings().containsKey(JUMP_HOST));
    if (jumps) {
      warn(
          ANSIBLE_SSH_PRIVATE_KEY_FILE,
          key.place(),
          "Hosts that name no key, and jump hosts, are tried with this one here.",
          "Name the key of each host.");
      return;
    }
    settings.remove(ANSIBLE_SSH_PRIVATE_KEY_FILE);
    places.remove(ANSIBLE_SSH_PRIVATE_KEY_FILE.key());
    sharing.forEach(own -> own.put(ANSIBLE_SSH_PRIVATE_KEY_FILE, key));
  }

  static Written.Scalar jumpHost(String address, String user, String port, @Nullable Place place) {
    return new Written.Scalar(
        (user.isEmpty() ? "root" : user) + "@" + address + (port.isEmpty() ? "" : ":" + port),
        false,
        place);
  }

  /** The first host's value is the cluster's; one that differs is the host's own. */
  private void sharedOrOwn(Setting setting, Written.Scalar value, Map<Setting, Written> own) {
    if (hosts.isEmpty()) {
      set(setting, value);
    } else if (!(settings.get(setting) instanceof Written.Scalar shared
        && shared.text().equals(value.text()))) {
      own.put(setting, value);
    }
  }

  /** Says that a password stands in the file, if one does. */
  void password(Fields host, String field) {
    secret(host, field, "password", "set ask_password to true.");
  }

  /** Says that a key stands in the file, if one does. */
  void privateKey(Fields host, String field, String fileField) {
    secret(host, field, "private key", "name a key's file as " + fileField + ".");
  }

  private void secret(Fields host, String field, String kind, String instead) {
    if (host.scalar(field) != null) {
      problems.add(
          Problem.warning(
                  "",
                  "A " + kind + " stands in the file; it is not used.",
                  "Take it out, and " + instead)
              .at(host.placeOf(field)));
    }
  }

  /** Refuses a member of etcd that is no master. */
  void etcdAlone(String host, @Nullable Place place, String remedy) {
    problems.add(
        Problem.error(
                "hosts." + host,
                Problem.shown(host) + " runs etcd but no control plane.",
                "Here every master runs both: " + remedy)
            .at(place));
  }

  /** Says that a master becomes a member of etcd. */
  void masterWithoutEtcd(String host, @Nullable Place place) {
    problems.add(
        Problem.warning(
                "hosts." + host,
                Problem.shown(host) + " runs a control plane but no etcd.",
                "Here every master runs both: it becomes a member of etcd.")
            .at(place));
  }

  /** Says that a master that is a worker, too, keeps pods off by a taint. */
  void keepsPodsOff(String host, @Nullable Place place) {
    problems.add(
        Problem.note(
                "hosts." + host,
                Problem.shown(host)
                    + " is a worker, too, but the taint of the control plane keeps pods off.",
                "Here that is a master that is no worker. If it is to take pods, say noTaints: true"
                    + " there.")
            .at(place));
  }

  /** Says that a control plane there is on no nodes of the cluster. */
  void mastersAreNodes(@Nullable Place place) {
    problems.add(
        Problem.note(
                "",
                "A controller alone is no node of its cluster there; here every master is one, with"
                    + " a taint that keeps pods off.",
                "Nothing has to be done where the machine has room for a kubelet.")
            .at(place));
  }

  /** Says that a host is there for something else than a node. */
  void leftOut(String host, @Nullable Place place) {
    problems.add(
        Problem.warning(
                "hosts." + host,
                Problem.shown(host) + " is in no group of masters or workers; it is left out.",
                "Put it into control-plane or worker if it belongs to the cluster.")
            .at(place));
  }

  /** Refuses an etcd that is no part of the cluster. */
  void etcdOutside(@Nullable Place place) {
    refuse(
        place,
        "The cluster keeps its state in an etcd of others.",
        "Quorate's clusters keep it in etcd on their masters.");
  }

  private static Written.Scalar scalar(String text) {
    return new Written.Scalar(text, false, null);
  }

  private void place(String field, @Nullable Place place) {
    if (place != null) {
      places.put(field, place);
    }
  }
}
