package io.quorate.inventory.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements of parts of a text, made all at once. */
public final class TextEdits {
  private record Edit(int start, int end, String text) {
    /** Insertions at one place stand one after the other. */
    boolean collides(Edit other) {
      boolean bothInsert = start == end && other.start == other.end;
      return !bothInsert && start < other.end && other.start < end
          || start == other.start && end == other.end && !bothInsert;
    }
  }

  private final List<Edit> edits = new ArrayList<>();

  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /** How many there are, to come back to. */
  public int mark() {
    return edits.size();
  }

  /** Forgets those that were noted since. */
  public void reset(int mark) {
    edits.subList(mark, edits.size()).clear();
  }

  /**
   * Notes a replacement. One that overlaps an earlier one is left out: what it was for is still to
   * be done when the edited text is looked at again.
   *
   * @return whether it was noted
   */
  public boolean replace(int start, int end, String text) {
    Edit edit = new Edit(start, end, text);
    return edits.stream().noneMatch(edit::collides) && edits.add(edit);
  }

  boolean insertsAt(int position) {
    return edits.stream().anyMatch(edit -> edit.start() == position && edit.end() == position);
  }

  public void insert(int position, String text) {
    replace(position, position, text);
  }

  public String applied(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Edit edit :
        edits.stream()
            .sorted(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end))
            .toList()) {
      out.append(text, at, edit.start()).append(edit.text());
      at = edit.end();
    }
    return out.append(text, at, text.length()).toString();
  }
}
