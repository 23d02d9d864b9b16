package io.quorate.recipe;

import io.quorate.plan.Step;
import java.util.Locale;

/**
 * What a step of our plans does. Its id follows from that and from its node, such as {@code
 * etcd@node-1}; what is looked for among steps is looked for by kind.
 */
public enum StepKind {
  // Components of a node.
  DOWNLOADS,
  COMMON,
  FIREWALL,
  CERTIFICATES,
  BINARIES,
  ETCD,
  ETCD_HEALTH,
  RUNTIME,
  IMAGES,
  API_PROXY,
  CONTROL_PLANE,
  CLUSTER_ACCESS,
  KUBELET,
  KUBE_PROXY,
  ROUTES,
  CNI,
  LABELS,
  DNS,
  CLUSTER_RECORD,
  VERIFY,
  // Nodes that join and leave.
  PEER_ADDRESSES,
  ETCD_LEARNER,
  ETCD_REMOVAL,
  ETCD_KNOWN,
  DRAIN,
  NODE_GONE,
  API_PROXY_OFF,
  CONTROL_PLANE_OFF,
  ETCD_OFF,
  KUBELET_OFF,
  OFF,
  WIPE,
  // An upgrade.
  UPGRADE_ASKED,
  UPGRADE_IMAGES,
  UPGRADE_SNAPSHOT,
  UPGRADE_KEPT,
  UPGRADE_ASKING,
  UPGRADE_START,
  UPGRADE_ETCD,
  UPGRADE_CONTROL_PLANE,
  UPGRADE_DRAIN,
  UPGRADE_NODE,
  UPGRADE_BACK,
  UPGRADE_HOLD,
  UPGRADE_ADD_ONS,
  UPGRADE_TOLD,
  UPGRADE_END,
  ETCD_DOWNGRADE,
  // A backup.
  BACKUP_SNAPSHOT,
  // New certificates.
  RENEWAL_KEPT,
  RENEWED_ETCD,
  RENEWED_QUORUM,
  RENEWED_CONTROL_PLANE,
  RENEWED_NODE,
  RENEWAL_END,
  // A new key for what is encrypted in etcd.
  KEYS_KEPT,
  KEY_READS,
  KEY_WRITES,
  KEY_REWRITES,
  KEY_ALONE,
  KEYS_END,
  // A new key for service accounts' tokens.
  SIGNING_KEPT,
  SIGNING_TRUSTED,
  SIGNING_SWITCHED,
  SIGNING_RESTS,
  SIGNING_ALONE,
  SIGNING_END,
  // Another authority.
  AUTHORITY_KEPT,
  AUTHORITY_ACCEPTED,
  AUTHORITY_PUBLISHED,
  AUTHORITY_ISSUES,
  AUTHORITY_RESTS,
  AUTHORITY_ALONE,
  AUTHORITY_CLEARED,
  AUTHORITY_END,
  // A rescue.
  OLD_MASTER,
  RESCUE,
  RESCUED,
  FORGET,
  KEPT,
  // A restore.
  RESTORE_BEGIN,
  RESTORE_SENT,
  RESTORE_API_OFF,
  RESTORE_ETCD_OFF,
  RESTORE_DATA,
  RESTORE_COUNTED,
  RESTORE_NODE,
  RESTORE_ADDRESSES,
  RESTORE_PROVED,
  RESTORE_END,
  // A trial of a backup.
  DRILL_PLACE,
  DRILL,
  // A repair of the network.
  KEEP_RULES,
  FLUSH_RULES,
  NEW_RULES,
  CONFIRM_RULES,
  PODS_RULES,
  // The end of a cluster.
  STOP,
  NETWORK,
  DATA,
  LEFT;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The id of this step on a node. */
  public String on(String node) {
    return word + "@" + node;
  }

  /**
   * The id of such a step about another node.
   *
   * @param subject the other node's name
   * @param node where the step runs
   */
  public String of(String subject, String node) {
    return word + "-" + subject + "@" + node;
  }

  /** Whether a step is of this kind, and about its own node. */
  public boolean names(Step step) {
    return step.id().equals(on(step.node()));
  }
}
