package io.quorate.inventory;

import io.quorate.inventory.Problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The groups of an Ansible YAML inventory: who is in them, and their variables. */
final class AnsibleGroups {
  static final String ALL = "all";

  /** A group as it stands in the file; one that is named twice is the sum of both. */
  static final class Group {
    final String name;
    final @Nullable Place place;
    final Map<String, Written.Entry> variables = new LinkedHashMap<>();
    final Map<String, Map<String, Written.Entry>> hosts = new LinkedHashMap<>();
    final Map<String, @Nullable Place> hostPlaces = new LinkedHashMap<>();
    final Set<String> children = new LinkedHashSet<>();
    @Nullable Place variablesPlace;

    private Group(String name, @Nullable Place place) {
      this.name = name;
      this.place = place;
    }
  }

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<Problem> problems;

  private AnsibleGroups(List<Problem> problems) {
    this.problems = problems;
  }

  static AnsibleGroups read(Written.Mapping root, List<Problem> problems) {
    AnsibleGroups read = new AnsibleGroups(problems);
    root.entries().forEach(read::group);
    return read;
  }

  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  @Nullable Group group(String name) {
    return groups.get(name);
  }

  /** The names of a group's hosts, those of its children among them. */
  Set<String> hostsOf(String name) {
    Set<String> hosts = new LinkedHashSet<>();
    for (Group group : lineage(name)) {
      hosts.addAll(group.hosts.keySet());
    }
    return hosts;
  }

  /** The group and all below it, each once: parents before children. */
  private List<Group> lineage(String name) {
    Map<String, Group> seen = new LinkedHashMap<>();
    List<String> waiting = new ArrayList<>(List.of(name));
    while (!waiting.isEmpty()) {
      String next = waiting.removeFirst();
      Group group = groups.get(next);
      if (group != null && seen.putIfAbsent(next, group) == null) {
        waiting.addAll(group.children);
      }
    }
    return List.copyOf(seen.values());
  }

  private void group(String name, Written.Entry entry) {
    Group group = groups.computeIfAbsent(name, n -> new Group(n, entry.keyPlace()));
    switch (entry.value()) {
      case Written.Nothing nothing -> {}
      case Written.Mapping parts -> parts.entries().forEach((key, part) -> part(group, key, part));
      default ->
          refuse(
              entry.value().place(),
              "The group \"" + SettingReader.shown(name) + "\" has to be a mapping.",
              "Below a group stand hosts, vars and children.");
    }
  }

  private void part(Group group, String key, Written.Entry part) {
    switch (key) {
      case "hosts" -> mapping(part, key).forEach((name, host) -> hosts(group, name, host));
      case "vars" -> {
        group.variablesPlace = part.keyPlace();
        group.variables.putAll(mapping(part, key));
      }
      case "children" ->
          mapping(part, key)
              .forEach(
                  (name, child) -> {
                    group.children.add(name);
                    group(name, child);
                  });
      default ->
          refuse(
              part.keyPlace(),
              "\"" + SettingReader.shown(key) + "\" cannot stand in the group " + group.name + ".",
              Setting.ofKey(key) != null
                  ? "Settings stand below vars: indent it below " + group.name + ": vars:."
                  : "Below a group stand hosts, vars and children; a group stands below children.");
    }
  }

  private void hosts(Group group, String key, Written.Entry host) {
    List<String> names = HostRange.expand(key);
    if (names == null) {
      refuse(
          host.keyPlace(),
          "The range \"" + SettingReader.shown(key) + "\" cannot be expanded.",
          "Write node[01:20], from the lower to the higher, 5000 hosts at most.");
      return;
    }
    Map<String, Written.Entry> variables = mapping(host, key);
    for (String name : names) {
      group.hosts.computeIfAbsent(name, n -> new LinkedHashMap<>()).putAll(variables);
      group.hostPlaces.putIfAbsent(name, host.keyPlace());
    }
  }

  private Map<String, Written.Entry> mapping(Written.Entry entry, String key) {
    return switch (entry.value()) {
      case Written.Mapping mapping -> mapping.entries();
      case Written.Nothing nothing -> Map.of();
      default -> {
        refuse(
            entry.value().place(),
            "Below \"" + SettingReader.shown(key) + "\" names are wanted, each with a colon.",
            "Write \"name:\" a line, indented below " + SettingReader.shown(key) + ".");
        yield Map.of();
      }
    };
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }
}
