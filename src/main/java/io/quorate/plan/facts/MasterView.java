package io.quorate.plan.facts;

import io.quorate.plan.facts.NodeFacts.EtcdMember;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one master sees it. Masters are asked side by side: none of them is believed more
 * than the others.
 *
 * @param own what its own member says of itself; null when that does not answer
 * @param members by its own account, which without a quorum may be old; empty when it has none
 * @param reads ids of the members that answered it a read on which a majority has to agree; empty:
 *     none, and then no quorum is proved, whatever else was answered
 * @param alarms that etcd holds, where a quorum told them
 * @param hashes of the members' data at one revision; empty where they were not asked
 * @param api how its own API server answered
 * @param nodes as its own API server lists them; null when that does not answer
 */
public record MasterView(
    @Nullable MemberStatus own,
    List<EtcdMember> members,
    Set<String> reads,
    List<EtcdAlarm> alarms,
    List<DataHash> hashes,
    ApiAnswer api,
    @Nullable List<ApiNode> nodes) {

  public MasterView {
    members = List.copyOf(members);
    reads = Set.copyOf(reads);
    alarms = List.copyOf(alarms);
    hashes = List.copyOf(hashes);
    nodes = nodes == null ? null : List.copyOf(nodes);
  }

  /** Of a master on which nothing answers. */
  public static MasterView nothing() {
    return new MasterView(null, List.of(), Set.of(), List.of(), List.of(), ApiAnswer.none(), null);
  }

  /** Its own member's id, hexadecimal; empty when that does not answer. */
  public String memberId() {
    return own == null ? "" : own.memberId();
  }

  /** The etcd cluster that its own member belongs to, hexadecimal; empty when not known. */
  public String clusterId() {
    return own == null ? "" : own.clusterId();
  }

  /** The member that its own follows, hexadecimal; empty when there is none. */
  public String leaderId() {
    return own == null ? "" : own.leaderId();
  }

  /** Its own member's; null when that does not answer. */
  public @Nullable Vitals vitals() {
    return own == null ? null : own.vitals();
  }

  /** What a master is asked, each by a script of its own. */
  public enum Question {
    /**
     * etcd, as the own member sees it: lines of {@code status}, {@code read}, {@code members},
     * {@code alarms} and {@code hashes}, each with JSON after it.
     */
    ETCD,
    /**
     * What the own API server says of its readiness, curl's finding of its certificate and exit
     * code.
     */
    API,
    /** A line a node, and at the end the line "end": see {@link ApiNode}. */
    NODES;

    /** Under which name {@link ProbeRequest#scripts} has it. */
    public String script() {
      return "view-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A node as the API lists it.
   *
   * @param ready True, False, or Unknown when its kubelet is silent
   * @param since when that last changed; null when it never reported
   * @param kubelet its version
   * @param schedulable false when it is cordoned
   * @param address inside the cluster
   * @param roles master and worker, as its labels say
   * @param zone by the label topology.kubernetes.io/zone; empty where it has none
   */
  public record ApiNode(
      String name,
      String ready,
      @Nullable Instant since,
      String kubelet,
      boolean schedulable,
      String address,
      Set<String> roles,
      String zone) {

    public ApiNode {
      roles = Set.copyOf(roles);
    }

    /** One of no zone. */
    public ApiNode(
        String name,
        String ready,
        @Nullable Instant since,
        String kubelet,
        boolean schedulable,
        String address,
        Set<String> roles) {
      this(name, ready, since, kubelet, schedulable, address, roles, "");
    }

    public boolean isReady() {
      return ready.equals("True");
    }
  }
}
