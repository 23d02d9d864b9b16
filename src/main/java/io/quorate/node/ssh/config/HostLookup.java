package io.quorate.node.ssh.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through the lines once for one host: the first value of each keyword counts. */
final class HostLookup {

  /** Keywords whose values add up. */
  private static final Set<String> ADDED = Set.of("identityfile", "certificatefile");

  private static final Map<String, String> OTHER_WAY =
      Map.of("proxyjump", "proxycommand", "proxycommand", "proxyjump");

  private enum State {
    APPLIES,
    DOES_NOT,
    /** It depends on what this program does not look at. */
    UNKNOWN
  }

  private final SshConfig.Said said;
  private final Map<String, List<ConfigLine>> values = new LinkedHashMap<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private State state = State.APPLIES;
  private @Nullable ConfigLine block;
  private @Nullable ConfigLine faulty;

  HostLookup(SshConfig.Said said) {
    this.said = said;
  }

  void walk(List<ConfigLine> lines) {
    for (ConfigLine line : lines) {
      if (faulty != null) {
        return;
      }
      if (line.fault() != null) {
        if (state == State.APPLIES) {
          faulty = line;
        }
        continue;
      }
      switch (line.key()) {
        case "host" -> {
          boolean applies = HostPatterns.match(line.arguments(), said.host());
          begin(line, applies ? State.APPLIES : State.DOES_NOT);
        }
        case "match" -> begin(line, match(line));
        case "include" -> include(line);
        default -> take(line);
      }
    }
  }

  private void begin(ConfigLine line, State next) {
    block = line;
    state = next;
  }

  /** What is included under a host that is another one is not looked at; nor does it end that. */
  private void include(ConfigLine line) {
    State before = state;
    ConfigLine blockBefore = block;
    if (state != State.DOES_NOT) {
      if (state == State.UNKNOWN) {
        unknown(line.included());
      } else {
        walk(line.included());
      }
    }
    state = before;
    block = blockBefore;
  }

  /** Without knowing whether a block applies, only what it would have said can be told. */
  private void unknown(Collection<ConfigLine> lines) {
    for (ConfigLine line : lines) {
      if (Keyword.isTaken(line.key())) {
        tellBlock();
      }
      unknown(line.included());
    }
  }

  private void take(ConfigLine line) {
    String key = line.key();
    if (state == State.DOES_NOT || !Keyword.isTaken(key)) {
      return;
    }
    if (state == State.UNKNOWN) {
      tellBlock();
      return;
    }
    String fault = Keyword.fault(key, line.arguments());
    if (fault != null) {
      faulty = line.faulty(fault);
      return;
    }
    // Of the two ways to a host the one that is said first counts.
    String otherWay = OTHER_WAY.get(key);
    if (otherWay != null && values.containsKey(otherWay)) {
      return;
    }
    List<ConfigLine> before = values.computeIfAbsent(key, k -> new ArrayList<>());
    if (before.isEmpty() || ADDED.contains(key)) {
      before.add(line);
    }
  }

  private void tellBlock() {
    if (block != null) {
      leftOut.add(
          ConfigLine.shown(
              block.keyword()
                  + " "
                  + String.join(" ", block.arguments())
                  + " ("
                  + block.place()
                  + ")"));
    }
  }

  /** Criteria are all to be met; those that are never met here settle it whatever the rest says. */
  private State match(ConfigLine line) {
    List<String> words = line.arguments();
    State all = words.isEmpty() ? State.DOES_NOT : State.APPLIES;
    for (int i = 0; i < words.size(); i++) {
      boolean negated = words.get(i).startsWith("!");
      String criterion = words.get(i).substring(negated ? 1 : 0);
      String name = criterion.toLowerCase(Locale.ROOT);
      int equals = name.indexOf('=');
      String inline = null;
      if (equals >= 0) {
        inline = criterion.substring(equals + 1);
        name = name.substring(0, equals);
      }
      if (name.equals("all")) {
        continue;
      }
      if (name.equals("canonical") || name.equals("final")) {
        all = State.UNKNOWN;
        continue;
      }
      String patterns = inline;
      if (patterns == null) {
        i++;
        patterns = i < words.size() ? words.get(i) : "";
      }
      String subject = subject(name);
      if (subject == null) {
        all = State.UNKNOWN;
      } else if (HostPatterns.match(List.of(patterns.split(",")), subject) == negated) {
        return State.DOES_NOT;
      }
    }
    return all;
  }

  /** Null for what this program does not look at. */
  private @Nullable String subject(String criterion) {
    return switch (criterion) {
      case "originalhost" -> said.host();
      case "localuser" -> System.getProperty("user.name");
      case "host" -> {
        String name = first("hostname");
        yield name == null ? said.host() : name.replace("%h", said.host()).replace("%%", "%");
      }
      case "user" -> {
        String own = said.user();
        String written = own == null ? first("user") : own;
        yield written == null ? said.usualUser() : written;
      }
      default -> null;
    };
  }

  /** The value of a keyword so far; null when there is none. */
  @Nullable String first(String key) {
    List<ConfigLine> lines = lines(key);
    return lines.isEmpty() ? null : lines.getFirst().arguments().getFirst();
  }

  /** The lines that count for a keyword. */
  List<ConfigLine> lines(String key) {
    return values.getOrDefault(key, List.of());
  }

  Set<String> leftOut() {
    return leftOut;
  }

  /** The first line that applies and cannot be read; null when there is none. */
  @Nullable ConfigLine faulty() {
    return faulty;
  }
}
