package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.pki.Leaf;
import io.quorate.pki.PkiException;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.authority.ClusterAuthority;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every certificate and key of the cluster, decided once for a plan: what the nodes have is kept as
 * long as it holds, only the rest is made.
 *
 * @param leaves by host name
 */
public record ClusterPki(
    SharedSecrets shared, Map<String, Map<NodeCertificate, Credential>> leaves) {

  public static final String FOLDER = ClusterAuthority.FOLDER;

  public ClusterPki {
    leaves = Map.copyOf(leaves);
  }

  public static ClusterPki of(Context context) {
    return of(context, SharedSecrets.of(context));
  }

  public static ClusterPki of(Context context, SharedSecrets shared) {
    // Keys are most of what a plan of many nodes costs: on all processors.
    Map<String, Map<NodeCertificate, Credential>> leaves =
        context.hosts().parallelStream()
            .collect(Collectors.toMap(Host::name, host -> leaves(context, host, shared)));
    return new ClusterPki(shared, leaves);
  }

  /**
   * New leaves, below the authorities that the masters have.
   *
   * @param hosts who gets them
   * @param since those that were made at this time or later are new already, and kept
   */
  public static ClusterPki renewed(
      Context context, SharedSecrets shared, List<Host> hosts, Instant since) {
    return new ClusterPki(
        shared,
        hosts.parallelStream()
            .collect(Collectors.toMap(Host::name, host -> leaves(context, host, shared, since))));
  }

  private static Map<NodeCertificate, Credential> leaves(
      Context context, Host host, SharedSecrets shared) {
    return leaves(context, host, shared, Instant.MIN);
  }

  private static Map<NodeCertificate, Credential> leaves(
      Context context, Host host, SharedSecrets shared, Instant since) {
    Map<NodeCertificate, Credential> own = new EnumMap<>(NodeCertificate.class);
    for (NodeCertificate certificate : NodeCertificate.values()) {
      if (certificate.belongsTo(host)) {
        own.put(certificate, keptOrIssued(context, host, certificate, shared, since));
      }
    }
    return own;
  }

  Credential leaf(Host host, NodeCertificate certificate) {
    Map<NodeCertificate, Credential> own = leaves.get(host.name());
    Credential found = own == null ? null : own.get(certificate);
    if (found == null) {
      throw new IllegalArgumentException(host.name() + " has no certificate " + certificate);
    }
    return found;
  }

  /** The certificates of authorities that a host's API server and its clients trust. */
  String kubernetesCa(Host host) {
    return shared.kubernetes().of(host).credential().certificate();
  }

  private static Credential keptOrIssued(
      Context context,
      Host host,
      NodeCertificate certificate,
      SharedSecrets shared,
      Instant since) {
    Authority authority = shared.held(certificate.authority()).common();
    Leaf wanted = certificate.leaf(context, host);
    Credential found =
        found(context.factsOf(host), certificate.certificatePath(), certificate.keyPath());
    return authority.mismatch(wanted, found, context.now()).isEmpty()
            && !Credential.begin(found.certificate()).isBefore(since)
        ? found
        : authority.issue(wanted, context.now());
  }

  /**
   * A certificate of a host below a new authority: what it has of that is kept, also where it only
   * waits to take its place.
   */
  public static Credential below(
      Context context, Host host, NodeCertificate certificate, Authority authority) {
    Leaf wanted = certificate.leaf(context, host);
    NodeFacts facts = context.factsOf(host);
    return Stream.of(
            found(facts, certificate.certificatePath(), certificate.keyPath()),
            found(facts, certificate.nextCertificatePath(), certificate.nextKeyPath()))
        .filter(c -> authority.mismatch(wanted, c, context.now()).isEmpty())
        .findFirst()
        .orElseGet(() -> authority.issue(wanted, context.now()));
  }

  /** Whether a certificate that a host has is good, and an authority has issued it. */
  public static boolean isBelow(
      Context context, Host host, NodeCertificate certificate, Authority authority) {
    return authority
        .mismatch(
            certificate.leaf(context, host),
            found(context.factsOf(host), certificate.certificatePath(), certificate.keyPath()),
            context.now())
        .isEmpty();
  }

  /** Whether a host has a certificate that has not ended. */
  public static boolean lives(Context context, Host host, NodeCertificate certificate) {
    Secret found = context.factsOf(host).pki().get(certificate.certificatePath());
    try {
      return found != null && Credential.end(found.reveal()).isAfter(context.now());
    } catch (PkiException unreadable) {
      // Nobody accepts it either.
      return false;
    }
  }

  private static Credential found(NodeFacts facts, String certificate, String key) {
    Secret nothing = new Secret("");
    return new Credential(
        facts.pki().getOrDefault(certificate, nothing).reveal(),
        facts.pki().getOrDefault(key, nothing).reveal());
  }
}
