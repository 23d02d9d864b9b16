package io.quorate.inventory;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems as they are found, up to so many that nobody reads them all: a file may be made of
 * nothing else, and memory ends.
 */
public final class ProblemList extends AbstractList<Problem> {
  static final int MOST = 1000;

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
      found.add(
          Problem.error(
                  "", "There are more than " + MOST + " problems.", "Mend those that are named.")
              .at(problem.place()));
    }
  }

  @Override
  public Problem set(int index, Problem problem) {
    return found.set(index, problem);
  }
}
