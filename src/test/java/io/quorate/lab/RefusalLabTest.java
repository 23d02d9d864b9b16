package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Quorate refuses: with a message that says why, and without touching a node. */
@Tag("lab")
class RefusalLabTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String PROMPT = "sudo password of ops:";
  private static final int FAILED = 1;
  private static final int INVALID = 2;
  private static final int REFUSED = 3;
  private static final String TOUCHED =
      "ls -d /etc/kubernetes /var/lib/quorate /opt/cni /usr/local/bin/kubelet"
          + " /etc/systemd/system/kube* 2>/dev/null";

  @TempDir Path home;
  private Program quorate;

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(3);
  }

  @BeforeEach
  void program() {
    quorate = new Program(home);
  }

  @AfterEach
  void nothingWasChanged() {
    for (int i = 1; i <= 3; i++) {
      assertThat(Lab.ssh("node-" + i, TOUCHED).output()).as("left on node-" + i).isEmpty();
    }
  }

  private Commands.Result install(LabInventory inventory) {
    return quorate.install(quorate.inventory("lab.yaml", inventory.text()), "--plain", "--yes");
  }

  private void assertRefused(LabInventory inventory, int exitCode, String... words) {
    var result = install(inventory);
    assertThat(result.output()).contains(words);
    assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
  }

  private static LabInventory standard() {
    return new LabInventory(3, 3);
  }

  @Test
  void twoMasters() {
    assertRefused(new LabInventory(2, 3), INVALID, "2 masters", "lab.yaml:");
  }

  @Test
  void overlappingNetworks() {
    assertRefused(
        standard().set("cluster_cidr", "10.1.0.0/16"), INVALID, "overlaps", "10.1.0.0/16");
  }

  @Test
  void aWeakToken() {
    assertRefused(
        standard().set("etcd_initial_token", "initialtoken0987"), INVALID, "etcd_initial_token");
  }

  @Test
  void anUnknownHostKey() throws Exception {
    Files.writeString(home.resolve(".ssh/known_hosts"), "");
    assertRefused(standard(), REFUSED, "is not known yet", "SHA256:");
  }

  @Test
  void aChangedHostKey() throws Exception {
    List<String> swapped = new ArrayList<>();
    for (String line : Files.readAllLines(Lab.knownHosts())) {
      swapped.add(
          line.startsWith(Lab.address(1) + " ")
              ? line.replace(Lab.address(1), Lab.address(9))
              : line.startsWith(Lab.address(2) + " ")
                  ? line + "\n" + line.replace(Lab.address(2), Lab.address(1))
                  : line);
    }
    Files.write(home.resolve(".ssh/known_hosts"), swapped);
    assertRefused(standard(), REFUSED, "another host key than the known one", "installed anew");
  }

  @Test
  void aWrongSudoPassword() {
    String inventory =
        standard()
            .set("ansible_user", "ops")
            .set("ansible_become", "true")
            .set("ask_become_password", "true")
            .text();
    String file = quorate.inventory("lab.yaml", inventory).toString();
    try (Tmux terminal = Tmux.open(100, 40, quorate.environment(), home)) {
      terminal.command(
          String.join(" ", Program.words("install", "-i", file, "--plain")) + "; echo code=$?");
      for (int i = 1; i <= 4; i++) {
        int prompts = i;
        terminal.await(
            SOON,
            "prompt " + i,
            s -> s.split(PROMPT, -1).length > prompts && s.stripTrailing().endsWith(PROMPT));
        terminal.type("wrong-" + i).press("Enter");
      }
      String end = terminal.await(SOON, "code=" + REFUSED);
      assertThat(end)
          .contains("sudo does not take the password of ops", "nothing was changed")
          .doesNotContain("wrong-");
    }
  }

  @Test
  void aWrongChecksumOnTheMirror() {
    String pinned = "0".repeat(64);
    assertRefused(
        standard()
            .set(
                "checksums",
                "{dl.k8s.io/release/v1.20.2/bin/linux/amd64/kubelet: \"" + pinned + "\"}"),
        FAILED,
        "checksum of " + Lab.MIRROR + "/dl.k8s.io/release/v1.20.2/bin/linux/amd64/kubelet",
        "expected " + pinned + ", got ");
  }

  @Test
  void anUnsupportedSystem() {
    String release = "/etc/os-release";
    Lab.ssh(
            "node-2",
            "cp --remove-destination $(readlink -f "
                + release
                + ") /root/os && rm "
                + release
                + " && printf 'ID=arch\\nVERSION_ID=1\\nPRETTY_NAME=Arch\\n' >"
                + release)
        .orFail();
    try {
      assertRefused(standard(), REFUSED, "node-2", "Arch");
    } finally {
      Lab.ssh("node-2", "rm " + release + " && ln -s ../usr/lib/os-release " + release).orFail();
    }
  }

  @Test
  void aPortInUse() {
    Lab.ssh("node-3", "systemd-run --unit=squatter socat TCP-LISTEN:6443,fork /dev/null").orFail();
    try {
      assertRefused(standard(), REFUSED, "node-3", "6443", "socat");
    } finally {
      Lab.ssh("node-3", "systemctl stop squatter").orFail();
    }
  }
}
