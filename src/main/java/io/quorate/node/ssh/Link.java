package io.quorate.node.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import net.schmizz.sshj.SSHClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An authenticated connection and the channels it may have at once. */
final class Link implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** OpenSSH allows ten sessions a connection (MaxSessions). */
  private static final int CHANNELS = 8;

  private final SSHClient client;
  private final Runnable afterwards;
  private final Semaphore channels = new Semaphore(CHANNELS);

  /**
   * @param afterwards gives back what the connection stood on
   */
  Link(SSHClient client, Runnable afterwards) {
    this.client = client;
    this.afterwards = afterwards;
  }

  boolean isUp() {
    return client.isConnected() && client.isAuthenticated();
  }

  SSHClient client() {
    return client;
  }

  /** Starts a command; its standard input is closed after {@code input}. */
  RemoteProcess start(String line, RemoteProcess.Input input)
      throws IOException, InterruptedException {
    return RemoteProcess.start(client, channels, line, input);
  }

  /** The same, where its output is bytes. */
  RemoteBytes bytes(String line, byte[] input) throws IOException, InterruptedException {
    return RemoteBytes.start(client, channels, line, input);
  }

  @Override
  public void close() {
    closeQuietly(client);
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
