package io.quorate.inventory.rule;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Private networks for pods and services that nothing else has: what a form begins with, and what
 * advice names.
 */
public final class FreeNetworks {

  /** What a controller manager takes for each node of an IPv4 network, unless told otherwise. */
  private static final int NODE_PREFIX = 24;

  private static final String NODE_PREFIX_FLAG = "--node-cidr-mask-size";

  private static final int USUAL_PREFIX = 16;

  /** The original playbook's first, then those that other installers take. */
  private static final List<String> PODS =
      List.of("10.0.0.0", "10.244.0.0", "172.20.0.0", "10.128.0.0", "10.64.0.0", "192.168.0.0");

  private static final List<String> SERVICES =
      List.of("10.1.0.0", "10.245.0.0", "172.21.0.0", "10.160.0.0", "10.32.0.0", "192.168.0.0");

  /** RFC 1918. */
  private static final List<Cidr> PRIVATE =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16").map(Cidr::parse).toList();

  private FreeNetworks() {}

  /**
   * The first free one with room for all nodes; empty when none of those that are usual is free.
   *
   * @param taken what it must not overlap
   * @param nodes how many take a part of it
   * @param nodePrefix how long the prefix of a node's part is
   */
  public static Optional<Cidr> forPods(Collection<Cidr> taken, int nodes, int nodePrefix) {
    int bits = nodes <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(nodes - 1);
    // Kubernetes allows 16 bits between the two.
    int prefix = Math.max(Math.min(USUAL_PREFIX, nodePrefix - bits), nodePrefix - 16);
    return prefix < 8 ? Optional.empty() : first(PODS, prefix, taken);
  }

  /**
   * The prefix of a node's part with these flags of the controller manager; the last one counts.
   */
  public static int nodePrefix(List<String> flags) {
    int prefix = NODE_PREFIX;
    for (String flag : flags) {
      if (flag.matches(NODE_PREFIX_FLAG + "(-ipv4)?=[0-9]{1,2}")) {
        prefix = Integer.parseInt(flag.substring(flag.indexOf('=') + 1));
      }
    }
    return prefix;
  }

  /** The first free /16; empty when none of those that are usual is free. */
  public static Optional<Cidr> forServices(Collection<Cidr> taken) {
    return first(SERVICES, USUAL_PREFIX, taken);
  }

  /** The addresses that hosts have, for others and among themselves. */
  public static List<Cidr> ofHosts(List<Host> hosts) {
    List<Cidr> taken = new ArrayList<>();
    for (Host host : hosts) {
      Stream.of(host.address(), host.nodeAddress())
          .distinct()
          .map(Cidr::parseAddressOrNetwork)
          .filter(Objects::nonNull)
          .forEach(taken::add);
    }
    return taken;
  }

  private static Optional<Cidr> first(List<String> starts, int prefix, Collection<Cidr> taken) {
    return starts.stream()
        .map(start -> Cidr.parse(start + "/" + prefix))
        .filter(Objects::nonNull)
        .filter(FreeNetworks::isPrivate)
        .filter(network -> taken.stream().noneMatch(network::overlaps))
        .findFirst();
  }

  private static boolean isPrivate(Cidr network) {
    return PRIVATE.stream()
        .anyMatch(p -> p.contains(network.first()) && p.contains(network.last()));
  }
}
