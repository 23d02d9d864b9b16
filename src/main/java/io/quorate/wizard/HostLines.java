package io.quorate.wizard;

import io.quorate.inventory.Host;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Marks;
import io.quorate.inventory.ShellWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.InetAddressValidator;

/**
 * Reads hosts as people write them, one a line: {@code name address}, {@code address}, {@code
 * name=address}, {@code address name} as in /etc/hosts, {@code name ansible_host=address …} as in
 * an Ansible inventory, with variables that mean what they mean in one; with {@code user@} before
 * and {@code :port} after an address, a private address behind it, ranges such as {@code node-[1-3]
 * 10.0.0.[11-13]}, and comments from {@code #} on.
 */
final class HostLines {

  /** As many nodes as Kubernetes promises to work with. */
  static final int MOST = 5000;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)(?i:[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)(\\.(?i:[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?))*");
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*");
  private static final Pattern BRACKETED =
      Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)](?::(.*))?");
  private static final Pattern GROUP = Pattern.compile("\\[[A-Za-z_][A-Za-z0-9_:-]*]");
  private static final Pattern PASSWORD =
      Pattern.compile(
          "\\bansible_\\w*pass\\w*=(?:\"[^\"]*\"|'[^']*'|\\S+)|(?<=[^\\s:]):[^\\s@]+(?=@)");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  private static final Host NOTHING = new Host("", "", null, Set.of(), null, null, null, null);

  private final Set<String> names = new HashSet<>();
  private final Set<String> addresses = new HashSet<>();
  private final List<HostEntry> hosts = new ArrayList<>();
  private final List<BadLine> bad = new ArrayList<>();

  private HostLines(List<HostEntry> present) {
    present.forEach(this::remember);
  }

  /**
   * What was read.
   *
   * @param hosts without roles, in their order
   * @param bad the lines that were not understood, as they were
   */
  record Read(List<HostEntry> hosts, List<BadLine> bad) {
    Read {
      hosts = List.copyOf(hosts);
      bad = List.copyOf(bad);
    }
  }

  /** Why a line gives no host; its message is for the person who typed it. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Where SSH goes: {@code [user@]address[:port]}. */
  private record Target(String user, String address, String port) {}

  /**
   * @param present the hosts that are there already: names and addresses are given once
   */
  static Read read(String text, List<HostEntry> present) {
    HostLines lines = new HostLines(present);
    seen(text).lines().forEach(lines::line);
    return new Read(lines.hosts, lines.bad);
  }

  /**
   * Without what nobody sees, such as the mark at the beginning of a file; all blanks are plain.
   */
  static String seen(String text) {
    StringBuilder seen = new StringBuilder();
    text.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(seen::appendCodePoint);
    return seen.toString();
  }

  /** Whether a password stands in a text, which is then not to be shown. */
  static boolean hasPassword(String text) {
    return PASSWORD.matcher(text).find();
  }

  private void line(String line) {
    String content = COMMENT.matcher(line).replaceFirst("").strip();
    if (content.isEmpty()) {
      return;
    }
    String open = PASSWORD.matcher(content).replaceAll("").strip();
    try {
      if (!open.equals(content)) {
        throw new Refused("a password was taken out; the Access page asks for it, never a file");
      }
      List<HostEntry> read = entries(content);
      if (names.size() + read.size() > MOST) {
        throw new Refused("a cluster has at most " + MOST + " hosts");
      }
      read.forEach(this::remember);
      hosts.addAll(read);
    } catch (Refused refused) {
      bad.add(new BadLine(open, refused.reason()));
    }
  }

  private void remember(HostEntry host) {
    names.add(host.name());
    addresses.add(host.address().toLowerCase(Locale.ROOT));
  }

  private List<HostEntry> entries(String content) throws Refused {
    if (GROUP.matcher(content).matches()) {
      throw new Refused("a group of an Ansible inventory; only its host lines are read here");
    }
    Said said = said(content);
    List<String> words = said.words();
    if (words.size() == 1) {
      return named(targets(words.getFirst(), said.host()), said.host());
    }
    if (words.size() < 2 || words.size() > 3) {
      throw new Refused("write: name address, for example node-1 10.0.0.11");
    }
    boolean addressFirst = isIp(words.get(0)) && !isIp(words.get(1));
    List<String> given = expand(words.get(addressFirst ? 1 : 0));
    List<Target> targets = targets(words.get(addressFirst ? 0 : 1), said.host());
    List<String> inner = words.size() == 3 ? expand(words.get(2)) : List.of();
    if (given.size() != targets.size()) {
      throw new Refused(
          counted(given.size(), "name")
              + " for "
              + counted(targets.size(), "address")
              + "; ranges have to be equally long");
    }
    if (!inner.isEmpty() && inner.size() != targets.size()) {
      throw new Refused(
          counted(inner.size(), "private address") + " for " + counted(targets.size(), "host"));
    }
    return entries(given, targets, inner, said.host());
  }

  /**
   * A line in words.
   *
   * @param words a name, an address, the other nodes' address, as far as they are there
   * @param host what variables say; its address and name mean nothing here
   */
  private record Said(List<String> words, Host host) {}

  private static Said said(String content) throws Refused {
    if (!HostVariables.on(content)) {
      return new Said(words(content), NOTHING);
    }
    HostVariables variables;
    try {
      variables = HostVariables.read(content);
    } catch (ShellWords.UnfinishedException e) {
      throw new Refused(e.getMessage() + " (sign " + (e.column() + 1) + " of the line)");
    }
    if (variables.fault() != null) {
      throw new Refused(variables.fault());
    }
    List<String> words = new ArrayList<>();
    variables.words().forEach(word -> words.addAll(words(word)));
    if (!variables.address().isEmpty() && !words.isEmpty()) {
      words.add(1, variables.address());
    }
    String inner = variables.host().privateAddress();
    if (inner != null && words.size() == 2) {
      words.add(inner);
    }
    String jumpHost = variables.host().jumpHost();
    if (jumpHost != null && JumpHost.way(jumpHost) == null) {
      throw new Refused("'" + jumpHost + "' is not a valid jump host; write [user@]host[:port]");
    }
    return new Said(words, variables.host());
  }

  private static List<String> words(String content) {
    List<String> words = new ArrayList<>();
    for (String word : content.split("[\\s,]+(?![^\\[]*])")) {
      words.addAll(word.indexOf('=') > 0 ? List.of(word.split("=", 2)) : List.of(word));
    }
    return words;
  }

  private List<HostEntry> entries(
      List<String> given, List<Target> targets, List<String> inner, Host said) throws Refused {
    List<HostEntry> entries = new ArrayList<>();
    Set<String> newNames = new HashSet<>();
    Set<String> newAddresses = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      String name = name(given.get(i));
      Target target = targets.get(i);
      String address = target.address().toLowerCase(Locale.ROOT);
      if (names.contains(name) || !newNames.add(name)) {
        throw new Refused("the name " + name + " is taken");
      }
      if (addresses.contains(address) || !newAddresses.add(address)) {
        throw new Refused("the address " + target.address() + " is there already");
      }
      String privateAddress = inner.isEmpty() ? "" : address(inner.get(i));
      entries.add(
          new HostEntry(
              name,
              target.address(),
              privateAddress,
              target.user(),
              target.port(),
              Objects.requireNonNullElse(said.keyFile(), ""),
              Objects.requireNonNullElse(said.jumpHost(), ""),
              Set.of(),
              Marks.NONE,
              new HostCheck.Untried(),
              0));
    }
    return entries;
  }

  private List<HostEntry> named(List<Target> targets, Host said) throws Refused {
    List<String> given = new ArrayList<>();
    Set<String> taken = new HashSet<>(names);
    for (Target target : targets) {
      String name = isIp(target.address()) ? free(taken) : target.address().split("\\.", 2)[0];
      taken.add(name.toLowerCase(Locale.ROOT));
      given.add(name);
    }
    return entries(given, targets, List.of(), said);
  }

  private static String free(Set<String> taken) {
    int number = 1;
    while (taken.contains("node-" + number)) {
      number++;
    }
    return "node-" + number;
  }

  private static List<Target> targets(String word, Host said) throws Refused {
    List<Target> targets = new ArrayList<>();
    for (String one : expand(word)) {
      targets.add(target(one, said));
    }
    return targets;
  }

  private static Target target(String word, Host said) throws Refused {
    String user = Objects.requireNonNullElse(said.user(), "");
    String port = said.port() == null ? "" : said.port().toString();
    String rest = word;
    int at = rest.indexOf('@');
    if (at >= 0) {
      user = rest.substring(0, at);
      rest = rest.substring(at + 1);
      if (!USER.matcher(user).matches()) {
        throw new Refused("'" + user + "' is not a valid user name");
      }
    }
    Matcher bracketed = BRACKETED.matcher(rest);
    if (bracketed.matches()) {
      rest = bracketed.group(1);
      port = bracketed.group(2) == null ? port : bracketed.group(2);
    } else if (rest.indexOf(':') == rest.lastIndexOf(':') && rest.indexOf(':') >= 0) {
      port = rest.substring(rest.indexOf(':') + 1);
      rest = rest.substring(0, rest.indexOf(':'));
    }
    if (!port.isEmpty() && !isPort(port)) {
      throw new Refused("'" + port + "' is not a port; take 1 to 65535");
    }
    return new Target(user, address(rest), port);
  }

  static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535;
  }

  private static boolean isIp(String word) {
    return InetAddressValidator.getInstance().isValid(word.replaceAll("\\[[^]]*]", "1"));
  }

  private static String address(String word) throws Refused {
    if (InetAddressValidator.getInstance().isValid(word)) {
      return word;
    }
    if (NUMERIC.matcher(word).matches()) {
      throw new Refused(
          "'" + word + "' is not an IP address: four numbers from 0 to 255 with dots");
    }
    if (!DOMAIN.matcher(word).matches()) {
      throw new Refused("'" + word + "' is neither an IP address nor a host name");
    }
    return word;
  }

  /** Kubernetes writes host names in lower case too. */
  private static String name(String word) throws Refused {
    String name = word.toLowerCase(Locale.ROOT);
    if (!LABEL.matcher(name).matches()) {
      throw new Refused(
          "'" + word + "' is not a valid node name: letters, digits and inner hyphens, at most 63");
    }
    return name;
  }

  private static String counted(int count, String noun) {
    return count + " " + (count == 1 ? noun : noun + (noun.endsWith("s") ? "es" : "s"));
  }

  private static List<String> expand(String word) throws Refused {
    if (BRACKETED.matcher(word.substring(word.indexOf('@') + 1)).matches()) {
      return List.of(word);
    }
    int open = word.indexOf('[');
    if (open < 0) {
      return List.of(word);
    }
    int close = word.indexOf(']', open);
    if (close < 0) {
      throw new Refused("a range ends with ], as in 10.0.0.[11-13]");
    }
    List<String> expanded = new ArrayList<>();
    List<String> ends = expand(word.substring(close + 1));
    for (String middle : numbers(word.substring(open + 1, close))) {
      for (String end : ends) {
        expanded.add(word.substring(0, open) + middle + end);
      }
      if (expanded.size() > MOST) {
        throw new Refused("a cluster has at most " + MOST + " hosts");
      }
    }
    return expanded;
  }

  private static List<String> numbers(String range) throws Refused {
    List<String> numbers = new ArrayList<>();
    for (String part : range.split(",", -1)) {
      Matcher matcher = Pattern.compile("\\s*(\\d{1,6})(?:-(\\d{1,6}))?\\s*").matcher(part);
      if (!matcher.matches()) {
        throw new Refused("'[" + range + "]' is not a range, as [11-13] or [1,3,5-7] are");
      }
      String first = matcher.group(1);
      int from = Integer.parseInt(first);
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (to < from) {
        throw new Refused("the range [" + range + "] runs backwards");
      }
      if (to - from >= MOST) {
        throw new Refused("a cluster has at most " + MOST + " hosts");
      }
      String format = first.startsWith("0") ? "%0" + first.length() + "d" : "%d";
      for (int number = from; number <= to; number++) {
        numbers.add(String.format(Locale.ROOT, format, number));
      }
    }
    return numbers;
  }
}
