package io.quorate.inventory;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems as they are found, up to so many that nobody reads them all: a file may be made of
 * nothing else, and memory ends.
 */
public final class ProblemList extends AbstractList<Problem> {
  public static final int MOST = 1000;

  private final List<Problem> found = new ArrayList<>();

  @Override
  public Problem get(int index) {
    return found.get(index);
  }

  @Override
  public int size() {
    return found.size();
  }

  @Override
  public void add(int index, Problem problem) {
    if (found.size() < MOST) {
      found.add(index, problem);
    } else if (found.size() == MOST) {
      found.add(more(problem));
    } else if (problem.isError() && !found.get(MOST).isError()) {
      found.set(MOST, more(problem));
    }
  }

  /** As grave as what it stands for: a thousand warnings are no error. */
  private static Problem more(Problem problem) {
    return new Problem(
        problem.severity(),
        "",
        problem.place(),
        "There are more than " + MOST + " problems.",
        "Fix those that are named.");
  }

  @Override
  public Problem set(int index, Problem problem) {
    return found.set(index, problem);
  }
}
