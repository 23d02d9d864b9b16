package io.quorate.inventory.ansible;

import io.quorate.inventory.HostName;
import io.quorate.inventory.Problem;
import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.ansible.AnsibleGroups.Group;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hosts by Ansible's patterns (docs.ansible.com, "Patterns: targeting hosts and groups"): names of
 * hosts and groups, with wildcards, as a regular expression behind a {@code ~}, counted as {@code
 * [0]}, {@code [-1]} or {@code [1:3]}; several with commas or colons, of which {@code &x} keeps
 * what is also of x, and {@code !x} takes away what is.
 */
public final class HostSelection {
  private static final Pattern SUBSCRIPT =
      Pattern.compile("(.+)\\[(?:(-?[0-9]+)|([0-9]+)[:-]([0-9]*))]");

  /** What stands between colons, which may also stand in brackets. */
  private static final Pattern PART = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*])+");

  private static final Pattern BRACKETED = Pattern.compile("\\[(.+)]:[0-9]+");
  private static final Pattern WITH_PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*])*):[0-9]+");

  private static final String RANGE = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?]";
  private static final String LABEL = "(?:\\w|" + RANGE + ")(?:[\\w-]|" + RANGE + ")*(?<![_-])";
  private static final Pattern NAME =
      Pattern.compile(
          LABEL + "(?:\\." + LABEL + ")*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  /** A name with one of these is compared with hosts, too, where it is a group's. */
  private static final Pattern SPECIAL = Pattern.compile("[.?*\\[]");

  private static final int MOST_NAMED = 20;

  private final AnsibleGroups groups;

  private HostSelection(AnsibleGroups groups) {
    this.groups = groups;
  }

  /** A pattern, or a part of it, means no host. */
  public static final class NoHostException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public NoHostException(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }

    /** What to write instead. */
    public String remedy() {
      return remedy;
    }
  }

  /** The parts of a pattern, each with its {@code &} or {@code !}. */
  public static List<String> parts(String pattern) {
    Stream<String> parts =
        pattern.contains(",")
            ? Stream.of(pattern.split(",", -1))
            : isOnePlace(pattern)
                ? Stream.of(pattern)
                : PART.matcher(pattern).results().map(found -> found.group());
    return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  /** Colons part nothing in an address, or before a port. */
  private static boolean isOnePlace(String pattern) {
    Matcher bracketed = BRACKETED.matcher(pattern);
    Matcher withPort = WITH_PORT.matcher(pattern);
    String host =
        bracketed.matches() ? bracketed.group(1) : withPort.matches() ? withPort.group(1) : pattern;
    return HostName.isAddress(host) || NAME.matcher(host).matches();
  }

  /**
   * The names of the hosts that the parts of a pattern mean together.
   *
   * @throws NoHostException when none is left, or a part names nothing that is there: Ansible has a
   *     warning for that, and goes on without what was misspelled
   */
  public static Set<String> of(List<String> parts, AnsibleGroups groups) throws NoHostException {
    return new HostSelection(groups).select(parts);
  }

  private Set<String> select(List<String> parts) throws NoHostException {
    List<String> also = starting('&', parts);
    List<String> not = starting('!', parts);
    Set<String> hosts = new LinkedHashSet<>();
    if (also.size() + not.size() == parts.size() && !parts.isEmpty()) {
      hosts.addAll(groups.hosts());
    }
    for (String part : parts) {
      if (groups.hosts().contains(part)) {
        hosts.add(part);
      } else if (!part.startsWith("&") && !part.startsWith("!")) {
        hosts.addAll(matches(part));
      }
    }
    for (String part : also) {
      hosts.retainAll(Set.copyOf(matches(part)));
    }
    for (String part : not) {
      hosts.removeAll(Set.copyOf(matches(part)));
    }
    if (hosts.isEmpty()) {
      throw new NoHostException(
          "No host is left.",
          "x,y are the hosts of either; x,&y those that are of both; x,!y those of x less y's.");
    }
    return hosts;
  }

  private static List<String> starting(char sign, List<String> parts) {
    return parts.stream()
        .filter(part -> part.charAt(0) == sign)
        .map(part -> part.substring(1))
        .toList();
  }

  private List<String> matches(String part) throws NoHostException {
    Matcher subscript = SUBSCRIPT.matcher(part);
    boolean counted = !part.startsWith("~") && subscript.matches();
    List<String> hosts = named(counted ? subscript.group(1) : part);
    if (!counted || hosts.isEmpty()) {
      return hosts;
    }
    String one = subscript.group(2);
    return one == null
        ? range(part, hosts, subscript.group(3), subscript.group(4))
        : List.of(at(part, hosts, number(one)));
  }

  private static String at(String part, List<String> hosts, int index) throws NoHostException {
    int at = index < 0 ? hosts.size() + index : index;
    if (at < 0 || at >= hosts.size()) {
      throw new NoHostException(
          "\"" + Problem.shown(part) + "\" means no host: there are " + hosts.size() + ".",
          "[0] is the first, [-1] the last, [0:2] are the first three.");
    }
    return hosts.get(at);
  }

  /** Both ends are part of it. Ansible takes an end of 0 for none, and so for one host. */
  private static List<String> range(String part, List<String> hosts, String from, String to)
      throws NoHostException {
    int first = number(from);
    int last = to.isEmpty() ? hosts.size() - 1 : number(to);
    if (!to.isEmpty() && last == 0) {
      return List.of(at(part, hosts, first));
    }
    int begin = Math.min(first, hosts.size());
    return hosts.subList(begin, Math.max(begin, Math.min(last, hosts.size() - 1) + 1));
  }

  /** No host has a number that is larger. */
  private static int number(String digits) {
    BigInteger most = BigInteger.valueOf(AnsibleGroups.MOST_HOSTS);
    return new BigInteger(digits).max(most.negate()).min(most).intValue();
  }

  /** The hosts of the groups that are called so, and the hosts that are. */
  private List<String> named(String expression) throws NoHostException {
    Predicate<String> fits = fitting(expression);
    List<String> hosts = new ArrayList<>();
    boolean anyGroup = false;
    for (String name : groupNames()) {
      if (fits.test(name)) {
        anyGroup = true;
        hosts.addAll(hostsOf(name));
      }
    }
    if (!anyGroup || expression.startsWith("~") || SPECIAL.matcher(expression).find()) {
      groups.hosts().stream().filter(fits).forEach(hosts::add);
    }
    if (hosts.isEmpty() && !anyGroup) {
      throw nothing(expression);
    }
    return hosts;
  }

  private Set<String> groupNames() {
    Set<String> names = new LinkedHashSet<>(List.of(AnsibleGroups.ALL, AnsibleGroups.UNGROUPED));
    groups.groups().forEach(group -> names.add(group.name));
    return names;
  }

  private List<String> hostsOf(String name) {
    return switch (name) {
      case AnsibleGroups.ALL -> all();
      case AnsibleGroups.UNGROUPED -> ungrouped();
      default -> List.copyOf(groups.hostsOf(name));
    };
  }

  private List<String> ungrouped() {
    Set<String> grouped = new HashSet<>();
    groups.groups().stream().filter(HostSelection::isOwn).forEach(g -> grouped.addAll(g.hosts));
    return groups.hosts().stream().filter(host -> !grouped.contains(host)).toList();
  }

  /** As Ansible counts them: those of all itself, those of no group, then group by group. */
  private List<String> all() {
    Group all = groups.group(AnsibleGroups.ALL);
    Set<String> hosts = new LinkedHashSet<>(all == null ? Set.of() : all.hosts);
    hosts.addAll(ungrouped());
    Set<String> below = new HashSet<>();
    groups.groups().stream().filter(HostSelection::isOwn).forEach(g -> below.addAll(g.children));
    List<String> waiting = new ArrayList<>(all == null ? Set.of() : all.children);
    groups.groups().stream()
        .filter(group -> isOwn(group) && !below.contains(group.name))
        .forEach(group -> waiting.add(group.name));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < waiting.size(); i++) {
      Group group = groups.group(waiting.get(i));
      if (group != null && seen.add(group.name)) {
        hosts.addAll(group.hosts);
        waiting.addAll(group.children);
      }
    }
    hosts.addAll(groups.hosts());
    return List.copyOf(hosts);
  }

  private static boolean isOwn(Group group) {
    return !group.name.equals(AnsibleGroups.ALL) && !group.name.equals(AnsibleGroups.UNGROUPED);
  }

  /** A regular expression need not reach a name's end. */
  private static Predicate<String> fitting(String expression) throws NoHostException {
    boolean regex = expression.startsWith("~");
    try {
      Pattern pattern =
          regex
              ? Pattern.compile(expression.substring(1))
              : Pattern.compile(wildcards(expression), Pattern.DOTALL);
      return regex
          ? name -> pattern.matcher(name).lookingAt()
          : name -> pattern.matcher(name).matches();
    } catch (PatternSyntaxException e) {
      throw new NoHostException(
          "\"" + Problem.shown(expression) + "\" cannot be read: " + e.getDescription() + ".",
          regex
              ? "Behind ~ stands a regular expression, such as ~node-[0-9]+."
              : "* is any letters, ? one, [a-c] one of these, [!a-c] one of the others.");
    }
  }

  /** A shell's wildcards as a regular expression. */
  private static String wildcards(String expression) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < expression.length()) {
      char letter = expression.charAt(at);
      int end = letter == '[' ? bracket(expression, at) : -1;
      regex.append(
          switch (letter) {
            case '*' -> ".*";
            case '?' -> ".";
            default ->
                end < 0
                    ? Pattern.quote(String.valueOf(letter))
                    : letters(expression.substring(at + 1, end));
          });
      at = Math.max(at, end) + 1;
    }
    return regex.toString();
  }

  /** Where letters in brackets end, of which a bracket may be the first; below zero: nowhere. */
  private static int bracket(String expression, int open) {
    int first = expression.startsWith("!", open + 1) ? open + 2 : open + 1;
    return expression.indexOf(']', expression.startsWith("]", first) ? first + 1 : first);
  }

  private static String letters(String inBrackets) {
    boolean others = inBrackets.startsWith("!");
    String letters = others ? inBrackets.substring(1) : inBrackets;
    return (others ? "[^" : "[") + letters.replaceAll("[\\\\\\[\\]&^]", "\\\\$0") + "]";
  }

  private NoHostException nothing(String expression) {
    String near = nearest(expression);
    String there =
        groups.groups().stream()
            .filter(HostSelection::isOwn)
            .map(group -> Problem.shown(group.name))
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", "));
    return new NoHostException(
        "There is no host and no group \"" + Problem.shown(expression) + "\".",
        near != null
            ? "Did you mean " + Problem.shown(near) + "?"
            : there.isEmpty()
                ? "Name hosts or groups of the inventory."
                : "There are these groups: " + there + ".");
  }

  /** Of a short word, little is left that two letters could be wrong in. */
  private @Nullable String nearest(String expression) {
    int most = Math.min(2, expression.length() / 3);
    return Stream.concat(groupNames().stream(), groups.hosts().stream())
        .filter(name -> TypingDistance.between(name, expression) <= most)
        .findFirst()
        .orElse(null);
  }
}
