package io.quorate.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What /proc/net says, which needs no program on the node.
 *
 * @param addresses IPv4 and IPv6, without loopback and link-local ones
 * @param routes IPv4 destinations but the default one, as CIDR
 * @param defaultInterface of the IPv4 default route of the lowest metric, else of the IPv6 one
 * @param mtu of that interface; 0 when there is none
 */
record Network(List<String> addresses, List<String> routes, String defaultInterface, int mtu) {

  private static final int UP = 1;

  static Network read(
      List<String> routes,
      List<String> routes6,
      List<String> fib,
      List<String> addresses6,
      List<String> mtus) {
    Set<String> destinations = new LinkedHashSet<>();
    String via = "";
    long best = Long.MAX_VALUE;
    for (String line : routes) {
      String[] w = line.strip().split("\\s+");
      if (w.length < 8 || w[0].equals("Iface") || (Integer.parseInt(w[3], 16) & UP) == 0) {
        continue;
      }
      long mask = littleEndian(w[7]);
      if (mask != 0) {
        destinations.add(dotted(littleEndian(w[1])) + "/" + Long.bitCount(mask));
      } else if (Long.parseLong(w[6]) < best) {
        best = Long.parseLong(w[6]);
        via = w[0];
      }
    }
    String device = via.isEmpty() ? defaultOf6(routes6) : via;
    return new Network(
        addresses(fib, addresses6),
        List.copyOf(destinations),
        device,
        sizes(mtus).getOrDefault(device, 0));
  }

  /** /proc/net/fib_trie: an address, and after it what it is for. */
  private static List<String> addresses(List<String> fib, List<String> addresses6) {
    Set<String> found = new LinkedHashSet<>();
    String last = "";
    for (String line : fib) {
      if (!line.equals("local")) {
        last = line.strip();
      } else if (!last.startsWith("127.") && !last.startsWith("169.254.")) {
        found.add(last);
      }
    }
    for (String line : addresses6) {
      String[] w = line.strip().split("\\s+");
      // Scope 00 is global; it holds unique local addresses too.
      if (w.length >= 4 && w[3].equals("00")) {
        found.add(colons(w[0]));
      }
    }
    return new ArrayList<>(found);
  }

  private static String defaultOf6(List<String> routes6) {
    String via = "";
    long best = Long.MAX_VALUE;
    for (String line : routes6) {
      String[] w = line.strip().split("\\s+");
      boolean everywhere = w.length >= 10 && w[0].matches("0+") && w[1].equals("00");
      if (everywhere && !w[9].equals("lo") && Long.parseLong(w[5], 16) < best) {
        best = Long.parseLong(w[5], 16);
        via = w[9];
      }
    }
    return via;
  }

  private static Map<String, Integer> sizes(List<String> mtus) {
    Map<String, Integer> sizes = new HashMap<>();
    for (String line : mtus) {
      String[] w = line.split(" ");
      if (w.length == 2) {
        sizes.put(w[0], Integer.valueOf(w[1]));
      }
    }
    return sizes;
  }

  private static long littleEndian(String hex) {
    return Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)));
  }

  private static String dotted(long address) {
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  /** 32 hexadecimal digits as an address, the longest run of zeros left out (RFC 5952). */
  private static String colons(String hex) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i + 4 <= hex.length(); i += 4) {
      groups.add(Integer.toHexString(Integer.parseInt(hex.substring(i, i + 4), 16)));
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < groups.size(); i++) {
      int j = i;
      while (j < groups.size() && groups.get(j).equals("0")) {
        j++;
      }
      if (j - i > length) {
        start = i;
        length = j - i;
      }
    }
    if (start < 0) {
      return String.join(":", groups);
    }
    return String.join(":", groups.subList(0, start))
        + "::"
        + String.join(":", groups.subList(start + length, groups.size()));
  }
}
