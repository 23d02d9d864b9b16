package io.quorate.inventory.setting;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.rule.Validation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a file or a person's answers.
 *
 * @param inventory null when nothing could be made of it; with problems, the best that could: what
 *     could not be understood has its default
 * @param problems what was wrong with the writing; {@link Validation} judges the meaning
 * @param places where in the file a problem's field stands; empty for answers
 * @param sealed the fields whose value, or a part of it, is an Ansible Vault value
 */
public record Reading(
    @Nullable Inventory inventory,
    List<Problem> problems,
    Map<String, Place> places,
    Set<String> sealed) {

  public Reading {
    problems = List.copyOf(problems);
    places = Map.copyOf(places);
    sealed = Set.copyOf(sealed);
  }

  public Reading(@Nullable Inventory inventory, List<Problem> problems, Map<String, Place> places) {
    this(inventory, problems, places, Set.of());
  }

  /** The same of a file that was sealed as a whole. */
  public Reading allSealed() {
    return new Reading(inventory, problems, places, places.keySet());
  }

  /** The same with the fields sealed that stand in files that were sealed as a whole. */
  public Reading sealedIn(Set<String> files) {
    if (files.isEmpty()) {
      return this;
    }
    Set<String> all = new HashSet<>(sealed);
    places.forEach(
        (field, place) -> {
          if (files.contains(place.file())) {
            all.add(field);
          }
        });
    return new Reading(inventory, problems, places, all);
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** The problems with the places of their fields, or of the nearest thing around them. */
  public List<Problem> placed(List<Problem> found) {
    return found.stream().map(p -> p.place() == null ? p.at(placeOf(p)) : p).toList();
  }

  private @Nullable Place placeOf(Problem problem) {
    Place item = ItemPlaces.of(problem, places);
    if (item != null) {
      return item;
    }
    String key = problem.field();
    while (!key.isEmpty()) {
      Place place = places.get(key);
      if (place != null) {
        return place;
      }
      key = key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }
    return places.get("");
  }
}
