package io.quorate.wizard;

/** What is explained of pages whose answers are no single fields, in lines. */
public final class PageHelp {

  private static final Field.Help HOSTS =
      new Field.Help(
          "One host a line; the name may be left out, and a third word is the address that the"
              + " nodes use among themselves. What is behind # is a comment. The name is the"
              + " node's in Kubernetes.",
          """
          node-1 10.0.0.11
          node-1 203.0.113.5 10.0.0.11
          node-[1-3] 10.0.0.[11-13]
          ops@10.0.0.11:2222
          node-1 ansible_host=10.0.0.11 ansible_user=ops""",
          "kubernetes.io/docs, \"Object Names and IDs\"; Ansible, inventories");

  private static final Field.Help ROLES =
      new Field.Help(
          "A master runs etcd and the control plane, a worker takes ordinary pods; a host can be"
              + " both. etcd works as long as more than half of its members agree: 1 master"
              + " survives no failure, 3 survive 1, 5 survive 2. An even number survives no more"
              + " than one less does.",
          "master node-1",
          "etcd.io/docs, FAQ: \"What is failure tolerance?\"");

  private static final Field.Help REVIEW =
      new Field.Help(
          "The inventory is written before anything is changed. Ansible reads it too, and quorate"
              + " install -i FILE makes the cluster of it again. inventory shows it, plan shows"
              + " node by node what would be done, file NAME writes it elsewhere.",
          "file home.yaml",
          OwnField.PATH.help().source());

  private static final Field.Help FILE_ONLY =
      new Field.Help(
          "The inventory is written, and nothing else is done. Ansible reads it too; quorate"
              + " install -i FILE makes the cluster, and quorate inventory convert writes it in"
              + " other forms. inventory shows it, file NAME writes it elsewhere.",
          REVIEW.example(),
          REVIEW.source());

  private static final Field.Help PREFLIGHT =
      new Field.Help(
          "Each node was looked at, and nothing was changed. Errors have to be fixed"
              + " first: after that, Enter looks again. Warnings are agreed to one by one.",
          "Enter, when swap is off on node-1",
          "kubernetes.io/docs, \"Installing kubeadm\", Before you begin");

  private PageHelp() {}

  /** Of a page that is no form. */
  public static Field.Help of(InstallWizard wizard) {
    return switch (wizard.page()) {
      case HOSTS -> HOSTS;
      case ROLES -> ROLES;
      case REVIEW -> wizard.goal().reachesHosts() ? REVIEW : FILE_ONLY;
      case PREFLIGHT -> PREFLIGHT;
      case ACCESS, VERSIONS, NETWORK, SECURITY, INSTALL ->
          new Field.Help(wizard.page().purpose(), "", "");
    };
  }
}
