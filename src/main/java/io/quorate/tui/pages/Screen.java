package io.quorate.tui.pages;

import io.quorate.tui.Busy;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Guided;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wizard as it stands on the screen: its state, and where the eyes and hands are.
 *
 * @param <W> the wizard
 * @param spots where the person is on each page that was visited, by its place
 * @param overlay what lies over the page; null: nothing
 * @param width columns of the screen
 * @param height rows of the screen
 * @param now milliseconds since the program's start
 * @param lastLook when the newest look came back, in the same clock
 * @param awake whether the background work that it begins with was asked for
 * @param busy the background work under way
 * @param exit how it ended; null while it goes on
 */
public record Screen<W extends Guided<W>>(
    W wizard,
    Map<Object, CursorPosition> spots,
    @Nullable Overlay<W> overlay,
    int width,
    int height,
    long now,
    long lastLook,
    boolean awake,
    Busy busy,
    @Nullable Exit exit) {

  public Screen {
    spots = Map.copyOf(spots);
  }

  static <W extends Guided<W>> Screen<W> of(W wizard) {
    return new Screen<>(wizard, Map.of(), null, 80, 24, 0, 0, false, Busy.idle(), null);
  }

  CursorPosition spot() {
    return spots.getOrDefault(wizard.place(), CursorPosition.start());
  }

  Screen<W> at(CursorPosition spot) {
    Map<Object, CursorPosition> others = new HashMap<>(spots);
    others.put(wizard.place(), spot);
    return new Screen<>(wizard, others, overlay, width, height, now, lastLook, awake, busy, exit);
  }

  Screen<W> with(W other) {
    return new Screen<>(other, spots, overlay, width, height, now, lastLook, awake, busy, exit);
  }

  Screen<W> over(@Nullable Overlay<W> other) {
    return new Screen<>(wizard, spots, other, width, height, now, lastLook, awake, busy, exit);
  }

  Screen<W> resized(int columns, int rows) {
    return new Screen<>(wizard, spots, overlay, columns, rows, now, lastLook, awake, busy, exit);
  }

  Screen<W> at(long millis) {
    return new Screen<>(
        wizard, spots, overlay, width, height, millis, lastLook, awake, busy.at(millis), exit);
  }

  Screen<W> busy(Busy other) {
    return new Screen<>(wizard, spots, overlay, width, height, now, lastLook, awake, other, exit);
  }

  Screen<W> looked(long at) {
    return new Screen<>(wizard, spots, overlay, width, height, now, at, awake, busy, exit);
  }

  Screen<W> awakened() {
    return new Screen<>(wizard, spots, overlay, width, height, now, lastLook, true, busy, exit);
  }

  Screen<W> leaving(Exit how) {
    return new Screen<>(wizard, spots, null, width, height, now, lastLook, awake, busy, how);
  }
}
