package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One install that everything happens to: its process is killed, then a node loses its power. Each
 * time it is resumed, and it converges.
 */
@Tag("lab")
class InterruptionLabTest {

  private static final int NODES = 4;
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final Duration INSTALLED = Duration.ofMinutes(8);

  @TempDir static Path home;
  private static Program quorate;

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(NODES);
    quorate = new Program(home);
  }

  @Test
  void aKilledRunAndACrashedNodeAreGotOver() throws Exception {
    Path inventory = quorate.inventory("lab.yaml", new LabInventory(3, NODES).text());

    try (Running install = start("install", "-i", inventory.toString(), "--plain", "--yes")) {
      install.await(SOON, "changed etcd.service");
      Program.kill(quorate.newestRun());
      assertThat(install.end(SOON)).isEqualTo(1);
      assertThat(install.output())
          .contains("The run was killed", "`quorate install -i " + inventory + " --resume`");
    }

    // No API server was ever started: what is there may also go.
    Path other =
        quorate.inventory(
            "other.yaml", new LabInventory(3, NODES).set("etcd_version", "\"3.4.23\"").text());
    var refused = quorate.install(other, "--dry-run");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
    assertThat(refused.output())
        .contains("its etcd stores nothing", "set-running-versions -i " + other)
        .contains("quorate destroy -i " + other + " --keep-snapshots");

    try (Running resumed = start("install", "--resume", "--plain", "--yes")) {
      resumed.await(SOON, "Going on with run ");
      resumed.await(SOON, "changed kube-apiserver.service");
      Lab.lab("crash", "node-3");
      assertThat(resumed.end(INSTALLED)).isEqualTo(1);
      assertThat(resumed.output())
          .containsPattern("node-3 +FAILED")
          .contains("node-3 (root@" + Lab.address(3) + ":22)")
          .as("the others finish what they can")
          .containsPattern("node-1 +done +kubelet")
          .containsPattern("node-4 +done +kubelet")
          .doesNotContainPattern("node-[124] +FAILED");
    }

    Lab.lab("start", "node-3");
    var last = quorate.run(INSTALLED, "install", "--resume", "--plain", "--yes");
    assertThat(last.exitCode()).as(last.output()).isZero();
    assertThat(last.output()).contains("DONE ");
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    var again = quorate.install(inventory, "--plain", "--yes");
    assertThat(again.output()).as("it converged").contains("nothing was changed");
  }

  private static Running start(String... arguments) {
    return Running.start(quorate.environment(), Program.words(arguments));
  }
}
