package io.quorate.target;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long nothing may move before it is given up. A write to a dead peer has no time limit of its
 * own, and several tries with one each add up.
 *
 * @param moving while bytes are on their way, and for an answer to a question
 * @param closing for the answer once all bytes are there: some stores put them on disk first
 */
record Patience(Duration moving, Duration closing) {

  static final Patience USUAL = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(90));

  private static final long LOOK_MILLIS = 200;

  /** Nothing has moved. */
  static final class Exhausted extends IOException {
    Exhausted(Duration limit) {
      super("nothing has moved for " + limit.toSeconds() + " s");
    }
  }

  /** What is done meanwhile; it tells the meter how far it is. */
  interface Work<T> {
    T done(Meter meter) throws IOException;
  }

  /** How far the work is. */
  static final class Meter {
    private volatile long done;
    private volatile long total;
    private volatile long moved = System.nanoTime();

    void at(long bytes, long of) {
      done = bytes;
      total = of;
      moved = System.nanoTime();
    }
  }

  /**
   * Has something done on another thread, whose sockets are closed when it is interrupted.
   *
   * @throws Exhausted when it is given up
   */
  <T> T await(Progress progress, Work<T> work) throws IOException, InterruptedException {
    Meter meter = new Meter();
    FutureTask<T> task = new FutureTask<>(() -> work.done(meter));
    Thread thread = Thread.ofVirtual().start(task);
    try {
      while (true) {
        try {
          return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          look(meter, progress);
        }
      }
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    } finally {
      thread.interrupt();
    }
  }

  private void look(Meter meter, Progress progress) throws Exhausted {
    long total = meter.total;
    if (total > 0) {
      progress.told(meter.done, total);
    }
    Duration limit = total > 0 && meter.done >= total ? closing : moving;
    if (System.nanoTime() - meter.moved > limit.toNanos()) {
      throw new Exhausted(limit);
    }
  }

  private static IOException thrown(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    };
  }
}
