package io.quorate.inventory.form;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster for programs: hosts by their names, with roles and ways; names of masters and
 * workers; and all settings, also those that have their defaults, without secrets.
 */
final class JsonWriter {
  private final Inventory inventory;
  private final List<String> leftOut = new ArrayList<>();

  private JsonWriter(Inventory inventory) {
    this.inventory = inventory;
  }

  static Rendering write(Inventory inventory) {
    JsonWriter writer = new JsonWriter(inventory);
    String text = JsonText.of(writer.cluster());
    return new Rendering(text, writer.leftOut, false);
  }

  private Map<String, Object> cluster() {
    Map<String, Object> hosts = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> hosts.put(host.name(), host(host)));
    Map<String, Object> settings = new LinkedHashMap<>();
    SettingValues.of(inventory)
        .forEach(
            (setting, value) -> {
              Object open = open(setting.key(), value);
              if (open != null) {
                settings.put(setting.key(), open);
              }
            });
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put(Setting.CLUSTER_NAME.key(), inventory.clusterName());
    cluster.put("hosts", hosts);
    cluster.put("masters", names(inventory.masters()));
    cluster.put("workers", names(inventory.workers()));
    cluster.put("settings", settings);
    return cluster;
  }

  private static List<String> names(List<Host> hosts) {
    return hosts.stream().map(Host::name).toList();
  }

  private Map<String, Object> host(Host host) {
    Access access = inventory.access();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("address", host.address());
    said.put("node_address", host.nodeAddress());
    said.put("roles", host.roles().stream().sorted().map(Role::word).toList());
    said.put("user", access.userOf(host));
    said.put("port", access.portOf(host));
    // As null where there is none: Terraform wants the same fields of each.
    said.put("key_file", access.keyFileOf(host));
    said.put("jump_host", access.jumpHostOf(host));
    said.put("labels", inventory.labelsOf(host));
    said.put("taints", inventory.taintsOf(host));
    return said;
  }

  /** A value without what is secret in it, which is noted; null: nothing is left. */
  private @Nullable Object open(String name, Object value) {
    return switch (value) {
      case Secret secret -> secret(name);
      case Port port -> {
        // In an order that stays: Map.of has another one in each run.
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("name", port.name());
        said.put("port", port.port());
        yield said;
      }
      case Map<?, ?> map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach(
            (key, inner) -> {
              Object open = open(name + "." + key, inner);
              if (open != null) {
                entries.put(String.valueOf(key), open);
              }
            });
        yield entries;
      }
      case Collection<?> items -> {
        List<Object> entries = new ArrayList<>();
        for (Object inner : items) {
          Object open = open(name, inner);
          if (open != null) {
            entries.add(open);
          }
        }
        yield entries;
      }
      case String text -> LeftOut.withoutSecrets(text).equals(text) ? text : secret(name);
      default -> value;
    };
  }

  private @Nullable Object secret(String name) {
    leftOut.add(name + ": (a secret)");
    return null;
  }
}
