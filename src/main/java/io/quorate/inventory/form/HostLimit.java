package io.quorate.inventory.form;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import io.quorate.inventory.ansible.HostSelection;
import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.VersionDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some hosts of a cluster, named by a pattern as Ansible's {@code --limit}.
 *
 * @param hosts their names, in the inventory's order; one at least
 * @param others those that are left out
 */
public record HostLimit(Set<String> hosts, Set<String> others) {
  private static final int MOST_NAMED = 10;

  public HostLimit {
    hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
    others = Collections.unmodifiableSet(new LinkedHashSet<>(others));
  }

  /**
   * Those of an inventory, by the groups that stand in its files and by the roles.
   *
   * @param inventory what came of the files; null when they have errors: its hosts are all that
   *     they name, then
   * @throws NoHostException when the pattern means none of the cluster
   * @throws IOException when a file cannot be read, such as one of patterns ({@code @FILE})
   */
  public static HostLimit of(
      String pattern,
      Source source,
      VersionDefaults defaults,
      Vault vault,
      @Nullable Inventory inventory)
      throws IOException, NoHostException {
    return of(pattern, Forms.groups(source, defaults, vault, new ArrayList<>()), inventory);
  }

  /** Those of a cluster without files, by the roles. */
  public static HostLimit of(String pattern, Inventory inventory)
      throws IOException, NoHostException {
    return of(pattern, new AnsibleGroups(), inventory);
  }

  private static HostLimit of(String pattern, AnsibleGroups groups, @Nullable Inventory inventory)
      throws IOException, NoHostException {
    if (inventory != null) {
      role(Role.MASTERS, inventory.masters(), groups);
      role(Role.WORKERS, inventory.workers(), groups);
    }
    Set<String> meant = HostSelection.of(withFiles(HostSelection.parts(pattern)), groups);
    Set<String> hosts = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (String name : inventory == null ? groups.hosts() : names(inventory.hosts())) {
      (meant.contains(name) ? hosts : others).add(name);
    }
    if (hosts.isEmpty()) {
      throw new NoHostException(
          "What \"" + Problem.shown(pattern) + "\" means is no part of the cluster.",
          "The cluster's hosts are those of k8s_masters and k8s_workers.");
    }
    return new HostLimit(hosts, others);
  }

  /** A role is a group, also where the inventory's groups are called otherwise. */
  private static void role(String name, List<Host> hosts, AnsibleGroups groups) {
    if (groups.group(name) == null) {
      Group role = groups.declare(name, null);
      names(hosts).forEach(host -> groups.addHosts(role, host, null, Map.of()));
    }
  }

  private static List<String> names(List<Host> hosts) {
    return hosts.stream().map(Host::name).toList();
  }

  /** A part such as {@code @FILE} stands for the lines of a file. */
  private static List<String> withFiles(List<String> parts) throws IOException {
    List<String> all = new ArrayList<>();
    for (String part : parts) {
      if (part.startsWith("@")) {
        byte[] bytes = Files.readAllBytes(Path.of(part.substring(1)));
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .forEach(all::add);
      } else {
        all.add(part);
      }
    }
    return all;
  }

  /** The inventory with these hosts alone. */
  public Inventory of(Inventory inventory) {
    return inventory.withHosts(
        inventory.hosts().stream().filter(host -> hosts.contains(host.name())).toList());
  }

  /** Whether a problem is one of another host. */
  public boolean leavesOut(Problem problem) {
    return isOfAny(others, problem.field()) && !isOfAny(hosts, problem.field());
  }

  private static boolean isOfAny(Collection<String> names, String field) {
    return names.stream()
        .map(name -> "hosts." + name)
        .anyMatch(own -> field.equals(own) || field.startsWith(own + "."));
  }

  /** Their names, or the first of them. */
  public String named() {
    String more = hosts.size() > MOST_NAMED ? ", …" : "";
    return hosts.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more;
  }

  /**
   * Such as "2 of 12 hosts are asked: node-4, node-5."
   *
   * @param done what is done to them
   */
  public String words(String done) {
    return "%d of %d hosts %s %s: %s."
        .formatted(
            hosts.size(),
            hosts.size() + others.size(),
            hosts.size() == 1 ? "is" : "are",
            done,
            named());
  }
}
