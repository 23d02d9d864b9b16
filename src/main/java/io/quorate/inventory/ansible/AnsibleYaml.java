package io.quorate.inventory.ansible;

import io.quorate.inventory.HostName;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ansible's YAML inventory: groups with hosts, vars and children. */
public final class AnsibleYaml {
  private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7]+");
  private static final List<String> PARTS = List.of("hosts", "vars", "children");

  private final AnsibleGroups groups;
  private final List<Problem> problems;

  private AnsibleYaml(AnsibleGroups groups, List<Problem> problems) {
    this.groups = groups;
    this.problems = problems;
  }

  /** The groups that a document names; what has no place in one is a problem. */
  public static AnsibleGroups read(Written.Mapping root, List<Problem> problems) {
    AnsibleGroups groups = new AnsibleGroups();
    add(root, groups, problems);
    problems.addAll(groups.saidTwice());
    return groups;
  }

  /** The same, to what was read before. */
  public static void add(Written.Mapping root, AnsibleGroups groups, List<Problem> problems) {
    root.entries().forEach(new AnsibleYaml(groups, problems)::group);
  }

  private void group(String name, Written.Entry entry) {
    Group group = groups.declare(name, entry.keyPlace());
    switch (entry.value()) {
      case Written.Nothing nothing -> {}
      case Written.Mapping parts -> parts.entries().forEach((key, part) -> part(group, key, part));
      default ->
          refuse(
              entry.value().place(),
              "The group \"" + Problem.shown(name) + "\" has to be a mapping.",
              "Below a group stand hosts, vars and children.");
    }
  }

  private void part(Group group, String key, Written.Entry part) {
    switch (key) {
      case "hosts" -> mapping(part, key).forEach((name, host) -> hosts(group, name, host));
      case "vars" -> {
        group.variablesPlace = part.keyPlace();
        Map<String, Written.Entry> variables = mapping(part, key);
        group.variables.putAll(variables);
        variables.forEach(this::numbers);
      }
      case "children" ->
          mapping(part, key)
              .forEach(
                  (name, child) -> {
                    group.children.add(name);
                    group(name, child);
                  });
      default ->
          refuse(
              part.keyPlace(),
              "\"" + Problem.shown(key) + "\" cannot stand in the group " + group.name + ".",
              partAdvice(group, key));
    }
  }

  private static String partAdvice(Group group, String key) {
    if (Setting.ofKey(key) != null) {
      return "Settings stand below vars: indent it below " + group.name + ": vars:.";
    }
    if (key.equals(Role.MASTERS) || key.equals(Role.WORKERS)) {
      return "Groups stand below children: indent it below " + group.name + ": children:.";
    }
    return PARTS.stream()
        .filter(part -> TypingDistance.between(part, key) <= 2)
        .findFirst()
        .map(part -> "Did you mean " + part + "?")
        .orElse("Below a group stand hosts, vars and children; a group stands below children.");
  }

  private void hosts(Group group, String key, Written.Entry host) {
    Map<String, Written.Entry> variables =
        host.value() instanceof Written.Scalar text ? Map.of() : mapping(host, key);
    if (host.value() instanceof Written.Scalar text) {
      refuse(
          text.place(),
          "Behind a host stand its variables, and \""
              + Problem.shown(text.text())
              + "\" names none.",
          HostName.isNameOrAddress(text.text())
              ? "Write {ansible_host: " + text.text() + "}."
              : "Write them as {name: value}, or one \"name: value\" a line below the host.");
    }
    variables.forEach(this::numbers);
    String fault = groups.addHosts(group, key, host.keyPlace(), variables);
    if (fault != null) {
      refuse(host.keyPlace(), fault, HostPattern.ADVICE);
    }
  }

  /**
   * A number that Ansible would read as another one is refused: which one was meant? What is no
   * number here is told by the setting that wants one.
   */
  private void numbers(String name, Written.Entry entry) {
    if (!(entry.value() instanceof Written.Scalar scalar) || !scalar.plain()) {
      return;
    }
    Setting setting = Setting.ofKey(name);
    boolean text = setting != null && setting.kind() == Setting.Kind.TEXT;
    boolean number = name.startsWith("ansible_") || setting != null;
    BigInteger other = PlainScalar.readOtherwise(scalar.text());
    if (other != null && (text || number && OCTAL.matcher(scalar.text()).matches())) {
      String written = Problem.shown(scalar.text());
      problems.add(
          Problem.error(
                  name,
                  "Ansible reads " + written + " as the number " + other + ".",
                  "Write \"" + written + "\" in quotes, or " + other + " if that is meant.")
              .at(scalar.place()));
    }
  }

  private Map<String, Written.Entry> mapping(Written.Entry entry, String key) {
    return switch (entry.value()) {
      case Written.Mapping mapping -> mapping.entries();
      case Written.Nothing nothing -> Map.of();
      default -> {
        boolean values = !key.equals("hosts") && !key.equals("children");
        refuse(
            entry.value().place(),
            "Below \""
                + Problem.shown(key)
                + (values
                    ? "\" stand names with values, and this is none."
                    : "\" stand names, each with a colon, and this is none."),
            (values
                    ? "Write \"name: value\" a line, with a space behind the colon and no dash,"
                    : "Write \"name:\" a line, without a dash,")
                + " indented below "
                + Problem.shown(key)
                + ".");
        yield Map.of();
      }
    };
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }
}
