package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.tui.Sanitizer;
import io.quorate.tui.widget.TextField;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
   * What a search came to.
   *
   * @param words what a person is told of it
   */
  record Found(Zoom zoom, String words) {}

  /**
   * Moves to the next line with the query, upwards or downwards and around the ends; stays when
   * there is none.
   */
  Found search(String wanted, ZoomLines lines, int height, boolean upwards) {
    Zoom asked = new Zoom(follow, top, wanted, null, step, plain);
    if (wanted.isEmpty()) {
      return new Found(asked, query.isEmpty() ? "Nothing is searched for: / begins." : "");
    }
    List<Integer> hits = hits(lines, wanted);
    if (hits.isEmpty()) {
      String where = lines.size() + (step == null ? " lines here" : " lines of this step");
      String none = "Not found in the " + where + ": " + wanted + "   l has the full log";
      return new Found(asked, none);
    }
    int from = follow ? firstShown(lines, height) : lines.indexOf(top);
    int past = wanted.equals(query) ? 1 : 0;
    List<Integer> ahead =
        hits.stream().filter(at -> upwards ? at <= from - past : at >= from + past).toList();
    List<Integer> way = ahead.isEmpty() ? hits : ahead;
    int at = upwards ? way.getLast() : way.getFirst();
    String place = "Match " + (hits.indexOf(at) + 1) + " of " + hits.size();
    String around =
        !ahead.isEmpty() ? "" : upwards ? ", from the end again" : ", from the beginning again";
    return new Found(
        new Zoom(false, lines.numberAt(at), wanted, null, step, plain),
        place + around + ".   n next   N previous");
  }

  private static List<Integer> hits(ZoomLines lines, String wanted) {
    return IntStream.range(0, lines.size())
        .filter(i -> matches(Sanitizer.line(lines.lines().get(i).line()), wanted))
        .boxed()
        .toList();
  }

  static boolean matches(String line, String words) {
    return !words.isEmpty()
        && line.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
