package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Quorate refuses: with a message that says why, and without touching a node. */
@Tag("lab")
class RefusalLabTest {

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

  private static String lineOf(int node, String... more) {
    String indent = "\n          ";
    String lines = "ansible_host: " + Lab.address(node) + "\n";
    return more.length == 0 ? lines : lines.stripTrailing() + indent + more[0] + "\n";
  }

  /** The way of a host alone, as our setting and as Ansible has it; no other leads there. */
  @Test
  void hostsBehindAJumpHostAreReachedThroughItOnly() {
    String direct = standard().text();
    String way = "root@" + Lab.address(1);
    String through =
        direct
            .replace(lineOf(2), lineOf(2, "jump_host: " + way))
            .replace(lineOf(3), lineOf(3, "ansible_ssh_common_args: -o ProxyJump=" + way));
    String byName = direct.replace(lineOf(2), lineOf(2, "jump_host: node-1"));
    closeWayTo(2, 3);
    try {
      var refused = dryRun("direct.yaml", direct);
      assertThat(refused.output()).contains("node-2", "node-3", "nothing was changed");
      assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);

      var unknown = dryRun("name.yaml", byName);
      assertThat(unknown.output())
          .contains("name.yaml:", "\"node-1\" is a name that only this inventory knows")
          .contains("Write where SSH goes: " + Lab.address(1) + ".");
      assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(INVALID);

      var reached = dryRun("through.yaml", through);
      assertThat(reached.output()).contains("node-2", "node-3", "nothing was changed");
      assertThat(reached.exitCode()).as(reached.output()).isZero();
    } finally {
      Commands.run(Limits.SOON, Map.of(), Lab.inside("nft", "delete", "table", "ip", "way"))
          .orFail();
    }
  }

  private Commands.Result dryRun(String name, String inventory) {
    return quorate.install(quorate.inventory(name, inventory), "--dry-run");
  }

  /** From this machine; the nodes reach one another. */
  private static void closeWayTo(int... nodes) {
    String rules =
        Arrays.stream(nodes)
            .mapToObj(n -> "ip daddr " + Lab.address(n) + " tcp dport 22 reject with tcp reset\n")
            .collect(Collectors.joining());
    String table =
        "table ip way {\nchain out {\ntype filter hook output priority 0\n" + rules + "}\n}";
    Commands.run(Limits.SOON, Map.of(), Lab.inside("nft", table)).orFail();
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
            Limits.SOON,
            "prompt " + i,
            s -> s.split(PROMPT, -1).length > prompts && s.stripTrailing().endsWith(PROMPT));
        terminal.type("wrong-" + i).press("Enter");
      }
      String end = terminal.await(Limits.SOON, "code=" + REFUSED);
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
