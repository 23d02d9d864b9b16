package io.quorate.tui;

import java.util.function.Consumer;

/**
 * Carries out what a program asked for in the background.
 *
 * @param <E> the program's effects
 */
@FunctionalInterface
public interface EffectRunner<E> {

  /**
   * Runs on a virtual thread of its own, which is interrupted when the program wants it stopped and
   * when the screen ends. An exception is a fault of the program and ends the screen: what can go
   * wrong is reported instead. An interrupted thread's reports are lost.
   *
   * @param report sends a {@link Message.Reported} to the program, as often as wanted
   */
  void run(E effect, Consumer<Object> report);
}
