package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One node as the operator, etcd and the API see it.
 *
 * @param name as the inventory, the API or etcd has it
 * @param host of the inventory; null when that does not have it
 * @param unreachable why SSH does not get there; empty when it does
 * @param member its etcd member; null when it has none
 * @param api its object in the API; null when there is none, or no API server answers
 * @param listed whether an API server told of the nodes, so that a missing object is known
 * @param apiServer how its own API server answered
 * @param kubelet whether the kubelet's unit is active; false also when SSH does not get there
 * @param oldData whether data of etcd lies there
 * @param since when these are as they are
 */
public record LiveNode(
    String name,
    @Nullable Host host,
    String unreachable,
    @Nullable Member member,
    @Nullable ApiNode api,
    boolean listed,
    ApiAnswer apiServer,
    boolean kubelet,
    boolean oldData,
    UptimeRecord since) {

  /**
   * An etcd member.
   *
   * @param started whether it has ever been
   * @param vitals what it says of itself; null when it was not heard
   */
  public record Member(
      String id,
      String peerUrl,
      boolean learner,
      boolean started,
      boolean healthy,
      boolean leader,
      @Nullable Vitals vitals) {}

  public boolean isMaster() {
    return member != null || (host != null && host.isMaster());
  }

  /** Whether a rescue could start from it. */
  boolean isSurvivor() {
    return host != null && host.isMaster() && unreachable.isEmpty() && oldData;
  }

  /** Raft's index as far as its member has applied it; -1 when it was not heard. */
  long index() {
    return member == null || member.vitals() == null ? -1 : member.vitals().index();
  }

  /** Whether the node is of no use at the moment, as far as can be seen. */
  public boolean looksDead() {
    boolean memberDead = member != null && !member.healthy();
    boolean nodeDead = api != null && !api.isReady();
    return memberDead || nodeDead || (!unreachable.isEmpty() && (member == null || api == null));
  }

  /**
   * The same with what an earlier look found.
   *
   * @param first when SSH was first seen not to get there
   */
  LiveNode silentSince(Instant first) {
    return new LiveNode(
        name,
        host,
        unreachable,
        member,
        api,
        listed,
        apiServer,
        kubelet,
        oldData,
        since.withSsh(first));
  }

  public Optional<Member> etcd() {
    return Optional.ofNullable(member);
  }

  /** What is known of it, a few words each. */
  public List<String> words(Instant now) {
    List<String> words = new ArrayList<>();
    words.add(
        unreachable.isEmpty()
            ? "SSH answers" + lasting(", up for ", since.ssh(), now)
            : "SSH does not answer" + lasting(" for ", since.ssh(), now));
    if (member != null) {
      words.add(
          !member.started()
              ? "its etcd member never started"
              : (member.learner() ? "etcd learner" : "etcd member")
                  + (member.healthy() ? " healthy" : " does not answer")
                  + lasting(" for ", since.member(), now)
                  + (member.leader() ? ", leads" : ""));
    } else if (host != null && host.isMaster()) {
      words.add(oldData ? "etcd data there, member not listed" : "no etcd member");
    }
    if (host != null && host.isMaster() && unreachable.isEmpty()) {
      words.add(
          "API server "
              + (apiServer.isReady()
                  ? "ready" + lasting(" for ", since.apiServer(), now)
                  : switch (apiServer.certificate()) {
                    case GOOD -> "not ready";
                    case EXPIRED -> "with an expired certificate";
                    case NOT_YET_VALID -> "with a certificate that is not valid yet";
                    case OTHER_NAMES -> "with a certificate for other names";
                    case FOREIGN -> "with another cluster's certificate";
                  }));
    }
    ApiNode node = api;
    if (node == null) {
      if (listed) {
        words.add("no node object");
      }
    } else {
      words.add(
          (node.isReady()
                  ? "Ready"
                  : node.ready().equals("Unknown") ? "kubelet silent" : "NotReady")
              + lasting(" for ", node.since(), now)
              + (node.schedulable() ? "" : ", cordoned"));
    }
    if (host == null) {
      words.add("not in the inventory");
    }
    return words;
  }

  /** What has just begun is not said to last. */
  private static String lasting(String words, @Nullable Instant since, Instant now) {
    return since == null || now.isBefore(since.plusSeconds(2))
        ? ""
        : words + span(Duration.between(since, now));
  }

  static String span(Duration time) {
    long minutes = Math.max(0, time.toMinutes());
    return minutes >= 2 * 24 * 60
        ? minutes / 60 / 24 + " days"
        : minutes >= 120
            ? minutes / 60 + " h"
            : minutes >= 2 ? minutes + " min" : time.toSeconds() + " s";
  }
}
