package io.quorate.plan.facts;

import java.util.List;

/**
 * What a member of etcd says of itself, which it does without a quorum, too.
 *
 * @param memberId hexadecimal
 * @param clusterId of the etcd cluster that it belongs to, hexadecimal
 * @param leaderId the member that it follows, hexadecimal; empty when it knows of none
 * @param learner whether it says that it has no vote
 * @param errors its complaints, in etcd's own words
 */
public record MemberStatus(
    String memberId,
    String clusterId,
    String leaderId,
    boolean learner,
    Vitals vitals,
    List<String> errors) {

  public MemberStatus {
    errors = List.copyOf(errors);
  }
}
