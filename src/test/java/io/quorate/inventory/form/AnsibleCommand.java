package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.OtherProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the real {@code ansible-inventory} makes of inventories. */
record AnsibleCommand(JsonNode root) {

  /** What it prints. */
  static String list(List<String> how, Path... inventories) throws Exception {
    List<String> words = new ArrayList<>(List.of("ansible-inventory", "--list"));
    words.addAll(how);
    for (Path inventory : inventories) {
      words.addAll(List.of("-i", inventory.toString()));
    }
    ProcessBuilder command = new ProcessBuilder(words);
    command
        .environment()
        .putAll(Map.of("LC_ALL", "C.UTF-8", "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "true"));
    command.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = OtherProgram.start(command, "ansible-core");
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  static AnsibleCommand of(Path... inventories) throws Exception {
    return new AnsibleCommand(new ObjectMapper().readTree(list(List.of(), inventories)));
  }

  Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    root.fieldNames().forEachRemaining(groups::add);
    groups.remove("_meta");
    return groups;
  }

  /** The hosts of a group and of its children. */
  Set<String> hosts(String group) {
    Set<String> hosts = new TreeSet<>();
    JsonNode parts = root.path(group);
    parts.path("hosts").forEach(host -> hosts.add(host.asText()));
    parts.path("children").forEach(child -> hosts.addAll(hosts(child.asText())));
    return hosts;
  }

  Set<String> variables(String host) {
    Set<String> names = new TreeSet<>();
    root.path("_meta").path("hostvars").path(host).fieldNames().forEachRemaining(names::add);
    return names;
  }

  String value(String host, String variable) {
    return root.path("_meta").path("hostvars").path(host).path(variable).asText();
  }
}
