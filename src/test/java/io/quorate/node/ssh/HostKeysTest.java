package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.ssh.ConnectFailure.HostKeyChanged;
import io.quorate.node.ssh.ConnectFailure.HostKeyRevoked;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
  private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] THIRD = "a third key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "another key".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void anUnknownKeyIsToldAndNeverTrusted() throws IOException {
    HostKeys keys = keys();

    assertThat(judge(keys, node(22), KEY))
        .isInstanceOfSatisfying(
            HostKeyUnknown.class,
            unknown -> {
              assertThat(unknown.host()).isEqualTo("10.0.0.1");
              assertThat(unknown.port()).isEqualTo(22);
              assertThat(unknown.type()).isEqualTo("ssh-ed25519");
              assertThat(unknown.key()).isEqualTo(base64(KEY));
              assertThat(unknown.fingerprintSha256()).matches("SHA256:[A-Za-z0-9+/]{43}");
              assertThat(unknown.getMessage())
                  .contains("node-1 (root@10.0.0.1:22)", unknown.fingerprintSha256());
            });
    assertThat(judge(keys, node(22), KEY)).isNotNull();
  }

  @Test
  void anAcceptedKeyIsKnownHereAndToLaterRuns() throws IOException {
    HostKeys keys = keys();
    keys.accept(unknown(keys, node(2222), KEY));

    assertThat(judge(keys, node(2222), KEY)).isNull();
    assertThat(judge(keys(), node(2222), KEY)).isNull();
    assertThat(judge(keys(), node(22), KEY)).isInstanceOf(HostKeyUnknown.class);
    assertThat(own()).hasContent("[10.0.0.1]:2222 ssh-ed25519 " + base64(KEY));
    assertThat(Files.getPosixFilePermissions(own()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(own().getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void acceptingTwiceWritesOneLine() throws IOException {
    HostKeys keys = keys();
    HostKeyUnknown unknown = unknown(keys, node(22), KEY);
    keys.accept(unknown);
    keys.accept(unknown);

    assertThat(Files.readAllLines(own())).hasSize(1);
  }

  @Test
  void aLineWithoutAnEndIsNotContinued() throws IOException {
    Files.createDirectories(own().getParent());
    Files.writeString(own(), "# no line end");
    HostKeys keys = keys();
    keys.accept(unknown(keys, node(22), KEY));

    assertThat(Files.readAllLines(own())).hasSize(2);
    assertThat(judge(keys, node(22), KEY)).isNull();
  }

  @Test
  void manyAreAcceptedAtOnce() throws Exception {
    HostKeys keys = keys();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int port = 1000; port < 1050; port++) {
      HostKeyUnknown unknown = unknown(keys, node(port), KEY);
      tasks.add(
          () -> {
            keys.accept(unknown);
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(tasks);
    }

    assertThat(Files.readAllLines(own()))
        .hasSize(50)
        .allMatch(line -> line.matches("\\S+ \\S+ \\S+"));
  }

  @Test
  void anotherKeyThanTheKnownOneIsAChange() throws IOException {
    Path known = folder.resolve("known");
    Files.writeString(known, "# first\n10.0.0.1 ssh-rsa " + base64(OTHER) + "\n");
    HostKeys keys = HostKeys.of(List.of(known), List.of(), own());

    assertThat(judge(keys, node(22), KEY))
        .isInstanceOfSatisfying(
            HostKeyChanged.class,
            changed -> {
              assertThat(changed.knownFingerprint()).isEqualTo(HostKeys.fingerprint(OTHER));
              assertThat(changed.offeredFingerprint()).isEqualTo(HostKeys.fingerprint(KEY));
              assertThat(changed.getMessage())
                  .contains(known + " line 2", "ssh-keygen -R '10.0.0.1' -f '" + known + "'");
            });
  }

  @Test
  void oneOfSeveralKnownKeysIsEnough() throws IOException {
    HostKeys keys =
        HostKeys.pinned(
            List.of("10.0.0.1 ssh-rsa " + base64(OTHER), "10.0.0.1 ssh-ed25519 " + base64(KEY)));

    assertThat(judge(keys, node(22), KEY)).isNull();
  }

  @Test
  void aRevokedKeyIsRefusedEvenWhenItIsKnownToo() throws IOException {
    HostKeys keys =
        HostKeys.pinned(
            List.of(
                "10.0.0.1 ssh-ed25519 " + base64(KEY), "@revoked * ssh-ed25519 " + base64(KEY)));

    assertThat(judge(keys, node(22), KEY))
        .isInstanceOf(HostKeyRevoked.class)
        .hasMessageContaining("revoked")
        .hasMessageContaining(HostKeys.fingerprint(KEY))
        .hasMessageContaining("ssh-keygen -A");
  }

  @Test
  void theLineThatRevokesIsNamed() throws IOException {
    Path known = folder.resolve("known");
    Files.writeString(known, "# gone\n@revoked 10.0.0.1 ssh-ed25519 " + base64(KEY) + "\n");

    assertThat(judge(HostKeys.of(List.of(known), List.of(), own()), node(2222), KEY))
        .isInstanceOf(HostKeyRevoked.class)
        .hasMessageContaining(known + " line 2");
  }

  /** As OpenSSH has it: a line without the port lets in, and does not keep out. */
  @Test
  void aKeyThatIsKnownWithoutThePortIsKnown() throws IOException {
    HostKeys keys = HostKeys.pinned(List.of("10.0.0.1 ssh-ed25519 " + base64(KEY)));

    assertThat(judge(keys, node(2222), KEY)).isNull();
    assertThat(judge(keys, node(2222), OTHER)).isInstanceOf(HostKeyUnknown.class);
    List<String> lines = keys.linesFor(List.of(node(2222)));
    assertThat(judge(HostKeys.pinned(lines), node(2222), KEY)).isNull();
  }

  @Test
  void theFilesOfTheSystemAndOfTheOperatorCount() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine"), "");
    Path systems =
        Files.writeString(folder.resolve("system"), "10.0.0.1 ssh-ed25519 " + base64(KEY) + "\n");
    HostKeys keys = HostKeys.of(List.of(mine, systems), List.of(), own());

    assertThat(judge(keys, node(22), KEY)).isNull();
    assertThat(judge(keys, node(22), OTHER))
        .isInstanceOf(HostKeyChanged.class)
        .hasMessageContaining(systems + " line 1");
  }

  @Test
  void whatIsSettledTravelsToAnotherProcessAndStaysAsItIs() throws IOException {
    HostKeys keys = keys();
    Endpoint jump = new Endpoint("jump", "bastion", 22, "ops", null, false, null, false);
    Endpoint behind = new Endpoint("node-1", "10.0.0.1", 22, "root", null, false, jump, false);
    keys.accept(unknown(keys, jump, OTHER));
    keys.accept(unknown(keys, behind, KEY));
    keys.accept(unknown(keys, node(2222), THIRD));

    List<String> lines = keys.linesFor(List.of(behind));
    HostKeys pinned = HostKeys.pinned(lines);

    assertThat(lines).hasSize(2);
    assertThat(judge(pinned, jump, OTHER)).isNull();
    assertThat(judge(pinned, behind, KEY)).isNull();
    HostKeyUnknown unknown = unknown(pinned, node(2222), THIRD);
    assertThatThrownBy(() -> pinned.accept(unknown)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void bytesThatAreNoTextDoNotHideTheRest() throws IOException {
    Path known = folder.resolve("known");
    Files.write(known, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    Files.writeString(
        known, "10.0.0.1 ssh-ed25519 " + base64(KEY) + "\n", StandardOpenOption.APPEND);

    assertThat(judge(HostKeys.of(List.of(known), List.of(), own()), node(22), KEY)).isNull();
  }

  private Path own() {
    return folder.resolve("data/quorate/known_hosts");
  }

  private HostKeys keys() {
    return HostKeys.of(List.of(folder.resolve("absent")), List.of(), own());
  }

  private static Endpoint node(int port) {
    return new Endpoint("node-1", "10.0.0.1", port, "root", null, false, null, false);
  }

  private static @Nullable ConnectFailure judge(HostKeys keys, Endpoint endpoint, byte[] key)
      throws IOException {
    return keys.of(endpoint).judge("ssh-ed25519", key);
  }

  private static HostKeyUnknown unknown(HostKeys keys, Endpoint endpoint, byte[] key)
      throws IOException {
    return (HostKeyUnknown) judge(keys, endpoint, key);
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
