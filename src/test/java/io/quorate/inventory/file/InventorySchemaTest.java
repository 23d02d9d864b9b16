package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schema accepts what we accept and refuses unknown names where we refuse them. */
class InventorySchemaTest {

  private final Map<String, Object> schema = InventorySchema.document();

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("inventory-samples"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<String> faults(String yaml) {
    List<String> faults = new ArrayList<>();
    judge(new Yaml().load(yaml), schema, "", faults);
    return faults;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesConform(Path sample) throws IOException {
    assertThat(faults(Files.readString(sample))).isEmpty();
  }

  @Test
  void writtenFilesConform() throws IOException {
    for (Path sample : samples()) {
      Inventory inventory = InventoryEditTest.read(Files.readString(sample));
      assertThat(faults(InventoryFile.write(inventory))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all: {vars: {cluster_cdir: 10.0.0.0/16}}",
        "all: {vars: {ansible_host: [10.0.0.1], cni: flannel}}",
        "all: {vars: {cni: flannel}}",
        "all: {vars: {verbosity: 11}}",
        "all: {vars: {verbosity: loud}}",
        "all: {vars: {ansible_become: perhaps}}",
        "all: {vars: {gen_locales: en_US.UTF-8}}",
        "all: {vars: {cluster_cidr: 10.0.0.0}}",
        "all: {vars: {kubernetes_version: newest}}",
        "all: {vars: {kubelet_config: [a]}}",
        "all: {vars: {kubelet_environment: {A: [b]}}}",
        "all: {vars: {firewall_ports: [kubelet]}}",
        "all: {cni: calico}",
        "all: {hosts: {a: {privat_address: 10.0.0.1}}}",
        "all: {hosts: [a]}",
        "all: {children: {k8s_masters: {hosts: {a: {cluster_cidr: x}}}}}",
        "all: {children: {k8s_workers: {vars: {cni: routed}}}}",
        "[a]"
      })
  void wrongFilesDoNot(String yaml) {
    assertThat(faults(yaml)).isNotEmpty();
    assertThat(
            InventoryFile.parse(yaml, "f", io.quorate.inventory.release.Catalogue.load())
                    .problems()
                    .isEmpty()
                && Validation.problems(InventoryEditTest.read(yaml)).isEmpty())
        .as("ours refuses it too")
        .isFalse();
  }

  @Test
  void whatIsAnsiblesIsLetThrough() {
    assertThat(
            faults(
                """
                all:
                  vars: {ansible_python_interpreter: /usr/bin/python3, kubernetes_version: 1.36}
                  children:
                    lbs: {hosts: {lb: {anything: [1]}}, vars: {x: y}}
                    k8s_masters: {children: {rack: {hosts: {'n[1:3]': }}}}
                """))
        .isEmpty();
  }

  @Test
  void everySettingIsThereWithHelpAndDefault() {
    Map<?, ?> settings = at(schema, "definitions", "settings", "properties");
    for (Setting setting : Setting.values()) {
      Map<?, ?> found =
          setting.group() == Setting.Group.HOST
              ? at(schema, "definitions", "host", "properties", setting.key())
              : at(settings, setting.key());
      assertThat(found.get("description")).isEqualTo(setting.help());
      if (found.containsKey("default")) {
        List<String> faults = new ArrayList<>();
        judge(found.get("default"), found, setting.key(), faults);
        assertThat(faults).isEmpty();
      }
    }
    assertThat(at(settings, "verbosity").get("default")).isEqualTo(2);
    assertThat(at(settings, "cni").get("enum")).isEqualTo(List.of("calico", "routed", "manifests"));
  }

  private static Map<?, ?> at(Map<?, ?> map, String... keys) {
    Map<?, ?> now = map;
    for (String key : keys) {
      now = (Map<?, ?>) Objects.requireNonNull(now.get(key), key);
    }
    return now;
  }

  /** The keywords that the schema uses, as draft 7 defines them. */
  private void judge(@Nullable Object value, Object rule, String path, List<String> faults) {
    if (rule instanceof Boolean allowed) {
      if (!allowed) {
        faults.add(path + " is not allowed");
      }
      return;
    }
    Map<?, ?> rules = (Map<?, ?>) rule;
    if (rules.get("$ref") instanceof String name) {
      judge(value, at(schema, "definitions", name.replace("#/definitions/", "")), path, faults);
      return;
    }
    if (rules.get("type") instanceof Object type) {
      List<?> types = type instanceof List<?> list ? list : List.of(type);
      if (types.stream().noneMatch(t -> isOf(value, String.valueOf(t)))) {
        faults.add(path + " is not of type " + types);
        return;
      }
    }
    if (rules.get("enum") instanceof List<?> values && !values.contains(value)) {
      faults.add(path + " is none of " + values);
    }
    if (value instanceof String text
        && rules.get("pattern") instanceof String pattern
        && !java.util.regex.Pattern.compile(pattern).matcher(text).find()) {
      faults.add(path + " does not match " + pattern);
    }
    if (value instanceof Integer number) {
      if (rules.get("minimum") instanceof Integer least && number < least
          || rules.get("maximum") instanceof Integer most && number > most) {
        faults.add(path + " is out of range");
      }
    }
    if (value instanceof List<?> items && rules.get("items") instanceof Object item) {
      items.forEach(i -> judge(i, item, path + "[]", faults));
    }
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, entry) -> entry(String.valueOf(key), entry, rules, path, faults));
    }
  }

  private void entry(
      String key, @Nullable Object value, Map<?, ?> rules, String path, List<String> faults) {
    String here = path + "/" + key;
    if (rules.get("properties") instanceof Map<?, ?> known && known.get(key) instanceof Object r) {
      judge(value, r, here, faults);
      return;
    }
    if (rules.get("patternProperties") instanceof Map<?, ?> patterns) {
      for (Object pattern : patterns.keySet()) {
        if (java.util.regex.Pattern.compile(String.valueOf(pattern)).matcher(key).find()) {
          return;
        }
      }
    }
    if (rules.get("additionalProperties") instanceof Object rest) {
      judge(value, rest, here, faults);
    }
  }

  private static boolean isOf(@Nullable Object value, String type) {
    return switch (type) {
      case "null" -> value == null;
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer;
      case "number" -> value instanceof Number;
      default -> throw new AssertionError(type);
    };
  }
}
