package io.quorate.inventory;

/**
 * The arithmetic of an etcd cluster's votes (etcd.io/docs, FAQ: "What is failure tolerance?").
 *
 * @param members voting members, at least 1
 */
public record Quorum(int members) {

  public Quorum {
    if (members < 1) {
      throw new IllegalArgumentException("an etcd cluster has at least one member: " + members);
    }
  }

  /** How many members have to agree. */
  public int size() {
    return members / 2 + 1;
  }

  /** How many members may fail. */
  public int failuresSurvived() {
    return members - size();
  }
}
