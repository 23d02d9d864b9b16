package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.preflight.Room;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A restore does not stop a cluster for data that have no room. */
class RestoreRoomTest {

  private static final Inventory INVENTORY = Fixtures.inventory();
  private static final String NODE = Fixtures.MASTER_1.name();

  /** 301 MiB of snapshot, twice, 128 MiB of log, and 256 MiB that stay free. */
  private static final RestoreRoom ROOM = new RestoreRoom(300L * 1024 * 1024);

  private static ClusterFacts facts(String answer) {
    Machine machine = Machine.like(Fixtures.MASTER_1);
    machine.records = new HashMap<>(Map.of("restore-room", answer));
    return new ClusterFacts(Map.of(NODE, machine.facts()), Map.of());
  }

  private static List<Finding> findings(String answer, Set<String> done) {
    return findings(answer, false, done);
  }

  private static List<Finding> findings(String answer, boolean begun, Set<String> done) {
    return ROOM.findings(INVENTORY, facts(answer), new RestoreProgress("restore-1", begun, done));
  }

  private static String oneDisk(long mib) {
    return """
        room /var/lib/etcd / %1$d
        room /var/backups/etcd/ / %1$d
        room /var/lib/quorate / %1$d
        old 900000
        end
        """
        .formatted(mib * 1024);
  }

  @Test
  void theSnapshotAndWhatIsMadeOfItNeedRoom() {
    assertThat(findings(oneDisk(986), Set.of())).isEmpty();
    assertThat(findings(oneDisk(985), Set.of()))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.status()).isEqualTo(Finding.Status.FAILED);
              assertThat(f.node()).isEqualTo(NODE);
              assertThat(f.found())
                  .isEqualTo(
                      "/ has 985 MiB free, and the restore wants 986 MiB there (/var/lib/etcd,"
                          + " /var/backups/etcd/, /var/lib/quorate).");
            });
  }

  @Test
  void aMasterThatHasTheDataNeedsNone() {
    assertThat(findings(oneDisk(1), Set.of(NODE))).isEmpty();
  }

  /** What is there is copied from one disk to the other before it goes. */
  @Test
  void dataOnADiskOfTheirOwnNeedRoomOnTheOtherToo() {
    String answer =
        """
        room /var/lib/etcd /var/lib/etcd 270000
        room /var/backups/etcd/ / 1024000
        room /var/lib/quorate / 1024000
        old 900000
        end
        """;
    assertThat(findings(answer, Set.of()))
        .extracting(Finding::found)
        .containsExactly(
            "/ has 1000 MiB free, and the restore wants 1436 MiB there (/var/backups/etcd/,"
                + " /var/lib/quorate).");
  }

  /** Part of what it wants lies there already, and the cluster that was is stopped. */
  @Test
  void aRestoreThatGoesOnIsWarnedOnly() {
    assertThat(findings(oneDisk(1), true, Set.of()))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.status()).isEqualTo(Finding.Status.WARNING);
              assertThat(f.remedy()).contains("Leave /var/backups/etcd/restore-1: ");
            });
  }

  @Test
  void whatCouldNotBeLookedAtIsAWarning() {
    for (String answer : List.of("", "failed room df: I/O error\nend\n", "room / / 5\n")) {
      assertThat(findings(answer, Set.of()))
          .extracting(Finding::status)
          .containsExactly(Finding.Status.WARNING);
    }
  }

  @Test
  void aTrialWithoutRoomIsRefused() {
    var enough = facts(oneDisk(986)).nodes().get(NODE);
    assertThatCode(() -> ROOM.refuseTrial(enough, NODE)).doesNotThrowAnyException();
    var less = facts(oneDisk(985)).nodes().get(NODE);
    assertThatThrownBy(() -> ROOM.refuseTrial(less, NODE))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining(NODE + ": / has 985 MiB free, and the trial wants 986 MiB there")
        .hasMessageContaining("--node");
  }

  @Test
  void aMachineTellsIt() throws Exception {
    String script = RestoreRoom.request().scripts().get("restore-room");
    Process shell = new ProcessBuilder("sh", "-eu", "-c", script).redirectErrorStream(true).start();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(answer).isZero();
    assertThat(answer).endsWith("end\n");
    assertThat(Room.of(answer))
        .isNotEmpty()
        .allSatisfy(room -> assertThat(room.mount()).startsWith("/"))
        .flatMap(Room::paths)
        .containsExactlyInAnyOrder("/var/lib/etcd", "/var/backups/etcd/", "/var/lib/quorate");
  }
}
