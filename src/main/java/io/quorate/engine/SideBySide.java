package io.quorate.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Does the same for many, each in a virtual thread of its own, and waits for all. */
final class SideBySide {
  private SideBySide() {}

  /** Work that an interrupt ends. */
  interface Work<T> {
    void on(T subject) throws InterruptedException;
  }

  /** The first unchecked exception of any of them is thrown once all have ended. */
  static <T> void run(Collection<T> subjects, Function<T, String> name, Work<T> work)
      throws InterruptedException {
    AtomicReference<RuntimeException> problem = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (T subject : subjects) {
      threads.add(
          Thread.ofVirtual()
              .name(name.apply(subject))
              .start(
                  () -> {
                    try {
                      work.on(subject);
                    } catch (InterruptedException ended) {
                      Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                      problem.compareAndSet(null, e);
                    }
                  }));
    }
    join(threads);
    RuntimeException thrown = problem.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /** An interrupt is passed on to all; they are waited for all the same. */
  private static void join(List<Thread> threads) throws InterruptedException {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }
}
