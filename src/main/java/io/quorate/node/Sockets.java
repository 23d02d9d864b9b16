package io.quorate.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which TCP ports are listened at, and by whom. */
final class Sockets {
  private static final Pattern PROCESS = Pattern.compile("users:\\(\\(\"([^\"]*)\"");
  private static final String LISTEN = "0A";

  private Sockets() {}

  /** Lines of {@code ss -tlnp}, its heading among them: older ones cannot leave it out. */
  static Map<Integer, String> ofSs(List<String> lines) {
    Map<Integer, String> ports = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 5 && words[0].equals("LISTEN")) {
        Matcher process = PROCESS.matcher(line);
        add(ports, afterColon(words[3]), 10, process.find() ? process.group(1) : "");
      }
    }
    return ports;
  }

  /** Lines of /proc/net/tcp and tcp6, which know no names. */
  static Map<Integer, String> ofProc(List<String> lines) {
    Map<Integer, String> ports = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 4 && words[3].equals(LISTEN)) {
        add(ports, afterColon(words[1]), 16, "");
      }
    }
    return ports;
  }

  private static String afterColon(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static void add(Map<Integer, String> ports, String port, int radix, String process) {
    try {
      ports.merge(Integer.valueOf(port, radix), process, (a, b) -> a.isEmpty() ? b : a);
    } catch (NumberFormatException noPort) {
      return;
    }
  }
}
