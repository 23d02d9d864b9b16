package io.quorate.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which TCP ports are listened at, and by whom. */
final class Sockets {
  private static final String LISTEN = "0A";

  private Sockets() {}

  /**
   * By the kernel's own tables.
   *
   * @param lines of /proc/net/tcp and tcp6 (Linux, Documentation/networking/proc_net_tcp)
   * @param holders lines {@code INODE NAME}: which process has a socket open; where nobody may
   *     look, names are empty
   */
  static Map<Integer, String> read(List<String> lines, List<String> holders) {
    Map<String, String> names = new HashMap<>();
    for (String holder : holders) {
      int space = holder.indexOf(' ');
      if (space > 0) {
        names.put(holder.substring(0, space), holder.substring(space + 1));
      }
    }
    Map<Integer, String> ports = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 10 && words[3].equals(LISTEN)) {
        add(ports, afterColon(words[1]), names.getOrDefault(words[9], ""));
      }
    }
    return ports;
  }

  private static String afterColon(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static void add(Map<Integer, String> ports, String port, String process) {
    try {
      ports.merge(Integer.valueOf(port, 16), process, (a, b) -> a.isEmpty() ? b : a);
    } catch (NumberFormatException noPort) {
      return;
    }
  }
}
