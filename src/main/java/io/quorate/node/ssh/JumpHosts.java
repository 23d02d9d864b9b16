package io.quorate.node.ssh;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** How many tries have come to their end. */
    final AtomicInteger tries = new AtomicInteger();

    @Nullable Link link;
    @Nullable Failed failed;
    int users;
  }

  /** How the last try failed; null at {@link Shared}: it did not. */
  private record Failed(ConnectFailure failure, Credentials credentials, HostKeys hostKeys) {

    boolean isFor(Credentials others, HostKeys otherKeys) {
      return credentials.equals(others) && hostKeys == otherKeys;
    }
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
    int before;
    synchronized (hosts) {
      shared = hosts.computeIfAbsent(jump, j -> new Shared());
      shared.users++;
      before = shared.tries.get();
    }
    try {
      shared.connecting.lockInterruptibly();
      try {
        Link link = shared.link;
        if (link == null || !link.isUp()) {
          if (link != null) {
            link.close();
          }
          link = connect(jump, shared, before, credentials, hostKeys);
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

  /**
   * Whoever waited for a try that failed does not try again: thirty nodes would wait one after the
   * other for a bastion that does not answer, and a wrong password would be shown thirty times.
   *
   * @param before how many tries had ended when the node began to wait
   */
  private Link connect(
      Endpoint jump, Shared shared, int before, Credentials credentials, HostKeys hostKeys)
      throws ConnectFailure, InterruptedException {
    Failed failed = shared.failed;
    if (failed != null && shared.tries.get() != before && failed.isFor(credentials, hostKeys)) {
      throw failed.failure();
    }
    shared.failed = null;
    try {
      Link link = connector.link(jump, credentials, hostKeys);
      shared.link = link;
      return link;
    } catch (ConnectFailure e) {
      shared.failed = new Failed(e, credentials, hostKeys);
      throw e;
    } finally {
      shared.tries.incrementAndGet();
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
