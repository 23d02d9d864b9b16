package io.quorate.wizard;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables on a line of an Ansible inventory, which mean what they mean in a file.
 *
 * @param words what else stands on the line, a name first
 * @param host says how SSH goes; its name and roles mean nothing
 * @param fault why they are not taken, a sentence without its full stop; null: they are
 */
record HostVariables(List<String> words, Host host, @Nullable String fault) {

  private static final Pattern VARIABLE = Pattern.compile("([a-z][a-z0-9_]*)=(.*)", Pattern.DOTALL);
  private static final Pattern ANY =
      Pattern.compile(
          "(?<!\\S)(?:ansible_\\w+|jump_host|private_address|node_labels|node_taints)=");
  private static final String NAME = "x";

  HostVariables {
    words = List.copyOf(words);
  }

  /** Whether a line has any. */
  static boolean on(String line) {
    return ANY.matcher(line).find();
  }

  static HostVariables read(String line) throws ShellWords.UnfinishedException {
    List<String> words = new ArrayList<>();
    Map<String, Object> variables = new LinkedHashMap<>();
    for (ShellWords.Word word : ShellWords.split(line)) {
      Matcher variable = VARIABLE.matcher(word.text());
      if (variable.matches() && isOne(variable.group(1))) {
        variables.put(variable.group(1), variable.group(2));
      } else {
        words.add(word.text().replaceFirst(",$", ""));
      }
    }
    // Whether sudo is used is asked on another page, for all hosts.
    Map<String, Object> all =
        Map.of(
            "vars",
            Map.of(Setting.ANSIBLE_BECOME.key(), true),
            "hosts",
            Map.of(NAME, variables.isEmpty() ? Map.of("jump_host", "") : variables));
    Reading reading =
        InventoryFile.parse(YamlWriter.block(Map.of("all", all)), "the line", given -> Map.of());
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    String fault =
        reading.problems().stream()
            .filter(p -> p.severity() != Problem.Severity.NOTE && p.field().startsWith("hosts."))
            .findFirst()
            .map(HostVariables::sentence)
            .orElse(null);
    for (Setting setting : List.of(Setting.NODE_LABELS, Setting.NODE_TAINTS)) {
      if (variables.containsKey(setting.key())) {
        fault = setting.key() + " is not taken from a line; write it into the inventory's file";
      }
    }
    return new HostVariables(words, inventory.hosts().getFirst(), fault);
  }

  private static String sentence(Problem problem) {
    boolean ofAll = problem.field().endsWith("." + Setting.ANSIBLE_BECOME.key());
    return ofAll
        ? "ansible_become holds for all hosts: the Access page asks for it; take it out here"
        : (problem.what() + " " + problem.remedy()).strip().replaceFirst("\\.$", "");
  }

  private static boolean isOne(String name) {
    Setting setting = Setting.ofKey(name);
    return name.startsWith("ansible_") || (setting != null && setting.perHost());
  }

  /** Where SSH goes; empty when the line does not say it by a variable. */
  String address() {
    return host.address().equals(NAME) ? "" : host.address();
  }
}
