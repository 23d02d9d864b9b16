package io.quorate.wizard;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hosts that are to join a cluster, as a person types them, one a line: a host as on the Hosts page
 * ({@code node-5 10.0.0.15}, ranges too), then what it is for ({@code master}, {@code worker} or
 * {@code master,worker}; a worker when nothing is said). The name alone of a host that is there
 * gives it another role. {@code wipe} at the end lets a host's old data of etcd go.
 *
 * @param wanted the inventory with them
 * @param wipe whose old data may go
 * @param bad the lines that were not understood
 */
public record NewHosts(Inventory wanted, Set<String> wipe, List<BadLine> bad) {

  private static final Pattern WIPE = Pattern.compile("(.*?)\\s+wipe");
  private static final Pattern ROLES =
      Pattern.compile("(.*?)\\s+(master|worker)(?:\\s*[,+]\\s*(master|worker))?");

  public NewHosts {
    wipe = Set.copyOf(wipe);
    bad = List.copyOf(bad);
  }

  /** Whatever is wrong is a bad line; the others count. */
  public static NewHosts read(String text, Inventory there) {
    List<Host> hosts = new ArrayList<>(there.hosts());
    Set<String> wipe = new LinkedHashSet<>();
    List<BadLine> bad = new ArrayList<>();
    for (String line : HostLines.seen(text).lines().toList()) {
      String content = line.replaceFirst("(^|\\s)#.*", "").strip();
      Matcher wiping = WIPE.matcher(content);
      boolean wipes = wiping.matches();
      String rest = wipes ? wiping.group(1) : content;
      Set<Role> roles = EnumSet.noneOf(Role.class);
      Matcher given = ROLES.matcher(rest);
      if (given.matches()) {
        roles.add(role(given.group(2)));
        if (given.group(3) != null) {
          roles.add(role(given.group(3)));
        }
        rest = given.group(1);
      }
      for (String name : take(rest, roles, hosts, bad)) {
        if (wipes) {
          wipe.add(name);
        }
      }
    }
    return new NewHosts(there.withHosts(hosts), wipe, bad);
  }

  /** Whether a line says what its hosts are for. */
  public static boolean saysRoles(String line) {
    Matcher wiping = WIPE.matcher(line.strip());
    return ROLES.matcher(wiping.matches() ? wiping.group(1) : line.strip()).matches();
  }

  /** A line that does not say what its hosts are for, with that. */
  public static String withRoles(String line, String roles) {
    Matcher wiping = WIPE.matcher(line.strip());
    return wiping.matches() ? wiping.group(1) + " " + roles + " wipe" : line.strip() + " " + roles;
  }

  /**
   * The lines with the agreement that old data goes.
   *
   * @param nodes whose old data may go
   */
  public static String wiping(String lines, Inventory there, List<String> nodes) {
    Set<String> typed = new LinkedHashSet<>();
    List<String> all = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      NewHosts own = read(line, there);
      List<String> names =
          own.wanted().hosts().stream()
              .filter(h -> !there.hosts().contains(h))
              .map(Host::name)
              .toList();
      boolean wipes = names.stream().anyMatch(nodes::contains);
      typed.addAll(names);
      all.add(wipes && own.wipe().isEmpty() ? line.strip() + " wipe" : line);
    }
    // Hosts that the file has already need a line of their own.
    for (Host host : read(lines, there).wanted().hosts()) {
      if (nodes.contains(host.name()) && !typed.contains(host.name())) {
        String roles =
            host.roles().stream()
                .sorted()
                .map(r -> r == Role.MASTER ? "master" : "worker")
                .collect(Collectors.joining(","));
        all.add(host.name() + " " + roles + " wipe");
      }
    }
    return String.join("\n", all);
  }

  /** The names of the line's hosts. */
  private static List<String> take(
      String text, Set<Role> roles, List<Host> hosts, List<BadLine> bad) {
    String[] words = text.split("\\s+");
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      boolean alone = words.length == 1 && words[0].equals(host.name());
      // The same line again, after a run whose end was not seen.
      boolean again =
          words.length == 2 && words[0].equals(host.name()) && words[1].equals(host.address());
      if (alone && roles.isEmpty()) {
        bad.add(new BadLine(text, "say what " + host.name() + " is to be: master, worker or both"));
        return List.of();
      }
      if (alone || again) {
        // Said again without a role, it stays what it is.
        hosts.set(i, roles.isEmpty() ? host : withRoles(host, roles));
        return List.of(host.name());
      }
    }
    HostLines.Read read =
        HostLines.read(text, hosts.stream().map(h -> HostEntry.of(h.name(), h.address())).toList());
    bad.addAll(read.bad());
    read.hosts().forEach(entry -> hosts.add(withRoles(entry.host(), roles)));
    return read.hosts().stream().map(HostEntry::name).toList();
  }

  private static Role role(String word) {
    return word.equals("master") ? Role.MASTER : Role.WORKER;
  }

  private static Host withRoles(Host host, Set<Role> roles) {
    return host.withRoles(roles.isEmpty() ? Set.of(Role.WORKER) : roles);
  }
}
