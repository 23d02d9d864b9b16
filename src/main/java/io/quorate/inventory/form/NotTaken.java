package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source says and Quorate does not take over, told in one sentence a file. */
final class NotTaken {
  private record Named(String name, Place place) {}

  private final Set<Named> named = new LinkedHashSet<>();

  void add(String name, @Nullable Place place) {
    if (place != null) {
      named.add(new Named(name, place));
    }
  }

  /** Adds a warning for each file, with the lines. */
  void tell(String remedy, List<Problem> problems) {
    Map<String, List<Named>> byFile = new LinkedHashMap<>();
    for (Named one : named) {
      byFile.computeIfAbsent(one.place().file(), f -> new ArrayList<>()).add(one);
    }
    byFile.forEach(
        (file, all) -> {
          Map<String, List<String>> lines = new LinkedHashMap<>();
          for (Named one : all) {
            lines
                .computeIfAbsent(Problem.shown(one.name()), n -> new ArrayList<>())
                .add(String.valueOf(one.place().line()));
          }
          List<String> names = new ArrayList<>();
          lines.forEach(
              (name, at) ->
                  names.add(
                      name
                          + (at.size() == 1 ? " (line " : " (lines ")
                          + String.join(", ", at)
                          + ")"));
          problems.add(
              Problem.warning("", "Not taken over: " + String.join(", ", names) + ".", remedy)
                  .at(all.getFirst().place()));
        });
  }
}
