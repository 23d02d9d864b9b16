package io.quorate.tui.panes;

import io.quorate.run.OutputRing;
import io.quorate.run.RunEvent;
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
 */
public record Zoom(boolean follow, long top, String query, @Nullable TextField typing) {

  static final Zoom FOLLOWING = new Zoom(true, 0, "", null);

  /** The first line in view. */
  long firstShown(OutputRing ring, int height) {
    long oldest = ring.total() - ring.all().size();
    long last = Math.max(oldest, ring.total() - height);
    return follow ? last : Math.clamp(top, oldest, last);
  }

  Zoom scroll(OutputRing ring, int height, long by) {
    long to = firstShown(ring, height) + by;
    boolean atEnd = to >= ring.total() - height;
    return new Zoom(by > 0 && atEnd, Math.max(0, to), query, typing);
  }

  Zoom following(boolean on, OutputRing ring, int height) {
    return new Zoom(on, firstShown(ring, height), query, typing);
  }

  Zoom typing(@Nullable TextField field) {
    return new Zoom(follow, top, query, field);
  }

  /** Moves to the next line with the query, upwards or downwards; stays when there is none. */
  Zoom search(String words, OutputRing ring, int height, boolean upwards) {
    Zoom asked = new Zoom(follow, top, words, null);
    if (words.isEmpty()) {
      return asked;
    }
    List<RunEvent.Output> lines = ring.all();
    long oldest = ring.total() - lines.size();
    int from = (int) (firstShown(ring, height) - oldest);
    int step = upwards ? -1 : 1;
    boolean again = words.equals(query);
    for (int i = again ? from + step : from; i >= 0 && i < lines.size(); i += step) {
      if (matches(lines.get(i).line(), words)) {
        return new Zoom(false, oldest + i, words, null);
      }
    }
    return asked;
  }

  static boolean matches(String line, String words) {
    return !words.isEmpty()
        && line.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
