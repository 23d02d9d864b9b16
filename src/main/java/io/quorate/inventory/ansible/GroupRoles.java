package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups of others, and the roles that somebody says their hosts have.
 *
 * @param masters names of groups
 * @param workers names of groups
 */
public record GroupRoles(List<String> masters, List<String> workers) {
  public static final GroupRoles NONE = new GroupRoles(List.of(), List.of());

  public GroupRoles {
    masters = List.copyOf(masters);
    workers = List.copyOf(workers);
  }

  public boolean isEmpty() {
    return masters.isEmpty() && workers.isEmpty();
  }

  /** The groups that are named. */
  public Set<String> names() {
    Set<String> names = new HashSet<>(masters);
    names.addAll(workers);
    return names;
  }

  /**
   * Puts the hosts of the groups into those of the roles.
   *
   * @param renamed what groups are called by now, by the name that somebody gave
   * @param problems a group that is not there is added
   */
  public void apply(AnsibleGroups groups, Map<String, String> renamed, List<Problem> problems) {
    masters.forEach(n -> give(groups, Role.MASTERS, renamed.getOrDefault(n, n), problems));
    workers.forEach(n -> give(groups, Role.WORKERS, renamed.getOrDefault(n, n), problems));
  }

  private static void give(AnsibleGroups groups, String role, String name, List<Problem> problems) {
    Group group = groups.group(name);
    if (group == null && !name.equals(AnsibleGroups.ALL)) {
      problems.add(missing(groups, name));
      return;
    }
    if (name.equals(role)) {
      return;
    }
    Group into = groups.declare(role, group == null ? null : group.place);
    boolean holdsRole = group != null && groups.isBelow(role, name);
    if (group == null || holdsRole || name.equals(AnsibleGroups.ALL)) {
      into.hosts.addAll(groups.hostsOf(name));
    } else {
      into.children.add(name);
    }
  }

  private static Problem missing(AnsibleGroups groups, String name) {
    String there =
        groups.groups().stream()
            .map(group -> Problem.shown(group.name))
            .limit(20)
            .collect(Collectors.joining(", "));
    return Problem.error(
            "",
            "There is no group \"" + Problem.shown(name) + "\" that could get a role.",
            "Name one of these: " + there + ".")
        .at(groups.groups().isEmpty() ? null : groups.groups().getFirst().place);
  }
}
