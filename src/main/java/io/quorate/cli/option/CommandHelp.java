package io.quorate.cli.option;

/** What {@code --help} says of the journeys, before and after their options. */
public final class CommandHelp {

  public static final String ADD =
      """
      Lets nodes join a cluster that runs, or changes what they are for.

      What the inventory has and the cluster has not joins: write new hosts into the file, \
      or name them with --node, and the file is brought up to date at the end. Workers join \
      side by side. Masters join one after the other: a snapshot, a learner without a vote, \
      all data, its vote, its API server; only then the next one begins. An even number of \
      masters on the way is fine, and said.

      The nodes that are there get the new names, addresses and routes, and restart nothing.

      On a terminal and without --node, --wipe and --yes, a wizard shows the cluster and \
      asks; with --plain, and where TERM is dumb, in lines.
      """;

  public static final String ADD_END =
      """

      Examples:
        quorate add -i home.yaml --dry-run                      what would change, with diffs
        quorate add -i home.yaml --node "node-5 192.168.88.15"  one more worker
        quorate add -i home.yaml --node "node-5 192.168.88.15" \\
            --node "node-6 192.168.88.16" --role master,worker  from 3 masters to 5
        quorate add -i home.yaml --node node-4 --role master    a worker becomes a master
        quorate add --from-cluster --master 192.168.88.11       without an inventory at hand
        quorate add -i home.yaml --rehearse                     practise it on simulated nodes

      If it is cut off, say it again, or --resume: what is done already is found done.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  public static final String REMOVE =
      """
      Takes nodes out of a cluster, dead or alive, the first master like any other.

      All masters are asked side by side what they know. Without NODE a wizard shows it and \
      asks; with --plain, and where TERM is dumb, in lines. With --dry-run it is said, and \
      that is all. A dead node is removed from etcd by its member's id, after a snapshot, \
      and from the API. A live one is drained first: disruption budgets are respected. The \
      nodes that stay forget it, and so does the inventory file at the end.

      The quorum is guarded: what would lose it is refused, with the numbers and the next \
      step.
      """;

  public static final String REMOVE_END =
      """

      Examples:
        quorate remove -i home.yaml                  what is known of each node; choose who leaves
        quorate remove -i home.yaml node-1 --dry-run what would change, with diffs
        quorate remove -i home.yaml node-1           ask, then do it
        quorate remove -i home.yaml --rehearse --dead node-1
                                                     practise it on simulated nodes

      If it is cut off, say it again, or --resume: what is done already is found done.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  public static final String UPGRADE =
      """
      Brings newer versions to a cluster that runs, under its pods: Kubernetes, etcd, the \
      container runtime, and what goes with them.

      The way is worked out from what runs: Kubernetes one minor version at a time, through \
      the newest patch of each; etcd through the patches that its upgrade guides ask for; \
      kubelets on drained nodes, never newer than an API server. What does not fit at every \
      moment is refused before anything is changed.

      Everything is downloaded to all nodes and verified first, and the new programs are \
      asked whether they take their flags. A snapshot of etcd, proved, comes to this machine; \
      programs and files are kept on the nodes. Then etcd's members go one at a time, the leader last; the masters' control planes one \
      at a time; the nodes drained, masters one by one, then one worker alone, then the \
      others. Each has to prove its new version before the next one begins, and the first \
      failure stops what would follow.
      """;

  public static final String UPGRADE_END =
      """

      Examples:
        quorate upgrade -i home.yaml                  to what the file wants, or the newest patch
        quorate upgrade -i home.yaml --to 1.36        to the newest patch of 1.36
        quorate upgrade -i home.yaml --to 1.36 --dry-run
                                                      the way, and what would change
        quorate upgrade -i home.yaml --to 1.36 --stage-only
                                                      downloads, the evening before
        quorate upgrade -i home.yaml --to 1.36 --rehearse
                                                      practise it on simulated nodes
        quorate upgrade -i home.yaml --rollback       back to what ran before it
        quorate upgrade -i home.yaml --rollback --node node-4
                                                      this node alone, while it is under way

      If it is cut off, say it again: what is done already is found done.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  public static final String RESCUE =
      """
      Brings a cluster back when more than half of its masters are lost for good.

      etcd needs more than half of its members to agree; when they are gone, nothing can be \
      written any more, and no member can be added or removed. The way back leads over the \
      data of one survivor: it is copied and kept, restored into a new cluster of one \
      member, the API server is started on it, and the objects are counted before and after. \
      Then the inventory says one master, and other masters join by `quorate add` after they \
      were wiped.

      While a quorum exists, or can be had by starting what is there, this is refused: a \
      rescue throws away what the survivor has not. Workers and their pods stay as they are.

      The lost masters must never come back with their old data.
      """;

  public static final String RESCUE_END =
      """

      Examples:
        quorate rescue -i home.yaml                     who could be rescued
        quorate rescue -i home.yaml --survivor node-3   asks for the cluster's name
        quorate rescue -i home.yaml --survivor node-3 --rehearse
                                                        on simulated nodes, of which
                                                        the other masters are lost

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a \
      guard, nothing was changed; 4 finished with warnings; 130 interrupted.""";

  public static final String BACKUP =
      """
      Backs a cluster up: its data and its keys in one sealed file.

      The member of etcd that leads takes a snapshot, which is proved there against the live \
      data: its revision, its keys, and where etcd can its hash. It comes here over SSH with \
      what a rebuild needs of the masters (authorities and keys, the encryption of Secrets, \
      kubeconfigs, units, configuration), the inventory, the versions that run, and how many \
      objects of each kind there are. Nothing of it lies on this machine in clear: it goes \
      straight into the file, sealed in the format of age. The file is read back.

      The cluster serves meanwhile, and stays as it is. A master that is down does not keep a \
      backup from being made, as long as etcd has its quorum.
      """;

  public static final String BACKUP_END =
      """

      Examples:
        quorate backup -i home.yaml                     in a wizard
        quorate backup -i home.yaml --to /mnt/backups --recipient age1… --keep 14 --yes
                                                        as from cron
        quorate backup list /mnt/backups                which there are
        quorate backup -i home.yaml --copy-to sftp://keeper@nas/srv/quorate --yes
                                                        on another machine, too
        quorate backup -i home.yaml --copy-to s3://backups/home --s3-endpoint https://nas:9000 --yes
                                                        in a store that speaks S3
        quorate backup verify FILE -i home.yaml         would it bring the cluster back?

      Exit codes: 0 done and verified; 1 a step failed, or there is no backup; 2 invalid \
      input; 3 refused by a guard; 4 finished with warnings; 130 interrupted.""";

  public static final String BACKUP_VERIFY =
      """
      Tries a backup: would it bring the cluster back?

      On one node that has the programs of a master, and beside whatever runs there, an etcd \
      and an API server of their own are started in a network of their own, on loopback, with \
      less of the machine than the cluster's. They get the backup's data and its encryption \
      key; the objects are counted by kind and compared with what the backup says of itself, \
      and each is read through the API server, Secrets too, of which nothing is shown. No \
      cluster is touched, and nothing is left: all of it goes when the trial ends, and by \
      itself when it is cut off.

      A backup that stood the trial is marked: it is the one that is not removed as too old.
      """;

  public static final String BACKUP_VERIFY_END =
      """

      Examples:
        quorate backup verify home.quorate -i home.yaml --identity backup.key
        quorate backup verify home.quorate -i home.yaml --node node-2 --yes
                                             as from cron, with $QUORATE_BACKUP_PASSPHRASE

      Exit codes: 0 it brings the cluster back; 1 it does not, or a step failed; 2 invalid \
      input; 3 refused by a guard: damaged, another key, versions that do not fit; \
      130 interrupted.""";

  public static final String RESTORE =
      """
      Brings a cluster back from a backup, on its own machines or on others.

      Every master of the inventory gets the backup's data, at one revision, as a member of a \
      new etcd cluster; authorities, service accounts' keys and the encryption key are the \
      backup's, and certificates are made anew where they do not fit. On fresh machines, with \
      other addresses or another number of masters, it is an install with all that.

      The backup is opened and proved first: one that is damaged, of another cluster or of a \
      version that does not fit is refused before anything is touched. Then the snapshot goes \
      to all masters; API servers stop on all of them, then etcd; the data that are there go \
      aside and are kept. Objects are counted before the first API server starts, and kubelets \
      begin anew after the last.

      Refused while etcd has its quorum, unless --over-healthy is said. Nodes of the backup \
      that the inventory has not are deleted from the API.
      """;

  public static final String RESTORE_END =
      """

      Examples:
        quorate restore -i home.yaml --from home.quorate --identity backup.key
                                             before and after, then asks for the cluster's name
        quorate restore -i new.yaml --from home.quorate
                                             other machines; asks for the passphrase, too
        quorate restore -i home.yaml --from home.quorate --rehearse
                                             practise it on simulated nodes
        quorate restore -i home.yaml         the wizard

      If it is cut off, say it again, or --resume: what is done already is found done.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a \
      guard, nothing was changed; 4 finished with warnings; 130 interrupted.""";

  public static final String DESTROY =
      """
      Takes a cluster away from its nodes. All its objects and data are lost.

      On each node, none waiting for another: the units and all pods are stopped; their \
      mounts, interfaces, routes and packet rules go; the data and etcd's snapshots are \
      removed; and what Quorate wrote goes by the manifest that it kept there: what was at a \
      place before is put back. Then a scan shows that nothing is left.

      Packages, locales and the time zone stay. What was switched off stays off: rpcbind, \
      and on Rocky Linux and AlmaLinux firewalld and nm-cloud-setup, too. There SELinux \
      keeps what nginx of a worker was given: the boolean httpd_can_network_connect, the \
      type of its port and the file context of its folder.

      Rules of others are never touched, and SSH is never cut. Swap comes back. The modules \
      that were loaded are gone with the next boot.

      Nodes that do not answer are left as they are, and named: give the command again when \
      they are back.
      """;

  public static final String DESTROY_END =
      """

      Examples:
        quorate destroy -i home.yaml --dry-run       what would go, file by file
        quorate destroy -i home.yaml                 asks for the cluster's name
        quorate destroy -i home.yaml --confirm home  for programs; --yes is not enough

      Exit codes: 0 nothing is left; 1 a step failed; 2 invalid input; 3 refused by a \
      guard, nothing was changed; 4 something is left, or a node did not answer; \
      130 interrupted.""";

  public static final String REPAIR_NETWORK =
      """
      Gives a node its packet rules anew, for when services or pods cannot be reached there.

      kube-proxy is stopped; INPUT, FORWARD and OUTPUT are set to ACCEPT; the tables filter, \
      nat and mangle of iptables are flushed, rules of others among them, which are shown \
      before; then kube-proxy, the firewall and the pods' network write theirs again. Tables \
      of nftables that are not iptables' own stay.

      SSH stays open. Should the connection be lost nevertheless, the node puts the old \
      rules back by itself: a timer does it unless a new connection says that it is alive.

      Ports that pods open on the host (hostPort) come back when those pods are made anew.
      """;

  public static final String REPAIR_NETWORK_END =
      """

      Examples:
        quorate repair-network node-3 -i home.yaml

      Exit codes: 0 done and verified; 1 a step failed, the old rules come back; \
      2 invalid input; 3 refused by a guard, nothing was changed; 4 finished with \
      warnings; 130 interrupted.""";

  public static final String STATUS =
      """
      Shows how a cluster is: etcd's members, leader and quorum, the API servers, the nodes, \
      the first certificate to end, the snapshots, and units that do not run.

      All nodes are asked side by side, each master about itself, so it works while masters \
      are down. Nothing is changed.
      """;

  public static final String STATUS_END =
      """

      Examples:
        quorate status -i home.yaml            once, as text
        quorate status -i home.yaml --watch    a screen that looks again
        quorate status -i home.yaml --json     for programs: one object, one line
        quorate status --from-cluster          without an inventory: where the kubeconfig leads

      Exit codes: 0 healthy; 1 down: etcd's quorum is lost, or no API server is ready; or \
      unknown, as SSH reaches no node; 2 invalid input; 4 degraded: it serves, with worries; \
      130 interrupted.""";

  public static final String CIS =
      """
      Compares a cluster with the CIS Kubernetes Benchmark 1.12, line by line.

      Each node is asked for the modes and owners of its files, the flags of the processes that \
      run, and the kubelet's settings; one master for the cluster's objects. What the inventory \
      says does not count. A line is held, not held, left on purpose with the reason, does not \
      apply, or is for a person to judge, as the benchmark has it. Nothing is changed; `quorate \
      install` puts right what Quorate holds.
      """;

  public static final String CIS_END =
      """

      Examples:
        quorate cis -i home.yaml            the table, part by part
        quorate cis -i home.yaml -v         with what was found on which node, and reasons
        quorate cis -i home.yaml -l node-4  of one node, which alone is asked
        quorate cis -i home.yaml --json     for programs: one object, one line

      Exit codes: 0 what should be held is held; 1 a line is not held that should be, or SSH \
      reaches no node; 2 invalid input; 4 a node could not be asked; 130 interrupted.""";

  public static final String SUPPORT_BUNDLE =
      """
      Gathers what those need who are to help: one file, without secrets.

      It holds the newest five runs of the cluster, or the one of --run, with their journals; \
      Quorate's log and what it runs on; the inventory; and from each node that answers what \
      the machine is, the last 200 lines of each of the cluster's units since yesterday, and \
      what failed; with the cluster's status, versions and certificates. No file of a node is \
      taken, and no key. A node that does not answer is told, and the file is made without it. \
      Nothing is changed. Without -i or --from-cluster, and with --offline, no node is asked.

      Whatever the inventory, the logins and the nodes keep secret is redacted, and so is what \
      looks like a key, a token or a password. The first page, MANIFEST, lists each file, what \
      was cut and how much was redacted. Look at it before you send it.
      """;

  public static final String SUPPORT_BUNDLE_END =
      """

      Examples:
        quorate support-bundle -i home.yaml             runs, logs, and what the nodes tell
        quorate support-bundle -i home.yaml --replace-names
                                                        whose cluster it is does not show
        quorate support-bundle --run 20261122-2315      one run, and no node is asked

      Exit codes: 0 made; 1 it could not be written; 2 invalid input; 4 made, but a node or a \
      file is missing in it; 130 interrupted.""";

  public static final String INSTALL =
      """
      Installs the cluster that an inventory describes, or brings an installed one back to it.

      Connects to all nodes, looks at them, says what would change, asks, and then runs the \
      plan in a process of its own: closing the terminal does not stop it (see `quorate \
      attach`). A second run of the same inventory changes nothing.
      """;

  public static final String INSTALL_END =
      """

      Examples:
        quorate install -i home.yaml --dry-run    what would change, with diffs
        quorate install -i home.yaml              ask, then do it, with live panes
        quorate install --resume                  go on where it was cut off

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  private CommandHelp() {}
}
