package io.quorate.plan.facts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live cluster at a glance, as its nodes told it.
 *
 * @param health the one judgement of it
 * @param at when they were asked, by the operator's clock
 * @param worries what is not as it should be, a sentence each
 * @param members etcd's, by a master's own list; where no list was had, one for each master
 * @param nodes as an API server has them; empty when none answers
 * @param certificates below /etc/kubernetes/pki, the soonest end first
 * @param units that should run and do not, or failed
 * @param silent nodes that could not be asked, to the reason
 * @param versions of each program on each node that told, by program; empty when nobody was asked
 */
public record ClusterStatus(
    String cluster,
    Instant at,
    State state,
    ClusterHealth health,
    List<String> worries,
    List<Member> members,
    List<ApiServer> apiServers,
    List<NodeLine> nodes,
    List<Certificate> certificates,
    List<Snapshots> snapshots,
    List<Unit> units,
    Map<String, String> silent,
    List<ProgramVersion> versions) {

  /** What was not looked at, a sentence each; nothing is wrong with it. */
  @JsonProperty
  public List<String> notes() {
    return members.stream()
        .filter(Member::leader)
        .map(m -> m.vitals())
        .filter(v -> v != null && v.databaseBytes() >= DataHash.COMPARED_BELOW_BYTES)
        .map(
            v ->
                "The members' data are not compared: that reads all of them, %d MiB each. `etcdctl.sh endpoint hashkv` on a master does so."
                    .formatted(v.databaseBytes() >> 20))
        .toList();
  }

  /** How it is on the whole. */
  public enum State {
    /** Everything is as it should be. */
    HEALTHY,
    /** It serves, and something wants attention. */
    DEGRADED,
    /** etcd's quorum is lost, no API server answers, or masters belong to different clusters. */
    DOWN
  }

  public ClusterStatus {
    worries = List.copyOf(worries);
    members = List.copyOf(members);
    apiServers = List.copyOf(apiServers);
    nodes = List.copyOf(nodes);
    certificates = List.copyOf(certificates);
    snapshots = List.copyOf(snapshots);
    units = List.copyOf(units);
    silent = Map.copyOf(silent);
    versions = List.copyOf(versions);
  }

  /**
   * One program on one node.
   *
   * @param program as its project names it
   * @param runs its version; empty when it does not run, or does not tell
   * @param onDisk what a restart would bring; empty when that does not show
   */
  public record ProgramVersion(String program, String node, String runs, String onDisk) {}

  /**
   * One member of etcd.
   *
   * @param id hexadecimal; empty when it is not known
   * @param vitals what it said of itself; null when it did not answer
   */
  public record Member(
      String name, String id, boolean learner, boolean healthy, @Nullable Vitals vitals) {

    public boolean leader() {
      return vitals != null && vitals.leader();
    }
  }

  /**
   * A master's API server, asked by the master itself.
   *
   * @param detail what it said when it is not ready
   */
  public record ApiServer(String node, boolean ready, String detail) {}

  /**
   * A node as the API has it.
   *
   * @param since when it became so; null when that is not known
   * @param version the kubelet's
   */
  public record NodeLine(
      String name,
      boolean ready,
      @Nullable Instant since,
      String version,
      boolean cordoned,
      List<String> roles) {
    public NodeLine {
      roles = List.copyOf(roles);
    }
  }

  /**
   * @param path below /etc/kubernetes/pki
   */
  public record Certificate(String node, String path, Instant end) {

    /** From this many days before its end on it is warned of, and made anew by whoever can. */
    public static final long WARNED = 60;
  }

  /**
   * Snapshots of etcd on a master, by its own records and clock.
   *
   * @param newest when the newest proved one was taken; null when there are none
   * @param ageSeconds of that one; null when there are none
   * @param count how many are kept
   * @param attempt the last one; null when the master has no record of any
   * @param overdue whether two that the schedule has are missing since the newest
   */
  public record Snapshots(
      String node,
      @Nullable Instant newest,
      @Nullable Long ageSeconds,
      int count,
      @Nullable SnapshotAttempt attempt,
      boolean overdue) {

    /** Whether the last attempt failed. */
    @JsonProperty
    public boolean failed() {
      return attempt != null && attempt.failed();
    }
  }

  /**
   * @param why in one line; empty when it succeeded
   */
  public record SnapshotAttempt(Instant at, long secondsAgo, boolean failed, String why) {}

  /**
   * @param state systemd's word, such as failed
   */
  public record Unit(String node, String unit, String state) {}
}
