package io.quorate.tui;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Where a {@link ScreenLoop} draws and where its keys come from. Used by the loop's thread only.
 */
public interface Display {

  /** Names who takes keys, pastes, clicks and resizes; called from threads of the display's own. */
  void listen(Consumer<Message> sink);

  /** A blank canvas as large as the screen is now, at least 1×1. */
  Canvas frame();

  /**
   * Shows what was drawn on the last {@link #frame()}; takes as long as the terminal takes to
   * accept it.
   *
   * @throws IOException when the terminal is gone
   */
  void show() throws IOException;

  /** Makes the next {@link #show()} paint every cell. */
  void repaint();

  /**
   * Whether clicks and the wheel come here; otherwise the terminal keeps them for marking text.
   *
   * @throws IOException when the terminal is gone
   */
  default void takeMouse(boolean on) throws IOException {}

  /**
   * Gives the terminal back to the shell and stops this program, as Ctrl-Z does; returns when it is
   * in the foreground again.
   *
   * @throws IOException when the terminal is gone
   */
  void suspend() throws IOException;
}
