package io.quorate.tui;

import java.util.List;

/**
 * A screen the Elm way: messages in, one immutable model, a pure view.
 *
 * @param <M> the model
 * @param <E> effects: background work as data, which the loop's owner carries out
 */
public interface Program<M, E> {

  M start();

  Update<M, E> update(M model, Message message);

  void view(M model, Canvas canvas);

  /** Whether the screen is done and the loop should end. */
  boolean finished(M model);

  /**
   * Whether clicks and the wheel are this program's; otherwise they are the terminal's own, for
   * marking and copying.
   */
  default boolean takesMouse(M model) {
    return true;
  }

  /** Whether the picture moves by itself, so that ticks come as often as frames can be drawn. */
  default boolean moves(M model) {
    return false;
  }

  /**
   * The new model, and what is to be done in the background; its reports come as messages.
   *
   * @param stops work under way that is no longer wanted: its thread is interrupted
   */
  record Update<M, E>(M model, List<E> effects, List<E> stops) {
    public Update {
      effects = List.copyOf(effects);
      stops = List.copyOf(stops);
    }

    public Update(M model, List<E> effects) {
      this(model, effects, List.of());
    }

    public static <M, E> Update<M, E> of(M model) {
      return new Update<>(model, List.of());
    }
  }
}
