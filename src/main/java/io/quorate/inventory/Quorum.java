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

  /** An even number of members survives no more failures than one member less. */
  public boolean even() {
    return members % 2 == 0;
  }

  /** What a number of masters means, such as "3 masters: quorum 2, survives 1 failure". */
  public static String words(int masters) {
    if (masters < 1) {
      return "no master: there is no cluster without one";
    }
    Quorum quorum = new Quorum(masters);
    return masters
        + (masters == 1 ? " master" : " masters")
        + ": quorum "
        + quorum.size()
        + ", survives "
        + failures(quorum.failuresSurvived());
  }

  /**
   * What to do about a number of masters, such as "4 masters survive 1 failure, as 3 do: take 3 or
   * 5"; empty when it is a good one.
   */
  public static String advice(int masters) {
    if (masters < 1) {
      return "take 1, 3 or 5 masters";
    }
    Quorum quorum = new Quorum(masters);
    if (quorum.even()) {
      return masters
          + " masters survive "
          + failures(quorum.failuresSurvived())
          + ", as "
          + (masters - 1)
          + (masters == 2 ? " does" : " do")
          + ": take "
          + (masters - 1)
          + " or "
          + (masters + 1);
    }
    return masters > 7
        ? masters + " masters make every write wait for " + quorum.size() + ": take 7 or fewer"
        : "";
  }

  private static String failures(int count) {
    return failures(count, false);
  }

  /**
   * @param further whether some have happened already
   */
  static String failures(int count, boolean further) {
    if (further) {
      return count == 0
          ? "no further failure"
          : count + (count == 1 ? " further failure" : " further failures");
    }
    return switch (count) {
      case 0 -> "no failure";
      case 1 -> "1 failure";
      default -> count + " failures";
    };
  }
}
