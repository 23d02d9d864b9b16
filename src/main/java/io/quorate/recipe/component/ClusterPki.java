package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.pki.Leaf;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every certificate and key of the cluster, decided once for a plan: what the nodes have is kept as
 * long as it holds, only the rest is made.
 *
 * @param leaves by host name
 */
public record ClusterPki(
    SharedSecrets shared, Map<String, Map<NodeCertificate, Credential>> leaves) {

  public static final String FOLDER = "/etc/kubernetes/pki";

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

  /** The certificate of the authority that API servers and their clients trust. */
  String kubernetesCa() {
    return shared.kubernetes().credential().certificate();
  }

  private static Credential keptOrIssued(
      Context context,
      Host host,
      NodeCertificate certificate,
      SharedSecrets shared,
      Instant since) {
    Authority authority =
        switch (certificate.signer()) {
          case KUBERNETES -> shared.kubernetes();
          case ETCD -> shared.etcd();
          case FRONT_PROXY -> shared.frontProxy();
        };
    Leaf wanted = certificate.leaf(context, host);
    Credential found = found(context.factsOf(host), certificate);
    return authority.mismatch(wanted, found, context.now()).isEmpty()
            && !Credential.begin(found.certificate()).isBefore(since)
        ? found
        : authority.issue(wanted, context.now());
  }

  private static Credential found(NodeFacts facts, NodeCertificate certificate) {
    Secret nothing = new Secret("");
    return new Credential(
        facts.pki().getOrDefault(certificate.certificatePath(), nothing).reveal(),
        facts.pki().getOrDefault(certificate.keyPath(), nothing).reveal());
  }
}
