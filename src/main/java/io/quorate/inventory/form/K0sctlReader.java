package io.quorate.inventory.form;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.HostName;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.Draft.HostDraft;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** k0sctl's Cluster (k0sproject/k0sctl, README: "Configuration file") in Quorate's words. */
final class K0sctlReader {
  private static final Map<String, Set<Role>> ROLES =
      Map.of(
          "controller", Set.of(Role.MASTER),
          "controller+worker", Set.of(Role.MASTER, Role.WORKER),
          "single", Set.of(Role.MASTER, Role.WORKER),
          "worker", Set.of(Role.WORKER));

  private final List<Problem> problems;
  private final NotTaken notTaken = new NotTaken();
  private final Map<Setting, Written> settings = new EnumMap<>(Setting.class);
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<HostDraft> hosts = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();

  private K0sctlReader(List<Problem> problems) {
    this.problems = problems;
  }

  /**
   * @param documents all of the file, which the cluster is one of
   */
  static Draft read(Written.Mapping cluster, List<Written> documents, List<Problem> problems) {
    K0sctlReader reader = new K0sctlReader(problems);
    for (Written document : documents) {
      if (!Detection.isK0sctl(document) && document instanceof Written.Mapping other) {
        reader.notTaken.add("the document " + other.text("kind"), other.place());
      }
    }
    return reader.document(cluster);
  }

  private Draft document(Written.Mapping root) {
    if (root.place() != null) {
      places.put("", root.place());
    }
    Fields document = new Fields(root, "", notTaken);
    document.text("apiVersion");
    String kind = document.text("kind");
    if (!kind.equals("Cluster")) {
      refuse(
          document.placeOf("kind"),
          "The kind \"" + Problem.shown(kind) + "\" describes no cluster.",
          "Write kind: Cluster.");
    }
    Fields metadata = document.fields("metadata");
    Fields spec = document.fields("spec");
    if (metadata != null) {
      setting(CLUSTER_NAME, metadata.scalar("name"));
      metadata.text("user");
      metadata.rest();
    }
    if (spec != null) {
      List<Written> all = spec.items("hosts");
      if (all.isEmpty()) {
        spec.spoken("hosts");
        refuse(
            spec.placeOf("hosts"),
            "There is no list of hosts.",
            "Below spec: hosts: stands one host after each dash, with its role: and ssh:.");
      }
      for (int i = 0; i < all.size(); i++) {
        host(all.get(i), i);
      }
      Fields k0s = spec.fields("k0s");
      if (k0s != null) {
        k0s(k0s);
      }
      spec.rest();
    } else {
      refuse(document.placeOf("spec"), "There is no spec.", "Below spec: stand hosts: and k0s:.");
    }
    document.rest();
    notTaken.tell("Quorate has no such setting.", problems);
    return new Draft(settings, hosts, places);
  }

  // ---- hosts -------------------------------------------------------------------------------

  private void host(Written written, int index) {
    if (!(written instanceof Written.Mapping mapping)) {
      refuse(written.place(), "This is not a host.", "Write role: and ssh: behind the dash.");
      return;
    }
    Fields host = new Fields(mapping, "spec.hosts[" + index + "].", notTaken);
    String role = host.text("role");
    Set<Role> roles = ROLES.get(role);
    if (roles == null) {
      refuse(
          host.placeOf("role"),
          "\"" + Problem.shown(role) + "\" is not a k0s role.",
          "Take controller, controller+worker, single or worker.");
      roles = Set.of();
    }
    host.text("noTaints");
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    Fields ssh = host.fields("ssh");
    ssh = ssh == null ? host.fields("openSSH") : ssh;
    if (ssh == null) {
      refuse(
          host.place(),
          "The host is not reached over SSH.",
          "Give it ssh: with an address; localhost and winrm are not used here.");
    } else {
      ssh(ssh, own);
    }
    put(own, PRIVATE_ADDRESS, host.scalar("privateAddress"));
    String name = name(host, own, index);
    own.forEach((setting, value) -> place("hosts." + name + "." + setting.key(), value.place()));
    place("hosts." + name, host.place());
    hosts.add(new HostDraft(name, own, roles, host.place()));
    host.rest();
  }

  private void ssh(Fields ssh, Map<Setting, Written> own) {
    put(own, ANSIBLE_HOST, ssh.scalar("address"));
    Written.Scalar user = ssh.scalar("user");
    sharedOrOwn(ANSIBLE_USER, user == null ? scalar("root") : user, own);
    Written.Scalar port = ssh.scalar("port");
    sharedOrOwn(ANSIBLE_PORT, port == null ? scalar("22") : port, own);
    Written.Scalar key = ssh.scalar("keyPath");
    if (key != null) {
      sharedOrOwn(ANSIBLE_SSH_PRIVATE_KEY_FILE, key, own);
    }
    if (user != null && !user.text().strip().equals("root")) {
      settings.put(ANSIBLE_BECOME, scalar("true"));
    }
    sharedOrOwn(JUMP_HOST, way(ssh), own);
    ssh.rest();
  }

  /** Through which others k0sctl goes, or the OpenSSH that it starts. */
  private Written.Scalar way(Fields ssh) {
    Fields through = ssh.fields("bastion");
    Fields options = ssh.fields("options");
    Written.Scalar jump = options == null ? null : options.scalar("ProxyJump");
    if (options != null) {
      options.rest();
    }
    return through != null
        ? new Written.Scalar(bastions(through), false, through.place())
        : jump != null ? jump : scalar(JumpHost.NONE);
  }

  /** A bastion may be reached through another one, which then is the nearer to the operator. */
  private String bastions(Fields bastion) {
    String user = bastion.text("user");
    String port = bastion.text("port");
    String place =
        (user.isEmpty() ? "root" : user)
            + "@"
            + bastion.text("address")
            + (port.isEmpty() ? "" : ":" + port);
    Written.Scalar key = bastion.scalar("keyPath");
    if (key != null && !isShared(ANSIBLE_SSH_PRIVATE_KEY_FILE, key)) {
      notTaken.add(bastion.pathOf("keyPath"), bastion.placeOf("keyPath"));
    }
    Fields before = bastion.fields("bastion");
    bastion.rest();
    return before == null ? place : bastions(before) + "," + place;
  }

  /** The first host's value is the cluster's; one that differs is the host's own. */
  private void sharedOrOwn(Setting setting, Written.Scalar value, Map<Setting, Written> own) {
    if (hosts.isEmpty()) {
      setting(setting, value);
    } else if (!isShared(setting, value)) {
      own.put(setting, value);
    }
  }

  private boolean isShared(Setting setting, Written.Scalar value) {
    return settings.get(setting) instanceof Written.Scalar shared
        && shared.text().equals(value.text());
  }

  /** k0s asks the machine for its name; here it is needed before a machine is met. */
  private String name(Fields host, Map<Setting, Written> own, int index) {
    String name = host.text("hostname");
    if (name.isEmpty()) {
      String address = own.get(ANSIBLE_HOST) instanceof Written.Scalar s ? s.text() : "";
      String label = address.replaceFirst("\\..*", "");
      name =
          HostName.isName(address) && HostName.isLabel(label) && !names.contains(label)
              ? label
              : "node-" + (index + 1);
      problems.add(
          Problem.warning(
                  "hosts." + name,
                  "The host has no hostname; it is called " + name + " here.",
                  "Give it the name that its node has in the cluster.")
              .at(host.place()));
    }
    names.add(name);
    return name;
  }

  // ---- the cluster -------------------------------------------------------------------------

  private void k0s(Fields k0s) {
    Written.Scalar version = k0s.scalar("version");
    if (version != null) {
      setting(
          KUBERNETES_VERSION,
          new Written.Scalar(
              version.text().strip().replaceFirst("[+-]k0s\\..*", ""), false, version.place()));
    }
    Fields config = k0s.fields("config");
    if (config != null) {
      config.text("apiVersion");
      config.text("kind");
      Fields metadata = config.fields("metadata");
      if (metadata != null) {
        metadata.text("name");
        metadata.rest();
      }
      Fields spec = config.fields("spec");
      if (spec != null) {
        config(spec);
      }
      config.rest();
    }
    k0s.rest();
    k0sDefaults();
  }

  /** docs.k0sproject.io, configuration: what holds unless it is said. */
  private void k0sDefaults() {
    Map<Setting, String> defaults = new LinkedHashMap<>();
    defaults.put(CLUSTER_CIDR, "10.244.0.0/16");
    defaults.put(SERVICE_CLUSTER_IP, "10.96.0.0/12");
    defaults.forEach(
        (setting, value) -> {
          if (!settings.containsKey(setting)) {
            settings.put(setting, scalar(value));
            problems.add(
                Problem.note(
                    setting.key(),
                    "It is not said; k0s's own default is taken: " + value + ".",
                    "Nothing has to be done when the cluster was made with it."));
          }
        });
  }

  private void config(Fields spec) {
    Fields network = spec.fields("network");
    if (network != null) {
      network(network);
    }
    flags(spec, "api", APISERVER_CUSTOM_FLAGS);
    flags(spec, "controllerManager", CONTROLLER_MANAGER_CUSTOM_FLAGS);
    flags(spec, "scheduler", SCHEDULER_CUSTOM_FLAGS);
    Fields storage = spec.fields("storage");
    if (storage != null) {
      Written.Scalar type = storage.scalar("type");
      if (type != null && !type.text().equals("etcd")) {
        refuse(
            type.place(),
            "The cluster keeps its state in " + Problem.shown(type.text()) + ".",
            "Quorate's clusters keep it in etcd.");
      }
      storage.rest();
    }
    spec.rest();
  }

  private void network(Fields network) {
    setting(CLUSTER_CIDR, network.scalar("podCIDR"));
    setting(SERVICE_CLUSTER_IP, network.scalar("serviceCIDR"));
    setting(CLUSTER_DOMAIN, network.scalar("clusterDomain"));
    Written.Scalar provider = network.scalar("provider");
    if (provider != null && provider.text().equals("calico")) {
      setting(CNI, provider);
    } else if (provider != null && provider.text().equals("custom")) {
      setting(CNI, new Written.Scalar("manifests", false, provider.place()));
    } else if (provider != null) {
      problems.add(
          Problem.warning(
                  CNI.key(),
                  "The pod network is " + Problem.shown(provider.text()) + " there.",
                  "Here it is Calico, or routed; set cni to choose.")
              .at(provider.place()));
    }
    Fields calico = network.fields("calico");
    if (calico != null) {
      Written.Scalar mode = calico.scalar("mode");
      if (mode != null) {
        String ours = mode.text().equals("bird") ? "none" : mode.text();
        setting(CALICO_MODE, new Written.Scalar(ours, false, mode.place()));
      }
      Written.Scalar mtu = calico.scalar("mtu");
      if (mtu != null && !mtu.text().equals("0")) {
        setting(CNI_MTU, mtu);
      }
      calico.rest();
    }
    Fields proxy = network.fields("kubeProxy");
    if (proxy != null) {
      setting(KUBE_PROXY_MODE, proxy.scalar("mode"));
      if (proxy.text("disabled").equals("true")) {
        notTaken.add("spec.k0s.config.spec.network.kubeProxy.disabled", proxy.placeOf("disabled"));
      }
      proxy.rest();
    }
    network.rest();
  }

  private void flags(Fields spec, String part, Setting setting) {
    Fields component = spec.fields(part);
    if (component == null) {
      return;
    }
    if (part.equals("api")) {
      String port = component.text("port");
      if (!port.isEmpty() && !port.equals("6443")) {
        notTaken.add("spec.k0s.config.spec.api.port", component.placeOf("port"));
      }
    }
    Map<String, Written.Entry> arguments = component.entries("extraArgs");
    List<Written> flags = new ArrayList<>();
    arguments.forEach(
        (name, entry) -> {
          String value = entry.value() instanceof Written.Scalar s ? s.text() : "";
          flags.add(new Written.Scalar("--" + name + "=" + value, false, entry.keyPlace()));
        });
    if (!flags.isEmpty()) {
      settings.put(setting, new Written.Sequence(flags, component.placeOf("extraArgs")));
      place(setting.key(), component.placeOf("extraArgs"));
    }
    component.rest();
  }

  private void setting(Setting setting, Written.@Nullable Scalar value) {
    if (value != null) {
      settings.put(setting, value);
      place(setting.key(), value.place());
    }
  }

  private static void put(Map<Setting, Written> into, Setting setting, @Nullable Written value) {
    if (value != null) {
      into.put(setting, value);
    }
  }

  private static Written.Scalar scalar(String text) {
    return new Written.Scalar(text, false, null);
  }

  private void place(String field, @Nullable Place place) {
    if (place != null) {
      places.put(field, place);
    }
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }
}
