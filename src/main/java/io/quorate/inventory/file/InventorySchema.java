package io.quorate.inventory.file;

import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.rule.PortRules;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.TextRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of the native file, made of {@link Setting}: for editors that complete and check
 * it. Draft 7, which YAML language servers know best. It judges single values; what has to fit
 * together is judged by {@link Validation}.
 */
public final class InventorySchema {
  /** Names this schema wherever it lies: it is printed, and not served at an address. */
  public static final String ID = "urn:quorate:schema:inventory";

  private InventorySchema() {}

  /** The schema as maps and lists, in a fixed order. */
  public static Map<String, Object> document() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("settings", variables(setting -> setting.group() != Setting.Group.HOST));
    definitions.put("host", variables(Setting::perHost));
    definitions.put("hosts", hosts("host"));
    definitions.put("anyHosts", Map.of("type", List.of("object", "null")));
    definitions.put("all", group("settings", "hosts"));
    definitions.put("roleGroup", group("host", "hosts"));
    definitions.put("anyGroup", group(null, "anyHosts"));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("$id", ID);
    root.put("title", "Quorate inventory");
    root.put(
        "description",
        "The wanted cluster, as YAML that Ansible reads too: settings below all: vars:, hosts in the"
            + " groups k8s_masters and k8s_workers.");
    root.put("type", "object");
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put(AnsibleGroups.ALL, reference("all"));
    groups.putAll(roleGroups());
    root.put("properties", groups);
    root.put("additionalProperties", reference("anyGroup"));
    root.put("definitions", definitions);
    return root;
  }

  private static Map<String, Object> roleGroups() {
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put(Role.MASTERS, reference("roleGroup"));
    groups.put(Role.WORKERS, reference("roleGroup"));
    return groups;
  }

  private static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/definitions/" + name);
  }

  /**
   * @param variables the definition of its variables; null: they are anything
   */
  private static Map<String, Object> group(@Nullable String variables, String hosts) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put(
        "vars",
        variables == null ? Map.of("type", List.of("object", "null")) : reference(variables));
    parts.put("hosts", reference(hosts));
    Map<String, Object> children = object();
    children.put("properties", roleGroups());
    children.put("additionalProperties", reference("anyGroup"));
    parts.put("children", children);
    Map<String, Object> group = object();
    group.put("properties", parts);
    group.put("additionalProperties", false);
    return group;
  }

  private static Map<String, Object> hosts(String host) {
    Map<String, Object> hosts = object();
    hosts.put("description", "Names, or ranges such as node[01:20].");
    hosts.put("additionalProperties", reference(host));
    return hosts;
  }

  private static Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", List.of("object", "null"));
    return object;
  }

  /** A mapping of settings; Ansible's own variables are let through. */
  private static Map<String, Object> variables(Predicate<Setting> which) {
    Map<String, Object> settings = new LinkedHashMap<>();
    Arrays.stream(Setting.values())
        .filter(which)
        .forEach(setting -> settings.put(setting.key(), of(setting)));
    Map<String, Object> object = object();
    object.put("properties", settings);
    object.put("patternProperties", Map.of("^ansible_", true));
    object.put("additionalProperties", false);
    return object;
  }

  private static Map<String, Object> of(Setting setting) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", setting.help());
    switch (setting.kind()) {
      case TEXT, VERSION -> text(schema, form(setting));
      case NUMBER -> number(schema, setting);
      case FLAG -> {
        List<Object> words = new ArrayList<>(List.of(true, false));
        words.addAll(List.of("true", "false", "yes", "no", "on", "off"));
        schema.put("enum", words);
      }
      case CHOICE -> schema.put("enum", setting.options());
      case LIST -> list(schema, scalar());
      case PORTS -> list(schema, port());
      case MAP -> {
        schema.put("type", List.of("object", "null"));
        schema.put("additionalProperties", scalar());
      }
      case TREE -> schema.put("type", List.of("object", "null"));
    }
    Object standard = standard(setting);
    if (standard != null) {
      schema.put("default", standard);
    }
    return schema;
  }

  /** The form that a text has to have; null: none that an editor could judge. */
  private static @Nullable Pattern form(Setting setting) {
    if (setting.kind() == Setting.Kind.VERSION) {
      return LOOSE_VERSION;
    }
    TextRule rule = setting.rule();
    return rule == null ? null : rule.form();
  }

  /** A version, or the beginning of one, with a v or without. */
  private static final Pattern LOOSE_VERSION = Pattern.compile("[vV]?[0-9][0-9A-Za-z.:~+-]*");

  private static void text(Map<String, Object> schema, @Nullable Pattern form) {
    schema.put("type", List.of("string", "number", "null"));
    if (form != null) {
      schema.put("pattern", "^(?:(?:" + form.pattern() + ")?$|\\$ANSIBLE_VAULT;)");
    }
  }

  private static void number(Map<String, Object> schema, Setting setting) {
    schema.put("type", List.of("integer", "string", "null"));
    schema.put("minimum", setting.least());
    schema.put("maximum", setting.most());
    schema.put("pattern", "^(?:[0-9]*$|\\$ANSIBLE_VAULT;)");
  }

  private static void list(Map<String, Object> schema, Map<String, Object> item) {
    schema.put("type", List.of("array", "null"));
    schema.put("items", item);
  }

  private static Map<String, Object> scalar() {
    return Map.of("type", List.of("string", "number", "boolean", "null"));
  }

  private static Map<String, Object> port() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("name", Map.of("type", "string", "pattern", "^" + PortRules.NAME.pattern() + "$"));
    parts.put("port", Map.of("type", "integer", "minimum", 1, "maximum", 65535));
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("type", List.of("string", "object"));
    port.put("pattern", "^[^\\s:=]+\\s*[:=\\s]\\s*[0-9]{1,5}$");
    port.put("properties", parts);
    return port;
  }

  /** The default as YAML's own value; null where it depends on others. */
  private static @Nullable Object standard(Setting setting) {
    String text = setting.defaultText();
    if (text.isEmpty()) {
      return null;
    }
    return switch (setting.kind()) {
      case NUMBER -> Integer.valueOf(text);
      case FLAG -> Boolean.valueOf(text);
      case TEXT, CHOICE, VERSION -> text;
      case LIST, PORTS -> List.of(text.split("\\s*,\\s*"));
      case MAP, TREE -> null;
    };
  }
}
