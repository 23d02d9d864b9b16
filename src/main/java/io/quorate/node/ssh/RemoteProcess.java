package io.quorate.node.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A program on the other side of a channel. Threads of its own move the bytes, so the caller's
 * thread never touches the socket: an interrupt there would close it.
 */
final class RemoteProcess {
  /** Writes what the program reads; the stream is closed after it. */
  @FunctionalInterface
  interface Input {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  private static final int LONGEST_LINE = 4 << 20;
  private static final long EXIT_STATUS_SECONDS = 10;

  /**
   * How long output may stay open, and say nothing, after the program ended: a daemon may have
   * inherited it. Long enough for what was printed to come from a machine, and through ours, that
   * has too much to do.
   */
  private static final long LINGER_MILLIS = 10_000;

  /** What comes from the program. */
  sealed interface Event {
    /** A line without its end. */
    record Line(String text) implements Event {}

    /** Nothing more will come. */
    record End() implements Event {}

    /** The connection broke. */
    record Lost(IOException cause) implements Event {}
  }

  private final Session session;
  private final Session.Command command;
  private final Semaphore channels;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4096);
  private final LastWords lastWords;
  private volatile boolean abandoned;

  private RemoteProcess(Session session, Session.Command command, Semaphore channels, Input input) {
    this.session = session;
    this.command = command;
    this.channels = channels;
    this.lastWords = new LastWords(command.getErrorStream());
    Thread.ofVirtual().name("ssh-stdin").start(() -> feed(input));
    Thread.ofVirtual().name("ssh-stdout").start(this::readLines);
  }

  /** Opens a channel and starts a command in it; an interrupt leaves nothing behind. */
  static RemoteProcess start(
      RemoteStart.Sessions sessions, Semaphore channels, String line, Input input)
      throws IOException, InterruptedException {
    return RemoteStart.of(
        sessions,
        channels,
        line,
        (session, command) -> new RemoteProcess(session, command, channels, input),
        RemoteProcess::end);
  }

  /** The next line, or null after the last; blocks until there is one. */
  @Nullable String nextLine() throws IOException, InterruptedException {
    while (true) {
      switch (next(LINGER_MILLIS)) {
        case Event.Line line -> {
          return line.text();
        }
        case Event.End _ -> {
          return null;
        }
        case Event.Lost lost -> throw new IOException(lost.cause());
        case null -> {}
      }
    }
  }

  /**
   * What comes next, or null when nothing came in time. A program that ended while its output stays
   * open has ended: a daemon may have inherited it.
   */
  @Nullable Event next(long millis) throws InterruptedException {
    Event event = events.poll(millis, TimeUnit.MILLISECONDS);
    if (event == null) {
      boolean over = millis >= LINGER_MILLIS && command.getExitStatus() != null;
      if (over) {
        abandon();
      }
      return over ? new Event.End() : null;
    }
    if (!(event instanceof Event.Line)) {
      events.add(event);
    }
    return event;
  }

  /** Throws away what is still said; whether the end came in time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < deadline) {
      Event event = next(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      if (event instanceof Event.End || event instanceof Event.Lost) {
        return true;
      }
    }
    return command.getExitStatus() != null;
  }

  /**
   * Asks the server to end the program and waits for nothing. Servers before OpenSSH 7.9 do not
   * know how to; closing its standard input ends what reads it.
   */
  void end() {
    abandon();
    Thread.ofVirtual()
        .name("ssh-end")
        .start(
            () -> {
              try {
                command.signal(Signal.KILL);
                command.getOutputStream().close();
              } catch (IOException gone) {
                return;
              }
            });
  }

  /** The exit status; null when a signal ended it, or it is not known. */
  @Nullable Integer exitStatus() {
    return command.getExitStatus();
  }

  /**
   * How it ended, and its last words: these and what it wrote to standard error.
   *
   * @param stray what it said otherwise; may be empty
   */
  String ending(String stray) throws InterruptedException {
    Integer status = command.getExitStatus();
    String how = status == null ? "was ended by a signal" : "ended with exit code " + status;
    String said = (stray + " " + errors()).strip();
    return said.isEmpty() ? how : how + ": " + said;
  }

  /** What it wrote to standard error, the last 8 KiB. */
  String errors() throws InterruptedException {
    return lastWords.text();
  }

  /** Nobody waits for its output any more; it is read and thrown away so that nothing clogs. */
  private void abandon() {
    abandoned = true;
    events.clear();
  }

  private void feed(Input input) {
    try (OutputStream out = command.getOutputStream()) {
      input.writeTo(out);
    } catch (IOException e) {
      // The program ended without reading all; its exit status and its output tell why.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() {
    Event last;
    try {
      Lines lines = new Lines();
      InputStream in = command.getInputStream();
      byte[] buffer = new byte[32768];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        lines.accept(buffer, n);
      }
      lines.end();
      session.join(EXIT_STATUS_SECONDS, TimeUnit.SECONDS);
      last = new Event.End();
    } catch (IOException e) {
      last = new Event.Lost(e);
    } catch (InterruptedException e) {
      last = new Event.Lost(new IOException("interrupted", e));
    } finally {
      channels.release();
    }
    while (!events.offer(last)) {
      events.poll();
    }
  }

  /** Cuts bytes into lines; a line that never ends is cut too. */
  private final class Lines {
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    void accept(byte[] bytes, int count) throws InterruptedException {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (bytes[i] == '\n') {
          pending.write(bytes, from, i - from);
          emit();
          from = i + 1;
        }
      }
      pending.write(bytes, from, count - from);
      if (pending.size() > LONGEST_LINE) {
        emit();
      }
    }

    void end() throws InterruptedException {
      if (pending.size() > 0) {
        emit();
      }
    }

    private void emit() throws InterruptedException {
      String text = pending.toString(StandardCharsets.UTF_8);
      pending.reset();
      Event line =
          new Event.Line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      while (!abandoned && !events.offer(line, 100, TimeUnit.MILLISECONDS)) {
        // Full: whoever reads is slower than the program, which waits then.
        continue;
      }
    }
  }
}
