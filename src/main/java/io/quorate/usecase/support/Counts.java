package io.quorate.usecase.support;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often what was found, by what it is called. */
final class Counts {
  private final SortedMap<String, Integer> byTitle = new TreeMap<>();

  void add(String title) {
    add(title, 1);
  }

  void add(String title, int more) {
    if (more > 0) {
      byTitle.merge(title, more, Integer::sum);
    }
  }

  void add(Counts others) {
    others.byTitle.forEach(this::add);
  }

  int all() {
    return byTitle.values().stream().mapToInt(Integer::intValue).sum();
  }

  SortedMap<String, Integer> byTitle() {
    return Collections.unmodifiableSortedMap(byTitle);
  }
}
