package io.quorate.engine;

import static io.quorate.engine.Plans.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Plan;
import io.quorate.plan.PrivateFiles;
import io.quorate.plan.Secret;
import io.quorate.run.Death;
import io.quorate.run.ProcessDeath;
import io.quorate.run.ProcessPause;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunState;
import io.quorate.run.StepStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run as a process of its own, with real signals. */
@Timeout(120)
class RunProcessTest {
  private static final Secret PASSWORD = new Secret("open sesame\n");

  @TempDir Path home;
  private Process process;

  @AfterEach
  void endWhatWasStarted() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static RunMain.Wish slow(long millis) {
    return new RunMain.Wish(PASSWORD, List.of("a"), millis, List.of(), "");
  }

  private static HandOver handOver(RunMain.Wish wish, boolean wait) {
    Plan plan = new Plan(List.of(step("a", "1"), step("b", "1", "a"), step("c", "2")));
    return new HandOver(
        plan,
        "install",
        "test",
        "ada@laptop",
        Trial.run(plan).nodes(),
        false,
        wait,
        HandOverJson.tree(wish),
        List.of(wish.password()));
  }

  private RunFolder folder() throws IOException {
    return new Runs(home.resolve("runs")).create("install", "test", false, "ada", "all: {}\n");
  }

  private RunFolder start(RunMain.Wish wish) throws IOException {
    RunFolder folder = folder();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RunMain.class.getName());
    process = RunProcess.start(command, folder, handOver(wish, false));
    return folder;
  }

  /** The same in this process, where no signal is needed. */
  private static CompletableFuture<Integer> serve(RunFolder folder, RunMain.Wish wish, boolean wait)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    HandOverJson.write(handOver(wish, wait), json);
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var in = new ByteArrayInputStream(json.toByteArray());
                code.complete(RunProcess.serve(folder, in, RunMain::connector, Trial.QUICK));
              } catch (IOException | InterruptedException | RuntimeException e) {
                code.completeExceptionally(e);
              }
            });
    return code;
  }

  private static RunState follow(RunFolder folder, Predicate<RunState> until)
      throws IOException, InterruptedException {
    RunState state = new RunState();
    Thread follower = Thread.currentThread();
    try {
      new RunClient(folder)
          .follow(
              e -> {
                state.apply(e);
                if (until.test(state)) {
                  follower.interrupt();
                }
              },
              pause -> {});
    } catch (InterruptedException enough) {
      return state;
    }
    Thread.interrupted();
    return state;
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String stat() {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void runsOnItsOwnInASessionOfItsOwnAndTellsAll() throws Exception {
    RunFolder folder = start(slow(300));
    // Once it tells something it has left the session that it was started in.
    AtomicReference<String> seen = new AtomicReference<>();
    RunState state =
        follow(
            folder,
            s -> {
              if (seen.get() == null) {
                seen.set(stat());
              }
              return false;
            });

    assertThat(state.counts().changed()).isEqualTo(3);
    assertThat(exitCode()).isZero();
    assertThat(folder.meta().result()).isEqualTo(RunResult.DONE);
    assertThat(folder.meta().isUnfinished()).isFalse();
    String stat = Objects.requireNonNull(seen.get());
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    assertThat(fields[3]).as("session id").isEqualTo(Long.toString(process.pid()));
    for (String name : List.of("events.jsonl", "meta.json", "inventory.yaml", "run.log")) {
      Path file = folder.path().resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(name)
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).doesNotContain("open sesame");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");
    assertThat(folder.socket()).doesNotExist();
    assertThat(state.node("1").output().all().getFirst().line())
        .isEqualTo("the password is •••, said the node");
  }

  @Test
  void killedItLosesNothingThatWasAnnounced() throws Exception {
    RunFolder folder = start(slow(60_000));
    follow(folder, s -> s.started() != null && s.step("a").operation() == 0);
    process.destroyForcibly();

    List<RunEvent> heard = new ArrayList<>();
    assertThat(new RunClient(folder).follow(heard::add, pause -> {}))
        .isInstanceOfSatisfying(
            JournalReader.End.Died.class,
            died -> assertThat(died.why()).isEqualTo(new ProcessDeath.Killed()));

    assertThat(heard).isEqualTo(JournalReader.read(folder));
    assertThat(heard).anyMatch(e -> e instanceof RunEvent.OperationStarted);
    assertThat(folder.meta().isAlive()).isFalse();
    assertThat(new Runs(home.resolve("runs")).unfinished("test", false))
        .hasValueSatisfying(e -> assertThat(e.folder()).isEqualTo(folder));
    assertThatThrownBy(() -> new RunClient(folder).stop())
        .hasMessageContaining("takes no commands");
  }

  @Test
  void aSignalStopsItAfterTheRunningStep() throws Exception {
    RunFolder folder = start(slow(700));
    follow(folder, s -> s.started() != null && s.step("a").operation() == 0);
    process.destroy();

    RunState state = follow(folder, s -> false);

    assertThat(state.finished().result()).isEqualTo(RunResult.STOPPED);
    assertThat(state.step("a").status()).isEqualTo(StepStatus.CHANGED);
    assertThat(state.step("b").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(folder.socket()).doesNotExist();
  }

  @Test
  void takesCommandsFromAnyScreen() throws Exception {
    RunFolder folder = folder();
    var code = serve(folder, new RunMain.Wish(PASSWORD, List.of(), 0, List.of("a"), ""), true);
    RunState state = follow(folder, RunState::awaitingDecision);
    assertThat(state.awaitingDecision()).isTrue();
    RunClient client = new RunClient(folder);

    assertThat(client.status().failed()).containsExactly("a");
    assertThat(client.retry("b").ok()).isFalse();
    assertThat(client.retry("a").ok()).isTrue();

    assertThat(follow(folder, s -> false).finished().result()).isEqualTo(RunResult.DONE);
    assertThat(code.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void anotherRunsLockRefuses() throws Exception {
    RunFolder folder = folder();
    var wish = new RunMain.Wish(PASSWORD, List.of(), 0, List.of(), "bob@desk");

    assertThat(serve(folder, wish, false).get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.REFUSED);
    assertThat(follow(folder, s -> false).finished().message()).contains("bob@desk");
    assertThat(folder.meta().result()).isEqualTo(RunResult.REFUSED);
  }

  @Test
  void aConnectorThatCannotBeMadeEndsTheRunWithoutItsSecret() throws Exception {
    RunFolder folder = folder();
    var wish = new RunMain.Wish(new Secret("wrong horse"), List.of(), 0, List.of(), "");

    assertThat(serve(folder, wish, false).get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
    assertThat(follow(folder, s -> false).finished().message())
        .isEqualTo("the run could not begin: wrong password •••");
  }

  @Test
  void aProgramThatDoesNotBeginIsSeen() throws Exception {
    RunFolder folder = folder();
    List<String> command = List.of("sh", "-c", "cat >/dev/null; exit 9");
    process = RunProcess.start(command, folder, handOver(slow(0), false));

    assertThat(new RunClient(folder).follow(e -> {}, pause -> {}))
        .isInstanceOfSatisfying(
            JournalReader.End.Died.class,
            died -> assertThat(died.why()).isEqualTo(new ProcessDeath.Killed()));
  }

  /** A process of this machine that is no more, in this namespace of process ids. */
  private static ProcessIdentity gone(@Nullable String space) {
    ProcessIdentity me = ProcessIdentity.current();
    return new ProcessIdentity(me.pid(), 1, me.boot(), me.host(), me.machine(), space);
  }

  private static void signal(String name, long pid) {
    try {
      assertThat(new ProcessBuilder("kill", name, "" + pid).start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStoppedProcessIsToldAndGoesOn() throws Exception {
    RunFolder folder = start(slow(3000));
    List<ProcessPause> pauses = new ArrayList<>();
    JournalReader.End end =
        new RunClient(folder)
            .follow(
                event -> {
                  if (event instanceof RunEvent.Output && pauses.isEmpty()) {
                    signal("-STOP", process.pid());
                  }
                },
                pause -> {
                  pauses.add(pause);
                  if (!pause.over()) {
                    signal("-CONT", process.pid());
                  }
                });

    assertThat(end).isInstanceOf(JournalReader.End.Finished.class);
    assertThat(pauses)
        .containsExactly(
            new ProcessPause(process.pid(), false), new ProcessPause(process.pid(), true));
    assertThat(pauses.getFirst().sentence()).contains("`kill -CONT " + process.pid() + "`");
  }

  @Test
  void aFolderThatWasRemovedIsTold() throws Exception {
    RunFolder folder = start(slow(30_000));
    JournalReader.End end =
        new RunClient(folder)
            .follow(
                event -> {
                  if (event instanceof RunEvent.Output) {
                    remove(folder.path());
                  }
                },
                pause -> {});

    assertThat(end)
        .isInstanceOfSatisfying(
            JournalReader.End.Died.class,
            died -> {
              assertThat(died.why())
                  .isEqualTo(new ProcessDeath.FolderGone(folder.path().toString()));
              assertThat(died.why().isCertain()).isFalse();
            });
    assertThat(process.isAlive()).isTrue();
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a dead process leaves behind tells why it died. */
  @Test
  void deathsAreToldApart() throws Exception {
    RunFolder folder = folder();
    ProcessIdentity me = ProcessIdentity.current();
    folder.writeMeta(folder.meta().withProcess(gone(me.space())));
    assertThat(folder.death()).isEqualTo(new ProcessDeath.Killed());

    assertThat(folder.death(4096)).isEqualTo(new ProcessDeath.DiskFull(folder.path().toString()));

    folder.writeMeta(folder.meta().withProcess(me.on("another boot", me.host(), me.machine())));
    assertThat(folder.meta().isAlive()).isFalse();
    assertThat(folder.death()).isEqualTo(new ProcessDeath.MachineRestarted());

    PrivateFiles.write(folder.crash(), "no space left\n\nat Somewhere\n");
    assertThat(folder.death())
        .isEqualTo(new ProcessDeath.Crashed("no space left", folder.crash().toString()));

    PrivateFiles.write(folder.outOfMemory(), "192m\n");
    assertThat(folder.death()).isEqualTo(new ProcessDeath.OutOfMemory("192m"));
    assertThat(folder.death().sentence()).contains("heap of 192m", "QUORATE_MEMORY=384m");
  }

  /** With a shared home, another machine's run is not taken for one that this one cut off. */
  @Test
  void aRunOfAnotherMachineIsNotCalledDead() throws Exception {
    RunFolder folder = folder();
    ProcessIdentity me = ProcessIdentity.current();
    folder.writeMeta(folder.meta().withProcess(me.on("its boot", "desk", me.machine())));

    ProcessDeath there = folder.death();
    assertThat(there).isEqualTo(new ProcessDeath.Elsewhere("desk"));
    assertThat(there.isCertain()).isFalse();
    assertThat(there.sentence()).contains("on desk", "not on this machine");
    assertThat(folder.fate().orElseThrow().why()).isEqualTo(there);
    assertThat(folder.meta().isAlive()).isFalse();

    folder.writeMeta(folder.meta().withProcess(me.on("its boot", me.host(), "other id")));
    assertThat(folder.death()).isInstanceOf(ProcessDeath.Elsewhere.class);
    folder.writeMeta(folder.meta().withProcess(me.on("its boot", null, null)));
    assertThat(folder.death()).as("an older run").isEqualTo(new ProcessDeath.MachineRestarted());
    folder.writeMeta(folder.meta().withProcess(gone("pid:[7]")));
    assertThat(folder.death()).as("a container's").isInstanceOf(ProcessDeath.Elsewhere.class);
    folder.writeMeta(folder.meta().withProcess(me));
    assertThat(folder.fate()).as("it lives").isEmpty();
  }

  /** Later, the same traces may mean something else: what is noticed first is kept. */
  @Test
  void aDeathIsKeptAsItWasNoticed() throws Exception {
    RunFolder folder = folder();
    ProcessIdentity me = ProcessIdentity.current();
    folder.writeMeta(folder.meta().withProcess(gone(me.space())));
    Death noticed = folder.fate().orElseThrow();
    assertThat(noticed.why()).isEqualTo(new ProcessDeath.Killed());

    folder.writeMeta(folder.meta().withProcess(me.on("an older boot", me.host(), me.machine())));
    assertThat(folder.death()).isEqualTo(new ProcessDeath.MachineRestarted());
    assertThat(folder.fate()).contains(noticed);

    PrivateFiles.write(folder.outOfMemory(), "192m\n");
    assertThat(folder.fate().orElseThrow().why())
        .as("its own word came late")
        .isEqualTo(new ProcessDeath.OutOfMemory("192m"));
  }

  /** The error is the JVM's one for both; where it comes from tells them apart. */
  @Test
  void threadsThatAreRefusedAreNoFullHeap() throws Exception {
    OutOfMemoryError refused = new OutOfMemoryError("words of a later version");
    refused.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("java.lang.Thread", "start0", null, -2)});
    assertThat(deathBy(refused)).isEqualTo(new ProcessDeath.OutOfThreads());
    assertThat(deathBy(new OutOfMemoryError("Java heap space")))
        .isInstanceOf(ProcessDeath.OutOfMemory.class);
  }

  private ProcessDeath deathBy(Error fault) throws Exception {
    RunFolder folder = folder();
    ByteArrayOutputStream task = new ByteArrayOutputStream();
    HandOverJson.write(handOver(slow(0), false), task);
    RunProcess.ConnectorFactory faulty =
        handOver -> {
          throw fault;
        };
    assertThatThrownBy(
            () ->
                RunProcess.serve(
                    folder.path(), new ByteArrayInputStream(task.toByteArray()), faulty))
        .isSameAs(fault);
    return folder.death();
  }

  @Test
  void aCrashLeavesItsPageWithoutSecrets() throws Exception {
    RunFolder folder = folder();
    folder.writeMeta(folder.meta().withProcess(ProcessIdentity.current()));
    ByteArrayOutputStream task = new ByteArrayOutputStream();
    HandOverJson.write(handOver(slow(0), false), task);

    RunProcess.ConnectorFactory faulty =
        new RunProcess.ConnectorFactory() {
          @Override
          public Connector connector(HandOver handOver) {
            return name -> {
              throw new IllegalArgumentException("not reached");
            };
          }

          @Override
          public Closing closing(HandOver handOver) {
            throw new StackOverflowError("open sesame is too deep");
          }
        };
    assertThatThrownBy(
            () ->
                RunProcess.serve(
                    folder.path(), new ByteArrayInputStream(task.toByteArray()), faulty))
        .isInstanceOf(StackOverflowError.class);

    assertThat(folder.death())
        .isInstanceOfSatisfying(
            ProcessDeath.Crashed.class,
            crash -> assertThat(crash.sentence()).isEqualTo("••• is too deep"));
    assertThat(Files.readString(folder.crash()))
        .contains("\tat io.quorate.engine.RunProcess.serve")
        .doesNotContain("sesame");
  }
}
