package io.quorate.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.transport.TransportException;
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
  private static final int MOST_STDERR = 8 << 10;
  private static final long EXIT_STATUS_SECONDS = 10;

  /** How long output may stay open after the program ended: a daemon may have inherited it. */
  private static final long LINGER_MILLIS = 2_000;

  private sealed interface Event {
    record Line(String text) implements Event {}

    record End() implements Event {}

    record Lost(IOException cause) implements Event {}
  }

  private final Session session;
  private final Session.Command command;
  private final Semaphore channels;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4096);
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Thread errors;
  private volatile boolean abandoned;

  private RemoteProcess(Session session, Session.Command command, Semaphore channels, Input input) {
    this.session = session;
    this.command = command;
    this.channels = channels;
    this.errors = Thread.ofVirtual().name("ssh-stderr").start(this::drainErrors);
    Thread.ofVirtual().name("ssh-stdin").start(() -> feed(input));
    Thread.ofVirtual().name("ssh-stdout").start(this::readLines);
  }

  static RemoteProcess start(SSHClient client, Semaphore channels, String line, Input input)
      throws IOException, InterruptedException {
    channels.acquire();
    try {
      Session session = client.startSession();
      return new RemoteProcess(session, session.exec(line), channels, input);
    } catch (IOException | RuntimeException e) {
      channels.release();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e instanceof IOException io ? io : new ConnectionException("not connected", e);
    }
  }

  /** The next line without its end, or null after the last; blocks until there is one. */
  @Nullable String nextLine() throws IOException, InterruptedException {
    while (true) {
      Event event = events.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
      switch (event) {
        case Event.Line line -> {
          return line.text();
        }
        case Event.End _ -> {
          events.add(event);
          return null;
        }
        case Event.Lost lost -> {
          events.add(event);
          throw lost.cause();
        }
        case null -> {
          if (command.getExitStatus() != null) {
            abandon();
            return null;
          }
        }
      }
    }
  }

  /** Throws away what is still said; whether the end came in time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (event) {
        case Event.Line _ -> {}
        case null -> {
          return false;
        }
        case Event.End _, Event.Lost _ -> {
          events.add(event);
          return true;
        }
      }
    }
  }

  /** The exit status; null when a signal ended it, or it is not known. */
  @Nullable Integer exitStatus() {
    return command.getExitStatus();
  }

  /** What it wrote to standard error, the last 8 KiB. */
  String errors() throws InterruptedException {
    errors.join(java.time.Duration.ofSeconds(1));
    synchronized (stderr) {
      return stderr.toString(StandardCharsets.UTF_8).strip();
    }
  }

  void signal(Signal signal) throws TransportException {
    command.signal(signal);
  }

  /** Nobody waits for its output any more; it is read and thrown away so that nothing clogs. */
  void abandon() {
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

  private void drainErrors() {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = command.getErrorStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (stderr) {
          if (stderr.size() + n > MOST_STDERR) {
            stderr.reset();
          }
          stderr.write(buffer, 0, n);
        }
      }
    } catch (IOException lost) {
      // The reader of the standard output reports it.
      return;
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
