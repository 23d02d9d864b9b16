package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.ansible.AnsibleGroups.Precedence;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.ansible.Connection.Counts;
import io.quorate.inventory.ansible.Sayings.Said;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.Draft.HostDraft;
import io.quorate.inventory.setting.ItemPlaces;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the settings, the hosts and their roles in Ansible's groups and variables. */
public final class AnsibleReader {

  private final AnsibleGroups groups;
  private final Precedence precedence;
  private final VariableNames names;
  private final List<Problem> problems;
  private final Map<Setting, Written> settings = new EnumMap<>(Setting.class);
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Set<Place> refused = new HashSet<>();
  private final Connection connection;
  private Map<Setting, Counts> shared = Map.of();
  private final Set<String> wholeCluster = new LinkedHashSet<>(List.of(AnsibleGroups.ALL));

  private AnsibleReader(AnsibleGroups groups, VariableNames.Manner manner, List<Problem> problems) {
    this.groups = groups;
    this.precedence = groups.precedence();
    this.names = new VariableNames(manner, problems);
    this.problems = problems;
    this.connection = new Connection(problems);
  }

  /**
   * @param manner what an unknown variable of the inventory's own is
   */
  public static Draft read(
      AnsibleGroups groups, VariableNames.Manner manner, List<Problem> problems) {
    if (groups.hasTooManyGroups()) {
      problems.add(
          Problem.error(
                  "",
                  "There are more than " + AnsibleGroups.MOST_GROUPS + " groups.",
                  "Take out those whose hosts are no part of the cluster.")
              .at(groups.groups().getLast().place));
      return new Draft(Map.of(), List.of(), Map.of());
    }
    if (groups.hasTooManyHosts()) {
      problems.add(
          Problem.error(
                  "",
                  "There are more than "
                      + AnsibleGroups.MOST_HOSTS
                      + " hosts, or the same ones are named far too often.",
                  "Kubernetes takes 5000 nodes at most; fix the ranges.")
              .at(groups.placeOf(groups.hosts().getLast())));
      return new Draft(Map.of(), List.of(), Map.of());
    }
    AnsibleReader reader = new AnsibleReader(groups, manner, problems);
    Group loop = reader.precedence.loop();
    if (loop != null) {
      problems.add(
          Problem.error(
                  "",
                  "The group \"" + Problem.shown(loop.name) + "\" is part of a loop.",
                  "A group cannot be a child of itself or of its children.")
              .at(loop.place));
      return new Draft(Map.of(), List.of(), Map.of());
    }
    return reader.draft();
  }

  private Draft draft() {
    findWholeCluster();
    clusterSettings();
    unknownGroups();
    return new Draft(settings, hosts(), places);
  }

  /** Groups that all hosts of the cluster are in; the roles themselves may grow apart. */
  private void findWholeCluster() {
    Set<String> cluster = new LinkedHashSet<>(precedence.members(Role.MASTERS));
    cluster.addAll(precedence.members(Role.WORKERS));
    for (Group group : groups.groups()) {
      boolean role = group.name.equals(Role.MASTERS) || group.name.equals(Role.WORKERS);
      if (!role && !cluster.isEmpty() && precedence.members(group.name).containsAll(cluster)) {
        wholeCluster.add(group.name);
      }
    }
  }

  private void clusterSettings() {
    Group all = groups.group(AnsibleGroups.ALL);
    if (!groups.groups().isEmpty()) {
      place("", groups.groups().getFirst().place);
    }
    place("", all == null ? null : all.place);
    place("hosts", places.get(""));
    place("", all == null ? null : all.variablesPlace);
    List<Source> sources = new ArrayList<>(precedence.ofGroups(wholeCluster::contains));
    sources.add(precedence.ofPlaybook());
    names.knowing(
        setting ->
            new Sayings(sources, setting.key()::equals).of(setting.key()) instanceof Said said
                && said.value() instanceof Written.Scalar text
                && Boolean.TRUE.equals(PlainScalar.truth(text.text().strip())));
    for (Source source : sources) {
      source.variables().forEach((key, entry) -> clusterSetting(source, key, entry));
    }
    clusterConnection(sources);
    if (!places.containsKey(Setting.ANSIBLE_BECOME.key())) {
      place(Setting.ANSIBLE_BECOME.key(), places.get(Setting.ANSIBLE_USER.key()));
    }
  }

  private void clusterSetting(Source source, String key, Written.Entry entry) {
    Setting setting = names.setting(source, key, entry, "");
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
    places.keySet().removeIf(field -> ItemPlaces.isOf(setting, field));
    ItemPlaces.add(setting.key(), entry.value(), places);
  }

  /** How hosts are reached, which may stand under several names, or in arguments of ssh. */
  private void clusterConnection(List<Source> sources) {
    shared = connection.of(sources, "");
    shared.forEach(
        (setting, counts) -> {
          if (setting.group() != Setting.Group.HOST) {
            put(settings, "", counts);
          }
        });
  }

  private void put(Map<Setting, Written> into, String prefix, Counts counts) {
    into.put(counts.setting(), counts.value());
    String field = prefix + counts.setting().key();
    place(field, counts.value().place());
    ItemPlaces.add(field, counts.value(), places);
  }

  private void unknownGroups() {
    Set<String> used = new LinkedHashSet<>();
    for (String role : List.of(Role.MASTERS, Role.WORKERS)) {
      if (groups.group(role) != null) {
        used.add(role);
        collectChildren(role, used);
      }
    }
    List<Group> strangers = strangers();
    if (!strangers.isEmpty()) {
      problems.add(withoutRole(strangers));
    }
    for (Group group : groups.groups()) {
      String near = GroupWithoutRole.likelyGroup(group.name);
      boolean holdsUsed = group.children.stream().anyMatch(used::contains);
      boolean known =
          group.name.equals(AnsibleGroups.ALL)
              || group.name.equals(AnsibleGroups.UNGROUPED)
              || used.contains(group.name)
              || holdsUsed
              || strangers.contains(group)
              || problems.stream().anyMatch(p -> p.field().equals(group.name) && p.isError());
      boolean stands =
          (wholeCluster.contains(group.name) || speaksOfHosts(group))
              && (near == null || used.contains(near));
      if (known || stands) {
        continue;
      }
      String what = "The group \"" + Problem.shown(group.name) + "\" has no meaning here.";
      problems.add(
          (near == null
                  ? Problem.warning(
                      group.name,
                      what,
                      "Only hosts of k8s_masters and k8s_workers become part of the cluster.")
                  : Problem.error("", what, "Did you mean " + near + "?"))
              .at(group.place));
    }
  }

  /** Whether a group says something of hosts of the cluster, such as their labels. */
  private boolean speaksOfHosts(Group group) {
    Set<String> members = precedence.members(group.name);
    return members.stream().anyMatch(this::hasRole)
        && precedence.ofGroups(group.name::equals).stream()
            .flatMap(source -> source.variables().keySet().stream())
            .anyMatch(name -> VariableNames.perHost(name) != null);
  }

  private boolean hasRole(String host) {
    return precedence.members(Role.MASTERS).contains(host)
        || precedence.members(Role.WORKERS).contains(host);
  }

  /** Groups with hosts, where no host has a role: they are called otherwise, all of them. */
  private List<Group> strangers() {
    List<GroupWithoutRole> others = GroupWithoutRole.in(groups);
    // A near name is told by itself.
    boolean near = others.stream().anyMatch(g -> g.likely() != null);
    Set<String> found =
        near ? Set.of() : others.stream().map(GroupWithoutRole::name).collect(Collectors.toSet());
    return groups.groups().stream().filter(g -> found.contains(g.name)).toList();
  }

  private static Problem withoutRole(List<Group> strangers) {
    String names =
        strangers.stream()
            .map(group -> Problem.shown(group.name))
            .limit(20)
            .collect(Collectors.joining(", "));
    return Problem.error(
            "hosts",
            "Hosts are there, in groups that have no role here: " + names + ".",
            "Name them k8s_masters and k8s_workers, or say which is which: `quorate inventory check`"
                + " and `convert` take --masters GROUP --workers GROUP.")
        .at(strangers.getFirst().place);
  }

  private void collectChildren(String name, Set<String> into) {
    Group group = groups.group(name);
    if (group != null) {
      group.children.stream().filter(into::add).forEach(child -> collectChildren(child, into));
    }
  }

  private List<HostDraft> hosts() {
    Set<String> masters = precedence.members(Role.MASTERS);
    Set<String> workers = precedence.members(Role.WORKERS);
    for (String role : List.of(Role.MASTERS, Role.WORKERS)) {
      Group group = groups.group(role);
      place(role, group == null ? places.get("hosts") : group.place);
    }
    Group all = groups.group(AnsibleGroups.ALL);
    Set<String> inOrder = new LinkedHashSet<>(all == null ? Set.of() : all.hosts);
    inOrder.addAll(groups.hosts());
    Set<String> elsewhere = hostsOfOtherGroups();
    List<HostDraft> hosts = new ArrayList<>();
    for (String name : inOrder) {
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

  /** Hosts of groups that mean nothing here, such as load balancers: they take no part. */
  private Set<String> hostsOfOtherGroups() {
    Set<String> hosts = new LinkedHashSet<>();
    for (Group group : groups.groups()) {
      if (!group.name.equals(AnsibleGroups.ALL) && !group.name.equals(AnsibleGroups.UNGROUPED)) {
        hosts.addAll(group.hosts);
      }
    }
    return hosts;
  }

  private HostDraft host(String name, Set<Role> roles) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    String prefix = "hosts." + name + ".";
    List<Source> sources = precedence.ofHost(name);
    for (Source source : sources) {
      if (!isOfCluster(source)) {
        source.variables().forEach((key, entry) -> variable(key, entry, prefix, source));
      }
    }
    Map<Setting, Counts> found = connection.of(sources, prefix);
    found.forEach(
        (setting, counts) -> {
          if (!isOfCluster(counts.source())) {
            put(own, prefix, counts);
          }
        });
    // Arguments of ssh that hold for all may say what those of the host do not.
    shared.forEach(
        (setting, counts) -> {
          if (setting.group() != Setting.Group.HOST && !found.containsKey(setting)) {
            own.put(setting, new Written.Nothing(counts.value().place()));
          }
        });
    Place place = groups.placeOf(name);
    place("hosts." + name, place);
    return new HostDraft(name, own, roles, place);
  }

  /** Whether the cluster's settings have it already. */
  private boolean isOfCluster(Source source) {
    return source.ofGroup() && wholeCluster.contains(source.of())
        || source.kind() == Source.Kind.PLAYBOOK;
  }

  private void variable(String key, Written.Entry entry, String prefix, Source source) {
    Setting setting = names.setting(source, key, entry, source.ofGroup() ? "" : prefix);
    if (setting == null) {
      return;
    }
    if (!setting.perHost()) {
      String of = source.ofGroup() ? "the group " + source.of() : "a host";
      refuse(
          (source.ofGroup() ? "" : prefix) + key,
          entry.keyPlace(),
          "\"" + key + "\" cannot be set for " + of + " alone.",
          "Write it below all: vars:, for the whole cluster.");
    }
  }

  private void place(String field, @Nullable Place place) {
    if (place != null) {
      places.put(field, place);
    }
  }

  /** What is said of a group is met at each of its hosts; it is told once. */
  private void refuse(String field, @Nullable Place place, String what, String remedy) {
    if (place == null || refused.add(place)) {
      problems.add(Problem.error(field, what, remedy).at(place));
    }
  }
}
