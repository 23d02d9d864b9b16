package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.tui.widget.TextField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One node's output on the whole screen. Lines are counted from the run's beginning, so that what
 * is read stays in place while new lines come.
 *
 * @param follow whether the last line stays in view
 * @param top the first line in view when it does not follow
 * @param query what is searched for; empty: nothing
 * @param typing the query while it is typed; null: it is not
 * @param step whose lines alone are shown; null: all steps'
 * @param plain whether the lines stand alone on the screen, to be copied by the terminal
 */
public record Zoom(
    boolean follow,
    long top,
    String query,
    @Nullable TextField typing,
    @Nullable String step,
    boolean plain) {

  static final Zoom FOLLOWING = new Zoom(true, 0, "", null, null, false);

  ZoomLines lines(NodeState node) {
    return ZoomLines.of(node.output(), step);
  }

  /** The index of the first line in view. */
  int firstShown(ZoomLines lines, int height) {
    int last = Math.max(0, lines.size() - height);
    return follow ? last : Math.clamp(lines.indexOf(top), 0, last);
  }

  Zoom scroll(ZoomLines lines, int height, int by) {
    int last = Math.max(0, lines.size() - height);
    int to = Math.clamp((long) firstShown(lines, height) + by, 0, last);
    boolean onward = by > 0 && to == last && !plain;
    return new Zoom(onward, lines.numberAt(to), query, typing, step, plain);
  }

  Zoom following(boolean on, ZoomLines lines, int height) {
    long first = lines.numberAt(firstShown(lines, height));
    return new Zoom(on, first, query, typing, step, plain);
  }

  Zoom typing(@Nullable TextField field) {
    return new Zoom(follow, top, query, field, step, plain);
  }

  /** Lines that come meanwhile do not move what a person is about to mark. */
  Zoom plain(boolean on, ZoomLines lines, int height) {
    Zoom still = on ? following(false, lines, height) : this;
    return new Zoom(still.follow, still.top, query, null, step, on);
  }

  /** Shows the lines of the newest step alone, then those of the one before, …, then all again. */
  Zoom nextStep(NodeState node) {
    List<String> steps = ZoomLines.steps(node);
    int at = step == null ? steps.size() : steps.indexOf(step);
    String other = at > 0 ? steps.get(at - 1) : null;
    return new Zoom(true, 0, query, null, other, plain);
  }

  /**
   * Moves to the next line with the query, upwards or downwards and around the ends; stays when
   * there is none.
   */
  Zoom search(String words, ZoomLines lines, int height, boolean upwards) {
    Zoom asked = new Zoom(follow, top, words, null, step, plain);
    if (words.isEmpty()) {
      return asked;
    }
    int size = lines.size();
    int from = follow ? firstShown(lines, height) : Math.min(lines.indexOf(top), size);
    int way = upwards ? -1 : 1;
    boolean again = words.equals(query);
    for (int i = again ? 1 : 0; i < size + (again ? 1 : 0); i++) {
      int at = Math.floorMod(from + way * i, size);
      if (matches(lines.lines().get(at).line(), words)) {
        return new Zoom(false, lines.numberAt(at), words, null, step, plain);
      }
    }
    return asked;
  }

  static boolean matches(String line, String words) {
    return !words.isEmpty()
        && line.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
