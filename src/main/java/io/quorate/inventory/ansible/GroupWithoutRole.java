package io.quorate.inventory.ansible;

import io.quorate.inventory.Role;
import io.quorate.inventory.TypingDistance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group whose hosts get no role by its name, where no host of the inventory has one.
 *
 * @param hosts the names of its hosts and of those of its children, one at least
 * @param likely what its name suggests; null: nothing
 */
public record GroupWithoutRole(String name, List<String> hosts, @Nullable Role likely) {

  /** What others call the roles. */
  private static final Map<String, Role> OTHER_NAMES =
      Map.of(
          "masters", Role.MASTER,
          "master", Role.MASTER,
          "controllers", Role.MASTER,
          "control_plane", Role.MASTER,
          "workers", Role.WORKER,
          "worker", Role.WORKER,
          "nodes", Role.WORKER);

  public GroupWithoutRole {
    hosts = List.copyOf(hosts);
  }

  /** All of an inventory, in the order in which they stand there; none where a host has a role. */
  public static List<GroupWithoutRole> in(AnsibleGroups groups) {
    boolean any =
        groups.hasTooManyHosts()
            || groups.hasTooManyGroups()
            || !groups.hostsOf(Role.MASTERS).isEmpty()
            || !groups.hostsOf(Role.WORKERS).isEmpty();
    return any
        ? List.of()
        : groups.groups().stream()
            .map(group -> group.name)
            .filter(name -> !name.equals(AnsibleGroups.ALL))
            .filter(name -> !name.equals(AnsibleGroups.UNGROUPED))
            .map(n -> new GroupWithoutRole(n, List.copyOf(groups.hostsOf(n)), likely(n)))
            .filter(group -> !group.hosts().isEmpty())
            .toList();
  }

  /** The role that a group's name suggests; null: none. */
  static @Nullable Role likely(String name) {
    if (TypingDistance.between(name, Role.MASTERS) <= 3) {
      return Role.MASTER;
    }
    return TypingDistance.between(name, Role.WORKERS) <= 3 ? Role.WORKER : OTHER_NAMES.get(name);
  }

  /** The group of ours that the name suggests; null: none. */
  static @Nullable String likelyGroup(String name) {
    Role likely = likely(name);
    return likely == null ? null : likely == Role.MASTER ? Role.MASTERS : Role.WORKERS;
  }
}
