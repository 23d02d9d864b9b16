package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.Context;

/** Where a host is asked, as it stands in a URL or a flag. */
public final class Endpoint {
  private Endpoint() {}

  /** The address that nodes use, as a number: etcd and kubelets take no names. */
  public static String address(Context context, Host host) {
    return NodeAddresses.of(context, host).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new GuardRefused(
                    host.name() + " is given by a name, and its address is not known.",
                    "Give it an IP address in the inventory, or make it reachable."));
  }

  /** address:port, with brackets around an IPv6 address. */
  public static String of(Context context, Host host, int port) {
    String address = address(context, host);
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
