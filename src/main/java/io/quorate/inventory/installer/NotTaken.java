package io.quorate.inventory.installer;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source says and Quorate does not take over, told in one sentence a file, by its lines. */
public final class NotTaken {
  private record Named(String name, Place place) {}

  private static final Comparator<Named> BY_LINE =
      Comparator.<Named>comparingInt(named -> named.place().line())
          .thenComparingInt(named -> named.place().column());

  private static final String REMEDY =
      "Quorate ignores it. If one of its settings does the same, set that one by hand.";

  private final Set<Named> named = new LinkedHashSet<>();

  public void add(String name, @Nullable Place place) {
    if (place != null) {
      named.add(new Named(name, place));
    }
  }

  /** Adds a warning for each file, with the lines. */
  public void tell(List<Problem> problems) {
    Map<String, List<Named>> byFile = new LinkedHashMap<>();
    for (Named one : named) {
      byFile.computeIfAbsent(one.place().file(), f -> new ArrayList<>()).add(one);
    }
    byFile.forEach(
        (file, all) -> {
          all.sort(BY_LINE);
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
              Problem.warning("", "Not taken over: " + String.join(", ", names) + ".", REMEDY)
                  .at(all.getFirst().place()));
        });
  }
}
