package io.quorate.plan;

import java.util.Map;
import java.util.Set;

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
   * A snapshot of the machine's member, for a backup.
   *
   * @param folder where it and what is known of it are left
   */
  record TakeSnapshot(String folder) implements ClusterChange {}

  /**
   * The snapshot that waits on the machine comes to the one that runs the plan. The script says
   * that it is there; who runs the plan fetches it then, before the step goes on. The last of a
   * step.
   *
   * @param folder where it waits
   */
  record BringSnapshot(String folder) implements ClusterChange {}

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

  /**
   * Nodes of the API get labels and taints, and lose those that they once got so and are not to
   * have any more. What others put there stays.
   *
   * @param marks by the node's name; of each what is put there, {@code label KEY} or {@code taint
   *     KEY:EFFECT}, to its value
   */
  record MarkNodes(Map<String, Map<String, String>> marks) implements ClusterChange {
    public MarkNodes {
      marks = Map.copyOf(marks);
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

  /**
   * The data of the member of the machine on which it is said go aside.
   *
   * @param folder of the restore: they are in it then, as {@code member}
   */
  record AsideData(String folder) implements ClusterChange {}

  /**
   * The member of the machine on which it is said gets data of a backup, in a new cluster.
   *
   * @param folder of the restore, which is the same for all members and tells it from others
   * @param member the name of the machine's own
   * @param members where each member's peers find it, by its name
   * @param nodes those of the API that are in the backup
   */
  record RestoreData(String folder, String member, Map<String, String> members, Set<String> nodes)
      implements ClusterChange {
    public RestoreData {
      members = Map.copyOf(members);
      nodes = Set.copyOf(nodes);
    }
  }

  /**
   * What is installed on the machine on which it is said is kept in a folder, unless that holds it
   * already.
   */
  record KeepInstalled(String folder) implements ClusterChange {}

  /** What the machine on which it is said keeps in a folder is kept in another one. */
  record MoveKept(String from, String to) implements ClusterChange {}

  /**
   * etcd's members speak and store an older version, before older programs are put in the place of
   * theirs.
   *
   * @param minor such as 3.5
   */
  record DowngradeEtcd(String minor) implements ClusterChange {}

  /** etcd's members no longer speak an older version than their programs do. */
  record CancelDowngrade() implements ClusterChange {}

  /**
   * Aggregated API servers are told of no other authorities than those of a file of the machine on
   * which it is said.
   *
   * @param name under which they find them
   */
  record PublishAuthorities(String name, String file) implements ClusterChange {}

  /** A node leaves the API. */
  record DeleteNode(String node) implements ClusterChange {}
}
