package io.quorate.node.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ssh_config files say of a host. */
class ConfigLookupTest {
  @TempDir Path home;
  @TempDir Path system;
  private Path own;

  @BeforeEach
  void makeFolder() throws IOException {
    own = Files.createDirectory(home.resolve(".ssh"));
  }

  @Test
  void theFirstValueCountsAndItsLineIsTold() throws IOException {
    own("Host node-*", "  User ops", "  Port 2222", "Host *", "  User other", "  HostName %h.lan");

    SshConfig.Found found = found("node-1");

    assertThat(found.user()).isEqualTo("ops");
    assertThat(found.port()).isEqualTo(2222);
    assertThat(found.host()).isEqualTo("node-1.lan");
    Path file = own.resolve("config");
    assertThat(found.configured().taken())
        .containsExactlyInAnyOrder(
            "HostName node-1.lan (" + file + " line 6)",
            "Port 2222 (" + file + " line 3)",
            "User ops (" + file + " line 2)");
  }

  @Test
  void withoutFilesTheUsualHolds() {
    SshConfig.Found found = found("node-1");

    assertThat(found)
        .isEqualTo(new SshConfig.Found("node-1", 22, "root", null, Configured.nothing()));
  }

  @Test
  void whatTheInventorySaysGoesFirst() throws IOException {
    own("User ops", "Port 2222", "IdentityFile ~/.ssh/lab", "ProxyJump bastion");

    SshConfig.Found found =
        config().of(new SshConfig.Said("node-1", 22, "anna", "root", true, true));

    assertThat(found.user()).isEqualTo("anna");
    assertThat(found.port()).isEqualTo(22);
    assertThat(found.jump()).isNull();
    assertThat(found.configured()).isEqualTo(Configured.nothing());
  }

  @Test
  void theSystemsFileComesAfterOnesOwn() throws IOException {
    own("Host other", "  Port 1");
    Files.write(system.resolve("ssh_config"), List.of("Port 2022", "User everybody"));

    assertThat(found("node-1").port()).isEqualTo(2022);
    assertThat(found("other").port()).isEqualTo(1);
    assertThat(found("other").user()).isEqualTo("everybody");
  }

  @Test
  void keysCertificatesAndKnownHostsAreWrittenOut() throws IOException {
    own(
        "IdentityFile ~/.ssh/k_%n",
        "IdentityFile /keys/two",
        "CertificateFile %d/cert",
        "IdentitiesOnly yes",
        "HostKeyAlias cluster",
        "UserKnownHostsFile ~/one /two",
        "GlobalKnownHostsFile none");

    Configured configured = found("node-1").configured();

    assertThat(configured.keyFiles()).containsExactly(home + "/.ssh/k_node-1", "/keys/two");
    assertThat(configured.certificates()).containsExactly(home + "/cert");
    assertThat(configured.identitiesOnly()).isTrue();
    assertThat(configured.hostKeyAlias()).isEqualTo("cluster");
    assertThat(configured.userKnownHosts()).containsExactly(home + "/one", "/two");
    assertThat(configured.globalKnownHosts()).isEmpty();
  }

  @Test
  void includedFilesBelongToTheirBlock() throws IOException {
    Files.writeString(own.resolve("a.conf"), "Port 1\nHost elsewhere\nPort 2\n");
    Files.writeString(own.resolve("b.conf"), "User bea\n");
    own("Host node-1", "  Include *.conf", "Host *", "  Port 3");

    assertThat(found("node-1").port()).isEqualTo(1);
    assertThat(found("node-1").user()).isEqualTo("bea");
    assertThat(found("elsewhere").port()).isEqualTo(3);
  }

  @Test
  void jumpHostsAreTheNearestFirst() throws IOException {
    own("ProxyJump ops@one:2022,[fd00::1],two");

    assertThat(found("node-1").jump())
        .containsExactly(
            new Hop("ops", "one", 2022),
            new Hop(null, "fd00::1", null),
            new Hop(null, "two", null));
  }

  /** Whoever wrote a command there wants it run: it is told, and never is. */
  @Test
  void commandsAreToldAndNeverRun() throws IOException {
    Path trace = home.resolve("trace");
    own(
        "Match exec \"touch " + trace + "\"",
        "  User evil",
        "Host node-1",
        "  ProxyCommand touch " + trace,
        "  KnownHostsCommand /bin/touch " + trace,
        "  LocalCommand touch " + trace);

    SshConfig.Found found = found("node-1");

    assertThat(found.user()).isEqualTo("root");
    assertThat(found.jump()).isNull();
    assertThat(found.configured().leftOut())
        .containsExactly(
            "Match exec touch " + trace + " (" + own.resolve("config") + " line 1)",
            "ProxyCommand (" + own.resolve("config") + " line 4)");
    assertThat(trace).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port many",
        "Port 0",
        "Port 65536",
        "User",
        "User \"open",
        "IdentitiesOnly perhaps",
        "ProxyJump a b",
        "ProxyJump @",
        "IdentityFile ~anna/key",
        "IdentityFile %q",
        "IdentityFile ${NOT_THERE}/key",
        "Include ~anna/config"
      })
  void aLineThatCannotBeUsedIsNamedWithARemedy(String line) throws IOException {
    own("# first", line);

    assertThat(found("node-1").configured().fault())
        .startsWith(own.resolve("config") + " line 2")
        .endsWith("Mend it, or set ssh_config to none in the inventory");
  }

  @Test
  void aBrokenLineForOthersDoesNotMatter() throws IOException {
    own("Host other", "  Port many", "Host node-1", "  Port 24");

    assertThat(found("node-1").port()).isEqualTo(24);
    assertThat(found("other").configured().fault()).contains("line 2").contains("many");
  }

  @Test
  void aFileThatOthersMayWriteIsRefused() throws IOException {
    own("User ops");
    Path file = own.resolve("config");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    assertThat(found("node-1").configured().fault())
        .contains("may be written by others")
        .contains("chmod go-w '" + file + "'");
  }

  @Test
  void aFileThatIncludesItselfEnds() throws IOException {
    own("Include config");

    assertThat(found("node-1").configured().fault()).contains("deep");
  }

  @Test
  void aNamedFileStandsForAllOthers() throws IOException {
    own("User ops");
    Path file = Files.writeString(home.resolve("lab"), "Port 2022\n");

    SshConfig.Found found = SshConfig.named(file, home, Map.of()).of(said("node-1"));

    assertThat(found.user()).isEqualTo("root");
    assertThat(found.port()).isEqualTo(2022);
  }

  @Test
  void aNamedFileHasToBeThere() {
    Path file = home.resolve("gone");

    assertThat(SshConfig.named(file, home, Map.of()).of(said("node-1")).configured().fault())
        .startsWith(file + " does not exist");
  }

  private void own(String... lines) throws IOException {
    Path file = Files.write(own.resolve("config"), List.of(lines));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private SshConfig config() {
    return SshConfig.of(home, system, Map.of());
  }

  private SshConfig.Found found(String host) {
    return config().of(said(host));
  }

  private static SshConfig.Said said(String host) {
    return new SshConfig.Said(host, null, null, "root", false, false);
  }
}
