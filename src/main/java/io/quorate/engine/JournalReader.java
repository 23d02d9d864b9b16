package io.quorate.engine;

import io.quorate.run.Death;
import io.quorate.run.ProcessDeath;
import io.quorate.run.ProcessPause;
import io.quorate.run.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a run's journal, to its end or while it is being written. */
public final class JournalReader {
  private static final long POLL_MILLIS = 25;

  /** Looking into /proc at every poll would be most of the work. */
  private static final int POLLS_BETWEEN_LOOKS = 8;

  /** Why following a run ended. */
  public sealed interface End {
    /** The run came to its end. */
    record Finished(RunEvent.RunFinished event) implements End {}

    /** The run's process is gone without a last word. */
    record Died(Death death) implements End {
      public ProcessDeath why() {
        return death.why();
      }
    }
  }

  private JournalReader() {}

  /** All events that are there. A last line that was cut off by a kill is left out. */
  public static List<RunEvent> read(RunFolder folder) throws IOException {
    return read(folder.events());
  }

  /**
   * All events of a journal.
   *
   * @throws IOException when the file cannot be read, or holds something else
   */
  public static List<RunEvent> read(Path journal) throws IOException {
    List<RunEvent> events = new ArrayList<>();
    read(journal, line -> true, events::add);
    return events;
  }

  /**
   * Passes on the events of the lines that are wanted; the others cost no parsing, where each line
   * stands for itself. Of compact lines all are passed on.
   *
   * @throws IOException when the file cannot be read, or holds something else
   */
  static void read(Path journal, Predicate<String> wanted, Consumer<RunEvent> listener)
      throws IOException {
    JournalDecoder decoder = new JournalDecoder(listener);
    try (Lines lines = new Lines(journal)) {
      lines.read(
          line -> {
            if (JournalDecoder.isCompact(line) || wanted.test(line)) {
              decoder.read(line);
            }
          });
    } catch (IllegalArgumentException e) {
      throw new IOException(journal + " is no journal of a run: " + e.getMessage(), e);
    }
  }

  /**
   * Passes on all events that are there, then new ones as they come, until the run ends or its
   * process is gone.
   *
   * @param pauses hears within a second when the process is stopped by a signal, and when it goes
   *     on
   */
  public static End follow(
      RunFolder folder, Consumer<RunEvent> listener, Consumer<ProcessPause> pauses)
      throws IOException, InterruptedException {
    Pauses seen = new Pauses(folder, pauses);
    return follow(
        folder.events(),
        () -> {
          seen.look();
          return isAlive(folder);
        },
        folder::noteDeath,
        listener);
  }

  /** Looks whether the run's process was stopped. */
  private static final class Pauses {
    private final RunFolder folder;
    private final Consumer<ProcessPause> listener;
    private boolean stopped;
    private boolean told;

    Pauses(RunFolder folder, Consumer<ProcessPause> listener) {
      this.folder = folder;
      this.listener = listener;
    }

    /** Tells of a stop that two looks in a row have seen: what is over at once is nobody's news. */
    void look() {
      try {
        ProcessIdentity process = folder.meta().process();
        boolean before = stopped;
        stopped = process != null && process.isStopped();
        if (process != null && before == stopped && told != stopped) {
          told = stopped;
          listener.accept(new ProcessPause(process.pid(), !stopped));
        }
      } catch (IOException unreadable) {
        // Whether it lives is looked at next, which tells.
        return;
      }
    }
  }

  /** The run's process may still be on its way: then there is none in the meta data yet. */
  private static boolean isAlive(RunFolder folder) {
    try {
      RunMeta meta = folder.meta();
      return meta.process() == null || meta.process().isAlive();
    } catch (IOException unreadable) {
      return false;
    }
  }

  static End follow(
      Path journal, BooleanSupplier alive, Supplier<Death> death, Consumer<RunEvent> listener)
      throws IOException, InterruptedException {
    Last last = new Last(listener);
    JournalDecoder decoder = new JournalDecoder(last);
    while (!Files.exists(journal)) {
      if (!alive.getAsBoolean() && !Files.exists(journal)) {
        return new End.Died(death.get());
      }
      Thread.sleep(POLL_MILLIS);
    }
    try (Lines lines = new Lines(journal)) {
      for (int quiet = 1; ; quiet++) {
        boolean gone = quiet % POLLS_BETWEEN_LOOKS == 0 && !alive.getAsBoolean();
        if (lines.read(decoder::read) > 0) {
          quiet = 0;
        }
        if (last.finished != null) {
          return new End.Finished(last.finished);
        }
        if (gone) {
          return new End.Died(death.get());
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static final class Last implements Consumer<RunEvent> {
    private final Consumer<RunEvent> listener;
    private RunEvent.@Nullable RunFinished finished;

    Last(Consumer<RunEvent> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(RunEvent event) {
      if (event instanceof RunEvent.RunFinished end) {
        finished = end;
      }
      listener.accept(event);
    }
  }

  /** Whole lines of a file that grows; the beginning of one is kept until its end comes. */
  private static final class Lines implements Closeable {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    Lines(Path file) throws IOException {
      in = new FileInputStream(file.toFile());
    }

    /** Reads what is there; returns the number of whole lines. */
    int read(Consumer<String> listener) throws IOException {
      int count = 0;
      for (int size = in.read(buffer); size > 0; size = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < size; i++) {
          if (buffer[i] != '\n') {
            continue;
          }
          partial.write(buffer, from, i - from);
          from = i + 1;
          String line = partial.toString(StandardCharsets.UTF_8);
          partial.reset();
          listener.accept(line);
          count++;
        }
        partial.write(buffer, from, size - from);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
