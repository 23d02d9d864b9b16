package io.quorate.usecase.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Puts stand-ins in the place of what tells whose cluster it is: the same one wherever the same
 * name or address stands. No stand-in is a name or an address that was there.
 */
final class StandIns {

  static final String ADDRESSES = "IP addresses";

  /** Networks that RFC 5737 and RFC 2544 keep free, and how many addresses each has. */
  private static final List<Range> V4 =
      List.of(
          new Range("192.0.2.", 254), new Range("198.51.100.", 254), new Range("203.0.113.", 254));

  private record Range(String prefix, int size) {}

  /**
   * @param exact whether upper and lower case differ
   */
  private record Name(String text, String standIn, String title, boolean exact) {}

  private final Map<Character, List<Name>> byFirst = new HashMap<>();
  private final Map<String, String> byAddress = new HashMap<>();
  private final SequencedMap<String, String> all = new LinkedHashMap<>();

  private StandIns() {}

  /**
   * @param texts all that they will be put into
   */
  static StandIns of(KnownNames names, Collection<String> texts) {
    StandIns standIns = new StandIns();
    standIns.addresses(names, texts);
    Set<String> taken = new HashSet<>();
    for (Set<String> some :
        List.of(names.clusters(), names.hosts(), names.others(), names.domains(), names.users())) {
      some.forEach(n -> taken.add(n.toLowerCase(Locale.ROOT)));
    }
    standIns.names(names.hosts(), free(taken, "node", "machine", "box"), "", "host names", false);
    standIns.names(names.others(), free(taken, "host", "other", "server"), "", "host names", false);
    standIns.names(names.domains(), free(taken, "domain", "zone"), ".example", "domains", false);
    standIns.names(names.clusters(), free(taken, "cluster", "group"), "", "cluster names", true);
    standIns.names(names.users(), free(taken, "user", "person"), "", "user names", true);
    standIns
        .byFirst
        .values()
        .forEach(l -> l.sort(Comparator.comparingInt((Name n) -> n.text().length()).reversed()));
    return standIns;
  }

  /** A word that none of the names begins with. */
  private static String free(Set<String> taken, String... words) {
    for (String word : words) {
      if (taken.stream().noneMatch(name -> name.startsWith(word))) {
        return word;
      }
    }
    return words[0] + "-x";
  }

  private void names(Set<String> names, String word, String end, String title, boolean exact) {
    int number = 0;
    for (String name : names) {
      if (!all.containsKey(name)) {
        number++;
        put(new Name(name, word + "-" + number + end, title, exact));
      }
    }
  }

  private void put(Name name) {
    all.put(name.text(), name.standIn());
    char first = Character.toLowerCase(name.text().charAt(0));
    byFirst.computeIfAbsent(first, c -> new ArrayList<>()).add(name);
  }

  private void addresses(KnownNames names, Collection<String> texts) {
    Set<String> found = new LinkedHashSet<>(names.addresses());
    for (String text : texts) {
      Addresses.replaced(
          text,
          address -> {
            found.add(address);
            return address;
          });
    }
    Set<String> taken = new HashSet<>();
    found.forEach(a -> taken.add(Addresses.key(a)));
    int v4 = 0;
    int v6 = 0;
    for (String address : found) {
      if (byAddress.containsKey(Addresses.key(address))) {
        continue;
      }
      boolean old = address.contains(".");
      String standIn;
      do {
        standIn = old ? v4(v4++) : "2001:db8::" + Integer.toHexString(++v6);
      } while (taken.contains(standIn));
      byAddress.put(Addresses.key(address), standIn);
      all.put(address, standIn);
      if (old && names.addresses().contains(address)) {
        // As clouds name their machines.
        put(new Name(address.replace('.', '-'), standIn.replace('.', '-'), ADDRESSES, false));
      }
    }
  }

  private static String v4(int number) {
    int rest = number;
    for (Range range : V4) {
      if (rest < range.size()) {
        return range.prefix() + (rest + 1);
      }
      rest -= range.size();
    }
    return "198.18." + rest / 256 + "." + rest % 256;
  }

  /** The text with stand-ins, which are counted. */
  String in(String text, Counts counts) {
    String shown =
        Addresses.replaced(
            text,
            address -> {
              String standIn = byAddress.get(Addresses.key(address));
              if (standIn == null) {
                return address;
              }
              counts.add(ADDRESSES);
              return standIn;
            });
    return names(shown, counts);
  }

  private String names(String text, Counts counts) {
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      List<Name> candidates = byFirst.get(Character.toLowerCase(text.charAt(i)));
      if (candidates == null || !Edges.begins(text, i)) {
        continue;
      }
      for (Name name : candidates) {
        int end = i + name.text().length();
        if (text.regionMatches(!name.exact(), i, name.text(), 0, name.text().length())
            && Edges.ends(text, end)) {
          shown.append(text, copied, i).append(name.standIn());
          counts.add(name.title());
          copied = end;
          i = end - 1;
          break;
        }
      }
    }
    return copied == 0 ? text : shown.append(text, copied, text.length()).toString();
  }

  /** What stands for what, a line each. */
  String table() {
    int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    all.forEach(
        (name, standIn) ->
            lines
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(standIn)
                .append('\n'));
    return lines.toString();
  }
}
