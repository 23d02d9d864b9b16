package io.quorate.inventory.form;

import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleJson;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells forms apart by what is in a file. */
final class Detection {
  private static final Pattern SECTION =
      Pattern.compile("^\\[[^\\]\\s]+]\\s*(?:#.*)?$", Pattern.MULTILINE);

  /** The name of a group whose bracket is forgotten; a list begins with a quote or goes on. */
  private static final Pattern OPEN_SECTION = Pattern.compile("\\[[A-Za-z_][\\w:.-]*");

  /** The same with more brackets than one, or with blanks, where YAML has nothing to follow. */
  private static final Pattern ODD_SECTION =
      Pattern.compile("\\[+\\s*[A-Za-z_][\\w:.-]*\\s*]+\\s*(?:#.*)?");

  /**
   * A first line such as {@code node-1 ansible_host=10.0.0.1}, which no YAML mapping begins with.
   */
  private static final Pattern HOST_LINE =
      Pattern.compile("[^\\s:]+(?::[0-9]+)?(\\s+[^\\s=:]+=.*)?");

  private static final Pattern HOST_WITH_VARIABLES =
      Pattern.compile("[^\\s:={\\[]+(?::[0-9]+)?(\\s+[A-Za-z_][A-Za-z0-9_]*=\\S.*)");

  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*\\s*=.*");

  private static final Set<String> PARTS = Set.of("hosts", "vars", "children");

  /** The sections of ansible.cfg (docs.ansible.com, "Ansible Configuration Settings"). */
  private static final Set<String> CONFIGURATION =
      Set.of(
          "defaults",
          "inventory",
          "privilege_escalation",
          "ssh_connection",
          "paramiko_connection",
          "persistent_connection",
          "connection",
          "accelerate",
          "selinux",
          "colors",
          "diff",
          "galaxy",
          "tags",
          "jinja2",
          "callback_default");

  private static final List<String> YAML = List.of(".yaml", ".yml", ".json");
  private static final Set<String> GROUPS =
      Set.of("all", "hosts", "children", "ungrouped", Role.MASTERS, Role.WORKERS);

  /** What the configuration of one of Ansible's plug-ins begins with. */
  static final String PLUGIN = "plugin";

  private static final List<String> INI = List.of(".ini", ".cfg");

  private Detection() {}

  /**
   * Whether a file is to be read as INI: by its ending, else by how it begins. What begins as no
   * YAML can is INI whatever its ending says.
   */
  static boolean isIni(String fileName, String text) {
    if (isCalledYaml(fileName)) {
      String first = first(text);
      return SECTION.matcher(first).matches()
          || beginsWithSection(text)
          || HOST_WITH_VARIABLES.matcher(first).matches();
    }
    String name = fileName.toLowerCase(Locale.ROOT);
    if (INI.stream().anyMatch(name::endsWith) || SECTION.matcher(text).find()) {
      return true;
    }
    String first = first(text);
    boolean json = first.startsWith("{") || first.startsWith("[");
    return beginsWithSection(text)
        || !json && !first.startsWith("---") && HOST_LINE.matcher(first).matches();
  }

  /** Whether a text begins with what is meant as a section, though it is none. */
  private static boolean beginsWithSection(String text) {
    String first = first(text);
    return OPEN_SECTION.matcher(first).matches()
        || ODD_SECTION.matcher(first).matches() && said(text).skip(1).findAny().isPresent();
  }

  /** Whether a file's name promises YAML, or JSON, which is a part of it. */
  static boolean isCalledYaml(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return YAML.stream().anyMatch(name::endsWith);
  }

  /** The first line that says anything. */
  private static String first(String text) {
    return said(text).findFirst().orElse("---");
  }

  /** The lines that say anything. */
  private static Stream<String> said(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"));
  }

  /**
   * Whether nothing in a document is meant as a group: none is called so, below none of its names
   * stands what stands below a group, and one at least is a variable by its value or its name.
   */
  static boolean isOnlyVariables(Written.Mapping root) {
    Map<String, Written.Entry> entries = root.entries();
    return entries.keySet().stream()
            .noneMatch(n -> GROUPS.contains(n) || KubesprayReader.ROLES.containsKey(n))
        && entries.values().stream().noneMatch(Detection::isGroup)
        && entries.entrySet().stream().anyMatch(Detection::isVariable);
  }

  private static boolean isGroup(Written.Entry entry) {
    return entry.value() instanceof Written.Mapping parts
        && PARTS.stream().anyMatch(parts.entries()::containsKey);
  }

  private static boolean isVariable(Map.Entry<String, Written.Entry> entry) {
    Written value = entry.getValue().value();
    return value instanceof Written.Scalar
        || value instanceof Written.Sequence
        || Setting.ofKey(entry.getKey()) != null
        || entry.getKey().startsWith("ansible_");
  }

  /** Whether all that a text says are lines of {@code name=value}, below no section. */
  static boolean areAssignments(String text) {
    return said(text).findAny().isPresent()
        && said(text).allMatch(line -> ASSIGNMENT.matcher(line).matches());
  }

  /** Whether a text is the configuration of Ansible itself, by the names of its sections. */
  static boolean isAnsibleConfiguration(String text) {
    List<String> sections = said(text).filter(line -> SECTION.matcher(line).matches()).toList();
    return !sections.isEmpty()
        && sections.stream().allMatch(section -> CONFIGURATION.contains(inBrackets(section)));
  }

  private static String inBrackets(String section) {
    return section.substring(1, section.indexOf(']'));
  }

  /** Whether a file is one that Ansible would run for its inventory. */
  static boolean isProgram(Path file, String text) {
    return text.startsWith("#!") && Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Whether a document has one of Ansible's plug-ins ask somebody for the inventory. */
  static boolean isPlugin(Written.Mapping root) {
    return !root.text(PLUGIN).isBlank()
        && root.entries().keySet().stream().noneMatch(GROUPS::contains);
  }

  /**
   * Whether a document is what Ansible's programs print: groups side by side, with lists of hosts
   * and children, and what is known of hosts below {@code _meta}.
   */
  static boolean isDynamic(Written.Mapping root, String text) {
    boolean json = text.stripLeading().startsWith("{");
    return json
        && (isMapping(root.entries().get(AnsibleJson.META))
            || root.entries().entrySet().stream().anyMatch(Detection::isListed));
  }

  private static boolean isMapping(Written.@Nullable Entry entry) {
    return entry != null && entry.value() instanceof Written.Mapping;
  }

  private static boolean isListed(Map.Entry<String, Written.Entry> group) {
    String name = group.getKey();
    return switch (group.getValue().value()) {
      case Written.Sequence hosts ->
          GROUPS.contains(name) || KubesprayReader.ROLES.containsKey(name);
      case Written.Mapping parts ->
          Stream.of("hosts", "children")
              .map(parts.entries()::get)
              .anyMatch(part -> part != null && part.value() instanceof Written.Sequence);
      default -> false;
    };
  }

  /** Whether a YAML document is one that Kubernetes or its tools would take, or nearly so. */
  static boolean isKubernetesObject(Written.Mapping root) {
    return Stream.of("apiVersion", "kind").anyMatch(name -> !root.text(name).isEmpty())
        && root.entries().keySet().stream().noneMatch(GROUPS::contains);
  }

  /**
   * Whether groups are those of kubespray; null when those of ours are among them, so that one has
   * to say which counts.
   */
  static @Nullable Boolean isKubespray(Set<String> groups) {
    boolean ours = groups.contains("k8s_masters") || groups.contains("k8s_workers");
    // A near name counts only where nothing says that the file is ours.
    boolean theirs =
        groups.stream()
            .anyMatch(
                group ->
                    KubesprayReader.ROLES.containsKey(group)
                        || (!ours && KubesprayReader.nearestRole(group) != null));
    return theirs && ours ? null : (Boolean) theirs;
  }
}
