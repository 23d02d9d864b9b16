package io.quorate.node.ssh;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/** Connections to bastions, each shared by the nodes behind it and closed with the last of them. */
final class JumpHosts {
  private final SshConnector connector;
  private final Map<Endpoint, Shared> hosts = new HashMap<>();

  JumpHosts(SshConnector connector) {
    this.connector = connector;
  }

  private static final class Shared {
    final ReentrantLock connecting = new ReentrantLock();
    @Nullable Link link;
    int users;
  }

  /** The use of a connection, until it is closed. */
  final class Lease {
    private final Endpoint jump;
    private final Shared shared;
    private final Link link;
    private boolean closed;

    private Lease(Endpoint jump, Shared shared, Link link) {
      this.jump = jump;
      this.shared = shared;
      this.link = link;
    }

    Endpoint jump() {
      return jump;
    }

    SSHClient client() {
      return link.client();
    }

    void close() {
      synchronized (hosts) {
        if (closed) {
          return;
        }
        closed = true;
      }
      release(jump, shared);
    }
  }

  Lease lease(Endpoint jump, Credentials credentials, HostKeys hostKeys)
      throws ConnectFailure, InterruptedException {
    Shared shared;
    synchronized (hosts) {
      shared = hosts.computeIfAbsent(jump, j -> new Shared());
      shared.users++;
    }
    try {
      shared.connecting.lockInterruptibly();
      try {
        Link link = shared.link;
        if (link == null || !link.isUp()) {
          if (link != null) {
            link.close();
          }
          link = connector.link(jump, credentials, hostKeys);
          shared.link = link;
        }
        return new Lease(jump, shared, link);
      } finally {
        shared.connecting.unlock();
      }
    } catch (ConnectFailure | InterruptedException | RuntimeException e) {
      release(jump, shared);
      throw e;
    }
  }

  private void release(Endpoint jump, Shared shared) {
    Link unused = null;
    synchronized (hosts) {
      shared.users--;
      if (shared.users == 0) {
        hosts.remove(jump);
        unused = shared.link;
      }
    }
    if (unused != null) {
      unused.close();
    }
  }
}
