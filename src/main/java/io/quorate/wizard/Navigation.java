package io.quorate.wizard;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the person is, and where they have been.
 *
 * @param goal what the way leads to
 * @param insisted pages that were to be left in spite of errors
 * @param touched fields that were edited
 */
public record Navigation(
    Goal goal, Page page, Set<Page> visited, Set<Page> insisted, Set<String> touched) {

  public Navigation {
    visited = Set.copyOf(visited);
    insisted = Set.copyOf(insisted);
    touched = Set.copyOf(touched);
  }

  static Navigation start(Goal goal) {
    return new Navigation(goal, Page.ACCESS, Set.of(Page.ACCESS), Set.of(), Set.of());
  }

  Navigation to(Page target) {
    Set<Page> seen = EnumSet.of(target);
    seen.addAll(visited);
    return new Navigation(goal, target, seen, insisted, touched);
  }

  Navigation insisting(Page refused) {
    Set<Page> pages = EnumSet.of(refused);
    pages.addAll(insisted);
    return new Navigation(goal, page, visited, pages, touched);
  }

  Navigation touching(String field) {
    Set<String> fields = new HashSet<>(touched);
    fields.add(field);
    return new Navigation(goal, page, visited, insisted, fields);
  }

  /** Nobody likes to be told that a field is wrong before they came to it. */
  boolean shows(Page where, String field) {
    return touched.contains(field)
        || insisted.contains(where)
        || (visited.contains(where) && where != page);
  }
}
