package io.quorate.wizard;

/** What is explained in the wizards that add and remove nodes, on the screen and in lines. */
public final class MembersHelp {

  /** What joins, and how it is written. */
  public static final Field.Help JOINING =
      new Field.Help(
          "One host a line, as in an install, then what it is for; without a role it is a worker."
              + " The name of a node that is there gives it another role. Masters join one after"
              + " the other: snapshot, learner, all data, vote, API server. An even number on the"
              + " way is fine.",
          """
          node-5 10.0.0.15
          node-[6-7] 10.0.0.[16-17] master,worker
          node-4 master,worker""",
          "etcd.io/docs, \"Runtime reconfiguration\"");

  /** What a host may be for. */
  public static final Field.Help ROLES =
      new Field.Help(
          "A master has etcd and the control plane; a worker has pods. Masters join one after the"
              + " other, workers side by side.",
          "master,worker",
          "kubernetes.io/docs, \"Kubernetes Components\"");

  private MembersHelp() {}

  /** Of what is on the page now. */
  public static Field.Help of(MembersWizard wizard) {
    boolean adds = wizard.kind() == MembersWizard.Kind.ADD;
    return wizard.reviewing() ? plan(adds) : adds ? JOINING : leaving(wizard);
  }

  private static Field.Help leaving(MembersWizard wizard) {
    return new Field.Help(
        "Choose the nodes that leave. A live one is drained first, within "
            + wizard.drain().toSeconds()
            + " s (--drain-timeout). With force, pods that a disruption budget holds, or that nobody"
            + " would make anew elsewhere, are deleted. With clean, what Quorate wrote on it is"
            + " taken away; snapshots of etcd stay. A dead one is only told of, and does no harm"
            + " when it comes back. The quorum's guard is moved by neither.",
        "node-1",
        "kubernetes.io/docs, \"Safely Drain a Node\"; etcd.io/docs, \"Runtime reconfiguration\"");
  }

  private static Field.Help plan(boolean adds) {
    return new Field.Help(
        "What would be done, worked out from what the nodes have now, node by node or by phase; a"
            + " line under a node is done there. Nothing is changed before you go on and a second"
            + " question is answered with yes.",
        adds ? "etcd: node-5 joins etcd (a step)" : "etcd: node-1 leaves etcd (a step)",
        adds ? JOINING.source() : "etcd.io/docs, \"Runtime reconfiguration\"");
  }
}
