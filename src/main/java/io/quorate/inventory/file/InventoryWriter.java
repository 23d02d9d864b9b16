package io.quorate.inventory.file;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.InventoryBuilder;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.yaml.YamlWriter;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An inventory as a YAML file: the main settings, and those that differ from the default. */
final class InventoryWriter {
  private static final String HEAD =
      """
      # The wanted cluster. Quorate reads it, and so does Ansible:
      #   quorate install -i FILE        ansible -i FILE all -m ping
      # It holds the token of etcd: keep it readable for its owner only.
      """;

  private static final String RECORD_HEAD =
      """
      # The cluster that this node is a part of, as Quorate was last asked for it. Changes here
      # change nothing. `quorate inventory --from-cluster` makes an inventory of it again.
      """;

  /** How secrets are written. */
  enum Manner {
    CLEAR,
    SHOWN,
    /** Sealed, if they came so. */
    KEPT
  }

  private final Manner manner;
  private final StringBuilder out;
  private final Inventory inventory;
  private final Predicate<Setting> wanted;

  private InventoryWriter(
      Inventory inventory, String head, Manner manner, Predicate<Setting> wanted) {
    this.manner = manner;
    this.inventory = inventory;
    this.out = new StringBuilder(head);
    this.wanted = wanted;
  }

  static String write(Inventory inventory, Manner manner) {
    return new InventoryWriter(inventory, HEAD, manner, setting -> true).text();
  }

  /** For the cluster's own nodes: no secrets, no variables, nothing of the operator's machine. */
  static String record(Inventory inventory, Manner manner) {
    return new InventoryWriter(
            inventory,
            RECORD_HEAD,
            manner,
            s -> !s.secret() && !s.ofOperator() && !s.isEnvironment())
        .text();
  }

  /** The rest of the record, which may hold passwords of proxies; empty when there is none. */
  static String recordOfEnvironment(Inventory inventory, Manner manner) {
    InventoryWriter writer = new InventoryWriter(inventory, "", manner, Setting::isEnvironment);
    writer.out.append("all:\n  vars:\n");
    int nothing = writer.out.length();
    writer.settings();
    return writer.out.length() == nothing ? "" : writer.out.toString();
  }

  private String text() {
    out.append("all:\n  vars:\n");
    settings();
    hosts();
    out.append("  children:\n");
    group(Role.MASTERS, inventory.masters());
    group(Role.WORKERS, inventory.workers());
    return out.toString();
  }

  /** The settings that are written, in their order. */
  static Map<Setting, Object> settings(Inventory inventory) {
    Map<Setting, Object> written = new EnumMap<>(Setting.class);
    written.putAll(SettingValues.of(inventory));
    Map<Setting, Object> defaults = SettingValues.of(defaults());
    written
        .entrySet()
        .removeIf(
            e -> !e.getKey().alwaysWritten() && e.getValue().equals(defaults.get(e.getKey())));
    return written;
  }

  private void settings() {
    Setting.@Nullable Group group = null;
    for (var entry : settings(inventory).entrySet()) {
      Setting setting = entry.getKey();
      Object value = entry.getValue();
      if (!wanted.test(setting)) {
        continue;
      }
      if (setting.group() != group) {
        group = setting.group();
        out.append("    # ").append(group.title()).append('\n');
      }
      out.append(YamlWriter.entry(setting.key(), written(setting.key(), value), 4));
      if (setting == JUMP_HOST && mayBeSaid(JUMP_HOST.key(), value)) {
        out.append("    # The same for Ansible:\n");
        jumpForAnsible(String.valueOf(value), 4);
      }
    }
  }

  private Object written(String field, Object value) {
    return switch (manner) {
      case CLEAR -> Secrets.revealed(value);
      case SHOWN -> value;
      case KEPT -> kept(field, value);
    };
  }

  private Object kept(String field, Object value) {
    return switch (value) {
      case Secret secret ->
          secret.sealed() == null ? secret.reveal() : new YamlWriter.Sealed(secret.sealed());
      case Map<?, ?> map -> {
        Map<Object, Object> kept = new LinkedHashMap<>();
        map.forEach((key, inner) -> kept.put(key, kept(field, inner)));
        yield kept;
      }
      case List<?> list -> list.stream().map(item -> kept(field, item)).toList();
      default -> {
        String sealed = inventory.sealedForms().of(field, value);
        yield sealed == null ? value : new YamlWriter.Sealed(sealed);
      }
    };
  }

  /** What an empty file means, but for versions, which are always written. */
  private static Inventory defaults() {
    Reading empty =
        InventoryBuilder.build(
            new Draft(Map.of(), List.of(), Map.of()), given -> Map.of(), new ArrayList<>());
    Inventory defaults = empty.inventory();
    if (defaults == null) {
      throw new IllegalStateException("an inventory without settings has to be readable");
    }
    return defaults;
  }

  private void hosts() {
    if (inventory.hosts().isEmpty()) {
      return;
    }
    out.append("  hosts:\n");
    for (Host host : inventory.hosts()) {
      out.append("    ").append(YamlWriter.text(host.name())).append(":\n");
      Setting.ofHosts().forEach(setting -> variable(host, setting, setting.valueIn(host)));
      String jumpHost = host.jumpHost();
      if (jumpHost != null && mayBeSaid(field(host, JUMP_HOST), jumpHost)) {
        jumpForAnsible(jumpHost, 6);
      }
    }
  }

  private void variable(Host host, Setting setting, @Nullable Object value) {
    if (value != null && wanted.test(setting)) {
      Object written = written(field(host, setting), value);
      out.append(YamlWriter.entry(setting.key(), written, 6));
    }
  }

  private static String field(Host host, Setting setting) {
    return "hosts." + host.name() + "." + setting.key();
  }

  /**
   * Whether a jump host may stand in another variable once more: what came sealed, the way or the
   * user on it, would be in clear there.
   */
  private boolean mayBeSaid(String field, Object jumpHost) {
    return manner != Manner.KEPT
        || (inventory.sealedForms().of(field, jumpHost) == null
            && !isSealed(ANSIBLE_USER.key(), inventory.access().user()));
  }

  private boolean isSealed(String field, @Nullable Object value) {
    return value != null && inventory.sealedForms().of(field, value) != null;
  }

  private void jumpForAnsible(String jumpHost, int indent) {
    String arguments = JumpHost.forAnsible(jumpHost, inventory.access());
    out.append(YamlWriter.entry(JumpHost.COMMON_ARGS, arguments, indent));
  }

  private void group(String name, List<Host> hosts) {
    out.append("    ").append(name).append(":\n      hosts:\n");
    for (Host host : hosts) {
      out.append("        ").append(YamlWriter.text(host.name())).append(":\n");
    }
  }
}
