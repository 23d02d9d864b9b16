package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables file of the original playbook ("Deploy kubernetes multimaster cluster", 2018): its
 * settings have their old names here, and those without an effect today are said, with what stands
 * in their place.
 */
final class PlaybookVariables {
  private static final Pattern MINOR = Pattern.compile("[vV]?1\\.([0-9]{1,3})(\\..*)?");

  /** The oldest Kubernetes that the catalogue knows. */
  private static final int OLDEST_MINOR = 20;

  private static final String CALICO =
      "All parts of Calico have one version: calico_version, chosen to fit Kubernetes unless given.";

  private static final Map<String, String> GONE =
      Map.of(
          "calico_node_version", CALICO,
          "calico_cni_version", CALICO,
          "calico_kube_controllers_version", CALICO,
          "calicoctl_version", CALICO,
          "cfssl_version", "Certificates are made by Quorate itself, without cfssl.",
          "nginx_kube_api_proxy_version",
              "kube-api-proxy is installed from the node's own package sources.");

  /** Kubernetes' own lists of removed plug-ins, by the release that took them out. */
  private static final Map<String, String> GONE_PLUGINS =
      Map.of(
          "PersistentVolumeLabel", "1.31",
          "Initializers", "1.14",
          "DenyEscalatingExec", "1.21",
          "DenyExecOnPrivileged", "1.21",
          "PodSecurityPolicy", "1.25",
          "SecurityContextDeny", "1.30");

  /** Ports of 2018 that nothing listens on today; where the same is found now. */
  private static final Map<Integer, Now> PORTS =
      Map.of(
          4194, new Now("kubelet", 10250, "cAdvisor is part of the kubelet's API"),
          10255, new Now("kubelet", 10250, "the kubelet's read-only port is closed"),
          10252, new Now("kube-ctrl-mgr", 10257, "the insecure port is gone"),
          10251, new Now("kube-scheduler", 10259, "the insecure port is gone"));

  private record Now(String name, int port, String why) {}

  private static final Set<String> FOR_DOCKER = Set.of("docker_version", "docker_storage_driver");

  private final List<Problem> problems;
  private final Map<String, Written.Entry> all = new LinkedHashMap<>();

  private PlaybookVariables(List<Problem> problems) {
    this.problems = problems;
  }

  static AnsibleGroups translate(AnsibleGroups groups, List<Problem> problems) {
    PlaybookVariables variables = new PlaybookVariables(problems);
    variables.all.putAll(groups.precedence().ofPlaybook().variables());
    return groups.translated(
        group -> true,
        Map.of(),
        (source, name, entry, into) -> {
          if (source.kind() == Source.Kind.PLAYBOOK) {
            variables.say(name, entry, into);
          } else {
            into.put(name, entry);
          }
        });
  }

  private void say(String name, Written.Entry entry, Map<String, Written.Entry> into) {
    String gone = GONE.get(name);
    if (gone != null) {
      warn(name, entry, "\"" + name + "\" has no effect today.", gone);
      return;
    }
    boolean tooOld = isTooOld();
    switch (name) {
      case "kubernetes_version" -> {
        if (tooOld) {
          warn(
              name,
              entry,
              "Kubernetes " + text(entry) + " is older than all that can be installed.",
              "A version that is supported today is taken; write kubernetes_version yourself to"
                  + " choose another.");
          return;
        }
        into.put(name, entry);
      }
      case "etcd_version", "docker_version" -> {
        if (tooOld) {
          warn(
              name,
              entry,
              "\"" + name + "\" belongs to a Kubernetes that is too old; it is left out.",
              "One that fits the Kubernetes version is taken.");
          return;
        }
        forDocker(name, entry);
        into.put(name, entry);
      }
      case "docker_storage_driver" -> {
        forDocker(name, entry);
        into.put(name, entry);
      }
      case "admission_control" -> into.put(name, plugins(entry));
      case "firewall_ports" -> into.put(name, ports(entry));
      default -> into.put(name, entry);
    }
  }

  private boolean isTooOld() {
    Written.Entry version = all.get("kubernetes_version");
    Matcher minor = MINOR.matcher(version == null ? "" : text(version).strip());
    return minor.matches() && Integer.parseInt(minor.group(1)) < OLDEST_MINOR;
  }

  private void forDocker(String name, Written.Entry entry) {
    Written.Entry runtime = all.get(Setting.CONTAINER_RUNTIME.key());
    if (FOR_DOCKER.contains(name) && (runtime == null || !text(runtime).equals("docker"))) {
      warn(
          name,
          entry,
          "\"" + name + "\" has an effect with container_runtime: docker only.",
          "containerd is the runtime now; write container_runtime: docker to keep Docker.");
    }
  }

  /** The playbook had them in one text; they are a list now. */
  private Written.Entry plugins(Written.Entry entry) {
    List<Written> kept = new ArrayList<>();
    List<Written> given =
        switch (entry.value()) {
          case Written.Scalar scalar ->
              List.of(scalar.text().split(",", -1)).stream()
                  .map(String::strip)
                  .filter(name -> !name.isEmpty())
                  .<Written>map(name -> new Written.Scalar(name, false, scalar.place()))
                  .toList();
          case Written.Sequence sequence -> sequence.items();
          default -> List.of();
        };
    if (given.isEmpty()) {
      return entry;
    }
    for (Written plugin : given) {
      String name = plugin instanceof Written.Scalar scalar ? scalar.text() : "";
      String since = GONE_PLUGINS.get(name);
      if (since == null) {
        kept.add(plugin);
      } else {
        warn(
            "admission_control",
            entry,
            "The admission plug-in " + name + " is gone since Kubernetes " + since + ".",
            "It is left out; an API server that is told of it would not start.");
      }
    }
    return new Written.Entry(entry.keyPlace(), new Written.Sequence(kept, entry.value().place()));
  }

  private Written.Entry ports(Written.Entry entry) {
    if (!(entry.value() instanceof Written.Sequence sequence)) {
      return entry;
    }
    List<Written> kept = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    for (Written item : sequence.items()) {
      String port = item instanceof Written.Mapping pair ? pair.text("port") : "";
      Now now = port.matches("[0-9]{1,5}") ? PORTS.get(Integer.valueOf(port)) : null;
      if (now == null) {
        kept.add(item);
        continue;
      }
      problems.add(
          Problem.warning(
                  "firewall_ports",
                  "Nothing listens on port " + port + " today: " + now.why() + ".",
                  "Port " + now.port() + " (" + now.name() + ") stands in its place.")
              .at(item.place()));
      if (!taken.contains(now.port())) {
        taken.add(now.port());
        kept.add(new Written.Scalar(now.name() + " " + now.port(), false, item.place()));
      }
    }
    return new Written.Entry(entry.keyPlace(), new Written.Sequence(kept, sequence.place()));
  }

  private static String text(Written.Entry entry) {
    return entry.value() instanceof Written.Scalar scalar ? Problem.shown(scalar.text()) : "";
  }

  private void warn(String field, Written.Entry entry, String what, String remedy) {
    problems.add(Problem.warning(field, what, remedy).at(entry.keyPlace()));
  }
}
