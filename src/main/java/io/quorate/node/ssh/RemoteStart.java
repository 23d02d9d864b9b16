package io.quorate.node.ssh;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** Opens a channel and starts a command in it; an interrupt leaves nothing behind. */
final class RemoteStart {

  private RemoteStart() {}

  /** Opens a session. */
  @FunctionalInterface
  interface Sessions {
    Session open() throws IOException, InterruptedException;
  }

  /** Takes a command that has begun. */
  @FunctionalInterface
  interface Begun<T> {
    T of(Session session, Session.Command command) throws IOException;
  }

  /**
   * @param channels what may be open at once; one is released where it does not begin
   * @param line for the other side's shell
   * @param unwanted ends what has begun when nobody waits for it any more
   */
  static <T> T of(
      Sessions sessions, Semaphore channels, String line, Begun<T> begun, Consumer<T> unwanted)
      throws IOException, InterruptedException {
    channels.acquire();
    CompletableFuture<T> started = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ssh-start")
        .start(
            () -> {
              try {
                Session session = sessions.open();
                started.complete(begun.of(session, session.exec(line)));
              } catch (IOException | InterruptedException | RuntimeException e) {
                channels.release();
                started.completeExceptionally(e);
              }
            });
    try {
      return started.get();
    } catch (InterruptedException e) {
      started.thenAccept(unwanted);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new ConnectionException("not connected", e.getCause());
    }
  }
}
