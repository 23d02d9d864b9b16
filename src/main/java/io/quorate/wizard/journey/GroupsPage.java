package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Which role the groups of an inventory have: only where it was opened, and none of their names
 * says so. The file stays as it is; what comes of it is kept in one of ours.
 *
 * @param file the inventory that was opened
 * @param groups one at least
 */
public record GroupsPage(String file, List<GroupWithoutRole> groups) implements FieldsPage {

  /** The key of the file that is written. */
  public static final String KEPT = ClusterPage.KEYS + "kept";

  private static final String GROUP = ClusterPage.KEYS + "group.";

  private static final String NONE = "none";
  private static final String MASTERS = "masters";
  private static final String WORKERS = "workers";
  private static final String BOTH = "both";

  private static final List<Field.Choice> ROLES =
      List.of(
          new Field.Choice(NONE, ""),
          new Field.Choice(MASTERS, ""),
          new Field.Choice(WORKERS, ""),
          new Field.Choice(BOTH, ""));

  /** Names of more hosts nobody would read. */
  private static final int MOST_NAMED = 12;

  private static final String SOURCE = "quorate inventory convert --help";

  public GroupsPage {
    groups = List.copyOf(groups);
  }

  @Override
  public String title() {
    return "Roles of groups";
  }

  @Override
  public String purpose() {
    return "These groups have no role here yet: choose one for each.";
  }

  @Override
  public Field.Help help(Moment at) {
    return new Field.Help(
        "Masters are the hosts of k8s_masters, and workers those of k8s_workers. Where groups are"
            + " called otherwise, their roles are said here.",
        "control: masters, compute: workers",
        SOURCE);
  }

  @Override
  public List<Field> fields(Choices choices) {
    List<Field> fields = new ArrayList<>();
    for (GroupWithoutRole group : groups) {
      fields.add(new Field(key(group), Problem.shown(group.name()), Field.Kind.CHOICE, ROLES));
    }
    fields.add(new Field(KEPT, "New inventory", Field.Kind.TEXT, List.of()));
    return fields;
  }

  private static String key(GroupWithoutRole group) {
    return GROUP + group.name();
  }

  @Override
  public String usual(String key) {
    if (key.equals(KEPT)) {
      return usualFile();
    }
    Role likely =
        groups.stream()
            .filter(g -> key(g).equals(key))
            .findFirst()
            .map(GroupWithoutRole::likely)
            .orElse(null);
    return likely == null ? NONE : likely == Role.MASTER ? MASTERS : WORKERS;
  }

  /** Beside the one that was opened, where relative paths in it hold, too. */
  private String usualFile() {
    int name = file.lastIndexOf('/') + 1;
    int end = file.lastIndexOf('.');
    return (end > name ? file.substring(0, end) : file) + "-quorate.yaml";
  }

  @Override
  public Field.Help help(String key) {
    if (key.equals(KEPT)) {
      return new Field.Help(
          file
              + " stays as it is. The cluster's inventory is written here, as `quorate inventory"
              + " convert` does, and is the one to use from then on.",
          "home.yaml",
          SOURCE);
    }
    List<String> hosts =
        groups.stream()
            .filter(g -> key(g).equals(key))
            .findFirst()
            .map(GroupWithoutRole::hosts)
            .orElse(List.of());
    return new Field.Help(
        (hosts.size() == 1 ? "1 host: " : hosts.size() + " hosts: ")
            + String.join(", ", hosts.stream().limit(MOST_NAMED).map(Problem::shown).toList())
            + (hosts.size() > MOST_NAMED ? " and others." : "."),
        MASTERS,
        SOURCE);
  }

  private String role(Choices choices, GroupWithoutRole group) {
    String said = choices.text(key(group)).strip();
    return said.isEmpty() ? usual(key(group)) : said;
  }

  /** Where the inventory goes. */
  String kept(Choices choices) {
    String said = choices.text(KEPT).strip();
    return said.isEmpty() ? usualFile() : said;
  }

  /** The groups by their roles. */
  GroupRoles roles(Choices choices) {
    return new GroupRoles(of(choices, MASTERS), of(choices, WORKERS));
  }

  private List<String> of(Choices choices, String role) {
    return groups.stream()
        .filter(g -> List.of(role, BOTH).contains(role(choices, g)))
        .map(GroupWithoutRole::name)
        .toList();
  }

  @Override
  public List<Problem> problems(Choices choices) {
    List<Problem> problems = new ArrayList<>();
    for (GroupWithoutRole group : groups) {
      String said = role(choices, group);
      if (ROLES.stream().noneMatch(role -> role.value().equals(said))) {
        problems.add(
            Problem.error(
                key(group),
                "\"" + Problem.shown(said) + "\" is not one of the choices.",
                "Take none, masters, workers or both."));
      }
    }
    if (problems.isEmpty() && roles(choices).masters().isEmpty()) {
      // Of no group alone: the answers come one by one.
      problems.add(Problem.error(GROUP, "No group has the masters.", "Choose masters for one."));
    }
    return problems;
  }
}
