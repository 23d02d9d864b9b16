package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path root;

  private RunFolder run(String journey, boolean rehearsal, long millis) throws Exception {
    RunFolder folder = new Runs(root).create(journey, "c", rehearsal, "me", "all: {}\n");
    RunEvent event =
        new RunEvent.StepFinished(BEGIN, "etcd@a", "a", StepResult.CHANGED, millis, null);
    Files.writeString(folder.events(), EventJson.write(event) + "\n");
    return folder;
  }

  @Test
  void durationsComeFromOtherRunsOfTheSameKind() throws Exception {
    run("install", true, 111);
    run("destroy", false, 222);
    run("install", false, 333);
    RunFolder present = run("install", false, 444);
    assertThat(new Recordings(new Runs(root)).durations(present).of("etcd")).hasValue(333);
  }

  @Test
  void aDamagedJournalIsPassedOver() throws Exception {
    Files.writeString(run("install", false, 1).events(), "\"step-finished\" and nonsense\n");
    RunFolder present = run("install", false, 2);
    assertThat(new Recordings(new Runs(root)).durations(present).of("etcd")).isEmpty();
  }

  @Test
  void aRunIsFoundByItsFolderItsJournalAndItsId() throws Exception {
    RunFolder folder = run("install", false, 1);
    Recordings recordings = new Recordings(new Runs(root));
    Path journal = folder.events();
    assertThat(recordings.find(folder.path().toString())).contains(journal);
    assertThat(recordings.find(journal.toString())).contains(journal);
    assertThat(recordings.find(folder.id().substring(0, 12))).contains(journal);
    assertThat(recordings.find("")).contains(journal);
    assertThat(recordings.find("no-such-run")).isEmpty();
  }

  @Test
  void whatIsNoJournalIsRefusedByName() throws Exception {
    Path file = Files.writeString(root.resolve("notes.txt"), "hello\n");
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("notes.txt is no journal of a run");
  }
}
