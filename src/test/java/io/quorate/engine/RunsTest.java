package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.run.RunEvent.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  @TempDir Path home;

  @Test
  void theStateFolderFollowsTheXdgRules() {
    assertThat(Runs.of(Map.of(), home).root()).isEqualTo(home.resolve(".local/state/quorate/runs"));
    assertThat(Runs.of(Map.of("XDG_STATE_HOME", "/var/x"), home).root())
        .isEqualTo(Path.of("/var/x/quorate/runs"));
    assertThat(Runs.of(Map.of("XDG_STATE_HOME", "here"), home).root().toString())
        .startsWith(home.toString());
  }

  @Test
  void listsNewestFirstAndPassesOverWhatIsNoRun() throws Exception {
    Runs runs = new Runs(home.resolve("runs"));
    assertThat(runs.list()).isEmpty();
    RunFolder one = runs.create("install", "a", false, "me", "x: 1\n");
    Files.createDirectory(home.resolve("runs/20000101-000000-beef"));

    assertThat(runs.list()).extracting(Runs.Entry::folder).containsExactly(one);
    assertThat(runs.newest().orElseThrow().meta().journey()).isEqualTo("install");
    assertThat(runs.find(one.id().substring(0, 8))).isPresent();
    assertThat(runs.find("1999")).isEmpty();
    assertThat(Files.readString(one.inventory())).isEqualTo("x: 1\n");
  }

  @Test
  void aRunIsUnfinishedUnlessItEndedWellOrIsAtWork() throws Exception {
    Runs runs = new Runs(home.resolve("runs"));
    RunFolder run = runs.create("install", "a", false, "me", "");
    assertThat(runs.unfinished("a", false)).isPresent();
    assertThat(runs.unfinished("a", true)).isEmpty();
    assertThat(runs.unfinished("b", false)).isEmpty();

    run.writeMeta(run.meta().withProcess(ProcessIdentity.current()));
    assertThat(runs.running("a")).isPresent();
    assertThat(runs.unfinished("a", false)).isEmpty();

    ProcessIdentity me = ProcessIdentity.current();
    run.writeMeta(
        run.meta()
            .withProcess(
                new ProcessIdentity(
                    me.pid(), me.started() - 1, me.boot(), me.host(), me.machine(), me.space())));
    assertThat(runs.unfinished("a", false)).as("the number was taken by another").isPresent();

    for (RunResult result : RunResult.values()) {
      run.writeMeta(run.meta().withResult(result));
      assertThat(runs.unfinished("a", false).isPresent())
          .isEqualTo(!List.of(RunResult.DONE, RunResult.WARNINGS).contains(result));
    }
  }

  @Test
  void aLongPathStillTakesASocket() throws Exception {
    Path deep = home.resolve("d".repeat(60)).resolve("e".repeat(60));
    RunFolder folder = RunFolder.create(deep, java.time.Instant.now());
    Trial trial = new Trial(Plans.step("a", "1"));
    try (ControlSocket control = new ControlSocket(folder, trial.engine)) {
      control.listen();
      assertThat(folder.socket()).exists();
      assertThat(new RunClient(folder).status().waiting()).isEqualTo(1);
    }
    assertThat(folder.socket()).doesNotExist();
  }
}
