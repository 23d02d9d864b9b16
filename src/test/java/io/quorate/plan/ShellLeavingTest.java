package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Unwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is taken back, and nothing else, by a real shell. */
class ShellLeavingTest {

  @TempDir Path temp;
  private ShellBench bench;

  @BeforeEach
  void bench() {
    bench = new ShellBench(temp);
  }

  /** Every path below the machine's folder with its mode and its text. */
  private Map<String, String> machine() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(temp.resolve("m"))) {
      for (Path path : paths.toList()) {
        String mode =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        found.put(
            path.toString(),
            Files.isSymbolicLink(path)
                ? "-> " + Files.readSymbolicLink(path)
                : mode + (Files.isRegularFile(path) ? Files.readString(path) : ""));
      }
    }
    return found;
  }

  private Operation[] install(String version) {
    return new Operation[] {
      new Directory(bench.path("m/etc/quorate/deep"), bench.owner, "0750"),
      bench.file("m/etc/quorate/deep/conf", version),
      bench.file("m/usr/new/bin/tool", version),
      bench.file("m/etc/daemon.json", "ours " + version),
      bench.file("m/etc/link", version),
      new FileBlock(bench.path("m/etc/hosts"), "quorate", "10.0.0.1 a " + version)
    };
  }

  private void machineOfOthers() throws IOException {
    Files.createDirectories(temp.resolve("m/etc"));
    Files.writeString(temp.resolve("m/etc/hosts"), "127.0.0.1 localhost\n");
    Files.writeString(temp.resolve("m/etc/daemon.json"), "theirs");
    Files.setPosixFilePermissions(
        temp.resolve("m/etc/daemon.json"), PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(temp.resolve("m/etc/link"), Path.of("hosts"));
  }

  @Test
  void theMachineIsAsItWasBefore() throws Exception {
    machineOfOthers();
    Map<String, String> before = machine();
    bench.apply(install("1"));
    bench.apply(install("2"));
    assertThat(bench.apply(install("2")).all()).containsOnly(UNCHANGED);
    assertThat(machine()).isNotEqualTo(before);

    var looked = bench.check(new Unwrite());
    assertThat(looked.outcome()).isEqualTo(CHANGED);
    assertThat(looked.diff).contains("-" + bench.path("m/usr/new/bin/tool"));
    assertThat(temp.resolve("m/usr/new/bin/tool")).exists();

    var done = bench.apply(new Unwrite());
    assertThat(done.outcome()).as(done.toString()).isEqualTo(CHANGED);
    assertThat(machine()).isEqualTo(before);
    assertThat(temp.resolve("state")).doesNotExist();
    assertThat(bench.apply(new Unwrite()).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void whatOthersPutIntoAFolderOrBesideABlockStays() throws Exception {
    machineOfOthers();
    bench.apply(install("1"));
    Files.writeString(temp.resolve("m/etc/quorate/deep/theirs"), "mine");
    Files.writeString(
        temp.resolve("m/etc/hosts"), bench.read("m/etc/hosts") + "192.0.2.9 printer\n");
    assertThat(bench.apply(new Unwrite()).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("m/etc/quorate/deep/theirs")).isEqualTo("mine");
    assertThat(bench.read("m/etc/hosts")).isEqualTo("127.0.0.1 localhost\n192.0.2.9 printer\n");
  }

  /** As a run that was killed leaves it: half taken back, the manifest there still. */
  @Test
  void aCutOffLeavingIsFinishedByTheNext() throws Exception {
    machineOfOthers();
    Map<String, String> before = machine();
    bench.apply(install("1"));
    // The last line of the manifest to be taken back cannot be.
    bench.command("rmdir", "kill -KILL \"$PPID\"\n");
    var cut = bench.apply(new Unwrite());
    assertThat(cut.ended).as(cut.toString()).isFalse();
    Files.delete(bench.bin.resolve("rmdir"));
    assertThat(bench.apply(new Unwrite()).outcome()).isEqualTo(CHANGED);
    assertThat(machine()).isEqualTo(before);
  }

  @Test
  void aScriptMayNoteAUser() throws Exception {
    bench.command("getent", "[ -e \"" + bench.path("user") + "\" ]");
    bench.command("userdel", "rm \"" + bench.path("user") + "\"");
    bench.command("groupdel", "exit 0");
    bench.apply(
        new Script("user etcd", "exit 1", "q_note 'user etcd'\ntouch " + bench.path("user")));
    assertThat(temp.resolve("user")).exists();
    assertThat(bench.apply(new Unwrite()).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("user")).doesNotExist();
  }

  @Test
  void aFolderOfDataGoesWithAllThatIsInIt() throws Exception {
    Path data = Files.createDirectories(temp.resolve("m/etcd/member/wal"));
    Files.writeString(data.resolve("0.wal"), "x");
    var operation = new RemoveFolder(bench.path("m/etcd"));
    assertThat(bench.check(operation).outcome()).isEqualTo(CHANGED);
    assertThat(data).exists();
    assertThat(bench.apply(operation).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("m/etcd")).doesNotExist();
    assertThat(bench.apply(operation).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aLinkToADiskOfItsOwnStaysEmptied() throws Exception {
    Path disk = Files.createDirectories(temp.resolve("m/disk"));
    Files.createDirectories(disk.resolve("lost+found"));
    Files.writeString(disk.resolve("db"), "x");
    Files.createSymbolicLink(temp.resolve("m/etcd"), disk);
    var operation = new RemoveFolder(bench.path("m/etcd"));
    assertThat(bench.apply(operation).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("m/etcd")).isSymbolicLink();
    try (var left = Files.list(disk)) {
      assertThat(left).containsExactly(disk.resolve("lost+found"));
    }
    assertThat(bench.apply(operation).outcome()).isEqualTo(UNCHANGED);
  }

  /** A volume that is still mounted holds somebody's data. */
  @Test
  void nothingIsRemovedThroughAMount() throws Exception {
    var result = bench.apply(new RemoveFolder("/proc/sys"));
    assertThat(result.outcome()).isIn(FAILED, UNCHANGED);
    assertThat(Path.of("/proc/sys/kernel")).exists();
  }
}
