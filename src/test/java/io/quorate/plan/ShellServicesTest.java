package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.OtherProgram;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units and packages, with systemctl, dpkg and apt played by scripts. */
class ShellServicesTest {

  /** Keeps a unit's properties in files: units/UNIT/ActiveState and so on. */
  private static final String SYSTEMCTL =
      """
      units=%s
      case $1 in --quiet) shift ;; esac
      case $1 in --no-reload) shift ;; esac
      verb=$1
      shift
      case $verb in
        show)
          while [ "$1" != -- ]; do shift; done
          shift
          first=yes
          for unit in "$@"; do
            [ "$first" ] || echo
            first=
            if [ -d "$units/$unit" ]; then
              for property in Type MainPID LoadState ActiveState UnitFileState NeedDaemonReload \\
                FragmentPath DropInPaths; do
                echo "$property=$(cat "$units/$unit/$property" 2>/dev/null)"
              done
            else
              printf 'LoadState=not-found\\nActiveState=inactive\\nNeedDaemonReload=no\\n'
            fi
          done
          exit
          ;;
      esac
      echo "$verb $*" >>"$units/../calls"
      case $verb in
        disable)
          shift
          echo inactive >"$units/$1/ActiveState"
          echo disabled >"$units/$1/UnitFileState"
          ;;
        enable) echo enabled >"$units/$1/UnitFileState" ;;
        daemon-reload) for unit in "$units"/*; do echo no >"$unit/NeedDaemonReload"; done ;;
        restart)
          [ ! -e "$units/$1/broken" ] || { echo "Job for $1 failed."; exit 1; }
          echo active >"$units/$1/ActiveState"
          if [ -e "$units/$1/flaps" ]; then (sleep 0.3; echo activating >"$units/$1/ActiveState") & fi
          ;;
        reload) [ ! -e "$units/$1/no-reload" ] ;;
      esac
      """;

  @TempDir Path temp;
  private ShellBench bench;

  @BeforeEach
  void bench() throws Exception {
    bench = new ShellBench(temp);
    Files.createDirectories(temp.resolve("units"));
    bench.command("systemctl", SYSTEMCTL.formatted(bench.path("units")));
    bench.command("journalctl", "echo \"journal $*\"\n");
  }

  private void unit(String name, String type, String active, String enabled) throws Exception {
    Path unit = Files.createDirectories(temp.resolve("units").resolve(name));
    Files.writeString(unit.resolve("Type"), type);
    Files.writeString(unit.resolve("MainPID"), "4711");
    Files.writeString(unit.resolve("LoadState"), "loaded");
    Files.writeString(unit.resolve("ActiveState"), active);
    Files.writeString(unit.resolve("UnitFileState"), enabled);
    Files.writeString(unit.resolve("NeedDaemonReload"), "yes");
  }

  private List<String> calls() throws Exception {
    Path calls = temp.resolve("calls");
    if (!Files.exists(calls)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(calls);
    Files.delete(calls);
    return lines;
  }

  private Service etcd(boolean reload) {
    return new Service(
        "etcd.service",
        List.of(bench.path("unit/etcd.service"), bench.path("pki/"), bench.path("conf")),
        reload);
  }

  private void etcdFiles() throws Exception {
    Files.createDirectories(temp.resolve("unit"));
    Files.createDirectories(temp.resolve("pki/sub"));
    Files.writeString(temp.resolve("unit/etcd.service"), "[Service]\n");
    Files.writeString(temp.resolve("pki/sub/ca.crt"), "ca\n");
    Files.writeString(temp.resolve("pki/a b.key"), "key\n");
    unit("etcd.service", "notify", "inactive", "disabled");
  }

  @Test
  void aUnitIsStartedOnce() throws Exception {
    etcdFiles();
    assertThat(bench.check(etcd(false)).outcome()).isEqualTo(CHANGED);
    assertThat(calls()).isEmpty();
    var result = bench.apply(etcd(false));
    assertThat(result.outcome()).as(result.toString()).isEqualTo(CHANGED);
    assertThat(result.detail()).isEqualTo("started");
    assertThat(calls())
        .containsExactly(
            "enable etcd.service",
            "daemon-reload ",
            "reset-failed etcd.service",
            "restart etcd.service");
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.apply(bench.file("other", "x"), etcd(false)).all())
        .containsExactly(CHANGED, UNCHANGED);
    assertThat(calls()).isEmpty();
  }

  @Test
  void anInputThatChangedRestartsAndOneThatIsGoneToo() throws Exception {
    etcdFiles();
    bench.apply(etcd(false));
    calls();
    Files.writeString(temp.resolve("pki/sub/ca.crt"), "another\n");
    assertThat(bench.check(etcd(false)).detail())
        .isEqualTo("restarted: " + bench.path("pki/sub/ca.crt"));
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(CHANGED);
    assertThat(calls()).endsWith("restart etcd.service").doesNotContain("daemon-reload ");
    Files.delete(temp.resolve("pki/a b.key"));
    assertThat(bench.apply(etcd(false)).detail()).isEqualTo("restarted: a file is gone");
    Files.writeString(temp.resolve("conf"), "new\n");
    assertThat(bench.apply(etcd(false)).detail()).isEqualTo("restarted: " + bench.path("conf"));
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aLargeInputCountsBySizeAndTime() throws Exception {
    etcdFiles();
    Files.write(temp.resolve("conf"), new byte[3 << 20]);
    bench.apply(etcd(false));
    assertThat(bench.read("state/started/etcd.service")).contains("3145728-");
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(UNCHANGED);
    Files.write(temp.resolve("conf"), new byte[(3 << 20) + 1]);
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(CHANGED);
  }

  @Test
  void aReloadIsEnoughUnlessTheUnitItselfChanged() throws Exception {
    etcdFiles();
    bench.apply(etcd(true));
    calls();
    Files.writeString(temp.resolve("conf"), "new\n");
    assertThat(bench.apply(etcd(true)).detail()).isEqualTo("reloaded: " + bench.path("conf"));
    assertThat(calls()).containsExactly("reload etcd.service");
    Files.writeString(temp.resolve("unit/etcd.service"), "[Service]\nUser=etcd\n");
    bench.apply(etcd(true));
    assertThat(calls()).contains("restart etcd.service");
    Files.writeString(temp.resolve("units/etcd.service/no-reload"), "");
    Files.writeString(temp.resolve("conf"), "newer\n");
    assertThat(bench.apply(etcd(true)).outcome()).isEqualTo(CHANGED);
    assertThat(calls()).contains("reload etcd.service", "restart etcd.service");
  }

  @Test
  void aCheckKnowsThatAnOperationBeforeItWouldChangeAnInput() throws Exception {
    etcdFiles();
    Files.writeString(temp.resolve("conf"), "old\n");
    bench.apply(etcd(false));
    calls();
    var result = bench.check(bench.file("conf", "new\n"), etcd(false));
    assertThat(result.all()).containsExactly(CHANGED, CHANGED);
    assertThat(result.details.get(1)).isEqualTo("restarted: " + bench.path("conf"));
    assertThat(bench.check(bench.file("pki/new", "x"), etcd(false)).all())
        .containsExactly(CHANGED, CHANGED);
    assertThat(bench.check(bench.file("elsewhere", "x"), etcd(false)).all())
        .containsExactly(CHANGED, UNCHANGED);
    assertThat(calls()).isEmpty();
  }

  @Test
  void onlyEnablingDoesNotRestart() throws Exception {
    etcdFiles();
    bench.apply(etcd(false));
    calls();
    Files.writeString(temp.resolve("units/etcd.service/UnitFileState"), "disabled");
    assertThat(bench.apply(etcd(false)).detail()).isEqualTo("enabled");
    assertThat(calls()).containsExactly("enable etcd.service", "daemon-reload ");
  }

  /** As etcd 3.5 on a full disk: 40 lines of stack traces come after the reason. */
  @Test
  void aStackTraceDoesNotPushTheReasonOutOfSight() throws Exception {
    etcdFiles();
    Files.writeString(temp.resolve("units/etcd.service/broken"), "");
    StringBuilder journal = new StringBuilder();
    String etcd = "Nov 29 13:50:51 node-3 etcd[3279]: ";
    journal.append(etcd).append("{\"error\":\"no space left on device\"}\n");
    journal.append(etcd).append("panic: failed to create WAL\n").append(etcd).append("\n");
    journal.append(etcd).append("goroutine 1 [running]:\n");
    for (int i = 0; i < 20; i++) {
      journal.append(etcd).append("go.uber.org/zap.(*Logger).Panic(0xc0, {0x1, 0x18?})\n");
      journal.append(etcd).append("        go.uber.org/zap/logger.go:284 +0x4b\n");
    }
    journal.append("Nov 29 13:50:51 node-3 systemd[1]: etcd.service: Main process exited\n");
    journal.append(etcd).append("go.uber.org/zap.(*Logger).Panic(...)\n");
    Path printed = Files.writeString(temp.resolve("journal"), journal);
    bench.command("journalctl", "cat '" + printed + "'\n");

    var result = bench.apply(etcd(false));

    assertThat(String.join("\n", result.output))
        .contains("no space left on device", "panic: failed to create WAL", "Main process exited")
        .doesNotContain("goroutine", "logger.go", "Logger");
  }

  @Test
  void aUnitThatFailsShowsItsJournalAndIsTriedAgain() throws Exception {
    etcdFiles();
    Files.writeString(temp.resolve("units/etcd.service/broken"), "");
    var result = bench.apply(etcd(false), bench.file("never", ""));
    assertThat(result.all()).containsExactly(FAILED);
    assertThat(result.detail()).isEqualTo("exit code 1: etcd.service does not start");
    assertThat(result.output).contains("journal -u etcd.service -n 200 --no-pager");
    Files.delete(temp.resolve("units/etcd.service/broken"));
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aUnitThatDiesAfterAMomentIsAFailure() throws Exception {
    etcdFiles();
    unit("etcd.service", "simple", "inactive", "disabled");
    Files.writeString(temp.resolve("units/etcd.service/flaps"), "");
    var result = bench.apply(etcd(false));
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).isEqualTo("etcd.service does not stay up: it is activating");
    assertThat(temp.resolve("state/started/etcd.service")).doesNotExist();
  }

  @Test
  void aUnitStartedByOthersIsRestarted() throws Exception {
    etcdFiles();
    unit("etcd.service", "notify", "active", "enabled");
    assertThat(bench.apply(etcd(false)).detail()).isEqualTo("restarted: started by others");
  }

  @Test
  void aProcessThatWasStoppedIsRestarted() throws Exception {
    etcdFiles();
    Process process = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      Files.writeString(temp.resolve("units/etcd.service/MainPID"), "" + process.pid());
      bench.apply(etcd(false));
      calls();
      assertThat(bench.check(etcd(false)).outcome()).isEqualTo(UNCHANGED);
      stop(process.pid());
      assertThat(bench.check(etcd(false)).detail())
          .isEqualTo("restarted: its process was stopped by a signal (SIGSTOP)");
      assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(CHANGED);
      assertThat(calls()).containsExactly("reset-failed etcd.service", "restart etcd.service");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aChildThatWasStoppedCountsToo() throws Exception {
    etcdFiles();
    Process process = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait").start();
    long child = Long.parseLong(process.inputReader().readLine());
    try {
      Files.writeString(temp.resolve("units/etcd.service/MainPID"), "" + process.pid());
      bench.apply(etcd(false));
      assertThat(bench.check(etcd(false)).outcome()).isEqualTo(UNCHANGED);
      stop(child);
      assertThat(bench.check(etcd(false)).detail()).contains("SIGSTOP");
    } finally {
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static void stop(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-STOP", "" + pid).start().waitFor()).isZero();
    Path state = Path.of("/proc", "" + pid, "stat");
    for (int i = 0; i < 500 && !Files.readString(state).contains(") T "); i++) {
      Thread.sleep(10);
    }
  }

  private Service sleeping(String... command) {
    return new Service(
        "etcd.service",
        List.of(bench.path("unit/etcd.service"), bench.path("conf")),
        false,
        "",
        List.of(command));
  }

  @Test
  void aProcessWithOtherArgumentsIsRestarted() throws Exception {
    etcdFiles();
    Process process = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      Files.writeString(temp.resolve("units/etcd.service/MainPID"), "" + process.pid());
      bench.apply(sleeping("/bin/sleep", "60"));
      calls();
      assertThat(bench.check(sleeping("/bin/sleep", "60")).outcome()).isEqualTo(UNCHANGED);
      var other = bench.apply(sleeping("/bin/sleep", "61"));
      assertThat(other.detail())
          .isEqualTo("restarted: it ran with other arguments than its file has");
      assertThat(calls()).contains("restart etcd.service");
      // What systemd made of it even so is right: else it would be restarted for ever.
      assertThat(bench.read("state/started/etcd.service")).contains("command ");
      assertThat(bench.apply(sleeping("/bin/sleep", "61")).outcome()).isEqualTo(UNCHANGED);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aDropInOfSomebodyIsSaidAndLeftAlone() throws Exception {
    etcdFiles();
    Process process = new ProcessBuilder("/bin/sleep", "60").start();
    String dropIn = "/etc/systemd/system/etcd.service.d/10-mine.conf";
    try {
      Files.writeString(temp.resolve("units/etcd.service/MainPID"), "" + process.pid());
      bench.apply(sleeping("/bin/sleep", "60"));
      calls();
      Files.writeString(
          temp.resolve("units/etcd.service/DropInPaths"),
          "/run/systemd/system/service.d/lxc.conf " + dropIn);
      assertThat(bench.check(sleeping("/bin/sleep", "61")).outcome()).isEqualTo(UNCHANGED);
      assertThat(bench.check(sleeping("/bin/sleep", "61")).detail())
          .isEqualTo("left as " + dropIn + " has it");
      var another = bench.check(sleeping("/bin/awake", "61"));
      assertThat(another.outcome()).isEqualTo(CHANGED);
      assertThat(another.detail()).contains("runs /bin/sleep, as " + dropIn + " has it");
      assertThat(bench.apply(sleeping("/bin/awake", "61")).outcome()).isEqualTo(FAILED);
      assertThat(calls()).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aUnitThatFailsNamesTheDropInThatChangesIt() throws Exception {
    etcdFiles();
    Files.writeString(temp.resolve("units/etcd.service/broken"), "");
    Files.writeString(
        temp.resolve("units/etcd.service/DropInPaths"),
        "/run/systemd/system/etcd.service.d/x.conf");
    assertThat(bench.apply(etcd(false)).detail())
        .isEqualTo(
            "exit code 1: etcd.service does not start; /run/systemd/system/etcd.service.d/x.conf"
                + " changes it");
  }

  @Test
  void aProgramThatWasReplacedIsStartedAnew() throws Exception {
    etcdFiles();
    Path program = Files.copy(Path.of("/bin/sleep"), temp.resolve("sleep"));
    Process process = new ProcessBuilder(program.toString(), "60").start();
    try {
      Files.writeString(temp.resolve("units/etcd.service/MainPID"), "" + process.pid());
      bench.apply(sleeping(program.toString(), "60"));
      assertThat(bench.check(sleeping(program.toString(), "60")).outcome()).isEqualTo(UNCHANGED);
      Files.delete(program);
      assertThat(bench.check(sleeping(program.toString(), "60")).detail())
          .isEqualTo("restarted: its program was replaced since it began");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Somebody changed a file, started the unit with it and went. */
  @Test
  void aFileThatIsPutBackRestartsWhatReadTheOther() throws Exception {
    etcdFiles();
    var conf = bench.file("conf", "ours\n");
    bench.apply(conf, etcd(false));
    calls();
    Files.writeString(temp.resolve("conf"), "theirs\n");
    assertThat(bench.apply(conf, etcd(false)).details)
        .containsEntry(1, "restarted: " + bench.path("conf"));
    assertThat(calls()).contains("restart etcd.service");
    assertThat(bench.apply(conf, etcd(false)).all()).containsExactly(UNCHANGED, UNCHANGED);
  }

  @Test
  void filesThatSystemdHasNotReadAreReadAgain() throws Exception {
    etcdFiles();
    bench.apply(etcd(false));
    calls();
    Files.writeString(temp.resolve("units/etcd.service/NeedDaemonReload"), "yes");
    assertThat(bench.apply(etcd(false)).detail()).isEqualTo("systemd had not read its files again");
    assertThat(calls()).containsExactly("daemon-reload ");
    assertThat(bench.apply(etcd(false)).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aUnitFromAnotherFileIsPutRight() throws Exception {
    etcdFiles();
    bench.apply(etcd(false));
    Files.writeString(
        temp.resolve("units/etcd.service/FragmentPath"),
        "/etc/systemd/system.control/etcd.service");
    assertThat(bench.check(etcd(false)).detail())
        .isEqualTo("restarted: systemd had it from /etc/systemd/system.control/etcd.service");
  }

  @Test
  void aMaskOfSomebodyIsRefusedWithItsName() throws Exception {
    etcdFiles();
    unit("etcd.service", "notify", "inactive", "masked");
    var result = bench.apply(etcd(false));
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).contains("etcd.service is masked", "systemctl unmask etcd.service");
  }

  @Test
  void aProcessThatDoesNotAnswerIsRestarted() throws Exception {
    unit("etcd.service", "notify", "inactive", "enabled");
    unit("other.service", "notify", "inactive", "enabled");
    String asked = "echo x >>" + bench.path("asked") + "; [ ! -e " + bench.path("hangs") + " ]";
    var etcd = new Service("etcd.service", List.of(), false, asked, List.of());
    var other = new Service("other.service", List.of(), false, "true", List.of());
    assertThat(bench.apply(etcd, other).details.get(0)).isEqualTo("started");
    assertThat(temp.resolve("asked")).as("one that does not run is not asked").doesNotExist();
    assertThat(bench.apply(etcd, other).all()).containsExactly(UNCHANGED, UNCHANGED);
    assertThat(temp.resolve("asked")).hasContent("x");
    Files.writeString(temp.resolve("hangs"), "");
    calls();
    assertThat(bench.check(etcd, other).all()).containsExactly(CHANGED, UNCHANGED);
    assertThat(calls()).isEmpty();
    assertThat(bench.apply(bench.file("before", "x"), etcd, other).details)
        .containsEntry(1, "restarted: it ran, but did not answer twice in a row");
    assertThat(calls()).containsExactly("reset-failed etcd.service", "restart etcd.service");
  }

  @Test
  void aProcessThatWasOnlyBusyIsLeftAlone() throws Exception {
    unit("etcd.service", "notify", "active", "enabled");
    String busyOnce =
        "[ -e " + bench.path("asked") + " ] || { : >" + bench.path("asked") + "; false; }";
    var etcd = new Service("etcd.service", List.of(), false, busyOnce, List.of());
    bench.apply(new Service("etcd.service", List.of(), false));
    calls();
    assertThat(bench.apply(etcd).outcome()).isEqualTo(UNCHANGED);
    assertThat(temp.resolve("asked")).exists();
    assertThat(calls()).isEmpty();
  }

  @Test
  void manyUnitsAreAskedForAtOnce() throws Exception {
    unit("a.service", "oneshot", "active", "enabled");
    unit("c.timer", "", "active", "static");
    var operations =
        new Operation[] {
          new Service("a.service", List.of(), false),
          new NoService("b.service"),
          new Service("c.timer", List.of(), false)
        };
    assertThat(bench.apply(operations).all()).containsExactly(CHANGED, UNCHANGED, CHANGED);
    assertThat(bench.apply(operations).all()).containsExactly(UNCHANGED, UNCHANGED, UNCHANGED);
  }

  /** Of the two systemd tells only that the service's file is another. */
  @Test
  void theFileOfWhatATimerStartsIsReadAgain() throws Exception {
    Path starts = temp.resolve("a.service");
    Files.writeString(starts, "[Service]\n");
    unit("a.timer", "", "active", "enabled");
    unit("a.service", "oneshot", "inactive", "static");
    var timer = new Service("a.timer", List.of(starts.toString()), false);
    bench.apply(timer);
    calls();
    Files.writeString(starts, "[Service]\nNice=19\n");
    Files.writeString(temp.resolve("units/a.service/NeedDaemonReload"), "yes");
    assertThat(bench.apply(timer).outcome()).isEqualTo(CHANGED);
    assertThat(calls())
        .containsExactly("daemon-reload ", "reset-failed a.timer", "restart a.timer");
    Files.writeString(starts, "[Service]\n");
    assertThat(bench.apply(timer).outcome()).isEqualTo(CHANGED);
    assertThat(calls()).containsExactly("reset-failed a.timer", "restart a.timer");
  }

  @Test
  void aUnitIsPutOutOfAction() throws Exception {
    unit("rpcbind.service", "notify", "active", "enabled");
    var none = new NoService("rpcbind.service");
    assertThat(bench.check(none).detail()).isEqualTo("stopped");
    assertThat(calls()).isEmpty();
    assertThat(bench.apply(none).outcome()).isEqualTo(CHANGED);
    assertThat(calls()).containsExactly("disable --now rpcbind.service");
    assertThat(bench.apply(none).outcome()).isEqualTo(UNCHANGED);
    unit("rpcbind.service", "notify", "inactive", "enabled");
    assertThat(bench.apply(none).detail()).isEqualTo("disabled");
    unit("rpcbind.service", "notify", "inactive", "masked");
    assertThat(bench.apply(none).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void onlyMissingPackagesAreInstalledAndListsUpdatedWhenNeeded() throws Exception {
    bench.command(
        "dpkg-query",
        "shift 3\nfor p in \"$@\"; do [ ! -e "
            + bench.path("installed-")
            + "$p ] || echo \"$p installed\"; done\n");
    bench.command(
        "apt-get",
        """
        echo "$DEBIAN_FRONTEND $*" >>ROOT/apt
        case "$*" in
          *print-uris*) echo "'http://deb.example.org/debian/dists/x/InRelease' x 0" ;;
          *update*) touch ROOT/updated ;;
          *install*)
            [ -e ROOT/updated ] || { echo "E: Unable to locate package"; exit 100; }
            while [ "$1" != install ]; do shift; done
            shift
            for p in "$@"; do touch ROOT/installed-$p; done
            ;;
        esac
        """
            .replace("ROOT", temp.toString()));
    Files.writeString(temp.resolve("installed-curl"), "");
    aptDirectories();
    var packages = new Packages(List.of("socat", "curl", "conntrack"));
    assertThat(bench.check(packages).detail()).isEqualTo("socat, conntrack");
    assertThat(temp.resolve("apt")).doesNotExist();
    assertThat(bench.apply(packages).outcome()).isEqualTo(CHANGED);
    var asked = Files.readAllLines(temp.resolve("apt"));
    assertThat(asked).hasSize(4);
    assertThat(asked.get(0))
        .startsWith("noninteractive -q -o DPkg::Lock::Timeout=60 -o Acquire::Retries=0")
        .endsWith("install socat conntrack");
    assertThat(asked.get(2)).endsWith("update");
    assertThat(bench.apply(packages).outcome()).isEqualTo(UNCHANGED);
    assertThat(Files.readAllLines(temp.resolve("apt"))).hasSize(4);

    bench.command("apt-get", "echo 'E: broken'; exit 100\n");
    var broken = bench.apply(new Packages(List.of("nginx")));
    assertThat(broken.outcome()).isEqualTo(FAILED);
    assertThat(broken.detail()).isEqualTo("exit code 100: cannot install nginx");
  }

  /** Where apt and dpkg keep their locks. */
  private void aptDirectories() throws Exception {
    Files.createDirectories(temp.resolve("dpkg"));
    bench.command("apt-config", "echo \"q_status='" + bench.path("dpkg/status") + "'\"\n");
  }

  @Test
  void whoHoldsThePackageDatabaseIsNamedAndWaitedFor() throws Exception {
    aptDirectories();
    bench.command("dpkg-query", "exit 1\n");
    bench.command("apt-get", "echo \"apt-get $*\" >>" + bench.path("apt") + "\n");
    var packages = new Packages(List.of("socat"));
    Path lock = Files.createFile(temp.resolve("dpkg/lock-frontend"));
    String who =
        Files.readString(Path.of("/proc/self/comm")).strip()
            + " (process "
            + ProcessHandle.current().pid()
            + ") holds "
            + lock;
    try (FileChannel held = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock taken = held.lock();
      Thread release =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Thread.sleep(2500);
                      taken.release();
                    } catch (InterruptedException | IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      var waited = bench.apply(packages);
      release.join();
      assertThat(waited.outcome()).isEqualTo(CHANGED);
      assertThat(waited.output).contains(who + ": waiting for it, for 300 s more at the most");
      assertThat(waited.millis).isGreaterThan(2000);
      assertThat(Files.readString(temp.resolve("apt"))).contains("install socat");
    }
  }

  @Test
  void aPackageDatabaseThatStaysHeldIsRefused() throws Exception {
    aptDirectories();
    bench.command("dpkg-query", "exit 1\n");
    bench.command("apt-get", "echo \"apt-get $*\" >>" + bench.path("apt") + "\n");
    bench.replaced.put("q_package_wait=300", "q_package_wait=1");
    Path lock = Files.createFile(temp.resolve("dpkg/lock"));
    try (FileChannel held = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock taken = held.lock();
      var refused = bench.apply(new Packages(List.of("socat")));
      assertThat(taken.isValid()).isTrue();
      assertThat(refused.outcome()).isEqualTo(FAILED);
      assertThat(String.join("\n", refused.output))
          .contains("E: Could not get lock " + lock + ": ", " still holds it after 1 s");
    }
    assertThat(temp.resolve("apt")).doesNotExist();
  }

  /** By the machine's own apt, with a source that takes connections and never says anything. */
  @Test
  void aSourceThatSaysNothingIsNamedAndGivenUpSoon() throws Exception {
    for (String folder : List.of("lists/partial", "cache/archives/partial", "none")) {
      Files.createDirectories(temp.resolve(folder));
    }
    Files.createFile(temp.resolve("status"));
    bench.command("dpkg-query", "exit 1\n");
    for (String program : List.of("apt-get", "apt-config")) {
      OtherProgram.start(new ProcessBuilder(program, "--version"), "apt").destroy();
      bench.command(
          program, "APT_CONFIG=" + bench.path("conf") + " exec /usr/bin/" + program + " \"$@\"\n");
    }
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      String source = "http://127.0.0.1:" + mute.getLocalPort();
      Files.writeString(
          temp.resolve("sources"), "deb [trusted=yes] " + source + "/debian x main\n");
      Files.writeString(
          temp.resolve("conf"),
          """
          Dir::Etc::sourcelist "ROOT/sources";
          Dir::Etc::sourceparts "ROOT/none";
          Dir::Etc::parts "ROOT/none";
          Dir::State::status "ROOT/status";
          Dir::State::lists "ROOT/lists";
          Dir::Cache "ROOT/cache";
          APT::Sandbox::User "root";
          Acquire::http::Proxy "DIRECT";
          """
              .replace("ROOT", temp.toString()));
      var failed = bench.apply(new Packages(List.of("socat")));
      assertThat(failed.outcome()).isEqualTo(FAILED);
      assertThat(failed.output).contains("updating the lists of packages from " + source);
      assertThat(failed.output).anyMatch(l -> l.startsWith("E: Failed to fetch " + source));
      assertThat(failed.millis).as("two tries of 10 s").isBetween(9_000L, 45_000L);
    }
  }
}
