package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ansible-inventory --list} and programs of inventories print (docs.ansible.com,
 * "Developing dynamic inventory"): groups side by side with lists of hosts and children, and all
 * variables of each host below {@code _meta: hostvars:}.
 *
 * <p>There a variable of a group, or of all, has become one of each of its hosts. What is the same
 * for all hosts of the cluster is therefore taken for all.
 */
public final class AnsibleJson {
  /** Where what is known of each host stands. */
  public static final String META = "_meta";

  private static final String SEALED = "__ansible_vault";
  private static final String UNSAFE = "__ansible_unsafe";
  private static final Set<String> PARTS = Set.of("hosts", "vars", "children");

  /** What names a host in kubespray, as an address does. */
  private static final String MEMBER = "etcd_member_name";

  private final AnsibleGroups groups;
  private final Map<String, Written.Entry> hostVariables = new LinkedHashMap<>();
  private final List<Problem> problems;

  private AnsibleJson(AnsibleGroups groups, List<Problem> problems) {
    this.groups = groups;
    this.problems = problems;
  }

  /**
   * Adds the groups that a document names to what was read before; what has no place in one is a
   * problem. {@link #share} is to follow once all is read.
   */
  public static void add(Written.Mapping root, AnsibleGroups groups, List<Problem> problems) {
    AnsibleJson read = new AnsibleJson(groups, problems);
    read.hostVariables(root.entries().get(META));
    root.entries().forEach(read::declare);
    root.entries().forEach(read::group);
  }

  /**
   * Takes what is the same for all hosts of the cluster for all.
   *
   * @param roles other names of the groups whose hosts make up the cluster
   */
  public static void share(AnsibleGroups groups, Set<String> roles) {
    Set<String> cluster = new LinkedHashSet<>(List.of(Role.MASTERS, Role.WORKERS));
    cluster.addAll(roles);
    new AnsibleJson(groups, List.of()).share(cluster);
  }

  private void hostVariables(Written.@Nullable Entry meta) {
    if (meta == null || !(meta.value() instanceof Written.Mapping below)) {
      return;
    }
    Written.Entry variables = below.entries().get("hostvars");
    if (variables != null) {
      mapping(variables, "hostvars").forEach(hostVariables::put);
    }
  }

  private void declare(String name, Written.Entry entry) {
    if (!name.equals(META)) {
      groups.declare(name, entry.keyPlace());
    }
  }

  private void group(String name, Written.Entry entry) {
    if (name.equals(META)) {
      return;
    }
    Group group = groups.declare(name, entry.keyPlace());
    switch (entry.value()) {
      case Written.Nothing nothing -> {}
      case Written.Sequence hosts -> hosts(group, hosts);
      case Written.Mapping parts when parts.entries().isEmpty() -> {}
      case Written.Mapping parts
          when parts.entries().keySet().stream().noneMatch(PARTS::contains) ->
          host(group, name, entry.keyPlace(), parts.entries());
      case Written.Mapping parts -> parts.entries().forEach((key, part) -> part(group, key, part));
      default ->
          refuse(
              entry.value().place(),
              "The group \"" + Problem.shown(name) + "\" has to be an object.",
              "In a group stand hosts, vars and children.");
    }
  }

  private void part(Group group, String key, Written.Entry part) {
    switch (key) {
      case "hosts" -> {
        if (part.value() instanceof Written.Sequence hosts) {
          hosts(group, hosts);
        } else {
          wantsNames(part, key);
        }
      }
      case "vars" -> {
        group.variablesPlace = part.keyPlace();
        mapping(part, key).forEach((name, entry) -> group.variables.put(name, opened(entry)));
      }
      case "children" -> {
        if (part.value() instanceof Written.Sequence children) {
          names(children).forEach(name -> child(group, name));
        } else {
          wantsNames(part, key);
        }
      }
      // Programs put there what Ansible does not look at.
      default -> {}
    }
  }

  private void child(Group group, Written.Scalar name) {
    groups.declare(name.text(), name.place());
    group.children.add(name.text());
  }

  private void hosts(Group group, Written.Sequence hosts) {
    names(hosts).forEach(name -> host(group, name.text(), name.place(), Map.of()));
  }

  private void host(
      Group group, String name, @Nullable Place place, Map<String, Written.Entry> variables) {
    Map<String, Written.Entry> own = new LinkedHashMap<>(variables);
    Written.Entry known = hostVariables.remove(name);
    if (known != null) {
      own.putAll(mapping(known, name));
    }
    own.replaceAll((key, entry) -> opened(entry));
    groups.addNamed(group, name, known == null ? place : known.keyPlace(), own);
  }

  private List<Written.Scalar> names(Written.Sequence sequence) {
    List<Written.Scalar> names = new ArrayList<>();
    for (Written item : sequence.items()) {
      if (!(item instanceof Written.Scalar name)) {
        refuse(
            item.place(),
            "A name is wanted here.",
            "Lists of hosts and children hold names in quotes; remove anything else.");
        continue;
      }
      Problem problem = name.plain() ? AnsibleYaml.notText(name.text(), name.place()) : null;
      if (problem == null) {
        names.add(name);
      } else {
        problems.add(problem);
      }
    }
    return names;
  }

  /** What was a variable of all, or of a group that all hosts of the cluster are in. */
  private void share(Set<String> cluster) {
    Set<String> members = new LinkedHashSet<>();
    cluster.forEach(role -> members.addAll(groups.hostsOf(role)));
    List<String> hosts = List.copyOf(members.isEmpty() ? groups.hosts() : members);
    if (hosts.isEmpty()) {
      return;
    }
    groups.declare(AnsibleGroups.ALL, null);
    Map.copyOf(groups.ownOf(hosts.getFirst()))
        .forEach(
            (name, entry) -> {
              if (isShared(name, plain(entry.value()), hosts)) {
                groups.sayForAll(name, entry);
                hosts.forEach(host -> groups.ownOf(host).remove(name));
              }
            });
  }

  private boolean isShared(String name, Object value, List<String> hosts) {
    Setting setting = Setting.ofKey(name);
    boolean ofHosts = setting != null && setting.group() == Setting.Group.HOST;
    // A group's own would win over what is said for all, and did not win over the host's.
    boolean ofGroup =
        groups.groups().stream()
            .anyMatch(g -> !g.name.equals(AnsibleGroups.ALL) && g.variables.containsKey(name));
    return !ofHosts
        && !ofGroup
        && !AnsibleGroups.isAddress(name)
        && !name.equals(MEMBER)
        && hosts.stream()
            .map(host -> groups.ownOf(host).get(name))
            .allMatch(other -> other != null && plain(other.value()).equals(value));
  }

  /** A value without its places. */
  private static Object plain(Written value) {
    return switch (value) {
      case Written.Scalar scalar -> List.of(scalar.text(), scalar.plain());
      case Written.Sequence sequence -> sequence.items().stream().map(AnsibleJson::plain).toList();
      case Written.Mapping mapping -> {
        Map<String, Object> parts = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> parts.put(key, plain(entry.value())));
        yield parts;
      }
      case Written.Vault vault -> vault.sealed();
      case Written.Opened opened -> opened.secret();
      case Written.Nothing nothing -> "";
    };
  }

  /** JSON has no tags: what was sealed, or is no template, is an object of one entry. */
  private static Written.Entry opened(Written.Entry entry) {
    return new Written.Entry(entry.keyPlace(), opened(entry.value()));
  }

  private static Written opened(Written value) {
    return switch (value) {
      case Written.Mapping mapping when mapping.entries().size() == 1 -> tagged(mapping);
      case Written.Mapping mapping -> parts(mapping);
      case Written.Sequence sequence ->
          new Written.Sequence(
              sequence.items().stream().map(AnsibleJson::opened).toList(), sequence.place());
      default -> value;
    };
  }

  private static Written tagged(Written.Mapping mapping) {
    Written.Entry sealed = mapping.entries().get(SEALED);
    Written.Entry unsafe = mapping.entries().get(UNSAFE);
    if (sealed != null && sealed.value() instanceof Written.Scalar text) {
      return new Written.Vault(text.text(), mapping.place());
    }
    return unsafe != null && unsafe.value() instanceof Written.Scalar text
        ? new Written.Scalar(text.text(), false, text.place())
        : parts(mapping);
  }

  private static Written parts(Written.Mapping mapping) {
    Map<String, Written.Entry> parts = new LinkedHashMap<>();
    mapping.entries().forEach((key, entry) -> parts.put(key, opened(entry)));
    return new Written.Mapping(parts, mapping.place());
  }

  private Map<String, Written.Entry> mapping(Written.Entry entry, String key) {
    return switch (entry.value()) {
      case Written.Mapping mapping -> mapping.entries();
      case Written.Nothing nothing -> Map.of();
      default -> {
        refuse(
            Objects.requireNonNullElse(entry.value().place(), entry.keyPlace()),
            "Below \"" + Problem.shown(key) + "\" stand names with values, and this is none.",
            "Write an object: {\"name\": \"value\"}.");
        yield Map.of();
      }
    };
  }

  private void wantsNames(Written.Entry part, String key) {
    refuse(
        part.value().place(),
        "Below \"" + key + "\" stands a list of names, and this is none.",
        "Write [\"name\", \"name\"], as `ansible-inventory --list` does.");
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }
}
