package io.quorate.usecase;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The point behind which work is not stopped any more: what is begun there is done, and what came
 * of it is told.
 */
public final class Uninterruptible {

  private Uninterruptible() {}

  /**
   * Does it on a thread that nobody interrupts.
   *
   * @throws InterruptedException when it was stopped before; then nothing of it was done. Who comes
   *     later comes too late: the interrupt is forgotten
   */
  public static <R> R get(Callable<R> work) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CompletableFuture<R> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("committed")
        .start(
            () -> {
              try {
                done.complete(work.call());
              } catch (Throwable e) {
                // Also an error: nobody would ever hear of the work otherwise.
                done.completeExceptionally(e);
              }
            });
    try {
      return done.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      Thread.interrupted();
    }
  }
}
