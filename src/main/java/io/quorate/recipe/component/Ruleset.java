package io.quorate.recipe.component;

import io.quorate.inventory.Inventory.Firewall;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The firewall's rules as nft reads them. One rule a source and numbers for priorities, because nft
 * 0.8 (Ubuntu 18.04) knows no names for them and refuses sets whose networks overlap.
 *
 * @param ports what is closed
 * @param sources addresses and networks that may come in nevertheless
 */
public record Ruleset(List<Firewall.Port> ports, List<String> sources) {

  /** The table, which is nobody else's. */
  public static final String TABLE = "quorate_firewall";

  /** A transaction that replaces the table: no packet sees half of it. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("table inet %s {}\ndelete table inet %s\n".formatted(TABLE, TABLE));
    text.append("table inet %s {\n".formatted(TABLE));
    text.append("  chain KUBE-FW-SOURCES {\n    iif lo accept\n");
    sources.forEach(s -> text.append("    %s saddr %s accept\n".formatted(family(s), s)));
    text.append("  }\n");
    Set<String> names = new HashSet<>();
    StringBuilder input = new StringBuilder();
    for (Firewall.Port port : ports) {
      String chain = "KUBE-FW-" + chainName(port, names);
      text.append("  chain %s {\n    jump KUBE-FW-SOURCES\n    drop\n  }\n".formatted(chain));
      input.append("    tcp dport %d jump %s\n".formatted(port.port(), chain));
    }
    text.append("  chain input {\n    type filter hook input priority -5; policy accept;\n");
    return text.append(input).append("  }\n}\n").toString();
  }

  private static String chainName(Firewall.Port port, Set<String> taken) {
    String name = port.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "-");
    String own = name.equals("SOURCES") || !taken.add(name) ? name + "-" + port.port() : name;
    taken.add(own);
    return own;
  }

  private static String family(String source) {
    return source.contains(":") ? "ip6" : "ip";
  }
}
