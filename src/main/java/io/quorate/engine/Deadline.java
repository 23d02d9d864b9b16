package io.quorate.engine;

import java.time.Duration;

/**
 * Interrupts the thread that made it when the time is over, unless it was closed before. An
 * interrupt of its own never outlives it.
 */
final class Deadline implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private final Thread timer;
  private boolean passed;
  private boolean closed;

  Deadline(Duration within) {
    timer =
        Thread.ofVirtual()
            .name("deadline")
            .start(
                () -> {
                  try {
                    Thread.sleep(within);
                    pass();
                  } catch (InterruptedException closedInTime) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  private synchronized void pass() {
    if (!closed) {
      passed = true;
      worker.interrupt();
    }
  }

  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.interrupt();
    if (passed) {
      Thread.interrupted();
    }
  }
}
