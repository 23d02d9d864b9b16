package io.quorate.cli.keys;

/** What {@code --help} says of certificates, before and after the options. */
final class CertificatesHelp {

  static final String TABLE =
      """
      Shows every certificate of a cluster: when it ends, where it is, and which authority \
      signed it.

      Each node is asked what lies there, and what its processes show to whoever connects: a \
      file may be new and its process old. The kubeconfigs are looked at, too, your own among \
      them. It works while nothing answers any more, since only SSH is needed. Nothing is \
      changed.
      """;

  static final String TABLE_END =
      """

      Examples:
        quorate certificates -i home.yaml            the table, node by node
        quorate certificates -i home.yaml -v         with serial numbers and names
        quorate certificates -i home.yaml -l node-4  of one node, which alone is asked
        quorate certificates -i home.yaml --json     for programs: one object, one line
        quorate certificates renew -i home.yaml      new ones
        quorate certificates rotate-keys -i home.yaml
                                                     a new key for Secrets in etcd
        quorate certificates rotate-signing-key -i home.yaml
                                                     a new key for service accounts' tokens
        quorate certificates rotate-ca --only front-proxy -i home.yaml
                                                     another authority

      Exit codes: 0 all are good; 1 one has ended, or SSH reaches no node; 2 invalid input; \
      4 one ends within 60 days, or a process shows an old one; 130 interrupted.""";

  static final String RENEW =
      """
      Makes new certificates for all nodes, below the authorities that the cluster has, valid \
      for a year. Pods keep running, and the API is served all the while.

      What there is is kept on each node first (/var/lib/quorate/pki.DATE). Then the masters \
      go one by one: etcd, which takes its new certificates without a restart, the API \
      server, controller manager and scheduler, kubelet and kube-proxy. Each has to show the \
      new certificate before the next one starts again. Workers follow, first one, then \
      several at a time. At the end every certificate is checked against its authority, and \
      your kubeconfig gets a new one.

      Also when everything has ended already: etcd's members refuse one another then, and \
      no API server serves. It is seen from the files, over SSH, and all masters get theirs \
      together.

      Nothing else on the nodes is changed, whatever the inventory says.
      """;

  static final String RENEW_END =
      """

      Examples:
        quorate certificates renew -i home.yaml --dry-run      what would change
        quorate certificates renew -i home.yaml                ask, then do it
        quorate certificates renew -i home.yaml --node node-4  of one node
        QUORATE_REHEARSAL_AGE=400 quorate certificates renew -i home.yaml --rehearse
                                                               practise that all have ended

      If it is cut off, say it again, or --resume: what is new already is found new.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  static final String ROTATE_KEYS =
      """
      Rotates the key with which Secrets, and whatever else the API servers encrypt, are kept \
      in etcd. Pods keep running, and the API is served all the while.

      In four stages: every API server learns to read with a new key; then every one writes \
      with it; then all there is is written anew, and etcd is asked, value by value, whether \
      anything is left that another key wrote; only when nothing is, the old key goes. API \
      servers start again one at a time, each when the one before is ready. Values are counted \
      and never shown.

      The old key is kept on each master (/var/lib/quorate/keys.DATE, for root alone), since \
      backups and snapshots from before are read with it alone.

      All masters have to be reachable. It is the file that `quorate install` made, or what \
      you have put there: secretbox, aescbc and aesgcm, resources by their names. Keys in a KMS \
      are rotated there.
      """;

  static final String ROTATE_KEYS_END =
      """

      Examples:
        quorate certificates rotate-keys -i home.yaml --dry-run    what would change
        quorate certificates rotate-keys -i home.yaml              ask, then do it
        quorate certificates rotate-keys -i home.yaml --rehearse   practise it

      If it is cut off, say it again, or --resume, from any machine: the masters know how far \
      it is. Meanwhile the cluster serves, and `quorate install` and `add` keep the keys as \
      they are.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  static final String ROTATE_SIGNING_KEY =
      """
      Rotates the key that signs the tokens of service accounts, by which pods log in to the \
      API. Pods keep running, and every token stays good.

      First every API server comes to trust a new key, beside the old one; then every API \
      server and controller manager signs with it. API servers start again one at a time, each \
      when the one before is ready. Each has to tell that it trusts both keys, and a token that \
      it makes has to be signed with the new one and be accepted by all the others.

      Then it rests: tokens of the old key live on. A second run, with --remove-old, takes that \
      key away. It is refused as long as such a token may live: for as long as API servers \
      let a token live (--service-account-max-token-expiration), or as you say with \
      --longest-token where they have no limit, and as long as Secrets hold tokens of it, which \
      never end and are named.

      All masters have to be reachable. The key is RSA with 2048 bits, made on this machine.
      """;

  static final String ROTATE_SIGNING_KEY_END =
      """

      Examples:
        quorate certificates rotate-signing-key -i home.yaml --dry-run   what would change
        quorate certificates rotate-signing-key -i home.yaml             ask, then do it
        quorate certificates rotate-signing-key -i home.yaml --remove-old --longest-token 24h
                                                  a day later: the old key goes
        quorate certificates rotate-signing-key -i home.yaml --remove-old --at-once
                                                  it is in wrong hands: do not wait
        quorate certificates rotate-signing-key -i home.yaml --rehearse  practise it

      If it is cut off, say it again, or --resume, from any machine: the masters know how far \
      it is. Meanwhile the cluster serves, and `quorate install` and `add` keep the keys as \
      they are.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  static final String ROTATE_CA =
      """
      Has another authority take the place of one of the cluster's. Pods keep running, and the \
      API is served all the while.

      First every master comes to accept both authorities, the old one and a new one; then each \
      gets certificates of the new one. API servers start again one at a time, each when the one \
      before is ready, and each has to accept what the others show.

      Then it rests: both are accepted. A second run, with --remove-old, takes the old authority \
      away.

      --only front-proxy is the authority by which API servers show themselves to API servers \
      behind them, such as that of metrics. These read from the cluster which authorities they \
      are to accept; each that is available has to answer through each API server with its new \
      certificate.

      All masters have to be reachable. The authority is made on this machine, for ten years.
      """;

  static final String ROTATE_CA_END =
      """

      Examples:
        quorate certificates rotate-ca --only front-proxy -i home.yaml --dry-run
                                                  what would change
        quorate certificates rotate-ca --only front-proxy -i home.yaml
                                                  ask, then do it
        quorate certificates rotate-ca --only front-proxy -i home.yaml --remove-old
                                                  later: the old one goes
        quorate certificates rotate-ca --only front-proxy -i home.yaml --rehearse
                                                  practise it

      If it is cut off, say it again, or --resume, from any machine: the masters know how far \
      it is. Meanwhile the cluster serves, and `quorate install`, `add` and `certificates renew` \
      keep what each master has.

      Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard, \
      nothing was changed; 4 finished with warnings; 130 interrupted.""";

  private CertificatesHelp() {}
}
