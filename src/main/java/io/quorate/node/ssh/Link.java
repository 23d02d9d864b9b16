package io.quorate.node.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authenticated connection and the sessions it may have at once. Where the server allows fewer
 * on one connection than are wanted (sshd_config(5), MaxSessions), it makes further ones.
 */
final class Link implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** OpenSSH allows ten on one connection, unless it is told otherwise. */
  private static final int SESSIONS = 8;

  /** Makes one more connection of the same kind. */
  @FunctionalInterface
  interface Opener {
    SSHClient open() throws ConnectFailure, InterruptedException;
  }

  private final SSHClient client;
  private final Opener another;
  private final Runnable afterwards;
  private final Semaphore sessions = new Semaphore(SESSIONS);
  private final List<SSHClient> clients = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * @param afterwards gives back what the connections stood on
   */
  Link(SSHClient client, Opener another, Runnable afterwards) {
    this.client = client;
    this.another = another;
    this.afterwards = afterwards;
    clients.add(client);
  }

  boolean isUp() {
    return clients.stream().allMatch(c -> c.isConnected() && c.isAuthenticated());
  }

  SSHClient client() {
    return client;
  }

  /** Starts a command; its standard input is closed after {@code input}. */
  RemoteProcess start(String line, RemoteProcess.Input input)
      throws IOException, InterruptedException {
    return RemoteProcess.start(this::session, sessions, line, input);
  }

  /** The same, where its output is bytes. */
  RemoteBytes bytes(String line, byte[] input) throws IOException, InterruptedException {
    return RemoteBytes.start(this::session, sessions, line, input);
  }

  private Session session() throws IOException, InterruptedException {
    for (SSHClient open : clients) {
      try {
        return open.startSession();
      } catch (OpenFailException full) {
        LOG.debug("no further session on this connection", full);
      }
    }
    SSHClient further;
    try {
      further = another.open();
    } catch (ConnectFailure e) {
      throw new IOException("one more connection was refused: " + e.getMessage(), e);
    }
    clients.add(further);
    if (closed) {
      closeQuietly(further);
    }
    return further.startSession();
  }

  @Override
  public void close() {
    closed = true;
    clients.forEach(Link::closeQuietly);
    afterwards.run();
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("while closing", e);
    }
  }
}
