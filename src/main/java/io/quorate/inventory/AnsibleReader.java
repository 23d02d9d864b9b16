package io.quorate.inventory;

import io.quorate.inventory.AnsibleGroups.Group;
import io.quorate.inventory.Draft.HostDraft;
import io.quorate.inventory.Problem.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the settings, the hosts and their roles in Ansible's groups and variables. */
final class AnsibleReader {
  static final String MASTERS = "k8s_masters";
  static final String WORKERS = "k8s_workers";

  /** Older spellings that Ansible still takes. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "ansible_ssh_host", "ansible_host",
          "ansible_ssh_user", "ansible_user",
          "ansible_ssh_port", "ansible_port",
          "ansible_private_key_file", "ansible_ssh_private_key_file");

  private static final Set<String> PASSWORDS =
      Set.of(
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_become_password",
          "ansible_become_pass",
          "ansible_sudo_pass");

  private final AnsibleGroups groups;
  private final List<Problem> problems;
  private final Map<Setting, Written> settings = new EnumMap<>(Setting.class);
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Set<String>> members = new LinkedHashMap<>();

  private AnsibleReader(AnsibleGroups groups, List<Problem> problems) {
    this.groups = groups;
    this.problems = problems;
    groups.groups().forEach(group -> members.put(group.name, groups.hostsOf(group.name)));
  }

  static Draft read(Written.Mapping root, List<Problem> problems) {
    AnsibleReader reader = new AnsibleReader(AnsibleGroups.read(root, problems), problems);
    reader.place("", root.place());
    reader.clusterSettings();
    reader.unknownGroups();
    List<HostDraft> hosts = reader.hosts();
    return new Draft(reader.settings, hosts, reader.places);
  }

  private void clusterSettings() {
    Group all = groups.group(AnsibleGroups.ALL);
    if (all == null) {
      return;
    }
    place("", all.variablesPlace);
    all.variables.forEach(
        (key, entry) -> {
          Setting setting = setting(key, entry, "");
          if (setting == null) {
            return;
          }
          if (setting.group() == Setting.Group.HOST) {
            refuse(
                key,
                entry.keyPlace(),
                "\"" + key + "\" is a host's own.",
                "Write it below the host, not below all: vars:.");
            return;
          }
          settings.put(setting, entry.value());
          place(setting.key(), entry.value().place());
        });
  }

  /** The setting that a variable is; null when it is none, which may be a problem. */
  private @Nullable Setting setting(String key, Written.Entry entry, String prefix) {
    Setting setting = Setting.ofKey(ALIASES.getOrDefault(key, key));
    if (setting != null) {
      return setting;
    }
    if (PASSWORDS.contains(key)) {
      problems.add(
          Problem.warning(
                  prefix + key,
                  "A password stands in the file; it is not used.",
                  "Take it out, and set ask_password or ask_become_password to true.")
              .at(entry.keyPlace()));
      return null;
    }
    String near = Setting.nearestKey(key);
    String what = "There is no setting \"" + SettingReader.shown(key) + "\".";
    if (!key.startsWith("ansible_")) {
      refuse(
          prefix + key,
          entry.keyPlace(),
          what,
          near == null ? "Take it out, or correct its name." : "Did you mean " + near + "?");
    } else if (near != null && TypingDistance.between(key, near) <= 2) {
      problems.add(
          Problem.warning(prefix + key, what, "Did you mean " + near + "?").at(entry.keyPlace()));
    }
    return null;
  }

  private void unknownGroups() {
    Set<String> used = new LinkedHashSet<>();
    for (String role : List.of(MASTERS, WORKERS)) {
      if (groups.group(role) != null) {
        used.add(role);
        collectChildren(role, used);
      }
    }
    for (Group group : groups.groups()) {
      boolean holdsUsed = group.children.stream().anyMatch(used::contains);
      if (group.name.equals(AnsibleGroups.ALL)
          || group.name.equals("ungrouped")
          || used.contains(group.name)
          || holdsUsed) {
        continue;
      }
      String near = nearestGroup(group.name);
      String what = "The group \"" + SettingReader.shown(group.name) + "\" has no meaning here.";
      problems.add(
          (near == null
                  ? Problem.warning(
                      group.name,
                      what,
                      "Only hosts of k8s_masters and k8s_workers become part of the cluster.")
                  : Problem.error(group.name, what, "Did you mean " + near + "?"))
              .at(group.place));
    }
  }

  private void collectChildren(String name, Set<String> into) {
    Group group = groups.group(name);
    if (group != null) {
      group.children.stream().filter(into::add).forEach(child -> collectChildren(child, into));
    }
  }

  private static @Nullable String nearestGroup(String name) {
    for (String known : List.of(MASTERS, WORKERS)) {
      String bare = known.substring("k8s_".length());
      String singular = bare.substring(0, bare.length() - 1);
      if (name.equals(bare) || name.equals(singular) || TypingDistance.between(name, known) <= 3) {
        return known;
      }
    }
    return null;
  }

  private List<HostDraft> hosts() {
    Set<String> masters = membersOf(MASTERS);
    Set<String> workers = membersOf(WORKERS);
    for (String role : List.of(MASTERS, WORKERS)) {
      Group group = groups.group(role);
      place(role, group == null ? null : group.place);
    }
    Set<String> names = new LinkedHashSet<>(membersOf(AnsibleGroups.ALL));
    names.addAll(masters);
    names.addAll(workers);
    Set<String> elsewhere = hostsOfOtherGroups();
    List<HostDraft> hosts = new ArrayList<>();
    for (String name : names) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      if (masters.contains(name)) {
        roles.add(Role.MASTER);
      }
      if (workers.contains(name)) {
        roles.add(Role.WORKER);
      }
      if (!roles.isEmpty() || !elsewhere.contains(name)) {
        hosts.add(host(name, roles));
      }
    }
    return hosts;
  }

  private Set<String> membersOf(String group) {
    return members.getOrDefault(group, Set.of());
  }

  /** Hosts of groups that mean nothing here, such as load balancers: they take no part. */
  private Set<String> hostsOfOtherGroups() {
    Set<String> hosts = new LinkedHashSet<>();
    for (Group group : groups.groups()) {
      if (!group.name.equals(AnsibleGroups.ALL)) {
        hosts.addAll(group.hosts.keySet());
      }
    }
    return hosts;
  }

  /** A host's variables: those of its groups first, its own over them, as Ansible does. */
  private HostDraft host(String name, Set<Role> roles) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    String prefix = "hosts." + name + ".";
    Place place = null;
    for (Group group : groups.groups()) {
      if (!group.name.equals(AnsibleGroups.ALL) && membersOf(group.name).contains(name)) {
        group.variables.forEach((key, entry) -> hostVariable(own, key, entry, prefix, group));
      }
    }
    for (Group group : groups.groups()) {
      Map<String, Written.Entry> variables = group.hosts.get(name);
      if (variables != null) {
        variables.forEach((key, entry) -> hostVariable(own, key, entry, prefix, null));
        Place here = group.hostPlaces.get(name);
        place = place == null ? here : place;
      }
    }
    place("hosts." + name, place);
    return new HostDraft(name, own, roles, place);
  }

  /**
   * @param group the group that it was said of; null: of the host itself
   */
  private void hostVariable(
      Map<Setting, Written> own,
      String key,
      Written.Entry entry,
      String prefix,
      @Nullable Group group) {
    Setting setting = setting(key, entry, prefix);
    if (setting == null) {
      return;
    }
    if (!setting.perHost()) {
      String of = group == null ? "a host" : "the group " + group.name;
      refuse(
          prefix + key,
          entry.keyPlace(),
          "\"" + key + "\" cannot be set for " + of + " alone.",
          "Write it below all: vars:, for the whole cluster.");
      return;
    }
    own.put(setting, entry.value());
    place(prefix + setting.key(), entry.value().place());
  }

  /** The names that a setting may stand under. */
  static List<String> keysOf(Setting setting) {
    List<String> keys = new ArrayList<>(List.of(setting.key()));
    ALIASES.forEach(
        (alias, key) -> {
          if (key.equals(setting.key())) {
            keys.add(alias);
          }
        });
    return keys;
  }

  private void place(String field, @Nullable Place place) {
    if (place != null) {
      places.put(field, place);
    }
  }

  private void refuse(String field, @Nullable Place place, String what, String remedy) {
    Problem problem = Problem.error(field, what, remedy).at(place);
    if (problems.stream().noneMatch(p -> p.what().equals(what) && samePlace(p, place))) {
      problems.add(problem);
    }
  }

  private static boolean samePlace(Problem problem, @Nullable Place place) {
    return place != null && place.equals(problem.place());
  }
}
