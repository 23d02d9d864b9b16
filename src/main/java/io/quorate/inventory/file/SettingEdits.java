package io.quorate.inventory.file;

import io.quorate.inventory.Access;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.VariableNames;
import io.quorate.inventory.file.SourceGroups.Group;
import io.quorate.inventory.file.SourceGroups.Slot;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.yaml.SourceNode.Alias;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.SourceNode.Scalar;
import io.quorate.plan.Secrets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes of the whole cluster's settings, which stand below {@code all: vars:}. */
final class SettingEdits {
  /** Those that others are filled in by: what they bring needs no line of its own. */
  private static final Set<Setting> ROOTS =
      Set.of(Setting.KUBERNETES_VERSION, Setting.CONTAINER_RUNTIME, Setting.SERVICE_CLUSTER_IP);

  private final SourceGroups groups;
  private final NodeEdits edits;
  private final EditStyle style;
  private final Map<Setting, Object> before;
  private final Map<Setting, Object> wanted;
  private final Set<String> unread;
  private final Set<String> shut;
  private final Access access;
  private final Access accessBefore;

  /**
   * @param unread the settings whose text means nothing: it has to go, whatever stands in for it
   * @param shut the settings that are sealed and do not open: they stay as they are
   */
  SettingEdits(
      SourceGroups groups,
      NodeEdits edits,
      EditStyle style,
      Inventory before,
      Inventory wanted,
      Set<String> unread,
      Set<String> shut) {
    this.groups = groups;
    this.edits = edits;
    this.style = style;
    this.before = values(before);
    this.wanted = values(wanted);
    this.unread = unread;
    this.shut = shut;
    this.access = wanted.access();
    this.accessBefore = before.access();
  }

  /** Values, the storage driver apart from Docker's configuration when it has a line of its own. */
  private Map<Setting, Object> values(Inventory inventory) {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    // The file is its owner's alone, and what is sealed in it is sealed again.
    SettingValues.of(inventory)
        .forEach((setting, value) -> values.put(setting, Secrets.revealed(value)));
    Slot driver = slot(Setting.DOCKER_STORAGE_DRIVER);
    Slot config = slot(Setting.DOCKER_CONFIG);
    Mapping tree = config == null ? null : config.mapping();
    boolean own = tree != null && tree.entry("storage-driver") != null;
    if (driver != null && !own && values.get(Setting.DOCKER_CONFIG) instanceof Map<?, ?> docker) {
      Map<Object, Object> rest = new LinkedHashMap<>(docker);
      Object name = rest.remove("storage-driver");
      values.put(Setting.DOCKER_CONFIG, rest);
      if (name instanceof String) {
        values.put(Setting.DOCKER_STORAGE_DRIVER, name);
      } else if (name != null) {
        values.put(Setting.DOCKER_CONFIG, docker);
      }
    }
    return values;
  }

  private boolean differs(Setting setting) {
    Object old = before.get(setting);
    Object fresh = wanted.get(setting);
    if (setting.group() == Setting.Group.HOST || shut.contains(setting.key())) {
      return false;
    }
    return unread.contains(setting.key()) || (fresh == null ? old != null : !fresh.equals(old));
  }

  /** Changes those that have a line: first those that stand there themselves, then aliases. */
  void changeGiven() {
    changeGiven(false);
    if (edits.isEmpty()) {
      changeGiven(true);
    }
  }

  private void changeGiven(boolean aliases) {
    for (Setting setting : Setting.values()) {
      Slot slot = slot(setting);
      if (slot == null || !differs(setting)) {
        continue;
      }
      Alias shared = slot.alias();
      boolean isAlias = shared != null || slot.entry().value() instanceof Alias;
      if (isAlias != aliases) {
        continue;
      }
      Object fresh = wanted.get(setting);
      Object old = before.get(setting);
      if (shared != null) {
        edits.copy(shared);
      } else if (fresh == null) {
        edits.remove(slot.parent(), slot.entry());
      } else if (old == null || unread.contains(setting.key())) {
        edits.put(slot.parent(), slot.entry(), fresh);
      } else {
        edits.change(slot.parent(), slot.entry(), old, fresh);
      }
      if (setting == Setting.JUMP_HOST && shared == null) {
        jumpForAnsible(old, fresh);
      }
    }
  }

  /** The line for Ansible follows, when it says no more than the jump host. */
  private void jumpForAnsible(@Nullable Object old, @Nullable Object fresh) {
    Slot line = slot(JumpHost.COMMON_ARGS);
    if (line == null
        || line.alias() != null
        || !(line.entry().value() instanceof Scalar text)
        || !JumpHost.isForAnsible(text.text(), old, accessBefore)) {
      return;
    }
    if (fresh == null) {
      edits.remove(line.parent(), line.entry());
    } else {
      edits.put(line.parent(), line.entry(), jump(fresh));
    }
  }

  private String jump(Object host) {
    return JumpHost.forAnsible(host.toString(), access);
  }

  /** Puts in lines that are missing: first of those that bring others along. */
  void addMissing() {
    Map<Setting, Object> missing = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (slot(setting) == null && differs(setting)) {
        Object fresh = wanted.get(setting);
        missing.put(setting, fresh == null ? "" : style.of(ordered(setting, fresh)));
      }
    }
    if (missing.keySet().stream().anyMatch(ROOTS::contains)) {
      missing.keySet().retainAll(ROOTS);
    }
    if (!missing.isEmpty()) {
      add(missing);
    }
  }

  /** Sums have no order of their own; a file has to come out the same each time. */
  private static Object ordered(Setting setting, Object value) {
    return setting == Setting.CHECKSUMS && value instanceof Map<?, ?> map
        ? new TreeMap<>(map)
        : value;
  }

  private void add(Map<Setting, Object> missing) {
    Map<String, Object> lines = new LinkedHashMap<>();
    missing.forEach(
        (setting, value) -> {
          lines.put(setting.key(), value);
          if (setting == Setting.JUMP_HOST && slot(JumpHost.COMMON_ARGS) == null) {
            lines.put(JumpHost.COMMON_ARGS, jump(wanted.getOrDefault(setting, JumpHost.NONE)));
          }
        });
    Group all = groups.group(AnsibleGroups.ALL);
    List<Slot> places = all == null ? List.of() : all.vars;
    Slot vars = places.isEmpty() ? null : places.getLast();
    Mapping mapping = vars == null ? null : vars.mapping();
    Alias shared = vars == null ? null : vars.shared();
    Slot group = all == null ? null : all.slots.getFirst();
    Mapping root = groups.root();
    if (shared != null) {
      edits.copy(shared);
    } else if (mapping != null) {
      Setting place = Setting.CLUSTER_NAME;
      for (var line : lines.entrySet()) {
        Setting setting = Setting.ofKey(line.getKey());
        place = setting == null ? place : setting;
        edits.add(mapping, style.before(mapping, place), line.getKey(), line.getValue());
      }
    } else if (vars != null) {
      edits.put(vars.parent(), vars.entry(), lines);
    } else if (group != null && group.entry().value() instanceof Alias alias) {
      edits.copy(alias);
    } else if (group != null && group.mapping() instanceof Mapping parts) {
      edits.add(parts, null, "vars", lines);
    } else if (group != null) {
      edits.put(group.parent(), group.entry(), Map.of("vars", lines));
    } else if (root != null) {
      edits.add(root, null, AnsibleGroups.ALL, Map.of("vars", lines));
    }
  }

  private @Nullable Slot slot(Setting setting) {
    for (String key : VariableNames.keysOf(setting)) {
      Slot slot = slot(key);
      if (slot != null) {
        return slot;
      }
    }
    return null;
  }

  /** The line that counts: the last one. */
  private @Nullable Slot slot(String key) {
    Group all = groups.group(AnsibleGroups.ALL);
    if (all == null) {
      return null;
    }
    for (Slot vars : all.vars.reversed()) {
      Mapping mapping = vars.mapping();
      Entry entry = mapping == null ? null : mapping.entry(key);
      if (mapping != null && entry != null) {
        return new Slot(mapping, entry, vars.shared());
      }
    }
    return null;
  }
}
