package io.quorate.cli;

import io.quorate.inventory.Problem;
import java.util.ArrayList;
import java.util.List;

/** Problems of an inventory as text, as compilers print theirs: place, severity, what, remedy. */
final class ProblemLines {

  private ProblemLines() {}

  static List<String> of(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      Problem.Place place = problem.place();
      String where =
          place == null ? "" : place.file() + ":" + place.line() + ":" + place.column() + ": ";
      String field = problem.field().isEmpty() ? "" : problem.field() + ": ";
      lines.add(where + (problem.isError() ? "error: " : "warning: ") + field + problem.what());
      lines.add("    " + problem.remedy());
    }
    return lines;
  }
}
