package io.quorate.node.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;

/** A program on the other side of a channel whose output is bytes, not lines. */
final class RemoteBytes implements AutoCloseable {
  private static final long EXIT_STATUS_SECONDS = 10;

  private final Session session;
  private final Session.Command command;
  private final Semaphore channels;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LastWords lastWords;

  private RemoteBytes(Session session, Session.Command command, Semaphore channels, byte[] input)
      throws IOException {
    this.session = session;
    this.command = command;
    this.channels = channels;
    this.lastWords = new LastWords(command.getErrorStream());
    try (OutputStream out = command.getOutputStream()) {
      out.write(input);
    }
  }

  /** Opens a channel and starts a command in it; an interrupt leaves nothing behind. */
  static RemoteBytes start(
      RemoteStart.Sessions sessions, Semaphore channels, String line, byte[] input)
      throws IOException, InterruptedException {
    return RemoteStart.of(
        sessions,
        channels,
        line,
        (session, command) -> new RemoteBytes(session, command, channels, input),
        RemoteBytes::close);
  }

  /** What it prints. Read by a thread that nobody interrupts. */
  InputStream output() {
    return command.getInputStream();
  }

  /** Whether it ended well; asked after its output has ended. */
  boolean isFine() throws IOException {
    Integer status = status();
    return status != null && status == 0;
  }

  private @Nullable Integer status() throws IOException {
    session.join(EXIT_STATUS_SECONDS, TimeUnit.SECONDS);
    return command.getExitStatus();
  }

  /** How it ended, and its last words. */
  String ending() throws IOException, InterruptedException {
    Integer status = status();
    String said = lastWords.text();
    String how = status == null ? "it was ended by a signal" : "exit code " + status;
    return said.isEmpty() ? how : how + ": " + said;
  }

  /** Ends it if it still runs; whoever reads its output meets the end. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("ssh-end")
          .start(
              () -> {
                Link.closeQuietly(session);
                channels.release();
              });
    }
  }
}
