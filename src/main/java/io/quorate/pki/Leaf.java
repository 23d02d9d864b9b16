package io.quorate.pki;

import java.util.List;
import java.util.Set;

/**
 * What a certificate below an authority has to say.
 *
 * @param commonName the subject's CN: the user that Kubernetes sees
 * @param organizations the subject's O: the groups that Kubernetes sees
 * @param dnsNames subject alternative names
 * @param addresses subject alternative names that are IP addresses
 * @param usages what it serves for; never empty
 */
public record Leaf(
    String commonName,
    List<String> organizations,
    Set<String> dnsNames,
    Set<String> addresses,
    Set<Usage> usages) {

  /** The extended key usage of a certificate. */
  public enum Usage {
    CLIENT,
    SERVER
  }

  public Leaf {
    organizations = List.copyOf(organizations);
    dnsNames = Set.copyOf(dnsNames);
    addresses = Set.copyOf(addresses);
    usages = Set.copyOf(usages);
    if (usages.isEmpty()) {
      throw new IllegalArgumentException(commonName + ": a certificate without a usage");
    }
  }

  /** Someone who logs in, with the groups he belongs to. */
  public static Leaf client(String commonName, String... organizations) {
    return new Leaf(commonName, List.of(organizations), Set.of(), Set.of(), Set.of(Usage.CLIENT));
  }

  /** Someone who is asked under these names and addresses. */
  public static Leaf server(String commonName, Set<String> dnsNames, Set<String> addresses) {
    return new Leaf(commonName, List.of(), dnsNames, addresses, Set.of(Usage.SERVER));
  }

  /** Someone who is asked and asks, as etcd's members do. */
  public static Leaf both(String commonName, Set<String> dnsNames, Set<String> addresses) {
    return new Leaf(commonName, List.of(), dnsNames, addresses, Set.of(Usage.CLIENT, Usage.SERVER));
  }
}
