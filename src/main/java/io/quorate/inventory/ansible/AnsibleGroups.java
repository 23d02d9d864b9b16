package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The groups, hosts and variables of an Ansible inventory, whatever it was written in, and which
 * variable wins (docs.ansible.com, "Understanding variable precedence"): the inventory's group
 * variables from all to the innermost group, then group_vars/all, then the other group_vars, then
 * the inventory's host variables, then host_vars.
 */
public final class AnsibleGroups {
  public static final String ALL = "all";
  public static final String UNGROUPED = "ungrouped";

  /** Twice what a cluster may have, each in many groups; what is made of groups grows quickly. */
  static final int MOST_HOSTS = 10_000;

  private static final int MOST_NAMED = 150_000;
  static final int MOST_GROUPS = 1000;

  /** A group's place among its likes: no variable to Ansible. */
  private static final String PRIORITY = "ansible_group_priority";

  /** By which a host is known, to Ansible, to kubespray and here. */
  private static final Set<String> ADDRESSES =
      Set.of("ansible_host", "ansible_ssh_host", "ip", "access_ip", Setting.PRIVATE_ADDRESS.key());

  /** A group as it stands in the inventory; one that is named twice is the sum of both. */
  public static final class Group {
    public final String name;
    public final @Nullable Place place;
    public final Map<String, Written.Entry> variables = new LinkedHashMap<>();
    public final Set<String> hosts = new LinkedHashSet<>();
    public final Set<String> children = new LinkedHashSet<>();
    public @Nullable Place variablesPlace;

    private Group(String name, @Nullable Place place) {
      this.name = name;
      this.place = place;
    }
  }

  /** Variables, and whose they are. */
  public record Source(Kind kind, String of, Map<String, Written.Entry> variables) {

    /** Where variables stand. */
    public enum Kind {
      GROUP,
      GROUP_FOLDER,
      HOST,
      HOST_FOLDER,
      /** Files that a playbook names, which win over everything. */
      PLAYBOOK
    }

    boolean ofGroup() {
      return kind == Kind.GROUP || kind == Kind.GROUP_FOLDER;
    }
  }

  private record HostPlace(@Nullable Place place, Map<String, Written.Entry> variables) {}

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, HostPlace> hosts = new LinkedHashMap<>();

  /** Of each inventory that was read, in their order. */
  private final List<Map<String, Map<String, Written.Entry>>> groupFolders = new ArrayList<>();

  private final Map<String, Map<String, Written.Entry>> hostFolder = new LinkedHashMap<>();
  private final Map<String, Written.Entry> playbook = new LinkedHashMap<>();
  private final List<Problem> saidTwice = new ArrayList<>();
  private int named;

  /** Whether more were named than are kept: the inventory is to be refused. */
  boolean hasTooManyHosts() {
    return hosts.size() > MOST_HOSTS || named > MOST_NAMED;
  }

  boolean hasTooManyGroups() {
    return groups.size() > MOST_GROUPS;
  }

  /** The group of a name, made when it is not there yet. */
  public Group declare(String name, @Nullable Place place) {
    if (hasTooManyGroups() && !groups.containsKey(name)) {
      return new Group(name, place);
    }
    return groups.computeIfAbsent(name, n -> new Group(n, place));
  }

  /**
   * Puts hosts into a group and gives them variables; what was said of a host before stays unless
   * it is said anew.
   *
   * @param pattern a name, a range of names, either with a port
   * @return null when it was understood; otherwise what is wrong with the pattern
   */
  public @Nullable String addHosts(
      Group group, String pattern, @Nullable Place place, Map<String, Written.Entry> variables) {
    if (hasTooManyHosts()) {
      return null;
    }
    HostPattern read = HostPattern.read(pattern);
    if (read == null) {
      return "The range \"" + Problem.shown(pattern) + "\" cannot be expanded.";
    }
    Integer port = read.port();
    named += read.names().size();
    for (String name : read.names()) {
      boolean isNew = !hosts.containsKey(name);
      addHost(group, name, place, variables);
      if (isNew && port != null) {
        Written written = new Written.Scalar(String.valueOf(port), true, place);
        Written.Entry entry = new Written.Entry(place, written);
        ownOf(name).putIfAbsent(Setting.ANSIBLE_PORT.key(), entry);
      }
    }
    return null;
  }

  /** Puts one host into a group, by its name as it is. */
  private void addHost(
      Group group, String name, @Nullable Place place, Map<String, Written.Entry> variables) {
    HostPlace host = hosts.computeIfAbsent(name, n -> new HostPlace(place, new LinkedHashMap<>()));
    variables.forEach((key, entry) -> say(name, host, key, entry));
    group.hosts.add(name);
  }

  /** The same of a host that a program named: what looks like a range is none. */
  void addNamed(
      Group group, String name, @Nullable Place place, Map<String, Written.Entry> variables) {
    named++;
    if (!hasTooManyHosts()) {
      addHost(group, name, place, variables);
    }
  }

  /** Of each host what was said of it alone, to be looked at and changed. */
  Map<String, Written.Entry> ownOf(String host) {
    HostPlace found = hosts.get(host);
    return found == null ? Map.of() : found.variables();
  }

  /** Has a variable of all hosts' own be one of all, and win over what all has in folders. */
  void sayForAll(String variable, Written.Entry entry) {
    declare(ALL, null).variables.put(variable, entry);
    groupFolders.forEach(folder -> folder.getOrDefault(ALL, new HashMap<>()).remove(variable));
  }

  /**
   * Has a variable be a host's own.
   *
   * @param host one that is there
   */
  public void sayOfHost(String host, String variable, Written.Entry entry) {
    ownOf(host).put(variable, entry);
  }

  /** Whether a variable is an address, by which each host is known. */
  static boolean isAddress(String variable) {
    return ADDRESSES.contains(variable);
  }

  /** Of two addresses Ansible takes the one that was said last, without a word. */
  private void say(String name, HostPlace host, String key, Written.Entry entry) {
    Written.Entry before = host.variables().put(key, entry);
    Place then = before == null ? null : before.value().place();
    Place now = entry.value().place();
    if (ADDRESSES.contains(key)
        && before != null
        && then != null
        && now != null
        && before.value() instanceof Written.Scalar one
        && entry.value() instanceof Written.Scalar other
        && !one.text().equals(other.text())) {
      saidTwice.add(saidTwice(name, key, then, now));
    }
  }

  /** In one file it is a slip; a file that is named behind another may be there for it. */
  private static Problem saidTwice(String host, String key, Place then, Place now) {
    boolean elsewhere = !then.file().equals(now.file());
    String what =
        "%s has another %s on line %d%s: this one holds, as for Ansible."
            .formatted(
                Problem.shown(host),
                Problem.shown(key),
                then.line(),
                elsewhere ? " of " + then.file() : "");
    String field = "hosts." + host;
    return (elsewhere
            ? Problem.note(field, what, "Take out one of them, if it is not meant like this.")
            : Problem.warning(field, what, "Take out the one that is wrong."))
        .at(now);
  }

  /** Warnings of hosts that were given two addresses. */
  public List<Problem> saidTwice() {
    return List.copyOf(saidTwice);
  }

  /**
   * Begins with the folders of another inventory: what they say of any group but all wins over what
   * those before say of whichever group.
   */
  public void nextFolders() {
    groupFolders.add(new LinkedHashMap<>());
  }

  /** Adds what stands in group_vars/NAME or host_vars/NAME; what is added later wins. */
  public void addFolder(Source.Kind kind, String name, Map<String, Written.Entry> variables) {
    if (groupFolders.isEmpty()) {
      nextFolders();
    }
    Map<String, Map<String, Written.Entry>> folder =
        kind == Source.Kind.GROUP_FOLDER ? groupFolders.getLast() : hostFolder;
    folder.computeIfAbsent(name, n -> new LinkedHashMap<>()).putAll(variables);
  }

  /** Adds variables of a file that a playbook names. */
  public void addPlaybook(Map<String, Written.Entry> variables) {
    playbook.putAll(variables);
  }

  /** What a variable is called and worth in another vocabulary. */
  @FunctionalInterface
  public interface Vocabulary {
    void say(Source source, String name, Written.Entry entry, Map<String, Written.Entry> into);
  }

  /**
   * The same inventory in another vocabulary.
   *
   * @param keep the groups that stay; hosts of no other group go with them
   * @param names other names of groups
   */
  public AnsibleGroups translated(
      Predicate<Group> keep, Map<String, String> names, Vocabulary vocabulary) {
    AnsibleGroups to = new AnsibleGroups();
    Set<String> dropped = new LinkedHashSet<>();
    groups.values().stream().filter(keep.negate()).forEach(group -> dropped.add(group.name));
    Set<String> gone = new LinkedHashSet<>();
    dropped.forEach(name -> gone.addAll(groups.get(name) == null ? Set.of() : hostsOf(name)));
    for (Group group : groups.values()) {
      if (keep.test(group) && !group.name.equals(ALL) && !group.name.equals(UNGROUPED)) {
        gone.removeAll(group.hosts);
      }
    }
    for (Group group : groups.values()) {
      if (!keep.test(group)) {
        continue;
      }
      Group twin = to.declare(names.getOrDefault(group.name, group.name), group.place);
      twin.variablesPlace = group.variablesPlace;
      twin.variables.putAll(
          say(vocabulary, new Source(Source.Kind.GROUP, group.name, group.variables)));
      group.hosts.stream().filter(h -> !gone.contains(h)).forEach(twin.hosts::add);
      group.children.stream()
          .filter(child -> !dropped.contains(child))
          .forEach(child -> twin.children.add(names.getOrDefault(child, child)));
    }
    hosts.forEach(
        (name, host) -> {
          if (!gone.contains(name)) {
            Source source = new Source(Source.Kind.HOST, name, host.variables());
            to.hosts.put(name, new HostPlace(host.place(), say(vocabulary, source)));
          }
        });
    for (Map<String, Map<String, Written.Entry>> folder : groupFolders) {
      to.nextFolders();
      folder.forEach(
          (name, variables) -> {
            if (!dropped.contains(name)) {
              Source source = new Source(Source.Kind.GROUP_FOLDER, name, variables);
              String called = names.getOrDefault(name, name);
              to.groupFolders.getLast().put(called, say(vocabulary, source));
            }
          });
    }
    hostFolder.forEach(
        (name, variables) -> {
          if (!gone.contains(name)) {
            Source source = new Source(Source.Kind.HOST_FOLDER, name, variables);
            to.hostFolder.put(name, say(vocabulary, source));
          }
        });
    to.playbook.putAll(say(vocabulary, new Source(Source.Kind.PLAYBOOK, "", playbook)));
    return to;
  }

  private static Map<String, Written.Entry> say(Vocabulary vocabulary, Source source) {
    Map<String, Written.Entry> said = new LinkedHashMap<>();
    source.variables().forEach((name, entry) -> vocabulary.say(source, name, entry, said));
    return said;
  }

  public List<Group> groups() {
    return List.copyOf(groups.values());
  }

  public @Nullable Group group(String name) {
    return groups.get(name);
  }

  /** The names of all hosts, in the order in which they were first named. */
  public List<String> hosts() {
    return List.copyOf(hosts.keySet());
  }

  /** Where a host is first named. */
  public @Nullable Place placeOf(String host) {
    HostPlace found = hosts.get(host);
    return found == null ? null : found.place();
  }

  /** The names of a group's hosts, those of its children among them. */
  public Set<String> hostsOf(String name) {
    if (name.equals(ALL)) {
      return new LinkedHashSet<>(hosts.keySet());
    }
    Set<String> found = new LinkedHashSet<>();
    for (Group group : lineage(name)) {
      found.addAll(group.hosts);
    }
    return found;
  }

  /** The group and all below it, each once: parents before children. */
  private List<Group> lineage(String name) {
    Map<String, Group> seen = new LinkedHashMap<>();
    List<String> waiting = new ArrayList<>(List.of(name));
    while (!waiting.isEmpty()) {
      String next = waiting.removeFirst();
      Group group = groups.get(next);
      if (group != null && seen.putIfAbsent(next, group) == null) {
        waiting.addAll(group.children);
      }
    }
    return List.copyOf(seen.values());
  }

  /** Whether a group is another one, or below it. */
  boolean isBelow(String name, String other) {
    return lineage(other).stream().anyMatch(group -> group.name.equals(name));
  }

  /** Who is in which group, and what that means for variables. */
  public Precedence precedence() {
    return new Precedence();
  }

  /** Which variables hold for whom, weakest first. */
  public final class Precedence {
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final List<Group> order;
    private @Nullable Group loop;

    private Precedence() {
      groups.keySet().forEach(name -> members.put(name, hostsOf(name)));
      deepen();
      order =
          groups.values().stream()
              .sorted(
                  Comparator.<Group>comparingInt(g -> depths.getOrDefault(g.name, 1))
                      .thenComparingInt(AnsibleGroups::priority)
                      .thenComparing(g -> g.name))
              .toList();
    }

    /** A group's depth is the longest way from all: groups whose parents are all done come next. */
    private void deepen() {
      Map<String, Integer> parents = new HashMap<>();
      for (Group group : groups.values()) {
        group.children.forEach(child -> parents.merge(child, 1, Integer::sum));
      }
      List<String> ready = new ArrayList<>();
      groups.keySet().stream().filter(name -> !parents.containsKey(name)).forEach(ready::add);
      for (int i = 0; i < ready.size(); i++) {
        Group group = groups.get(ready.get(i));
        if (group == null) {
          continue;
        }
        int depth = depths.computeIfAbsent(group.name, name -> name.equals(ALL) ? 0 : 1);
        for (String child : group.children) {
          depths.merge(child, depth + 1, Math::max);
          if (parents.merge(child, -1, Integer::sum) == 0) {
            ready.add(child);
          }
        }
      }
      loop =
          groups.values().stream()
              .filter(group -> parents.getOrDefault(group.name, 0) > 0)
              .findFirst()
              .orElse(null);
    }

    /** A group that is in itself, over whatever way, or below such a one; null: none is. */
    public @Nullable Group loop() {
      return loop;
    }

    /** The hosts of a group and of its children. */
    public Set<String> members(String group) {
      return members.getOrDefault(group, Set.of());
    }

    /** The variables of the groups that a test picks, and of a playbook. */
    public List<Source> ofGroups(Predicate<String> which) {
      List<Source> sources = new ArrayList<>();
      List<String> named = new ArrayList<>();
      for (Group group : order) {
        if (which.test(group.name)) {
          sources.add(new Source(Source.Kind.GROUP, group.name, group.variables));
          if (!group.name.equals(ALL)) {
            named.add(group.name);
          }
        }
      }
      if (!groups.containsKey(UNGROUPED) && which.test(UNGROUPED)) {
        named.addFirst(UNGROUPED);
      }
      if (which.test(ALL)) {
        folders(List.of(ALL), sources);
      }
      folders(named, sources);
      return sources;
    }

    /** Inventory by inventory, and in each from the outermost group to the innermost. */
    private void folders(List<String> named, List<Source> into) {
      for (Map<String, Map<String, Written.Entry>> folder : groupFolders) {
        named.forEach(name -> folder(Source.Kind.GROUP_FOLDER, folder, name, into));
      }
    }

    /** All variables of a host. */
    public List<Source> ofHost(String name) {
      List<Source> sources =
          new ArrayList<>(
              ofGroups(
                  group ->
                      group.equals(ALL)
                          || (group.equals(UNGROUPED)
                              ? isUngrouped(name)
                              : members(group).contains(name))));
      sources.addAll(ofHostAlone(name));
      sources.add(ofPlaybook());
      return sources;
    }

    /** A host's own variables, none of its groups. */
    private List<Source> ofHostAlone(String name) {
      List<Source> sources = new ArrayList<>();
      HostPlace host = hosts.get(name);
      if (host != null) {
        sources.add(new Source(Source.Kind.HOST, name, host.variables()));
      }
      folder(Source.Kind.HOST_FOLDER, hostFolder, name, sources);
      return sources;
    }

    /**
     * Some variables of each host as Ansible would merge them. Of many hosts that takes a while
     * where groups say any of them, which is rare of addresses.
     */
    public Function<String, Map<String, Written.Entry>> merging(Set<String> names) {
      List<Source> shared = ofGroups(group -> true);
      shared.add(ofPlaybook());
      boolean alone =
          shared.stream().allMatch(s -> Collections.disjoint(s.variables().keySet(), names));
      return host -> {
        Map<String, Written.Entry> merged = new LinkedHashMap<>();
        for (Source source : alone ? ofHostAlone(host) : ofHost(host)) {
          names.forEach(
              name -> {
                Written.Entry entry = source.variables().get(name);
                if (entry != null) {
                  merged.put(name, entry);
                }
              });
        }
        return merged;
      };
    }

    /** The variables of files that a playbook names. */
    public Source ofPlaybook() {
      return new Source(Source.Kind.PLAYBOOK, "", playbook);
    }

    /** A host's variables as Ansible would merge them. */
    public Map<String, Written.Entry> merged(String host) {
      Map<String, Written.Entry> merged = new LinkedHashMap<>();
      ofHost(host).forEach(source -> merged.putAll(source.variables()));
      merged.remove(PRIORITY);
      return merged;
    }

    private boolean isUngrouped(String host) {
      return members.entrySet().stream()
          .noneMatch(
              e ->
                  !e.getKey().equals(ALL)
                      && !e.getKey().equals(UNGROUPED)
                      && e.getValue().contains(host));
    }

    private static void folder(
        Source.Kind kind,
        Map<String, Map<String, Written.Entry>> folder,
        String name,
        List<Source> into) {
      Map<String, Written.Entry> variables = folder.get(name);
      if (variables != null) {
        into.add(new Source(kind, name, variables));
      }
    }
  }

  /** What Ansible puts before the name in a group's place among its likes; 1 unless it is said. */
  private static int priority(Group group) {
    Written.Entry entry = group.variables.get(PRIORITY);
    if (entry != null && entry.value() instanceof Written.Scalar scalar) {
      try {
        return Integer.parseInt(scalar.text().strip());
      } catch (NumberFormatException e) {
        return 1;
      }
    }
    return 1;
  }
}
