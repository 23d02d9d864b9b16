package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.node.ssh.ConnectFailure.HostCertificateUnusable;
import io.quorate.node.ssh.ConnectFailure.HostKeyRevoked;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of hosts and of users, which authorities sign. */
class SshCertificatesTest {
  private static final Credentials PASSWORD =
      Credentials.none().withPassword(new Secret(Sshd.PASSWORD));
  private static final KeyPair AUTHORITY = Sshd.newKey();
  private static final Duration DAY = Duration.ofDays(1);

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
  void anAuthorityStandsForItsHosts() throws Exception {
    shows(hostCertificate("127.0.0.*"));
    HostKeys keys = HostKeys.pinned(List.of(authority("@cert-authority 127.*")));

    connect(keys).close();
    connect(HostKeys.pinned(keys.linesFor(List.of(sshd.endpoint())))).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void hostKeysAndAuthoritiesAreOfAnyType(String type) throws Exception {
    KeyPair host = newKey(type);
    KeyPair authority = newKey(type);
    sshd.server.setKeyPairProvider(KeyPairProvider.wrap(host));
    OpenSshCertificate certificate =
        OpenSshCertificateBuilder.hostCertificate()
            .publicKey(host.getPublic())
            .id("a host")
            .principals(List.of("127.0.0.1"))
            .sign(authority, type.equals("RSA") ? "rsa-sha2-512" : null);
    sshd.server.setHostKeyCertificateProvider(session -> List.of(certificate));
    sshd.start();

    String line = "@cert-authority 127.0.0.1 " + PublicKeyEntry.toString(authority.getPublic());
    connect(HostKeys.pinned(List.of(line))).close();
  }

  @Test
  void aCertificateForSomebodyElseIsRefused() throws Exception {
    shows(hostCertificate("node-7.lan"));

    assertThat(refusal(HostCertificateUnusable.class, authority("@cert-authority *")))
        .hasMessageContaining("is not for 127.0.0.1, but for node-7.lan")
        .hasMessageContaining("known_hosts line 1");
  }

  @Test
  void aCertificateThatEndedIsRefused() throws Exception {
    shows(
        OpenSshCertificateBuilder.hostCertificate()
            .publicKey(Sshd.HOST_KEY.getPublic())
            .id("a host")
            .principals(List.of("127.0.0.1"))
            .validAfter(Instant.now().minus(DAY.multipliedBy(2)))
            .validBefore(Instant.now().minus(DAY))
            .sign(AUTHORITY));

    assertThat(refusal(HostCertificateUnusable.class, authority("@cert-authority *")))
        .hasMessageContaining("its host certificate ended at 20");
  }

  /** As OpenSSH does it: the key itself may be known, too. */
  @Test
  void aKnownKeyNeedsNoGoodCertificate() throws Exception {
    shows(hostCertificate("node-7.lan"));

    connect(HostKeys.pinned(List.of(authority("@cert-authority *"), sshd.line()))).close();
  }

  @Test
  void aCertificateOfAnotherAuthorityCountsAsItsKey() throws Exception {
    shows(hostCertificate("127.0.0.1"));
    String other = "@cert-authority * " + PublicKeyEntry.toString(Sshd.newKey().getPublic());

    HostKeyUnknown unknown = refusal(HostKeyUnknown.class, other);
    HostKeys keys = HostKeys.of(List.of(), List.of(), folder.resolve("own"));
    keys.accept(unknown);

    assertThat(folder.resolve("own")).hasContent(sshd.line());
    connect(keys).close();
  }

  @Test
  void aRevokedAuthorityIsRefused() throws Exception {
    shows(hostCertificate("127.0.0.1"));

    assertThat(
            refusal(
                HostKeyRevoked.class,
                authority("@cert-authority *"),
                authority("@revoked *"),
                sshd.line()))
        .hasMessageContaining("known_hosts line 2")
        .hasMessageContaining("certificate of an authority that is revoked");
  }

  @Test
  void aRevokedKeyIsRefusedWithACertificate() throws Exception {
    shows(hostCertificate("127.0.0.1"));
    String revoked = "@revoked * " + PublicKeyEntry.toString(Sshd.HOST_KEY.getPublic());

    assertThat(refusal(HostKeyRevoked.class, authority("@cert-authority *"), revoked))
        .hasMessageContaining("known_hosts line 2");
  }

  @Test
  void aCertificateBesideTheKeyLetsIn() throws Exception {
    KeyPair key = Sshd.newKey();
    Path file = write("id", key);
    beside(file, userCertificate(key, Instant.now().plus(DAY)));
    takesCertificates();

    connect(with(file)).close();
  }

  @Test
  void aCertificateOfAnRsaKeyLetsIn() throws Exception {
    KeyPair key = newKey("RSA");
    Path file = write("id", key);
    beside(file, userCertificate(key, Instant.now().plus(DAY)));
    takesCertificates();

    connect(with(file)).close();
  }

  /** What a key is signed for later than it was added to the agent. */
  @Test
  void anAgentsKeyLetsInWithTheCertificateBesideItsFile() throws Exception {
    KeyPair key = newKey("RSA");
    Path socket = folder.resolve("agent");
    beside(folder.resolve("id_rsa"), userCertificate(key, Instant.now().plus(DAY)));
    takesCertificates();
    Endpoint endpoint =
        new Endpoint("node-1", "127.0.0.1", sshd.server.getPort(), "root", null, true, null, false);

    try (FakeAgent _ = new FakeAgent(socket, key)) {
      new SshConnector(new SshAgent(socket), folder, folder.toString())
          .connect(endpoint, Credentials.none(), sshd.hostKeys())
          .close();
    }
  }

  @Test
  void anAgentsKeyIsTriedWithoutACertificateOfAnotherKey() throws Exception {
    KeyPair key = newKey("RSA");
    Path socket = folder.resolve("agent");
    beside(folder.resolve("id_rsa"), userCertificate(newKey("RSA"), Instant.now().plus(DAY)));
    takesCertificates();
    Endpoint endpoint =
        new Endpoint("node-1", "127.0.0.1", sshd.server.getPort(), "root", null, true, null, false);

    try (FakeAgent _ = new FakeAgent(socket, key)) {
      SshConnector connector = new SshConnector(new SshAgent(socket), folder, folder.toString());
      AuthenticationFailed failed =
          catchThrowableOfType(
              AuthenticationFailed.class,
              () -> connector.connect(endpoint, Credentials.none(), sshd.hostKeys()));
      assertThat(failed.tried()).containsExactly("ssh-agent key a key");
    }
  }

  /** OpenSSH 8.8 and later take no signature of RSA with SHA-1. */
  @Test
  void anAgentsRsaKeysSignWithSha2() {
    byte[] key = new Buffer.PlainBuffer().putString("ssh-rsa").getCompactData();
    byte[] certificate =
        new Buffer.PlainBuffer().putString("ssh-rsa-cert-v01@openssh.com").getCompactData();

    assertThat(new SshAgent.Identity(key, "").algorithm()).isEqualTo("rsa-sha2-512");
    assertThat(new SshAgent.Identity(certificate, "").algorithm())
        .isEqualTo("rsa-sha2-512-cert-v01@openssh.com");
  }

  @Test
  void aKeyLetsInWithoutTheCertificateBesideIt() throws Exception {
    KeyPair key = Sshd.newKey();
    Path file = write("id", key);
    beside(file, userCertificate(key, Instant.now().plus(DAY)));
    sshd.accept(key.getPublic()).start();

    connect(with(file)).close();
  }

  @Test
  void aCertificateThatEndedIsToldAndNotOffered() throws Exception {
    KeyPair key = Sshd.newKey();
    Path file = write("id", key);
    beside(file, userCertificate(key, Instant.now().minus(DAY)));
    takesCertificates();
    Endpoint endpoint = with(file);

    AuthenticationFailed failed =
        catchThrowableOfType(AuthenticationFailed.class, () -> connect(endpoint));

    assertThat(failed.tried()).hasSize(2);
    assertThat(failed.tried().getFirst())
        .startsWith("certificate " + file + "-cert.pub (not offered: it ended at ");
    assertThat(failed.tried().getLast()).isEqualTo("key " + file);
  }

  private void takesCertificates() throws IOException {
    sshd.server.setPublickeyAuthenticator(
        (user, offered, session) ->
            offered instanceof OpenSshCertificate certificate
                && certificate.getCaPubKey().equals(AUTHORITY.getPublic()));
    sshd.start();
  }

  private static OpenSshCertificate userCertificate(KeyPair key, Instant end) throws Exception {
    return OpenSshCertificateBuilder.userCertificate()
        .publicKey(key.getPublic())
        .id("a person")
        .principals(List.of("root"))
        .extension("permit-pty", "")
        .validAfter(Instant.now().minus(DAY.multipliedBy(3)))
        .validBefore(end)
        .sign(AUTHORITY);
  }

  private static void beside(Path key, OpenSshCertificate certificate) throws IOException {
    Files.writeString(
        key.resolveSibling(key.getFileName() + "-cert.pub"),
        PublicKeyEntry.toString(certificate) + " a comment\n");
  }

  private Path write(String name, KeyPair key) throws Exception {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
    }
    return file;
  }

  private static KeyPair newKey(String type) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(type.equals("RSA") ? 2048 : 256);
    return generator.generateKeyPair();
  }

  private static OpenSshCertificate hostCertificate(String principal) throws Exception {
    return OpenSshCertificateBuilder.hostCertificate()
        .publicKey(Sshd.HOST_KEY.getPublic())
        .id("a host")
        .principals(List.of(principal))
        .sign(AUTHORITY);
  }

  private void shows(OpenSshCertificate certificate) throws IOException {
    sshd.server.setHostKeyCertificateProvider(session -> List.of(certificate));
    sshd.start();
  }

  private static String authority(String marked) {
    return marked + " " + PublicKeyEntry.toString(AUTHORITY.getPublic());
  }

  private <T extends ConnectFailure> T refusal(Class<T> kind, String... lines) throws IOException {
    Path file = Files.write(folder.resolve("known_hosts"), List.of(lines));
    HostKeys keys = HostKeys.of(List.of(file), List.of(), folder.resolve("none"));
    T failure = catchThrowableOfType(kind, () -> connect(keys));
    assertThat(failure).isNotNull();
    return failure;
  }

  private SshNode connect(HostKeys keys) throws Exception {
    return new SshConnector(null, folder, folder.toString())
        .connect(sshd.endpoint(), PASSWORD, keys);
  }

  private SshNode connect(Endpoint endpoint) throws Exception {
    return new SshConnector(null, folder, folder.toString())
        .connect(endpoint, Credentials.none(), sshd.hostKeys());
  }

  private Endpoint with(Path key) {
    return new Endpoint(
        "node-1", "127.0.0.1", sshd.server.getPort(), "root", key.toString(), false, null, false);
  }
}
