package io.quorate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.node.ssh.Sshd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups on another machine: an SFTP server in this JVM, logged in to with a key of ~/.ssh. */
class SftpPlaceTest {

  @TempDir Path home;
  @TempDir Path elsewhere;
  @TempDir Path here;

  private final String before = System.getProperty("user.home");
  private Sshd sshd;
  private OffHost place;

  @BeforeEach
  void aServer() throws Exception {
    Path ssh = Files.createDirectories(home.resolve(".ssh"));
    KeyPair key = Sshd.newKey();
    try (OutputStream out = Files.newOutputStream(ssh.resolve("id_ecdsa"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "of this test", null, out);
    }
    Files.createDirectories(elsewhere.resolve("srv"));
    sshd = new Sshd().files(elsewhere).accept(key.getPublic()).start();
    Files.writeString(ssh.resolve("known_hosts"), sshd.line() + "\n");
    System.setProperty("user.home", home.toString());
    place = OffHost.parse("sftp://keeper@127.0.0.1:" + sshd.server.getPort() + "/srv");
  }

  @AfterEach
  void stop() throws Exception {
    System.setProperty("user.home", before);
    sshd.close();
  }

  private Path backup(String cluster, String taken, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Path file = new BackupFolder(here).fileFor(cluster, Instant.parse(taken));
    return Files.write(file, content);
  }

  private List<String> there() throws IOException {
    try (Stream<Path> files = Files.list(elsewhere.resolve("srv"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aBackupGoesThereAndComesBackAsItIs() throws Exception {
    Path file = backup("home", "2026-05-01T02:00:00Z", 3_000_001);
    assertThat(place.copy(file, Retention.ALL, Progress.none()))
        .isEqualTo("copied to " + place.address());
    Path copy = elsewhere.resolve("srv/home-20260501T020000Z.quorate");
    assertThat(copy).hasSameBinaryContentAs(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(there()).hasSize(1);
    assertThat(place.copy(file, Retention.ALL, Progress.none()))
        .isEqualTo("is already in " + place.address());
    Path back = Files.createDirectories(here.resolve("back"));
    Path fetched =
        OffHost.parse(place.address() + "/home-20260501T020000Z.quorate")
            .fetch(back, Progress.none());
    assertThat(fetched).hasSameBinaryContentAs(file);
    assertThat(place.list())
        .containsExactly(
            new OffHost.Entry(
                copy.getFileName().toString(),
                3_000_001,
                Instant.parse("2026-05-01T02:00:00Z"),
                "home",
                false));
  }

  /** What a copy that broke off has left is written anew; what is somebody else's stays. */
  @Test
  void nothingThatIsThereIsOverwritten() throws Exception {
    Path file = backup("home", "2026-05-01T02:00:00Z", 100);
    Path srv = elsewhere.resolve("srv");
    Files.writeString(srv.resolve(".home-20260501T020000Z.quorate.part"), "half");
    place.copy(file, Retention.ALL, Progress.none());
    assertThat(there()).containsExactly("home-20260501T020000Z.quorate");
    Files.writeString(srv.resolve("home-20260501T020000Z.quorate"), "another");
    assertThatThrownBy(() -> place.copy(file, Retention.ALL, Progress.none()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(srv.resolve("home-20260501T020000Z.quorate")).hasContent("another");
  }

  /** Those of other clusters stay, and what is no backup; and the newest that was proved. */
  @Test
  void olderOnesGoButTheLastThatWasProved() throws Exception {
    Path srv = elsewhere.resolve("srv");
    for (int day = 1; day <= 4; day++) {
      Path file = backup("home", "2026-05-0" + day + "T02:00:00Z", day);
      if (day == 1) {
        Files.writeString(here.resolve(file.getFileName() + BackupFolder.PROVED), "then\n");
      }
      place.copy(file, Retention.ALL, Progress.none());
    }
    Path proved = here.resolve("home-20260501T020000Z.quorate");
    Files.writeString(here.resolve(proved.getFileName() + BackupFolder.PROVED), "again\n");
    assertThat(place.copy(proved, Retention.ALL, Progress.none())).startsWith("is already in");
    Files.writeString(srv.resolve("work-20200101T000000Z.quorate"), "another cluster's");
    Files.writeString(srv.resolve("home-99999999T999999Z.quorate"), "no date");
    Path made = backup("home", "2026-05-05T02:00:00Z", 5);
    assertThat(place.copy(made, new Retention(2, 0), Progress.none()))
        .endsWith("; removed 2 older there");
    assertThat(there())
        .containsExactly(
            "home-20260501T020000Z.quorate",
            "home-20260501T020000Z.quorate.proved",
            "home-20260504T020000Z.quorate",
            "home-20260505T020000Z.quorate",
            "home-99999999T999999Z.quorate",
            "work-20200101T000000Z.quorate");
  }

  @Test
  void whatIsInTheWayIsSaid() throws Exception {
    Path file = backup("home", "2026-05-01T02:00:00Z", 10);
    String address = place.address();
    assertThatThrownBy(() -> OffHost.parse(address + "/none").check())
        .hasMessage("there is no /srv/none on keeper@127.0.0.1:" + sshd.server.getPort());
    assertThatThrownBy(() -> OffHost.parse(address + "/none.quorate").fetch(here, Progress.none()))
        .hasMessageEndingWith("it is not there");
    assertThat(here.resolve("none.quorate")).doesNotExist();
    sshd.server.setSubsystemFactories(List.of());
    assertThatThrownBy(() -> place.copy(file, Retention.ALL, Progress.none()))
        .hasMessageEndingWith("offer SFTP");
    Files.writeString(home.resolve(".ssh/known_hosts"), "");
    assertThatThrownBy(place::check).hasMessageContaining("host key");
    sshd.server.stop(true);
    assertThatThrownBy(place::check).hasMessageContaining("refuses connections");
  }

  @Test
  void anAddressIsReadAsItIsWritten() {
    assertThat(OffHost.parse("sftp://a@nas:2022/~/backups"))
        .isEqualTo(new SftpPlace("a", "nas", 2022, "backups"));
    assertThat(SftpPlace.parse("sftp://[fd00::1]/srv").host()).isEqualTo("fd00::1");
    for (String address :
        List.of("sftp://a@nas:2022/~/b", "sftp://a@[fd00::1]/srv/x", "sftp://a@nas/s")) {
      assertThat(OffHost.parse(address).address()).isEqualTo(address);
    }
    OffHost file = OffHost.parse("sftp://a@nas/srv/home.quorate");
    assertThat(file.name()).isEqualTo("home.quorate");
    assertThat(file.folder()).isEqualTo(OffHost.parse("sftp://a@nas/srv"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nas:/srv",
        "http://nas/srv",
        "sftp:///srv",
        "sftp://nas",
        "sftp://nas/",
        "sftp://a:b@nas/srv",
        "sftp://nas/srv?x",
        "sftp://nas/a b"
      })
  void whatIsNoSuchAddressIsRefused(String address) {
    assertThatThrownBy(() -> OffHost.parse(address)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whoever types one finds it in the shell's history already. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sftp://a:fake-word@nas/srv",
        "sftp://a:fake-word@nas/a b",
        "http://a:fake-word@nas/"
      })
  void aPasswordInItIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> OffHost.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("fake-word");
  }
}
