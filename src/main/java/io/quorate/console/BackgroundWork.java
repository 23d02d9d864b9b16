package io.quorate.console;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What goes on in the background of a conversation, and what it reports. Confined to one thread.
 *
 * @param <E> what is to be done
 */
final class BackgroundWork<E> {

  /** How long nothing is said while something is waited for. */
  private static final long PATIENCE_MILLIS = 1_000;

  private final LineTerminal talk;
  private final BiConsumer<E, Consumer<Object>> work;
  private final BlockingQueue<Object> reports = new LinkedBlockingQueue<>();

  /** The work ended by a fault of the program; nobody would ever hear of it otherwise. */
  private record Fault(RuntimeException cause) {}

  BackgroundWork(LineTerminal talk, BiConsumer<E, Consumer<Object>> work) {
    this.talk = talk;
    this.work = work;
  }

  void begin(E effect) {
    Thread.ofVirtual().name("work").start(() -> carryOut(effect));
  }

  private void carryOut(E effect) {
    try {
      work.accept(effect, reports::add);
    } catch (RuntimeException e) {
      reports.add(new Fault(e));
    }
  }

  /** Hears reports until all is as wanted; says what is waited for when that takes long. */
  void await(String what, BooleanSupplier wanted, Consumer<Object> hear)
      throws InterruptedException {
    boolean said = false;
    while (!wanted.getAsBoolean()) {
      Object report = reports.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (report instanceof Fault fault) {
        throw fault.cause();
      }
      if (report != null) {
        hear.accept(report);
      } else if (!said) {
        talk.say(what + " …");
        said = true;
      }
    }
  }
}
