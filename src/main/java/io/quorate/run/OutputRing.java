package io.quorate.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a node's output, and how many there were in all. Adding costs no allocation.
 */
public final class OutputRing {
  private final RunEvent.@Nullable Output[] lines;
  private long total;

  OutputRing(int capacity) {
    lines = new RunEvent.Output[capacity];
  }

  void add(RunEvent.Output line) {
    lines[(int) (total++ % lines.length)] = line;
  }

  /** How many lines there were since the run began, those forgotten included. */
  public long total() {
    return total;
  }

  /** The last lines, oldest first; fewer than {@code count} when there are not so many. */
  public List<RunEvent.Output> tail(int count) {
    int size = (int) Math.min(Math.max(0, count), Math.min(total, lines.length));
    List<RunEvent.Output> tail = new ArrayList<>(size);
    for (long i = total - size; i < total; i++) {
      RunEvent.Output line = lines[(int) (i % lines.length)];
      if (line != null) {
        tail.add(line);
      }
    }
    return tail;
  }

  /** All lines that are kept, oldest first. */
  public List<RunEvent.Output> all() {
    return tail(lines.length);
  }
}
