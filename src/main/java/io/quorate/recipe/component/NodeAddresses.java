package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A host's addresses as numbers, for what cannot or must not ask the DNS: rules and /etc/hosts. */
public final class NodeAddresses {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private NodeAddresses() {}

  public static boolean isNumeric(String address) {
    return isIpv4(address) || address.contains(":");
  }

  static boolean isIpv4(String address) {
    return IPV4.matcher(address).matches();
  }

  /**
   * The addresses that its packets come from: the given ones, or where they are names the first
   * that the machine itself reported (later ones are those of bridges, which come and go).
   */
  static Set<String> of(Context context, Host host) {
    Set<String> addresses = new LinkedHashSet<>();
    Stream.of(host.nodeAddress(), host.address())
        .filter(NodeAddresses::isNumeric)
        .forEach(addresses::add);
    if (addresses.isEmpty()) {
      reported(context, host).stream().findFirst().ifPresent(addresses::add);
    }
    return addresses;
  }

  private static List<String> reported(Context context, Host host) {
    NodeFacts facts = context.facts().nodes().get(host.name());
    return facts == null
        ? List.of()
        : facts.addresses().stream()
            .filter(NodeAddresses::isIpv4)
            .filter(a -> !a.startsWith("127.") && !a.startsWith("169.254."))
            .toList();
  }
}
