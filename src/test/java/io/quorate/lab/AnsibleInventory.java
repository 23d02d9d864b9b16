package io.quorate.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What {@code ansible-inventory --list} says of a file. */
final class AnsibleInventory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final JsonNode root;

  private AnsibleInventory(JsonNode root) {
    this.root = root;
  }

  /** Asks the installed Ansible; without one the test fails in words. */
  static AnsibleInventory of(Path... files) {
    List<String> words = new ArrayList<>(List.of("ansible-inventory", "--list"));
    for (Path file : files) {
      words.addAll(List.of("-i", file.toString()));
    }
    Commands.Result list;
    try {
      list = Commands.run(Limits.SOON, environment(), words);
    } catch (AssertionError e) {
      throw new AssertionError("Ansible is needed here, of the package ansible-core", e);
    }
    list.orFail();
    String output = list.output();
    try {
      return new AnsibleInventory(JSON.readTree(output.substring(output.indexOf('{'))));
    } catch (JsonProcessingException | StringIndexOutOfBoundsException e) {
      throw new AssertionError("this is not JSON: " + output, e);
    }
  }

  /** What is not understood is a failure, not a warning. */
  static Map<String, String> environment() {
    return Map.of(
        "ANSIBLE_DEPRECATION_WARNINGS", "false",
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "true",
        "LC_ALL", "C.UTF-8");
  }

  Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    root.fieldNames().forEachRemaining(groups::add);
    groups.remove("_meta");
    return groups;
  }

  /** The hosts of a group and of its children. */
  Set<String> hostsOf(String group) {
    Set<String> hosts = new TreeSet<>();
    JsonNode node = root.path(group);
    node.path("hosts").forEach(host -> hosts.add(host.asText()));
    node.path("children").forEach(child -> hosts.addAll(hostsOf(child.asText())));
    return hosts;
  }

  Map<String, JsonNode> variablesOf(String host) {
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    root.path("_meta")
        .path("hostvars")
        .path(host)
        .properties()
        .forEach(e -> variables.put(e.getKey(), e.getValue()));
    return variables;
  }

  /** Whether a word without quotes is what Ansible made of it: a number, a truth value, a text. */
  static boolean agree(String word, JsonNode value) {
    if (value.isBoolean()) {
      String truth = word.toLowerCase(Locale.ROOT);
      return value.asBoolean()
          ? List.of("true", "yes", "on").contains(truth)
          : List.of("false", "no", "off").contains(truth);
    }
    if (value.isNumber()) {
      try {
        return new BigDecimal(word).compareTo(value.decimalValue()) == 0
            || Double.parseDouble(word) == value.doubleValue();
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return value.isTextual() && value.asText().equals(word);
  }
}
