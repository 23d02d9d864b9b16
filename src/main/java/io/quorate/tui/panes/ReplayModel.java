package io.quorate.tui.panes;

import java.time.Instant;
import java.util.List;

/**
 * A recording on the screen.
 *
 * @param dashboard the run as it stood at {@code at}
 * @param next the index of the first event after {@code at}
 * @param at the time of the recording that is shown
 * @param speed seconds of the recording in a second, 1 to 100
 * @param tick when it was moved last, in the program's milliseconds
 */
public record ReplayModel(
    DashboardModel dashboard, int next, Instant at, int speed, boolean playing, long tick) {

  /** The speeds that the keys step through. */
  static final List<Integer> SPEEDS = List.of(1, 2, 5, 10, 20, 50, 100);

  ReplayModel with(DashboardModel other) {
    return new ReplayModel(other, next, at, speed, playing, tick);
  }

  ReplayModel moved(DashboardModel other, int event, Instant time) {
    return new ReplayModel(other, event, time, speed, playing, tick);
  }

  ReplayModel playing(boolean on) {
    return new ReplayModel(dashboard, next, at, speed, on, tick);
  }

  ReplayModel ticked(long millis) {
    return new ReplayModel(dashboard, next, at, speed, playing, millis);
  }

  ReplayModel faster() {
    int faster = SPEEDS.stream().filter(s -> s > speed).findFirst().orElse(SPEEDS.getLast());
    return new ReplayModel(dashboard, next, at, faster, playing, tick);
  }

  ReplayModel slower() {
    int slower =
        SPEEDS.reversed().stream().filter(s -> s < speed).findFirst().orElse(SPEEDS.getFirst());
    return new ReplayModel(dashboard, next, at, slower, playing, tick);
  }
}
