package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.node.ssh.ConnectFailure.ConfigurationUnusable;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.config.SshConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached as ssh_config says. */
class ConfiguredLoginTest {
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
  void nameKeysAndKnownHostsAreThoseOfTheFile() throws Exception {
    KeyPair key = Sshd.newKey();
    Path file = write("lab", key);
    sshd.accept(key.getPublic()).start();
    Path known = Files.writeString(folder.resolve("known"), sshd.line() + "\n");

    connect(
            endpoint("IdentityFile " + file, "UserKnownHostsFile " + known),
            HostKeys.of(List.of(), List.of(), folder.resolve("own")),
            null)
        .close();
  }

  @Test
  void otherKnownHostsFilesDoNotCountThen() throws Exception {
    sshd.start();
    Path usual = Files.writeString(folder.resolve("usual"), sshd.line() + "\n");
    HostKeys keys = HostKeys.of(List.of(usual), List.of(), folder.resolve("own"));

    assertThat(
            catchThrowableOfType(
                HostKeyUnknown.class,
                () -> connect(endpoint("UserKnownHostsFile " + folder + "/none"), keys, null)))
        .hasMessageContaining(folder.resolve("config") + " line");
  }

  @Test
  void anAliasIsTheNameInKnownHosts() throws Exception {
    KeyPair key = Sshd.newKey();
    sshd.accept(key.getPublic()).start();
    Path known =
        Files.writeString(
            folder.resolve("known"),
            "cluster " + PublicKeyEntry.toString(Sshd.HOST_KEY.getPublic()) + "\n");
    HostKeys keys = HostKeys.of(List.of(known), List.of(), folder.resolve("own"));
    Endpoint endpoint = endpoint("HostKeyAlias cluster", "IdentityFile " + write("lab", key));

    connect(endpoint, keys, null).close();
    connect(endpoint, HostKeys.pinned(keys.linesFor(List.of(endpoint))), null).close();
  }

  @Test
  void aCertificateOfAnotherPlaceLetsIn() throws Exception {
    KeyPair authority = Sshd.newKey();
    KeyPair key = Sshd.newKey();
    OpenSshCertificate certificate =
        OpenSshCertificateBuilder.userCertificate()
            .publicKey(key.getPublic())
            .id("a person")
            .principals(List.of("root"))
            .extension("permit-pty", "")
            .validAfter(Instant.now().minus(Duration.ofDays(1)))
            .validBefore(Instant.now().plus(Duration.ofDays(1)))
            .sign(authority);
    Path file =
        Files.writeString(folder.resolve("signed"), PublicKeyEntry.toString(certificate) + "\n");
    sshd.server.setPublickeyAuthenticator(
        (user, offered, session) ->
            offered instanceof OpenSshCertificate shown
                && shown.getCaPubKey().equals(authority.getPublic()));
    sshd.start();

    connect(
            endpoint("IdentityFile " + write("lab", key), "CertificateFile " + file),
            sshd.hostKeys(),
            null)
        .close();
  }

  @Test
  void anAgentsOtherKeysAreNotShownWhereThatIsSaid() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair key = generator.generateKeyPair();
    sshd.accept(key.getPublic()).start();
    Path socket = folder.resolve("agent");

    try (FakeAgent _ = new FakeAgent(socket, key)) {
      SshAgent agent = new SshAgent(socket);
      AuthenticationFailed failed =
          catchThrowableOfType(
              AuthenticationFailed.class,
              () ->
                  connect(
                      endpoint("IdentitiesOnly yes", "IdentityFile " + write("lab", Sshd.newKey())),
                      sshd.hostKeys(),
                      agent));
      assertThat(failed.tried()).containsExactly("key " + folder.resolve("lab"));
      connect(endpoint("IdentitiesOnly no"), sshd.hostKeys(), agent).close();
    }
  }

  @Test
  void aLineThatCannotBeUsedIsRefusedBeforeAnythingIsTried() throws Exception {
    sshd.start();

    assertThat(
            catchThrowableOfType(
                ConfigurationUnusable.class,
                () -> connect(endpoint("IdentityFile %q"), sshd.hostKeys(), null)))
        .hasMessageContaining(folder.resolve("config") + " line 4: IdentityFile has a token")
        .hasMessageContaining("set ssh_config to none");
    assertThat(sshd.server.getActiveSessions()).isEmpty();
  }

  /** Of a host whose name and port are only in the file. */
  private Endpoint endpoint(String... lines) throws IOException {
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        "Host node-1\nHostName 127.0.0.1\nPort "
            + sshd.server.getPort()
            + "\n"
            + String.join("\n", lines)
            + "\n");
    SshConfig.Found found =
        SshConfig.named(config).of(new SshConfig.Said("node-1", null, null, "root", false, false));
    return new Endpoint(
        "node-1",
        found.host(),
        found.port(),
        found.user(),
        null,
        true,
        null,
        false,
        found.configured());
  }

  private SshNode connect(Endpoint endpoint, HostKeys keys, @Nullable SshAgent agent)
      throws Exception {
    return new SshConnector(agent, folder, folder.toString())
        .connect(endpoint, Credentials.none(), keys);
  }

  private Path write(String name, KeyPair key) throws Exception {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
    }
    return file;
  }
}
