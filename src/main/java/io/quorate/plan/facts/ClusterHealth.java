package io.quorate.plan.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a live cluster is. There is one judgement of it, which status, guards, pictures and proofs
 * read alike.
 *
 * @param quorum whether a majority of etcd's members was proved to agree: one of them answered a
 *     read that needs it, or enough of them follow the same leader in the same term
 * @param found the verdict in a sentence
 * @param remedy what to do about it, a sentence; empty when nothing
 * @param findings all that is not as it should be, the gravest first
 */
public record ClusterHealth(
    Verdict verdict, boolean quorum, String found, String remedy, List<Finding> findings) {

  /** What a cluster may be. */
  public enum Verdict {
    /** Nothing of a cluster is there yet. */
    NEW,
    /** Everything answers, and nothing is amiss. */
    HEALTHY,
    /** It serves, and something wants attention. */
    DEGRADED,
    /** etcd has its quorum, and no API server is ready. */
    API_DOWN,
    /** There are members, and no majority of them answers. */
    QUORUM_LOST,
    /** No master that could tell was reached: it may be well. */
    UNREACHABLE,
    /** Masters belong to different etcd clusters. */
    SPLIT,
    /** What is there is not Quorate's, or not of this inventory. */
    FOREIGN
  }

  /** What may be amiss. */
  public enum Kind {
    /** Masters belong to different etcd clusters. */
    SPLIT_BRAIN,
    /** Members follow different leaders. */
    TWO_LEADERS,
    /** Members hold different data at one revision. */
    DATA_DIFFERS,
    /** etcd's alarm: the members' data differ. */
    ALARM_CORRUPT,
    /** etcd's alarm: the database has come to its quota. */
    ALARM_NOSPACE,
    /** An alarm of etcd's that is not known here. */
    ALARM_OTHER,
    /** A majority agrees, and fewer members than that answer their clients. */
    MEMBERS_UNSEEN,
    /** SSH does not get to a node. */
    NODE_UNREACHABLE,
    /** A voting member does not answer. */
    MEMBER_DOWN,
    /** A member runs, and no quorum answers it. */
    MEMBER_WITHOUT_QUORUM,
    /** A member that was added has never started. */
    MEMBER_NOT_STARTED,
    /** A member complains, in etcd's own words. */
    MEMBER_COMPLAINS,
    /** A member has no vote yet. */
    LEARNER,
    /** A voting member is far behind the leader. */
    MEMBER_BEHIND,
    /** A member that the inventory does not have as a master. */
    MEMBER_STRANGE,
    /** A master of the inventory that is no member. */
    MEMBER_MISSING,
    /** An API server does not say that it is ready. */
    API_NOT_READY,
    /**
     * What answers as API server shows a certificate of another authority's, or for other names.
     */
    API_STRANGE,
    /** An API server's certificate has ended, or has not begun, by its node's clock. */
    API_CERTIFICATE_ENDED,
    /** A node's kubelet is not ready, or silent. */
    NODE_NOT_READY,
    /** A node of the inventory that the API does not have. */
    NODE_MISSING,
    /** A node's clock is off. */
    CLOCK;

    /** Whether what is told of the nodes one by one does not show it. */
    public boolean isOfCluster() {
      return switch (this) {
        case SPLIT_BRAIN,
            TWO_LEADERS,
            DATA_DIFFERS,
            ALARM_CORRUPT,
            ALARM_NOSPACE,
            ALARM_OTHER,
            MEMBERS_UNSEEN,
            MEMBER_COMPLAINS,
            MEMBER_BEHIND,
            CLOCK ->
            true;
        case NODE_UNREACHABLE,
            MEMBER_DOWN,
            MEMBER_WITHOUT_QUORUM,
            MEMBER_NOT_STARTED,
            LEARNER,
            MEMBER_STRANGE,
            MEMBER_MISSING,
            API_NOT_READY,
            API_STRANGE,
            API_CERTIFICATE_ENDED,
            NODE_NOT_READY,
            NODE_MISSING ->
            false;
      };
    }
  }

  /**
   * One thing that is amiss.
   *
   * @param node which it concerns; empty when that is the cluster as a whole
   * @param words a sentence
   */
  public record Finding(Kind kind, String node, String words) {}

  public ClusterHealth {
    findings = List.copyOf(findings);
  }

  public boolean has(Kind kind) {
    return findings.stream().anyMatch(f -> f.kind() == kind);
  }

  /** The nodes that something is found of. */
  public Set<String> nodes() {
    Set<String> nodes = new LinkedHashSet<>();
    findings.stream().map(Finding::node).filter(n -> !n.isEmpty()).forEach(nodes::add);
    return nodes;
  }
}
