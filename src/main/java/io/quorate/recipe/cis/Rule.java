package io.quorate.recipe.cis;

import java.util.function.Function;

/**
 * A line of the benchmark, and how Quorate stands to it.
 *
 * @param number the benchmark's own, such as 1.2.30
 * @param title what it asks for, in our words
 * @param reason why it is left or what there is to know; mostly empty
 * @param remedy what to do where it is not held
 */
record Rule(
    String number, String title, Subject subject, Stand stand, String reason, String remedy) {

  /** What a line speaks of, and how what was found is judged. */
  sealed interface Subject {
    /** Each master. */
    record Masters(Function<NodeAnswer, Verdict> judge) implements Subject {}

    /** Each node that has a kubelet. */
    record Nodes(Function<NodeAnswer, Verdict> judge) implements Subject {}

    /** The cluster's objects. */
    record Objects(Function<ObjectAnswer, Verdict> judge) implements Subject {}
  }

  /** What Quorate does about a line. */
  enum Stand {
    /** An install brings it about. */
    HOLDS,
    /** It does not, for the reason that is given. */
    LEAVES,
    /** It depends on what people run and on whom they let in. */
    LEFT_TO_PEOPLE
  }

  private static final String INSTALL =
      "`quorate install` puts it right. Where it does not, the inventory or a drop-in of the unit"
          + " asks for something else.";
  private static final String PEOPLE = "Look at what was found, and decide.";

  static Rule masters(String number, String title, Function<NodeAnswer, Verdict> judge) {
    return new Rule(number, title, new Subject.Masters(judge), Stand.HOLDS, "", INSTALL);
  }

  static Rule nodes(String number, String title, Function<NodeAnswer, Verdict> judge) {
    return new Rule(number, title, new Subject.Nodes(judge), Stand.HOLDS, "", INSTALL);
  }

  static Rule objects(String number, String title, Function<ObjectAnswer, Verdict> judge) {
    return new Rule(number, title, new Subject.Objects(judge), Stand.LEFT_TO_PEOPLE, "", PEOPLE);
  }

  /** The same, which Quorate leaves as it is. */
  Rule left(String why) {
    return new Rule(number, title, subject, Stand.LEAVES, why, "");
  }

  /** The same, which depends on what people do. */
  Rule people(String why) {
    return new Rule(number, title, subject, Stand.LEFT_TO_PEOPLE, why, PEOPLE);
  }

  /** The same with what there is to know. */
  Rule noting(String what) {
    return new Rule(number, title, subject, stand, what, remedy);
  }

  /** The part of the benchmark, such as 1.2. */
  String section() {
    return number.indexOf('.') == number.lastIndexOf('.')
        ? number.substring(0, number.indexOf('.'))
        : number.substring(0, number.lastIndexOf('.'));
  }
}
