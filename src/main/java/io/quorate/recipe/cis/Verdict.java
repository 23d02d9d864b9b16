package io.quorate.recipe.cis;

import io.quorate.plan.facts.Benchmark.State;

/**
 * How it is with a line on one node.
 *
 * @param found as it is there
 */
record Verdict(State state, String found) {

  static Verdict held(String found) {
    return new Verdict(State.HELD, found);
  }

  static Verdict notHeld(String found) {
    return new Verdict(State.NOT_HELD, found);
  }

  static Verdict toJudge(String found) {
    return new Verdict(State.TO_JUDGE, found);
  }

  static Verdict notApplicable(String found) {
    return new Verdict(State.NOT_APPLICABLE, found);
  }

  static Verdict of(boolean held, String found) {
    return held ? held(found) : notHeld(found);
  }
}
