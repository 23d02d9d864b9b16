package io.quorate.plan;

import java.util.Map;

/**
 * What a script changes of what the nodes share: etcd's members, and the nodes of the API. On real
 * nodes its shell brings it about; simulated ones go by this alone.
 */
public sealed interface ClusterChange {

  /** A member joins etcd without a vote. */
  record AddLearner(String peerUrl) implements ClusterChange {}

  /** A learner gets its vote. */
  record PromoteLearner(String peerUrl) implements ClusterChange {}

  /**
   * A member leaves etcd.
   *
   * @param id etcd's, in hexadecimal
   */
  record RemoveMember(String id) implements ClusterChange {}

  /**
   * Another member leads, where one does that is not to.
   *
   * @param from id of the member that is not to lead, in hexadecimal
   * @param to id of the member that is to lead then
   */
  record MoveLeader(String from, String to) implements ClusterChange {}

  /** A snapshot of etcd, taken while the change that it comes before has not been made. */
  record SnapshotBefore(ClusterChange change) implements ClusterChange {}

  /**
   * Nodes of the API get the labels of their roles.
   *
   * @param labels by the node's name, with a space between two
   */
  record LabelNodes(Map<String, String> labels) implements ClusterChange {
    public LabelNodes {
      labels = Map.copyOf(labels);
    }
  }

  /** The pods of a node go elsewhere. */
  record DrainNode(String node) implements ClusterChange {}

  /** A node gets no new pods, and its pods go elsewhere; it stays a node. */
  record EvictPods(String node) implements ClusterChange {}

  /** A node that was cordoned by an eviction of ours gets pods again. */
  record Uncordon(String node) implements ClusterChange {}

  /**
   * The API server of the machine on which it is said stops, unless etcd there needs no rest.
   *
   * @param until the version of etcd with which it serves again
   */
  record RestApiServer(String until) implements ClusterChange {}

  /** The API server of the machine on which it is said runs again. */
  record ServeApiServer() implements ClusterChange {}

  /** A node leaves the API. */
  record DeleteNode(String node) implements ClusterChange {}
}
