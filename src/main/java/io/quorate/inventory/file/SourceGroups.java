package io.quorate.inventory.file;

import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.HostPattern;
import io.quorate.inventory.yaml.SourceNode.Alias;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where groups, their variables and their hosts stand in a text, as {@link AnsibleGroups} reads.
 */
final class SourceGroups {

  /**
   * An entry and the mapping that it stands in.
   *
   * @param alias the alias through which one came here: the place is another's too; null: none
   */
  record Slot(Mapping parent, Entry entry, @Nullable Alias alias) {

    /** The mapping under the key; null when there is none. */
    @Nullable Mapping mapping() {
      return SourceText.resolved(entry.value()) instanceof Mapping mapping ? mapping : null;
    }

    /** The alias that has to become a copy before what is under the key may change; null: none. */
    @Nullable Alias shared() {
      return alias == null && entry.value() instanceof Alias own ? own : alias;
    }
  }

  /** A group; one that stands in several places is the sum of them. */
  static final class Group {
    final String name;
    final List<Slot> slots = new ArrayList<>();
    final List<Slot> vars = new ArrayList<>();
    final List<Slot> hosts = new ArrayList<>();
    final List<Slot> childrenSlots = new ArrayList<>();
    final Set<String> children = new LinkedHashSet<>();

    Group(String name) {
      this.name = name;
    }
  }

  /**
   * A host's name, or a range with it in it, among a group's hosts.
   *
   * @param exact whether it is this host's alone
   */
  record Occurrence(Group group, Slot hosts, Slot slot, boolean exact) {}

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, List<Occurrence>> occurrences = new LinkedHashMap<>();
  private final @Nullable Mapping root;

  SourceGroups(SourceText source) {
    this.root = source.root() instanceof Mapping mapping ? mapping : null;
    if (root != null) {
      root.entries().forEach(entry -> group(new Slot(root, entry, null)));
    }
  }

  /** Null when the text is no mapping. */
  @Nullable Mapping root() {
    return root;
  }

  @Nullable Group group(String name) {
    return groups.get(name);
  }

  /** Where a host stands, in the order in which later variables win. */
  List<Occurrence> of(String host) {
    return occurrences.getOrDefault(host, List.of());
  }

  /** The group and those below it. */
  Set<String> lineage(String name) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> waiting = new ArrayList<>(List.of(name));
    while (!waiting.isEmpty()) {
      Group group = groups.get(waiting.removeFirst());
      if (group != null && seen.add(group.name)) {
        waiting.addAll(group.children);
      }
    }
    return seen;
  }

  private void group(Slot slot) {
    Group group = groups.computeIfAbsent(slot.entry().name(), Group::new);
    group.slots.add(slot);
    Mapping parts = slot.mapping();
    if (parts == null) {
      return;
    }
    for (Entry part : parts.entries()) {
      Slot below = new Slot(parts, part, slot.shared());
      switch (part.name()) {
        case "vars" -> group.vars.add(below);
        case "hosts" -> {
          group.hosts.add(below);
          findHosts(group, below);
        }
        case "children" -> {
          group.childrenSlots.add(below);
          Mapping children = below.mapping();
          if (children != null) {
            for (Entry child : children.entries()) {
              group.children.add(child.name());
              group(new Slot(children, child, below.shared()));
            }
          }
        }
        default -> {}
      }
    }
  }

  private void findHosts(Group group, Slot hosts) {
    Mapping names = hosts.mapping();
    if (names == null) {
      return;
    }
    for (Entry entry : names.entries()) {
      List<String> expanded = HostPattern.names(entry.name());
      if (expanded == null) {
        continue;
      }
      Slot slot = new Slot(names, entry, hosts.shared());
      for (String name : expanded) {
        boolean exact = expanded.size() == 1;
        occurrences
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(new Occurrence(group, hosts, slot, exact));
      }
    }
  }
}
