package io.quorate.tui.status;

import io.quorate.tui.widget.Reader;
import java.time.Duration;

/** What F1 says of a cluster's status. */
final class StatusHelp {

  private StatusHelp() {}

  /**
   * @param every pause between two looks
   */
  static Reader every(Duration every) {
    return Reader.of(
        "Help",
        """
        All nodes are asked side by side, again %d s after each answer; nothing is changed.
        r looks now, Up, Down, PgUp, PgDn and Home scroll, Ctrl-X stops a look, q or Esc leaves.

        etcd          its voting members: how many have to agree (quorum), how many more may fail
        API servers   those that say of themselves that they are ready
        Nodes         what Kubernetes knows of them; cordoned ones take no new pods
        Certificates  the first that ends, and up to 5 more that end within 60 days
        Snapshots     etcd's newest on each master, how many stay, what failed
        Units         services of systemd that should run, and do not
        Worries       all that is wrong, in words

        healthy: nothing is wrong. degraded: it serves, with worries. down: etcd has no quorum, \
        or no API server is ready.

        Example:  3 voting members, 2 healthy, quorum 2, survives no further failure: etcd works \
        until one more fails
        Source:   etcd.io/docs, FAQ: "What is failure tolerance?\""""
            .formatted(every.toSeconds()));
  }
}
