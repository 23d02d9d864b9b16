package io.quorate.recipe.cluster;

import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.component.NodeCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Where certificates have ended, by the files alone: what nobody has to answer for. */
public final class EndedCertificates {

  private EndedCertificates() {}

  /** Masters whose member of etcd is refused by the others, and refuses its clients. */
  public static Set<String> ofEtcd(ClusterFacts facts, Instant now) {
    Set<String> names = new TreeSet<>();
    facts
        .nodes()
        .forEach(
            (name, node) -> {
              for (NodeCertificate one :
                  List.of(NodeCertificate.ETCD_PEER, NodeCertificate.ETCD_SERVER)) {
                if (hasEnded(node.pki(), one, now)) {
                  names.add(name);
                }
              }
            });
    return names;
  }

  private static boolean hasEnded(Map<String, Secret> pki, NodeCertificate one, Instant now) {
    Secret text = pki.get(one.certificatePath());
    try {
      return text != null && Credential.end(text.reveal()).isBefore(now);
    } catch (PkiException unreadable) {
      // What is broken is told as such, in the table of certificates.
      return false;
    }
  }
}
