package io.quorate.inventory.file;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.yaml.YamlWriter;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What makes one wanted cluster another, in terms of the cluster: hosts, roles, settings. */
public final class InventoryDiff {

  /** One difference. */
  public sealed interface Difference {}

  public record HostAdded(Host host) implements Difference {}

  public record HostRemoved(Host host) implements Difference {}

  /** The same address under another name. */
  public record HostRenamed(String from, String to) implements Difference {}

  public record RoleGained(String host, Role role) implements Difference {}

  public record RoleLost(String host, Role role) implements Difference {}

  /**
   * @param host whose setting it is; empty: the whole cluster's
   * @param part what of it, an item of a list or a name in a mapping; empty: all of it
   * @param from null: nothing
   * @param to null: nothing
   * @param fromDefault whether the old value is the default
   * @param toDefault whether the new value is the default
   */
  public record Changed(
      String host,
      Setting setting,
      String part,
      @Nullable String from,
      @Nullable String to,
      boolean fromDefault,
      boolean toDefault)
      implements Difference {}

  /** What stands for a value that must not be seen. */
  public static final String HIDDEN = Secret.SHOWN;

  private final Inventory before;
  private final Inventory after;
  private final Set<String> hidden;
  private final List<Difference> found = new ArrayList<>();

  private InventoryDiff(Inventory before, Inventory after, Set<String> hidden) {
    this.before = before;
    this.after = after;
    this.hidden = hidden;
  }

  /**
   * The differences: hosts first, then settings in their usual order.
   *
   * @param hidden fields whose values must not be seen beside those that are secret by their
   *     nature: what was sealed in a file ({@link Reading#sealed()})
   */
  public static List<Difference> between(Inventory before, Inventory after, Set<String> hidden) {
    InventoryDiff diff = new InventoryDiff(before, after, hidden);
    diff.hosts();
    diff.settings();
    return List.copyOf(diff.found);
  }

  private void hosts() {
    Map<String, Host> old = byName(before);
    Map<String, Host> fresh = byName(after);
    for (Host host : before.hosts()) {
      Host same = fresh.get(host.name());
      Host heir = same == null ? heir(host, old, fresh) : null;
      if (same != null) {
        host(host, same);
      } else if (heir != null) {
        found.add(new HostRenamed(host.name(), heir.name()));
        host(host, heir);
        fresh.remove(heir.name());
      } else {
        found.add(new HostRemoved(host));
      }
    }
    for (Host host : after.hosts()) {
      if (!old.containsKey(host.name()) && fresh.containsKey(host.name())) {
        found.add(new HostAdded(host));
      }
    }
  }

  private static Map<String, Host> byName(Inventory inventory) {
    Map<String, Host> hosts = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> hosts.put(host.name(), host));
    return hosts;
  }

  private static @Nullable Host heir(Host gone, Map<String, Host> old, Map<String, Host> fresh) {
    return fresh.values().stream()
        .filter(host -> !old.containsKey(host.name()) && host.address().equals(gone.address()))
        .findFirst()
        .orElse(null);
  }

  private void host(Host old, Host fresh) {
    for (Role role : Role.values()) {
      if (!old.roles().contains(role) && fresh.roles().contains(role)) {
        found.add(new RoleGained(fresh.name(), role));
      } else if (old.roles().contains(role) && !fresh.roles().contains(role)) {
        found.add(new RoleLost(fresh.name(), role));
      }
    }
    for (Setting setting : HostEdits.VARIABLES) {
      Object from = setting.valueIn(old);
      Object to = setting.valueIn(fresh);
      if (!Objects.equals(from, to)) {
        changed(fresh.name(), setting, "", from, to);
      }
    }
  }

  private void settings() {
    Map<Setting, Object> old = SettingValues.of(before);
    Map<Setting, Object> fresh = SettingValues.of(after);
    for (Setting setting : Setting.values()) {
      compare(setting, "", old.get(setting), fresh.get(setting));
    }
  }

  /** Goes into lists and mappings, so that one changed part is one difference. */
  private void compare(Setting setting, String part, @Nullable Object from, @Nullable Object to) {
    if (Objects.equals(from, to)) {
      return;
    }
    if (from instanceof Map<?, ?> old && to instanceof Map<?, ?> fresh) {
      Set<String> names = new TreeSet<>();
      old.keySet().forEach(name -> names.add(String.valueOf(name)));
      fresh.keySet().forEach(name -> names.add(String.valueOf(name)));
      String prefix = part.isEmpty() ? "" : part + ".";
      names.forEach(name -> compare(setting, prefix + name, old.get(name), fresh.get(name)));
    } else if (from instanceof List<?> old && to instanceof List<?> fresh && parted(old, fresh)) {
      old.stream()
          .filter(item -> !fresh.contains(item))
          .forEach(item -> changed("", setting, part, item, null));
      fresh.stream()
          .filter(item -> !old.contains(item))
          .forEach(item -> changed("", setting, part, null, item));
    } else {
      changed("", setting, part, from, to);
    }
  }

  /** Whether lists differ by their items, not by their order alone. */
  private static boolean parted(List<?> one, List<?> other) {
    return !one.containsAll(other) || !other.containsAll(one);
  }

  private void changed(
      String host, Setting setting, String part, @Nullable Object from, @Nullable Object to) {
    String field = host.isEmpty() ? setting.key() : "hosts." + host + "." + setting.key();
    boolean secret = setting.secret() || hidden.contains(field);
    boolean whole = host.isEmpty() && part.isEmpty();
    found.add(
        new Changed(
            host,
            setting,
            part,
            shown(from, secret),
            shown(to, secret),
            whole && isDefault(setting, from),
            whole && isDefault(setting, to)));
  }

  private static boolean isDefault(Setting setting, @Nullable Object value) {
    return value != null
        && !setting.defaultText().isEmpty()
        && SettingValues.typed(value).equals(setting.defaultText());
  }

  private static @Nullable String shown(@Nullable Object value, boolean secret) {
    if (value == null || "".equals(value) || value instanceof Secret s && s.isEmpty()) {
      return null;
    }
    return secret || value instanceof Secret
        ? HIDDEN
        : YamlWriter.flow(value instanceof String s ? new EditStyle.Bare(tame(s)) : value);
  }

  /** A text on one line; who logs in by a URL is nobody's business. */
  private static String tame(String text) {
    StringBuilder out = new StringBuilder();
    text.replaceAll("(://)[^/@\\s]+@", "$1" + HIDDEN + "@")
        .codePoints()
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return out.toString();
  }
}
