package io.quorate.engine;

import io.quorate.run.RunEvent;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The run's events on disk, JSON, as {@link JournalEncoder} has it: a few bytes an event. Whatever
 * a listener hears of was handed to the operating system before, so a killed run loses nothing that
 * was announced. Output and progress wait for up to 50 ms, so that a flood of lines costs few
 * writes; the order stays.
 *
 * <p>Used by any number of threads. Listeners are called one at a time and must be quick.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  private static final long BATCH_NANOS = 50_000_000;
  private static final int BUFFER = 64 * 1024;

  private final OutputStream file;
  private final JournalEncoder encoder = new JournalEncoder();
  private final List<RunEvent> waiting = new ArrayList<>();
  private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Thread flusher;
  private long oldest;
  private boolean closed;
  private @Nullable IOException trouble;

  /**
   * @throws IOException when the folder has a journal already, or cannot be written
   */
  public Journal(RunFolder folder) throws IOException {
    Path path = Files.createFile(folder.events(), RunFolder.PRIVATE_FILE);
    // No channel: an interrupt of a step's thread would close it.
    file = new BufferedOutputStream(new FileOutputStream(path.toFile()), BUFFER);
    flusher = Thread.ofVirtual().name("journal").start(this::flushNowAndThen);
  }

  public void listen(Consumer<RunEvent> listener) {
    listeners.add(listener);
  }

  /**
   * Writes the event down.
   *
   * @throws UncheckedIOException when the disk does not take it
   */
  @Override
  public synchronized void accept(RunEvent event) {
    try {
      if (trouble != null) {
        throw trouble;
      }
      String line = encoder.line(event);
      if (!line.isEmpty()) {
        file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      waiting.add(event);
      if (!mayWait(event)) {
        flush();
      } else if (waiting.size() == 1) {
        oldest = System.nanoTime();
        notifyAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean mayWait(RunEvent event) {
    return event instanceof RunEvent.Output || event instanceof RunEvent.Progress;
  }

  private void flush() throws IOException {
    file.flush();
    List<RunEvent> written = List.copyOf(waiting);
    waiting.clear();
    for (Consumer<RunEvent> listener : listeners) {
      written.forEach(listener);
    }
  }

  private synchronized void flushNowAndThen() {
    try {
      while (!closed) {
        long rest = BATCH_NANOS - (System.nanoTime() - oldest);
        if (waiting.isEmpty()) {
          wait();
        } else if (rest > 0) {
          wait(rest / 1_000_000, (int) (rest % 1_000_000));
        } else {
          flush();
        }
      }
    } catch (IOException e) {
      trouble = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
      flush();
      file.close();
    }
    flusher.interrupt();
  }
}
