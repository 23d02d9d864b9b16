package io.quorate.node.ssh;

import io.quorate.node.ssh.ConnectFailure.ConfigurationUnusable;
import io.quorate.node.ssh.ConnectFailure.NoWayThrough;
import io.quorate.node.ssh.ConnectFailure.Refused;
import io.quorate.node.ssh.ConnectFailure.TimedOut;
import io.quorate.node.ssh.ConnectFailure.Unreachable;
import io.quorate.node.ssh.ConnectFailure.Unresolved;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to machines. One connector serves a whole fleet: nodes behind the same jump host share
 * one connection to it, since a bastion's sshd drops newcomers when many knock at once.
 */
public final class SshConnector {
  private static final Logger LOG = LoggerFactory.getLogger(SshConnector.class);

  private final @Nullable SshAgent agent;
  private final Path sshFolder;
  private final String runFolder;
  private final Duration greeting;
  private final List<Duration> hangUps;
  private final JumpHosts jumpHosts = new JumpHosts(this);

  /** Uses the agent of $SSH_AUTH_SOCK and the key files of ~/.ssh. */
  public SshConnector() {
    this(
        SshAgent.ofEnvironment(),
        Path.of(System.getProperty("user.home")).resolve(".ssh"),
        "/run",
        Duration.ofMillis(SshSettings.ANSWER_MILLIS),
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(3)));
  }

  /**
   * @param runFolder where the locks are on the nodes
   */
  SshConnector(@Nullable SshAgent agent, Path sshFolder, String runFolder) {
    this(agent, sshFolder, runFolder, Duration.ofMillis(SshSettings.ANSWER_MILLIS), List.of());
  }

  /**
   * @param greeting how long a server may take to say that it is one
   * @param hangUps what lies between the tries where a server hangs up before that: sshd does,
   *     while many others log in (sshd_config(5), MaxStartups)
   */
  SshConnector(
      @Nullable SshAgent agent,
      Path sshFolder,
      String runFolder,
      Duration greeting,
      List<Duration> hangUps) {
    this.agent = agent;
    this.sshFolder = sshFolder;
    this.runFolder = runFolder;
    this.greeting = greeting;
    this.hangUps = List.copyOf(hangUps);
  }

  /** Loads what the first connection needs, about a second's work on a cold JVM. */
  public static void warmUp() {
    SshSettings.warmUp();
  }

  /**
   * Connects, checks the host key, logs in, and finds out how to become root. Connecting again
   * after a loss is calling this again.
   *
   * @throws ConnectFailure with what to do about it
   */
  public SshNode connect(Endpoint endpoint, Credentials credentials, HostKeys hostKeys)
      throws ConnectFailure, InterruptedException {
    Link link = link(endpoint, credentials, hostKeys);
    try {
      Privilege privilege = Sudo.find(link, endpoint, credentials);
      return new SshNode(endpoint, link, privilege, runFolder);
    } catch (ConnectFailure | InterruptedException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /**
   * A folder of another machine, by SFTP.
   *
   * @param path from the root; one that does not begin with a slash begins in the user's home
   * @throws ConnectFailure when the machine cannot be logged in to
   * @throws IOException when it offers no SFTP, or has no such folder
   */
  public RemoteFolder folder(
      Endpoint endpoint, String path, Credentials credentials, HostKeys hostKeys)
      throws ConnectFailure, IOException, InterruptedException {
    Link link = link(endpoint, credentials, hostKeys);
    try {
      return RemoteFolder.of(endpoint, path, link);
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** An authenticated connection, through jump hosts where there are some. */
  Link link(Endpoint endpoint, Credentials credentials, HostKeys hostKeys)
      throws ConnectFailure, InterruptedException {
    Endpoint jump = endpoint.jump();
    if (jump == null) {
      Link.Opener direct = () -> open(endpoint, credentials, hostKeys, null);
      return new Link(direct.open(), direct, () -> {});
    }
    JumpHosts.Lease lease = jumpHosts.lease(jump.asJumpHost(), credentials, hostKeys);
    try {
      Link.Opener through = () -> open(endpoint, credentials, hostKeys, lease);
      return new Link(through.open(), through, lease::close);
    } catch (ConnectFailure | InterruptedException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private SSHClient open(
      Endpoint endpoint, Credentials credentials, HostKeys hostKeys, JumpHosts.@Nullable Lease hop)
      throws ConnectFailure, InterruptedException {
    String fault = endpoint.configured().fault();
    if (fault != null) {
      throw new ConfigurationUnusable(endpoint, fault);
    }
    for (Duration pause : hangUps) {
      try {
        return tryOnce(endpoint, credentials, hostKeys, hop);
      } catch (Unreachable e) {
        if (!e.hungUp()) {
          throw e;
        }
        LOG.debug("{} hung up, again in {}", endpoint.label(), pause);
        Thread.sleep(pause);
      }
    }
    return tryOnce(endpoint, credentials, hostKeys, hop);
  }

  private SSHClient tryOnce(
      Endpoint endpoint, Credentials credentials, HostKeys hostKeys, JumpHosts.@Nullable Lease hop)
      throws ConnectFailure, InterruptedException {
    SshSettings.Client client = SshSettings.client();
    client.setTimeout((int) greeting.toMillis());
    try {
      HostKeyCheck check = new HostKeyCheck(hostKeys.of(endpoint));
      client.addHostKeyVerifier(check);
      try {
        if (hop == null) {
          client.connect(endpoint.host(), endpoint.port());
        } else {
          connectThrough(hop, client, endpoint);
        }
      } catch (IOException e) {
        if (check.failure != null) {
          throw check.failure;
        }
        throw e;
      }
      new Authentication(client, endpoint, credentials, agent, sshFolder).run();
      return client;
    } catch (ConnectFailure e) {
      Link.closeQuietly(client);
      throw e;
    } catch (IOException | RuntimeException e) {
      Link.closeQuietly(client);
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw explain(endpoint, e, client);
    }
  }

  /** A tunnel has no time-out of its own, so somebody watches the clock. */
  private static void connectThrough(JumpHosts.Lease hop, SSHClient client, Endpoint endpoint)
      throws IOException, ConnectFailure {
    DirectConnection tunnel;
    try {
      tunnel = hop.client().newDirectConnection(endpoint.host(), endpoint.port());
    } catch (OpenFailException e) {
      boolean tried = e.getReason() == OpenFailException.Reason.CONNECT_FAILED;
      throw new NoWayThrough(hop.jump(), endpoint, tried, plain(e), e);
    }
    Thread watch =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(SshSettings.ANSWER_MILLIS);
                    Link.closeQuietly(tunnel);
                  } catch (InterruptedException connected) {
                    return;
                  }
                });
    try {
      client.connectVia(tunnel);
    } finally {
      watch.interrupt();
    }
  }

  private ConnectFailure explain(Endpoint endpoint, Exception failure, SshSettings.Client client) {
    boolean taken = client.wasTaken();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException e -> {
          return new Unresolved(endpoint, e);
        }
        case SocketTimeoutException e when taken -> {
          return new TimedOut(endpoint, endpoint.port(), greeting.toSeconds(), e);
        }
        case SocketTimeoutException e -> {
          return new TimedOut(endpoint, SshSettings.CONNECT_MILLIS / 1000, e);
        }
        case TimeoutException e -> {
          return new TimedOut(endpoint, SshSettings.ANSWER_MILLIS / 1000, e);
        }
        // Java's name for a refusal; what is not there in time, or has no route, is of other types.
        case ConnectException e -> {
          return new Refused(endpoint, e);
        }
        default -> {}
      }
    }
    return taken && !client.wasGreeted()
        ? new Unreachable(endpoint, endpoint.port(), failure)
        : new Unreachable(endpoint, plain(failure), failure);
  }

  private static String plain(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Runs on the library's thread; keeps its verdict for the thread that connects. */
  private static final class HostKeyCheck implements HostKeyVerifier {
    private final KnownKeys known;
    private volatile @Nullable ConnectFailure failure;

    HostKeyCheck(KnownKeys known) {
      this.known = known;
    }

    @Override
    public boolean verify(String host, int port, PublicKey key) {
      failure = known.judge(key, Instant.now());
      return failure == null;
    }

    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
      return known.algorithms();
    }
  }
}
