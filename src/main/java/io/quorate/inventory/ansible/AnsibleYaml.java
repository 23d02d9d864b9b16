package io.quorate.inventory.ansible;

import io.quorate.inventory.HostName;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.PlainScalar.Meaning;
import io.quorate.inventory.yaml.Written;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's YAML inventory: groups with hosts, vars and children. */
public final class AnsibleYaml {
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
    named(name, entry);
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
        group.variables.putAll(mapping(part, key));
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
    named(key, host);
    String fault = groups.addHosts(group, key, host.keyPlace(), variables);
    if (fault != null) {
      refuse(host.keyPlace(), fault, HostPattern.ADVICE);
    }
  }

  /** A name that Ansible would take for something else than text, which it then refuses. */
  static @Nullable Problem notText(String name, @Nullable Place place) {
    Meaning meaning = PlainScalar.meaning(name);
    return meaning == null
        ? null
        : Problem.error(
                "",
                "Ansible reads %s as %s, and a name has to be text."
                    .formatted(
                        name.isEmpty() ? "an empty key" : Problem.shown(name), meaning.what()),
                "Write \"" + Problem.shown(name) + "\" in quotes.")
            .at(place);
  }

  private void named(String name, Written.Entry entry) {
    Problem problem = entry.plainKey() ? notText(name, entry.keyPlace()) : null;
    if (problem != null) {
      problems.add(problem);
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
