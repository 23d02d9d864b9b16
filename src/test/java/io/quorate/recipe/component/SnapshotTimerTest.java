package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Secret;
import io.quorate.platform.Template;
import io.quorate.recipe.Golden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scheduled snapshots: their units, and the program with an etcdctl that is played. */
class SnapshotTimerTest {

  private static final String OLD = "etcd-20200101T000000Z.db";
  private static final String OLDER = "etcd-20190101T000000Z.db";
  private static final String TIMER_FILE = "/etc/systemd/system/" + SnapshotTimer.TIMER;

  /**
   * Gives the file "snapshot", which is as etcd's are: pages, and their SHA-256. The file "fault"
   * says what is wrong.
   */
  private static final String ETCDCTL =
      """
      #!/bin/sh
      echo "$*" >>FOLDER/calls
      while case $1 in --*) ;; *) false ;; esac do shift; done
      [ "$1 $2" != "snapshot status" ] || { echo "9f1c, 7, 3, 1.0 kB"; exit 0; }
      read -r fault <FOLDER/fault
      # Of which it recovers once.
      [ "$fault" != "away once" ] || echo none >FOLDER/fault
      case $fault/$1 in
        # "snapshot save" would wait for it.
        away*/snapshot) exit 99 ;;
        away*/endpoint)
          echo '{"level":"warn","msg":"retrying of unary invoker failed"}' >&2
          echo 'Error: context deadline exceeded' >&2
          exit 1
          ;;
        */endpoint) exit 0 ;;
        full/*)
          : >"$3.part"
          echo "Error: write $3.part: no space left on device" >&2
          exit 1
          ;;
      esac
      cp FOLDER/snapshot "$3"
      [ "$fault" != damaged ] || printf x | dd of="$3" bs=1 seek=100 conv=notrunc 2>/dev/null
      [ "$fault" != cut ] || truncate -s 1000 "$3"
      """;

  @TempDir Path folder;
  private Path snapshots;
  private Path exported;
  private Path program;

  @BeforeEach
  void machine() throws IOException, NoSuchAlgorithmException {
    byte[] pages = new byte[1024];
    new Random(4711).nextBytes(pages);
    try (OutputStream file = Files.newOutputStream(folder.resolve("snapshot"))) {
      file.write(pages);
      file.write(MessageDigest.getInstance("SHA-256").digest(pages));
    }
    snapshots = Files.createDirectory(folder.resolve("snapshots"));
    exported = Files.createDirectory(folder.resolve("exported"));
    executable("etcdctl.sh", ETCDCTL.replace("FOLDER", folder.toString()));
    executable("etcdutl", ETCDCTL.replace("FOLDER", folder.toString()));
    executable("sleep", "#!/bin/sh\n");
    executable("systemctl", "#!/bin/sh\n");
    program =
        executable(
            "etcd-snapshot.sh",
            new Template("etcd/snapshot.sh")
                .fill(Map.of("keep", "2", "folders", exported + " " + folder.resolve("none")))
                .replace("/var/backups/etcd", snapshots.toString())
                .replace("/var/lib/etcd", folder.resolve("data").toString())
                .replace("/run/", folder + "/")
                .replace("/usr/local/bin", folder.toString()));
    fault("none");
    for (String name : List.of(OLD, OLDER)) {
      Files.writeString(snapshots.resolve(name), "old");
    }
  }

  private Path executable(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private void fault(String what) throws IOException {
    Files.writeString(folder.resolve("fault"), what + "\n");
  }

  private record Ran(int exit, String output) {}

  private Ran run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", program.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    Process process = builder.start();
    return new Ran(process.waitFor(), Files.readString(out));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(snapshots)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, String> attempt() throws IOException {
    return words(snapshots.resolve("last-attempt"));
  }

  private Map<String, String> metrics() throws IOException {
    return words(exported.resolve("quorate_backup.prom"));
  }

  private static Map<String, String> words(Path file) throws IOException {
    Map<String, String> words = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        words.put(parts[0], parts[1]);
      }
    }
    return words;
  }

  @Test
  void oneThatIsProvedTakesThePlaceOfTheOldest() throws Exception {
    long before = Instant.now().getEpochSecond();
    Ran ran = run();
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(left()).hasSize(3).contains(OLD, "last-attempt").doesNotContain(OLDER);
    Path taken = snapshots.resolve(left().get(1));
    assertThat(ran.output().lines().toList().getLast()).isEqualTo(taken.toString());
    assertThat(Files.size(taken)).isEqualTo(1056);
    assertThat(Files.getPosixFilePermissions(taken)).hasSize(2);
    assertThat(Files.readString(folder.resolve("calls"))).contains("snapshot status " + taken);
    assertThat(attempt()).containsEntry("result", "ok").containsEntry("why", "");
    assertThat(Long.parseLong(attempt().get("at"))).isGreaterThanOrEqualTo(before);
    assertThat(metrics())
        .containsEntry("quorate_backup_last_attempt_failed", "0")
        .containsEntry("quorate_backup_size_bytes", "1056")
        .containsEntry("quorate_backup_last_attempt_timestamp_seconds", attempt().get("at"))
        .hasSize(4);
    assertThat(Long.parseLong(metrics().get("quorate_backup_last_success_timestamp_seconds")))
        .isGreaterThanOrEqualTo(before);
    List<String> text = Files.readAllLines(exported.resolve("quorate_backup.prom"));
    for (String name : metrics().keySet()) {
      assertThat(text).contains("# TYPE " + name + " gauge");
      assertThat(text).anyMatch(l -> l.startsWith("# HELP " + name + " "));
    }
    assertThat(Files.getPosixFilePermissions(exported.resolve("quorate_backup.prom"))).hasSize(4);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatEtcdSaysIsTheReason() throws Exception {
    fault("away");
    Ran ran = run("3");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("retrying of unary invoker failed");
    assertThat(Files.readAllLines(folder.resolve("calls"))).as("tries").hasSize(3);
    assertThat(left()).containsExactly(OLDER, OLD, "last-attempt");
    assertThat(attempt())
        .containsEntry("result", "failed")
        .containsEntry("why", "Error: context deadline exceeded");
    assertThat(metrics())
        .containsEntry("quorate_backup_last_attempt_failed", "1")
        .containsEntry("quorate_backup_size_bytes", "3");
    assertThat(metrics().get("quorate_backup_last_success_timestamp_seconds"))
        .isEqualTo(
            Long.toString(
                Files.getLastModifiedTime(snapshots.resolve(OLD)).toInstant().getEpochSecond()));
  }

  @Test
  void anEtcdThatComesBackIsAskedAgain() throws Exception {
    fault("away once");
    assertThat(run("6").exit()).isZero();
    assertThat(attempt()).containsEntry("result", "ok");
    fault("away once");
    assertThat(run().exit()).as("a person is answered at once").isNotZero();
  }

  @Test
  void aFullDiskCostsNoOldSnapshot() throws Exception {
    fault("full");
    assertThat(run().exit()).isNotZero();
    assertThat(left()).containsExactly(OLDER, OLD, "last-attempt");
    assertThat(attempt().get("why")).endsWith("no space left on device");
  }

  @Test
  void whereThereIsNoRoomNothingIsBegun() throws Exception {
    Files.createDirectories(folder.resolve("data/member/snap"));
    Files.writeString(folder.resolve("data/member/snap/db"), "x".repeat(4096));
    executable("df", "#!/bin/sh\necho '/dev/vda1 1000 900 100 90% /'\n");
    assertThat(run().exit()).isNotZero();
    assertThat(folder.resolve("calls")).doesNotExist();
    assertThat(attempt().get("why"))
        .startsWith("there is no room: the database has 4096 bytes")
        .contains("102400 free");
    executable("df", "#!/bin/sh\necho '/dev/vda1 900000 1 500000 1% /'\n");
    assertThat(run().exit()).isZero();
  }

  @Test
  void whatIsDamagedIsNoSnapshot() throws Exception {
    for (String fault : List.of("damaged", "cut")) {
      fault(fault);
      assertThat(run().exit()).as(fault).isNotZero();
      assertThat(left()).as(fault).containsExactly(OLDER, OLD, "last-attempt");
      assertThat(attempt().get("why")).startsWith("the snapshot of ").contains("is damaged");
    }
  }

  /** Names that the clock gave while it was ahead are the first to go, others' never. */
  @Test
  void theOneJustTakenStaysWhateverTheClockSaidBefore() throws Exception {
    List<String> ahead = List.of("etcd-20980101T000000Z.db", "etcd-20990101T000000Z.db");
    String others = "etcd-before-x.db";
    for (String name : ahead) {
      Files.writeString(snapshots.resolve(name), "");
    }
    Files.writeString(snapshots.resolve(others), "");
    assertThat(run().exit()).isZero();
    assertThat(left())
        .contains(OLD, others)
        .doesNotContain(OLDER)
        .doesNotContainAnyElementsOf(ahead);
    assertThat(metrics()).containsEntry("quorate_backup_size_bytes", "1056");
  }

  @Test
  void whoeverIsCutOffLeavesWordOfIt() throws Exception {
    executable("etcdctl.sh", "#!/bin/sh\nkill -TERM $(cat " + folder + "/pid)\nexit 1\n");
    String own = "echo $$ >" + folder + "/pid\n";
    Files.writeString(program, Files.readString(program).replace("set -eu\n", "set -eu\n" + own));
    assertThat(run().exit()).isEqualTo(143);
    assertThat(attempt()).containsEntry("result", "failed").containsEntry("why", "it was cut off");
    assertThat(metrics()).containsEntry("quorate_backup_last_attempt_failed", "1");
  }

  /** A folder of an exporter's own user: what lies there may lead elsewhere. */
  @Test
  void anExportersFolderLeadsNowhereAndFailsNothing() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(exported.resolve("quorate_backup.prom.new"), elsewhere);
    assertThat(run().exit()).isZero();
    assertThat(Files.readString(elsewhere)).isEqualTo("untouched");
    assertThat(metrics()).hasSize(4);
    Files.delete(exported.resolve("quorate_backup.prom"));
    Files.createDirectories(exported.resolve("quorate_backup.prom.new/x"));
    Ran ran = run();
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("warning: ", "could not be told");
    assertThat(attempt()).containsEntry("result", "ok");
  }

  @Test
  void withoutAnyThereIsNoSuccessToTell() throws Exception {
    Files.delete(snapshots.resolve(OLD));
    Files.delete(snapshots.resolve(OLDER));
    fault("away");
    assertThat(run().exit()).isNotZero();
    assertThat(metrics())
        .containsEntry("quorate_backup_last_success_timestamp_seconds", "0")
        .containsEntry("quorate_backup_size_bytes", "0");
  }

  private String status() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("status.sh"),
            new Template("status/snapshots.sh")
                .text()
                .replace("/var/backups/etcd", snapshots.toString())
                .replace("/etc/systemd/system", folder.toString())
                .replace("/etc/cron.d", folder.resolve("cron.d").toString()));
    Process process =
        new ProcessBuilder("/bin/sh", script.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void theStatusTellsWhatTheProgramLeft() throws Exception {
    assertThat(run().exit()).isZero();
    Files.writeString(snapshots.resolve("etcd-20990101T000000Z.db"), "ahead");
    fault("away");
    assertThat(run().exit()).isNotZero();
    Files.writeString(folder.resolve(SnapshotTimer.TIMER), "");
    String taken = metrics().get("quorate_backup_last_success_timestamp_seconds");
    assertThat(status())
        .matches(
            """
            3 %s
            now [0-9]+ [+-][0-9]{4}
            attempt-at %s
            attempt-result failed
            attempt-why Error: context deadline exceeded
            since [0-9]+
            """
                .formatted(taken, attempt().get("at")));
  }

  /** A cluster whose masters have a file for cron, and no record of attempts. */
  @Test
  void theStatusOfAnOlderCluster() throws Exception {
    Files.createDirectory(folder.resolve("cron.d"));
    Files.writeString(folder.resolve("cron.d/quorate-etcd-snapshot"), "");
    assertThat(status()).matches("2 [0-9]+\nnow [0-9]+ [+-][0-9]{4}\nsince [0-9]+\n");
    Files.delete(snapshots.resolve(OLD));
    Files.delete(snapshots.resolve(OLDER));
    Files.delete(folder.resolve("cron.d/quorate-etcd-snapshot"));
    assertThat(status()).matches("0 \nnow [0-9]+ [+-][0-9]{4}\n");
  }

  @Test
  void unitsOfTheSchedule() {
    Golden.matches("snapshots/" + SnapshotTimer.TIMER, SnapshotTimer.timer("0 3 1,15 * sun"));
    Golden.matches(
        "snapshots/" + SnapshotTimer.UNIT, new Template("etcd/" + SnapshotTimer.UNIT).text());
  }

  private static List<Operation> scheduled(String schedule) {
    return SnapshotTimer.operations(
        new Inventory.Etcd(new Secret("sample-only-token"), schedule, 20, 500, 5000, "8h"));
  }

  @Test
  void theTimerTakesThePlaceOfCron() {
    List<Operation> operations = scheduled("@daily");
    assertThat(operations)
        .filteredOn(Service.class::isInstance)
        .singleElement()
        .isEqualTo(
            new Service(
                SnapshotTimer.TIMER,
                List.of(TIMER_FILE, "/etc/systemd/system/" + SnapshotTimer.UNIT),
                false));
    assertThat(operations.getLast()).isEqualTo(new RemoveFile(SnapshotTimer.CRON));
  }

  @Test
  void withoutAScheduleThereIsNoTimer() {
    List<Operation> operations = scheduled("");
    assertThat(operations)
        .contains(
            new NoService(SnapshotTimer.TIMER),
            new RemoveFile(TIMER_FILE),
            new RemoveFile(SnapshotTimer.CRON))
        .noneMatch(Service.class::isInstance)
        .noneMatch(o -> o instanceof WriteFile w && w.path().equals(TIMER_FILE));
  }
}
