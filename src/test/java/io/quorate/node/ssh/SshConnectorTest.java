package io.quorate.node.ssh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.node.ssh.ConnectFailure.HostKeyChanged;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.ConnectFailure.KeyUnusable;
import io.quorate.node.ssh.ConnectFailure.NoWayThrough;
import io.quorate.node.ssh.ConnectFailure.PassphraseNeeded;
import io.quorate.node.ssh.ConnectFailure.Refused;
import io.quorate.node.ssh.ConnectFailure.TimedOut;
import io.quorate.node.ssh.ConnectFailure.Unreachable;
import io.quorate.node.ssh.ConnectFailure.Unresolved;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshConnectorTest {
  private static final Credentials PASSWORD =
      Credentials.none().withPassword(new Secret(Sshd.PASSWORD));
  private static final Secret PASSPHRASE = new Secret("a pass phrase");

  @TempDir Path folder;
  private Sshd sshd;

  @BeforeEach
  void start() {
    sshd = new Sshd();
  }

  @AfterEach
  void stop() throws IOException {
    sshd.close();
  }

  @Test
  void aPasswordLetsIn() throws Exception {
    sshd.start();
    try (SshNode node = connector(null).connect(sshd.endpoint(), PASSWORD, sshd.hostKeys())) {
      assertThat(node.name()).isEqualTo("node-1");
      assertThat(node.isConnected()).isTrue();
    }
  }

  @Test
  void aWrongPasswordDoesNot() throws Exception {
    sshd.start();
    Credentials wrong = Credentials.none().withPassword(new Secret("wr0ng"));

    AuthenticationFailed failed = fails(AuthenticationFailed.class, sshd.endpoint(), wrong);

    assertThat(failed.tried()).containsExactly("password", "keyboard-interactive");
    assertThat(failed).hasMessageContaining("Check the user and the password");
    assertThat(failed.toString()).doesNotContain("wr0ng");
  }

  @Test
  void thePasswordAnswersAQuestionToo() throws Exception {
    sshd.server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    sshd.start();

    connector(null).connect(sshd.endpoint(), PASSWORD, sshd.hostKeys()).close();
  }

  @Test
  void aServerThatTakesKeysOnlyIsNotSentThePassword() throws Exception {
    sshd.server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    sshd.accept(Sshd.newKey().getPublic()).start();
    Endpoint endpoint = with(writeKey("id", Sshd.newKey(), null), false);

    AuthenticationFailed failed = fails(AuthenticationFailed.class, endpoint, PASSWORD);

    assertThat(failed.tried()).containsExactly("key " + folder.resolve("id"));
  }

  @Test
  void aKeyFileLetsIn() throws Exception {
    KeyPair key = Sshd.newKey();
    sshd.accept(key.getPublic()).start();
    Endpoint endpoint = with(writeKey("id", key, null), false);

    connector(null).connect(endpoint, Credentials.none(), sshd.hostKeys()).close();
  }

  @Test
  void aUsualKeyIsFoundWhenNoneIsNamed() throws Exception {
    KeyPair key = Sshd.newKey();
    sshd.accept(key.getPublic()).start();
    writeKey("id_ed25519", Sshd.newKey(), null);
    writeKey("id_ecdsa", key, null);

    connector(null).connect(sshd.endpoint(), Credentials.none(), sshd.hostKeys()).close();
  }

  @Test
  void aKeyFileMayBeProtected() throws Exception {
    KeyPair key = Sshd.newKey();
    sshd.accept(key.getPublic()).start();
    Endpoint endpoint = with(writeKey("id", key, PASSPHRASE), false);

    assertThat(fails(PassphraseNeeded.class, endpoint, Credentials.none()).wrong()).isFalse();
    Credentials wrong = Credentials.none().withPassphrase(new Secret("wrong"));
    assertThat(fails(PassphraseNeeded.class, endpoint, wrong).wrong()).isTrue();
    Credentials right = Credentials.none().withPassphrase(PASSPHRASE);
    connector(null).connect(endpoint, right, sshd.hostKeys()).close();
  }

  @Test
  void aNamedKeyFileHasToBeOne() throws Exception {
    sshd.start();
    Path noKey = Files.writeString(folder.resolve("text"), "no key\n");

    fails(KeyUnusable.class, with(folder.resolve("absent"), false), PASSWORD);
    fails(KeyUnusable.class, with(noKey, false), PASSWORD);
  }

  @Test
  void anAgentSigns() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair key = generator.generateKeyPair();
    sshd.accept(key.getPublic()).start();
    Path socket = folder.resolve("agent");

    try (FakeAgent _ = new FakeAgent(socket, key)) {
      connector(new SshAgent(socket))
          .connect(with(null, true), Credentials.none(), sshd.hostKeys())
          .close();
    }
  }

  @Test
  void anAgentThatIsGoneIsOnlyMentioned() throws Exception {
    sshd.start();
    SshConnector connector = connector(new SshAgent(folder.resolve("nobody")));

    AuthenticationFailed failed =
        catchThrowableOfType(
            AuthenticationFailed.class,
            () -> connector.connect(with(null, true), Credentials.none(), sshd.hostKeys()));

    assertThat(failed.tried()).containsExactly("ssh-agent (does not answer)");
  }

  @Test
  void anUnknownHostIsOnlyTrustedAfterItWasAccepted() throws Exception {
    sshd.start();
    HostKeys keys = HostKeys.of(List.of(), List.of(), folder.resolve("known/hosts"));
    SshConnector connector = connector(null);

    HostKeyUnknown unknown =
        catchThrowableOfType(
            HostKeyUnknown.class, () -> connector.connect(sshd.endpoint(), PASSWORD, keys));
    keys.accept(unknown);

    connector.connect(sshd.endpoint(), PASSWORD, keys).close();
    assertThat(folder.resolve("known/hosts")).hasContent(sshd.line());
  }

  @Test
  void aChangedHostIsRefused() throws Exception {
    sshd.start();
    HostKeys keys =
        HostKeys.pinned(
            List.of(
                "[127.0.0.1]:"
                    + sshd.server.getPort()
                    + " "
                    + PublicKeyEntry.toString(Sshd.newKey().getPublic())));

    HostKeyChanged changed =
        catchThrowableOfType(
            HostKeyChanged.class, () -> connector(null).connect(sshd.endpoint(), PASSWORD, keys));

    assertThat(changed.knownFingerprint()).isNotEqualTo(changed.offeredFingerprint());
  }

  @Test
  void failuresOnTheWayAreTold() throws Exception {
    sshd.start();
    int closed = closedPort();

    fails(Refused.class, at("127.0.0.1", closed, null), PASSWORD);
    fails(Unresolved.class, at("no-such-host.invalid", 22, null), PASSWORD);
  }

  @Test
  void aJumpHostLeadsToTheNode() throws Exception {
    sshd.start();
    try (Sshd behind = new Sshd().start()) {
      HostKeys keys = HostKeys.pinned(List.of(sshd.line(), behind.line()));
      Endpoint through = at("127.0.0.1", behind.server.getPort(), sshd.endpoint());
      SshConnector connector = connector(null);
      SshNode first = connector.connect(through, PASSWORD, keys);
      SshNode second = connector.connect(through, PASSWORD, keys);

      assertThat(sshd.server.getActiveSessions()).hasSize(1);
      first.close();
      assertThat(second.isConnected()).isTrue();
      second.close();
    }
  }

  @Test
  void eachJumpHostIsConnectedToOnce() throws Exception {
    sshd.start();
    try (Sshd other = new Sshd().start();
        Sshd behind = new Sshd().start()) {
      HostKeys keys = HostKeys.pinned(List.of(sshd.line(), other.line(), behind.line()));
      int port = behind.server.getPort();
      SshConnector connector = connector(null);
      List<SshNode> nodes = new ArrayList<>();
      for (Endpoint jump :
          Arrays.asList(sshd.endpoint(), other.endpoint(), sshd.endpoint(), null)) {
        nodes.add(connector.connect(at("127.0.0.1", port, jump), PASSWORD, keys));
      }

      assertThat(sshd.server.getActiveSessions()).hasSize(1);
      assertThat(other.server.getActiveSessions()).hasSize(1);
      assertThat(behind.server.getActiveSessions()).hasSize(4);
      nodes.get(1).close();
      assertThat(nodes.get(0).isConnected()).isTrue();
      assertThat(nodes.get(3).isConnected()).isTrue();
      for (SshNode node : nodes) {
        node.close();
      }
    }
  }

  @Test
  void theJumpHostThatDoesNotAnswerIsNamed() throws Exception {
    sshd.start();
    try (Sshd behind = new Sshd().start()) {
      HostKeys keys = HostKeys.pinned(List.of(sshd.line(), behind.line()));
      int port = behind.server.getPort();
      int closed = closedPort();
      SshConnector connector = connector(null);
      Endpoint gone = at("127.0.0.1", closed, null);

      Refused refused =
          catchThrowableOfType(
              Refused.class, () -> connector.connect(at("127.0.0.1", port, gone), PASSWORD, keys));
      assertThat(refused)
          .returns(true, ConnectFailure::atJumpHost)
          .hasMessageStartingWith("the jump host (root@127.0.0.1:" + closed + ") refuses");
      connector.connect(at("127.0.0.1", port, sshd.endpoint()), PASSWORD, keys).close();
    }
  }

  @Test
  void theKeyOfEachJumpHostIsCompared() throws Exception {
    sshd.start();
    try (Sshd other = new Sshd().start();
        Sshd behind = new Sshd().start()) {
      HostKeys keys = HostKeys.pinned(List.of(sshd.line(), behind.line()));
      int port = behind.server.getPort();
      SshConnector connector = connector(null);

      connector.connect(at("127.0.0.1", port, sshd.endpoint()), PASSWORD, keys).close();
      HostKeyUnknown unknown =
          catchThrowableOfType(
              HostKeyUnknown.class,
              () -> connector.connect(at("127.0.0.1", port, other.endpoint()), PASSWORD, keys));
      assertThat(unknown.port()).isEqualTo(other.server.getPort());
      assertThat(other.server.getActiveSessions()).noneMatch(s -> s.isAuthenticated());
    }
  }

  @Test
  void whoeverWaitsForAJumpHostSharesItsFailure() throws Exception {
    CountDownLatch allWait = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(mute, allWait, tries));
      Endpoint jump = at("127.0.0.1", mute.getLocalPort(), null);
      SshConnector connector = connector(null);
      HostKeys keys = HostKeys.pinned(List.of());
      Set<ConnectFailure> failures = ConcurrentHashMap.newKeySet();
      List<Thread> nodes = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        Endpoint behind = at("10.9.0." + i, 22, jump);
        nodes.add(Thread.ofPlatform().start(() -> failures.add(failure(connector, behind, keys))));
      }
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (nodes.stream().filter(SshConnectorTest::waitsForAJumpHost).count() < 3) {
        assertThat(System.nanoTime()).isLessThan(until);
        Thread.sleep(10);
      }
      allWait.countDown();
      for (Thread node : nodes) {
        node.join();
      }
      assertThat(failures).singleElement().returns(true, ConnectFailure::atJumpHost);
      assertThat(tries).hasValue(1);

      failure(connector, at("10.9.0.5", 22, jump), keys);
      assertThat(tries).hasValue(2);
    }
  }

  /** Takes connections and says nothing, until it hangs up. */
  private static void hangUp(ServerSocket mute, CountDownLatch allWait, AtomicInteger tries) {
    try {
      while (!mute.isClosed()) {
        Socket taken = mute.accept();
        tries.incrementAndGet();
        allWait.await();
        taken.close();
      }
    } catch (IOException closed) {
      // The test is at its end.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean waitsForAJumpHost(Thread node) {
    StackTraceElement[] frames = node.getStackTrace();
    for (int i = 1; i < frames.length; i++) {
      if (frames[i - 1].getMethodName().equals("lockInterruptibly")
          && frames[i].getClassName().equals(JumpHosts.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private static ConnectFailure failure(SshConnector connector, Endpoint behind, HostKeys keys) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            ConnectFailure.class, () -> connector.connect(behind, PASSWORD, keys)));
  }

  @Test
  void whatFailsAtTheJumpHostIsSaidToFailThere() throws Exception {
    sshd.start();
    Endpoint through = at("127.0.0.1", closedPort(), sshd.endpoint());
    Credentials wrong = Credentials.none().withPassword(new Secret("wrong"));

    assertThat(fails(AuthenticationFailed.class, through, wrong))
        .returns(true, ConnectFailure::atJumpHost)
        .hasMessageContaining("the jump host");
    assertThat(fails(NoWayThrough.class, through, PASSWORD))
        .returns(true, ConnectFailure::atJumpHost)
        .hasMessageContaining("the jump host");
    HostKeyUnknown unknown =
        catchThrowableOfType(
            HostKeyUnknown.class,
            () -> connector(null).connect(through, PASSWORD, HostKeys.pinned(List.of())));
    assertThat(unknown.port()).isEqualTo(sshd.server.getPort());
  }

  private <T extends ConnectFailure> T fails(
      Class<T> kind, Endpoint endpoint, Credentials credentials) {
    T failure =
        catchThrowableOfType(
            kind, () -> connector(null).connect(endpoint, credentials, sshd.hostKeys()));
    assertThat(failure).isNotNull();
    return failure;
  }

  private SshConnector connector(@Nullable SshAgent agent) {
    return new SshConnector(agent, folder, folder.toString());
  }

  private Endpoint with(@Nullable Path key, boolean agent) {
    return new Endpoint(
        "node-1",
        "127.0.0.1",
        sshd.server.getPort(),
        "root",
        key == null ? null : key.toString(),
        agent,
        null,
        false);
  }

  private static Endpoint at(String host, int port, @Nullable Endpoint jump) {
    return new Endpoint("node-1", host, port, "root", null, false, jump, false);
  }

  /** Whatever listens there, such as a machine that is frozen, whose kernel takes connections. */
  @Test
  void whoTakesTheConnectionAndSaysNothingIsNotSwitchedOff() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var impatient =
          new SshConnector(null, folder, folder.toString(), Duration.ofSeconds(1), List.of());
      Endpoint there = at("127.0.0.1", mute.getLocalPort(), null);
      assertThatThrownBy(() -> impatient.connect(there, PASSWORD, HostKeys.pinned(List.of())))
          .isInstanceOf(TimedOut.class)
          .hasMessageContainingAll(
              "port " + mute.getLocalPort(), "no SSH banner within 1 s", "sshd listens");
    }
  }

  /** As an sshd with MaxStartups does while others log in: it hangs up on some, at once. */
  @Test
  void whoHangsUpOnAFewIsTriedAgain() throws Exception {
    sshd.start();
    try (HangsUp busy = new HangsUp(sshd.server.getPort(), 2)) {
      Endpoint there = at("127.0.0.1", busy.port(), null);
      String line = sshd.line().replace("]:" + sshd.server.getPort(), "]:" + busy.port());
      patient().connect(there, PASSWORD, HostKeys.pinned(List.of(line))).close();
      assertThat(busy.taken).hasValue(3);
    }
  }

  @Test
  void whoAlwaysHangsUpIsSaidToDoSo() throws Exception {
    try (HangsUp busy = new HangsUp(closedPort(), Integer.MAX_VALUE)) {
      Endpoint there = at("127.0.0.1", busy.port(), null);
      assertThatThrownBy(() -> patient().connect(there, PASSWORD, HostKeys.pinned(List.of())))
          .isInstanceOf(Unreachable.class)
          .hasMessageContainingAll("port " + busy.port(), "hangs up before", "MaxStartups");
      assertThat(busy.taken).hasValue(3);
    }
  }

  private SshConnector patient() {
    return new SshConnector(
        null,
        folder,
        folder.toString(),
        Duration.ofSeconds(20),
        List.of(Duration.ofMillis(50), Duration.ofMillis(50)));
  }

  /** A port that hangs up on the first who come, and leads the others on. */
  private static final class HangsUp implements AutoCloseable {
    final AtomicInteger taken = new AtomicInteger();
    private final ServerSocket port;

    HangsUp(int behind, int first) throws IOException {
      port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> serve(behind, first));
    }

    int port() {
      return port.getLocalPort();
    }

    private void serve(int behind, int first) {
      try {
        while (!port.isClosed()) {
          Socket caller = port.accept();
          if (taken.incrementAndGet() <= first) {
            caller.getOutputStream().write("Exceeded MaxStartups\r\n".getBytes(US_ASCII));
            caller.close();
          } else {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
            Thread.ofVirtual().start(() -> carry(caller, server));
            Thread.ofVirtual().start(() -> carry(server, caller));
          }
        }
      } catch (IOException closed) {
        // The test is at its end.
        return;
      }
    }

    private static void carry(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException closed) {
        // One side has hung up, and both are closed.
        return;
      }
    }

    @Override
    public void close() throws IOException {
      port.close();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path writeKey(String name, KeyPair key, @Nullable Secret passphrase) throws Exception {
    Path file = folder.resolve(name);
    OpenSSHKeyEncryptionContext encryption = null;
    if (passphrase != null) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setCipherType("256");
      encryption.setPassword(passphrase.reveal());
      encryption.setKdfRounds(1);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
    }
    return file;
  }
}
