package io.quorate.node.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Labels and taints of a node of the API, beside those of its roles, as {@code
 * assets/kubernetes/marks.lib.sh} keeps them: what is noted was put there by Quorate, and is taken
 * away by it unless it has another value meanwhile.
 *
 * @param marks {@code label KEY} or {@code taint KEY:EFFECT}, to the value
 * @param noted those of them that Quorate put there
 */
record RehearsalMarks(Map<String, String> marks, Map<String, String> noted) {

  static RehearsalMarks none() {
    return new RehearsalMarks(Map.of(), Map.of());
  }

  /** Whether nothing has to be done for what is wanted. */
  boolean isMarked(Map<String, String> wanted) {
    return marks.entrySet().containsAll(wanted.entrySet())
        && wanted.entrySet().containsAll(noted.entrySet());
  }

  RehearsalMarks marked(Map<String, String> wanted) {
    Map<String, String> then = new TreeMap<>(marks);
    Map<String, String> ours = new TreeMap<>();
    noted.forEach(
        (mark, value) -> {
          if (!wanted.containsKey(mark)) {
            then.remove(mark, value);
          }
        });
    wanted.forEach(
        (mark, value) -> {
          boolean isThere = value.equals(then.put(mark, value));
          if (!isThere || value.equals(noted.get(mark))) {
            ours.put(mark, value);
          }
        });
    return new RehearsalMarks(then, ours);
  }

  /** What that changes, as the script says it. */
  String words(Map<String, String> wanted) {
    Map<String, String> then = marked(wanted).marks();
    List<String> words = new ArrayList<>();
    then.forEach(
        (mark, value) -> {
          String before = marks.get(mark);
          if (!value.equals(before)) {
            words.add(shown(mark, value) + (before == null ? "" : " instead of " + before));
          }
        });
    marks.keySet().stream()
        .filter(mark -> !then.containsKey(mark))
        .forEach(mark -> words.add("remove " + name(mark)));
    return words.isEmpty() ? "the note of what Quorate put there" : String.join(", ", words);
  }

  RehearsalMarks byHand(String mark, @Nullable String value) {
    Map<String, String> then = new TreeMap<>(marks);
    if (value == null) {
      then.remove(mark);
    } else {
      then.put(mark, value);
    }
    return new RehearsalMarks(then, noted);
  }

  private static String name(String mark) {
    return mark.substring(mark.indexOf(' ') + 1);
  }

  /** A label as key=value, a taint as key=value:Effect. */
  private static String shown(String mark, String value) {
    String name = name(mark);
    int colon = name.indexOf(':');
    if (colon < 0) {
      return name + "=" + value;
    }
    return name.substring(0, colon) + (value.isEmpty() ? "" : "=" + value) + name.substring(colon);
  }
}
