package io.quorate.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * etcd's members as they are now, and how much they can bear. Learners hold no vote and count for
 * nothing until they are promoted.
 *
 * @param members at least one of them votes
 */
public record Membership(List<Member> members) {

  /**
   * One member.
   *
   * @param id etcd's own, hexadecimal; a host that comes back is another member
   * @param name its node's; of a member that was added and never started, the node it is meant for
   * @param learner whether it has yet to be given a vote
   * @param healthy whether it answers, in agreement with the others
   */
  public record Member(String id, String name, boolean learner, boolean healthy) {

    /** A sentence's subject. */
    String named() {
      return name.isEmpty() ? "the member " + id : name;
    }
  }

  public Membership {
    members = List.copyOf(members);
    if (members.stream().allMatch(Member::learner)) {
      throw new IllegalArgumentException("an etcd cluster has at least one voting member");
    }
  }

  public List<Member> voters() {
    return members.stream().filter(m -> !m.learner()).toList();
  }

  public List<Member> learners() {
    return members.stream().filter(Member::learner).toList();
  }

  /** The voting members that do not answer. */
  public List<Member> dead() {
    return voters().stream().filter(m -> !m.healthy()).toList();
  }

  public int voting() {
    return voters().size();
  }

  /** How many of the voting members are healthy. */
  public int healthy() {
    return voting() - dead().size();
  }

  /** How many voting members have to agree. */
  public int quorum() {
    return new Quorum(voting()).size();
  }

  public boolean hasQuorum() {
    return healthy() >= quorum();
  }

  /** How many more members may fail before nothing can be written; 0 without a quorum. */
  public int failuresSurvived() {
    return Math.max(0, healthy() - quorum());
  }

  public Optional<Member> byId(String id) {
    return members.stream().filter(m -> m.id().equals(id)).findFirst();
  }

  public Optional<Member> byName(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /** Such as "3 voting members, 2 healthy, quorum 2, survives no further failure". */
  public String words() {
    return counts()
        + ", "
        + (hasQuorum()
            ? "survives " + Quorum.failures(failuresSurvived(), voting() != healthy())
            : "which is lost");
  }

  /** Such as "3 voting members, 1 healthy, quorum 2". */
  public String counts() {
    int waiting = learners().size();
    return (voting() == 1 ? "1 voting member" : voting() + " voting members")
        + (waiting == 0 ? "" : waiting == 1 ? " and 1 learner" : " and " + waiting + " learners")
        + ", "
        + healthy()
        + " healthy, quorum "
        + quorum();
  }

  Membership with(Member added) {
    List<Member> others = new ArrayList<>(members);
    others.add(added);
    return new Membership(others);
  }

  Membership without(Member removed) {
    return new Membership(
        members.stream().filter(m -> !m.equals(removed)).collect(Collectors.toList()));
  }

  Membership replaced(Member old, Member fresh) {
    return new Membership(members.stream().map(m -> m.equals(old) ? fresh : m).toList());
  }
}
