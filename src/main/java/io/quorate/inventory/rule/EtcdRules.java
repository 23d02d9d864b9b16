package io.quorate.inventory.rule;

import io.quorate.inventory.CronSchedule;
import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import java.util.List;

/** etcd's token, snapshots and timing. */
final class EtcdRules {
  /** etcd refuses less than five heartbeats (server/embed, Config.Validate). */
  private static final int HEARTBEATS_PER_ELECTION = 5;

  /** How long controllers keep their leases without etcd (--leader-elect-renew-deadline), ms. */
  private static final int LEASE_MILLIS = 10_000;

  private EtcdRules() {}

  static List<Problem> problems(Inventory.Etcd etcd) {
    List<Problem> problems = new ProblemList();
    String fault = EtcdToken.fault(etcd.initialToken().reveal());
    if (fault != null) {
      problems.add(
          Problem.error(
              "etcd_initial_token",
              fault,
              "Take at least 16 random letters and digits; the wizard makes one, and so does"
                  + " \"openssl rand -hex 16\"."));
    }
    String schedule = etcd.snapshotSchedule();
    fault = schedule.isEmpty() ? null : CronSchedule.fault(schedule);
    if (fault != null) {
      problems.add(
          Problem.error(
              "etcd_snapshot_schedule",
              "\"" + Problem.shown(schedule) + "\" is not a schedule. " + fault,
              "Write five fields, minute hour day month weekday, such as 0 */6 * * *; an empty"
                  + " text means no snapshots."));
    }
    if (etcd.electionTimeout() < HEARTBEATS_PER_ELECTION * etcd.heartbeatInterval()) {
      problems.add(
          Problem.error(
              "etcd_election_timeout",
              "An election after "
                  + etcd.electionTimeout()
                  + " ms is less than 5 heartbeats of "
                  + etcd.heartbeatInterval()
                  + " ms, which etcd refuses.",
              "Take 10 heartbeats: " + 10L * etcd.heartbeatInterval() + "."));
    } else if (etcd.electionTimeout() * 2 > LEASE_MILLIS) {
      problems.add(
          Problem.warning(
              "etcd_election_timeout",
              "An election may take twice "
                  + etcd.electionTimeout()
                  + " ms, longer than the 10 s for which controllers keep their leases.",
              "Take 5000 or less, unless masters are far apart."));
    }
    return problems;
  }
}
