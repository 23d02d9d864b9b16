package io.quorate.facts;

import io.quorate.facts.NodeFacts.EtcdMember;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one master sees it. Masters are asked side by side: none of them is believed more
 * than the others.
 *
 * @param memberId its own member's id, hexadecimal; empty when that does not answer
 * @param clusterId of the etcd cluster that it belongs to, hexadecimal; empty when not known
 * @param leaderId the member that leads, hexadecimal; empty when there is none
 * @param vitals what its own member says of itself; null when that does not answer
 * @param members by its own account, which without a quorum may be old; empty when it has none
 * @param healthy client URLs at which a read that a quorum agrees on was answered; empty: none
 * @param api what its own API server says of its readiness: "ok", a complaint, or nothing
 * @param nodes as its own API server lists them; null when that does not answer
 */
public record MasterView(
    String memberId,
    String clusterId,
    String leaderId,
    @Nullable Vitals vitals,
    List<EtcdMember> members,
    Set<String> healthy,
    String api,
    @Nullable List<ApiNode> nodes) {

  public MasterView {
    members = List.copyOf(members);
    healthy = Set.copyOf(healthy);
    nodes = nodes == null ? null : List.copyOf(nodes);
  }

  /** What a master is asked, each by a script of its own. */
  public enum Question {
    /** etcd's members as JSON. */
    MEMBERS,
    /** The members as the own one knows them, also without a quorum. */
    OWN_MEMBERS,
    /** The own member's state as JSON. */
    STATUS,
    /** Each member's health as JSON. */
    HEALTH,
    /** Whether the own API server is ready: "ok", or a complaint. */
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
   */
  public record ApiNode(
      String name,
      String ready,
      @Nullable Instant since,
      String kubelet,
      boolean schedulable,
      String address,
      Set<String> roles) {

    public ApiNode {
      roles = Set.copyOf(roles);
    }

    public boolean isReady() {
      return ready.equals("True");
    }
  }
}
