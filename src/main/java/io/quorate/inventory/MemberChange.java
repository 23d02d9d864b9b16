package io.quorate.inventory;

/** What somebody wants to do to etcd's members, or what happens to one. */
public sealed interface MemberChange {

  /**
   * A host joins, without a vote at first.
   *
   * @param name the node's
   * @param oldData whether etcd's data of an earlier life lies on the host
   */
  record Add(String name, boolean oldData) implements MemberChange {}

  /** A learner that has all data gets its vote. */
  record Promote(String id) implements MemberChange {}

  /** A member is taken out. */
  record Remove(String id) implements MemberChange {}

  /**
   * A member is taken out, and then a host joins in its place.
   *
   * @param oldData as in {@link Add}
   */
  record Replace(String id, String name, boolean oldData) implements MemberChange {}

  /** A member is switched off, or breaks down. */
  record Stop(String id) implements MemberChange {}

  /** A member that was off is on again. */
  record Start(String id) implements MemberChange {}
}
