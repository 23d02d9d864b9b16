package io.quorate.inventory.file;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.HostPattern;
import io.quorate.inventory.ansible.VariableNames;
import io.quorate.inventory.file.SourceGroups.Group;
import io.quorate.inventory.file.SourceGroups.Occurrence;
import io.quorate.inventory.file.SourceGroups.Slot;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.SourceNode;
import io.quorate.inventory.yaml.SourceNode.Alias;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of the hosts, their variables and their roles. */
final class HostEdits {
  static final List<Setting> VARIABLES =
      Arrays.stream(Setting.values()).filter(Setting::perHost).toList();

  private final SourceGroups groups;
  private final NodeEdits edits;
  private final EditStyle style;
  private final Inventory before;
  private final Inventory wanted;
  private final Map<String, Host> old = new LinkedHashMap<>();
  private final Map<String, Host> fresh = new LinkedHashMap<>();

  HostEdits(
      SourceGroups groups, NodeEdits edits, EditStyle style, Inventory before, Inventory wanted) {
    this.groups = groups;
    this.edits = edits;
    this.style = style;
    this.before = before;
    this.wanted = wanted;
    before.hosts().forEach(host -> old.put(host.name(), host));
    wanted.hosts().forEach(host -> fresh.put(host.name(), host));
  }

  /** Gives hosts that kept their address another name, where the name stands for itself. */
  void rename() {
    for (Host gone : old.values()) {
      Host heir = fresh.containsKey(gone.name()) ? null : heirOf(gone);
      List<Occurrence> places = groups.of(gone.name());
      if (heir != null
          && places.stream().allMatch(o -> o.exact() && o.slot().alias() == null)
          && groups.of(heir.name()).isEmpty()) {
        places.forEach(place -> edits.rename(place.slot().entry(), heir.name()));
      }
    }
  }

  private @Nullable Host heirOf(Host gone) {
    return fresh.values().stream()
        .filter(host -> !old.containsKey(host.name()) && host.address().equals(gone.address()))
        .findFirst()
        .orElse(null);
  }

  /** Takes out hosts that are wanted no more, and the roles that hosts lose. */
  void remove() {
    Map<Integer, Slot> lines = new LinkedHashMap<>();
    Map<Integer, Set<String>> names = new LinkedHashMap<>();
    for (Host host : old.values()) {
      Host now = fresh.get(host.name());
      for (Occurrence place : groups.of(host.name())) {
        boolean goes = now == null || losesRole(host, now, place.group());
        if (goes) {
          int line = place.slot().entry().key().start();
          lines.put(line, place.slot());
          names.computeIfAbsent(line, n -> new LinkedHashSet<>()).add(host.name());
        }
      }
    }
    lines.forEach((line, slot) -> cut(slot, names.getOrDefault(line, Set.of())));
  }

  private boolean losesRole(Host host, Host now, Group group) {
    for (Role role : host.roles()) {
      if (!now.roles().contains(role) && groups.lineage(groupOf(role)).contains(group.name)) {
        return true;
      }
    }
    return false;
  }

  private static String groupOf(Role role) {
    return switch (role) {
      case MASTER -> Role.MASTERS;
      case WORKER -> Role.WORKERS;
    };
  }

  /** Takes names out of a line, which may be a range. */
  private void cut(Slot slot, Set<String> names) {
    if (slot.alias() != null) {
      edits.copy(slot.alias());
      return;
    }
    Entry entry = slot.entry();
    List<String> rest = HostPattern.without(entry.name(), names);
    if (rest.isEmpty()) {
      edits.remove(slot.parent(), entry);
      return;
    }
    edits.rename(entry, rest.getFirst());
    for (String name : rest.subList(1, rest.size()).reversed()) {
      edits.addCopy(slot.parent(), entry, name);
    }
  }

  /** Puts in new hosts; when there are none, the roles that hosts gain, one role at a time. */
  void add() {
    Map<String, Map<String, Object>> added = new LinkedHashMap<>();
    for (Host host : fresh.values()) {
      if (groups.of(host.name()).isEmpty()) {
        added.put(host.name(), variables(host));
      }
    }
    if (!added.isEmpty()) {
      define(added);
    }
    for (Role role : Role.values()) {
      if (edits.isEmpty()) {
        enlist(groupOf(role), gaining(role));
      }
    }
  }

  private List<String> gaining(Role role) {
    return fresh.values().stream()
        .filter(host -> host.roles().contains(role))
        .map(Host::name)
        .filter(
            name -> {
              Host known = old.get(name);
              return known == null || !known.roles().contains(role);
            })
        .toList();
  }

  /** A host's own variables, as they are written. */
  private Map<String, Object> variables(Host host) {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (Setting setting : VARIABLES) {
      Object value = setting.valueIn(host);
      if (value != null) {
        variables.put(setting.key(), style.of(value));
        if (setting == Setting.JUMP_HOST) {
          variables.put(JumpHost.COMMON_ARGS, jumpForAnsible(value));
        }
      }
    }
    return variables;
  }

  private String jumpForAnsible(Object jumpHost) {
    return JumpHost.forAnsible(jumpHost.toString(), wanted.access());
  }

  /**
   * Writes hosts with their variables where the others have theirs: below {@code all: hosts:}, or
   * in the group of their first role.
   */
  private void define(Map<String, Map<String, Object>> added) {
    Group all = groups.group(AnsibleGroups.ALL);
    Map<Slot, Map<String, Map<String, Object>>> beside = new LinkedHashMap<>();
    if (all == null || all.hosts.isEmpty()) {
      added.forEach(
          (name, own) -> {
            Slot siblings = siblings(name);
            if (siblings != null) {
              beside.computeIfAbsent(siblings, s -> new LinkedHashMap<>()).put(name, own);
            }
          });
    }
    if (!beside.isEmpty()) {
      beside.forEach(this::enter);
    } else if (all == null) {
      enterRoot(AnsibleGroups.ALL, Map.of("hosts", added));
    } else if (!all.hosts.isEmpty()) {
      enter(all.hosts.getFirst(), added);
    } else {
      Slot slot = all.slots.getFirst();
      Mapping parts = slot.mapping();
      if (parts == null || slot.shared() != null) {
        below(slot, "hosts", added);
      } else {
        Entry vars = parts.entry("vars");
        Entry children = parts.entry("children");
        edits.add(parts, vars == null && children == null ? null : vars, "hosts", added);
      }
    }
  }

  /** The hosts of its first role's group, where hosts have their variables in such groups. */
  private @Nullable Slot siblings(String name) {
    Host host = fresh.get(name);
    List<Slot> own = new ArrayList<>();
    boolean here = false;
    for (Role role : Role.values()) {
      Group group = groups.group(groupOf(role));
      Slot hosts = group == null || group.hosts.isEmpty() ? null : group.hosts.getFirst();
      Mapping mapping = hosts == null || hosts.shared() != null ? null : hosts.mapping();
      if (hosts == null || mapping == null) {
        continue;
      }
      here |=
          mapping.entries().stream()
              .anyMatch(e -> e.value() instanceof Mapping set && !set.entries().isEmpty());
      if (host != null && host.roles().contains(role)) {
        own.add(hosts);
      }
    }
    return here && !own.isEmpty() ? own.getFirst() : null;
  }

  private void enterRoot(String group, Object value) {
    Mapping root = groups.root();
    if (root != null) {
      edits.add(root, null, group, value);
    }
  }

  /** Puts hosts under {@code hosts:}. */
  private void enter(Slot hosts, Map<String, Map<String, Object>> added) {
    Alias shared = hosts.shared();
    if (shared != null) {
      edits.copy(shared);
      return;
    }
    Mapping mapping = hosts.mapping();
    if (mapping == null) {
      Map<String, Object> lines = new LinkedHashMap<>();
      added.forEach(
          (name, own) -> lines.put(name, own.isEmpty() ? YamlWriter.NOTHING : (Object) own));
      edits.put(hosts.parent(), hosts.entry(), lines);
      return;
    }
    Entry last = mapping.entries().isEmpty() ? null : mapping.entries().getLast();
    added.forEach((name, own) -> edits.add(mapping, last, name, style.host(own, mapping)));
  }

  /** Puts names into a group. */
  private void enlist(String name, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Map<String, Map<String, Object>> bare = new LinkedHashMap<>();
    names.forEach(host -> bare.put(host, Map.of()));
    Map<String, Object> lines = new LinkedHashMap<>();
    names.forEach(host -> lines.put(host, YamlWriter.NOTHING));
    Group group = groups.group(name);
    if (group != null && !group.hosts.isEmpty()) {
      enter(group.hosts.getFirst(), bare);
    } else if (group != null) {
      below(group.slots.getFirst(), "hosts", lines);
    } else {
      Group all = groups.group(AnsibleGroups.ALL);
      Map<String, Object> fresh = Map.of("hosts", lines);
      if (all == null) {
        enterRoot(name, fresh);
      } else if (!all.childrenSlots.isEmpty()) {
        below(all.childrenSlots.getFirst(), name, fresh);
      } else {
        below(all.slots.getFirst(), "children", Map.of(name, fresh));
      }
    }
  }

  private void below(Slot slot, String key, Object value) {
    Alias shared = slot.shared();
    if (shared != null) {
      edits.copy(shared);
    } else {
      edits.addBelow(slot.parent(), slot.entry(), key, value);
    }
  }

  /** Changes what hosts have of their own: first the lines that there are. */
  void changeVariables() {
    Map<String, Map<String, Object>> missing = new LinkedHashMap<>();
    for (Host host : fresh.values()) {
      Host known = old.get(host.name());
      if (known == null) {
        continue;
      }
      for (Setting setting : VARIABLES) {
        Object now = effective(host, wanted, setting);
        if (!Objects.equals(effective(known, before, setting), now) && !changeLine(host, setting)) {
          Map<String, Object> lines =
              missing.computeIfAbsent(host.name(), n -> new LinkedHashMap<>());
          if (setting == Setting.JUMP_HOST) {
            Object way = now == null ? JumpHost.NONE : now;
            lines.put(setting.key(), style.of(way));
            if (!hasLine(host.name(), JumpHost.COMMON_ARGS)) {
              lines.put(JumpHost.COMMON_ARGS, jumpForAnsible(way));
            }
          } else {
            lines.put(setting.key(), now == null ? "" : style.of(now));
          }
        }
      }
    }
    if (edits.isEmpty()) {
      missing.forEach(this::write);
    }
  }

  /** What holds for a host: its own value, or the cluster's. */
  static @Nullable Object effective(Host host, Inventory inventory, Setting setting) {
    Object own = setting.valueIn(host);
    if (setting == Setting.JUMP_HOST) {
      return inventory.access().saidJumpHostOf(host);
    }
    return own == null ? setting.valueIn(inventory) : own;
  }

  /** False when there is no line for it. */
  private boolean changeLine(Host host, Setting setting) {
    for (Occurrence place : groups.of(host.name()).reversed()) {
      Slot line = line(place, VariableNames.keysOf(setting));
      if (line == null) {
        continue;
      }
      Object own = setting.valueIn(host);
      Alias shared = line.alias();
      if (shared != null) {
        edits.copy(shared);
      } else if (!place.exact()) {
        single(place, host.name());
      } else if (own == null) {
        edits.remove(line.parent(), line.entry());
      } else {
        edits.put(line.parent(), line.entry(), own);
      }
      if (setting == Setting.JUMP_HOST && shared == null && place.exact()) {
        jumpForAnsible(host, place);
      }
      return true;
    }
    return false;
  }

  /** The line for Ansible follows, when it says no more than the jump host. */
  private void jumpForAnsible(Host host, Occurrence place) {
    Slot line = line(place, List.of(JumpHost.COMMON_ARGS));
    Host known = old.get(host.name());
    String was = known == null ? null : known.jumpHost();
    if (line == null
        || line.alias() != null
        || !(line.entry().value() instanceof SourceNode.Scalar text)
        || !JumpHost.isForAnsible(text.text(), was, before.access())) {
      return;
    }
    if (host.jumpHost() == null) {
      edits.remove(line.parent(), line.entry());
    } else {
      edits.put(line.parent(), line.entry(), jumpForAnsible(host.jumpHost()));
    }
  }

  private boolean hasLine(String host, String key) {
    return groups.of(host).stream().anyMatch(place -> line(place, List.of(key)) != null);
  }

  private static @Nullable Slot line(Occurrence place, List<String> keys) {
    Mapping mapping = place.slot().mapping();
    if (mapping == null) {
      return null;
    }
    for (String key : keys) {
      Entry entry = mapping.entry(key);
      if (entry != null) {
        return new Slot(mapping, entry, place.slot().shared());
      }
    }
    return null;
  }

  /** Gives one host of a range a line of its own, with what the range says. */
  private void single(Occurrence place, String host) {
    Slot slot = place.slot();
    edits.addCopy(slot.parent(), slot.entry(), host);
    cut(slot, Set.of(host));
  }

  /** Puts variables in that a host has no lines for. */
  private void write(String host, Map<String, Object> variables) {
    Occurrence place = home(host);
    if (place == null) {
      Group all = groups.group(AnsibleGroups.ALL);
      List<Occurrence> ranges = groups.of(host);
      if (all != null && !all.hosts.isEmpty()) {
        enter(all.hosts.getFirst(), Map.of(host, variables));
      } else if (!ranges.isEmpty()) {
        enter(ranges.getFirst().hosts(), Map.of(host, variables));
      }
      return;
    }
    Slot slot = place.slot();
    Alias shared = slot.shared();
    Mapping mapping = slot.mapping();
    if (shared != null) {
      edits.copy(shared);
    } else if (mapping == null) {
      edits.put(slot.parent(), slot.entry(), style.host(variables, slot.parent()));
    } else {
      Entry last = mapping.entries().isEmpty() ? null : mapping.entries().getLast();
      variables.forEach((key, value) -> edits.add(mapping, last, key, value));
    }
  }

  /** The line that says most about a host: with variables, below all, or any of its own. */
  private @Nullable Occurrence home(String host) {
    List<Occurrence> exact = groups.of(host).stream().filter(Occurrence::exact).toList();
    for (Occurrence place : exact) {
      Mapping mapping = place.slot().mapping();
      if (mapping != null && !mapping.entries().isEmpty()) {
        return place;
      }
    }
    for (Occurrence place : exact) {
      if (place.group().name.equals(AnsibleGroups.ALL)) {
        return place;
      }
    }
    return exact.isEmpty() ? null : exact.getFirst();
  }
}
