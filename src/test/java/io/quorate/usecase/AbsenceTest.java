package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.node.ssh.ConnectFailure;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.SshConnector;
import io.quorate.node.ssh.Sshd;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a node is away, or only the way to it. */
class AbsenceTest {

  private final Sshd jump = new Sshd();

  @BeforeEach
  void start() throws IOException {
    jump.server.setPasswordAuthenticator((user, password, session) -> user.equals("ops"));
    jump.start();
  }

  @AfterEach
  void stop() throws IOException {
    jump.close();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Endpoint at(String user, int port, @Nullable Endpoint through) {
    return new Endpoint("node-1", "127.0.0.1", port, user, null, false, through, false);
  }

  private ConnectFailure failure(Endpoint node) {
    Credentials credentials = Credentials.none().withPassword(new Secret("sample"));
    HostKeys keys = HostKeys.pinned(List.of(jump.line()));
    return Objects.requireNonNull(
        catchThrowableOfType(
            ConnectFailure.class, () -> new SshConnector().connect(node, credentials, keys)));
  }

  @Test
  void aNodeIsAwayThatDoesNotAnswer() throws Exception {
    ConnectFailure direct = failure(at("root", closedPort(), null));
    assertThat(Absence.isAbsent(direct)).isTrue();

    Endpoint gate = at("ops", jump.server.getPort(), null);
    ConnectFailure behind = failure(at("root", closedPort(), gate));
    assertThat(behind.atJumpHost()).isTrue();
    assertThat(Absence.isAbsent(behind)).isTrue();
  }

  /** Of the node nothing is known, then: it may well be alive. */
  @Test
  void aNodeIsNotAwayWhereItsJumpHostIs() throws Exception {
    Endpoint closed = at("ops", closedPort(), null);
    ConnectFailure noAnswer = failure(at("root", closedPort(), closed));
    assertThat(Absence.isAbsent(noAnswer)).isFalse();
    assertThat(Absence.isOutOfReach(noAnswer)).isTrue();

    Endpoint gate = at("ops", jump.server.getPort(), null);
    Endpoint second = at("ops", closedPort(), gate);
    ConnectFailure chain = failure(at("root", closedPort(), second));
    assertThat(Absence.isAbsent(chain)).isFalse();
    assertThat(Absence.isOutOfReach(chain)).isTrue();

    jump.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    ConnectFailure refused = failure(at("root", closedPort(), gate));
    assertThat(Absence.isAbsent(refused)).isFalse();
    assertThat(Absence.isOutOfReach(refused)).isTrue();
  }

  @Test
  void aPersonCanMendALogin() throws Exception {
    Endpoint gate = at("nobody", jump.server.getPort(), null);
    ConnectFailure login = failure(at("root", closedPort(), gate));
    assertThat(login).isInstanceOf(ConnectFailure.AuthenticationFailed.class);
    assertThat(Absence.isOutOfReach(login)).isFalse();
  }
}
