package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Outcome;
import io.quorate.run.Death;
import io.quorate.run.EventJson;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-22T23:15:00Z");

  @TempDir Path root;

  private RunFolder folder() throws IOException {
    return RunFolder.create(root.resolve("state/quorate/runs"), NOW);
  }

  private static RunEvent line(int number) {
    return new RunEvent.Output(NOW, "a", "1", "line " + number);
  }

  private static RunEvent finished() {
    return new RunFinished(NOW, RunResult.DONE, "done");
  }

  @Test
  void folderNamesSortByAge() throws Exception {
    assertThat(folder().id()).matches("20261122-231500-[0-9a-f]{4}");
  }

  @Test
  void whatAListenerHearsIsOnDiskAlready() throws Exception {
    RunFolder folder = folder();
    List<Integer> onDisk = new CopyOnWriteArrayList<>();
    try (Journal journal = new Journal(folder)) {
      journal.listen(
          event -> {
            try {
              List<RunEvent> read = JournalReader.read(folder);
              assertThat(read).contains(event);
              onDisk.add(read.size());
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      // Its monitor keeps the flusher out: a slow machine's 50 ms would split the batch.
      synchronized (journal) {
        journal.accept(line(1));
        journal.accept(line(2));
        journal.accept(
            new RunEvent.OperationFinished(NOW, "a", "1", 0, Outcome.CHANGED, "evidence"));
      }
      assertThat(onDisk).containsExactly(3, 3, 3);
    }
  }

  @Test
  void outputIsWrittenSoonThoughNothingElseHappens() throws Exception {
    RunFolder folder = folder();
    CountDownLatch heard = new CountDownLatch(1);
    try (Journal journal = new Journal(folder)) {
      journal.listen(e -> heard.countDown());
      journal.accept(line(1));
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(JournalReader.read(folder)).containsExactly(line(1));
    }
  }

  @Test
  void manyThreadsManyLinesOneOrder() throws Exception {
    RunFolder folder = folder();
    List<RunEvent> heard = new ArrayList<>();
    long begun = System.nanoTime();
    try (Journal journal = new Journal(folder)) {
      journal.listen(heard::add);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < 5_000; i++) {
                        journal.accept(line(i));
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(JournalReader.read(folder)).hasSize(20_000).isEqualTo(heard);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void anInterruptOfWhoTellsDoesNotCloseIt() throws Exception {
    RunFolder folder = folder();
    try (Journal journal = new Journal(folder)) {
      Thread.currentThread().interrupt();
      journal.accept(finished());
      assertThat(Thread.interrupted()).isTrue();
      journal.accept(finished());
    }
    assertThat(JournalReader.read(folder)).hasSize(2);
  }

  @Test
  void aJournalIsNeverContinued() throws Exception {
    RunFolder folder = folder();
    new Journal(folder).close();
    assertThatThrownBy(() -> new Journal(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void followingSurvivesALineThatIsHalfThereAndEndsWithTheRun() throws Exception {
    RunFolder folder = folder();
    List<RunEvent> heard = new CopyOnWriteArrayList<>();
    CountDownLatch first = new CountDownLatch(1);
    var end = new CompletableFuture<JournalReader.End>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(
                    JournalReader.follow(
                        folder.events(),
                        () -> true,
                        () -> new Death(Instant.EPOCH, new ProcessDeath.Killed()),
                        e -> {
                          heard.add(e);
                          first.countDown();
                        }));
              } catch (IOException | InterruptedException e) {
                end.completeExceptionally(e);
              }
            });
    String whole = EventJson.write(line(1)) + "\n";
    Files.writeString(folder.events(), whole + whole.substring(0, 20));
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    Files.writeString(
        folder.events(),
        whole.substring(20) + EventJson.write(finished()) + "\n",
        StandardOpenOption.APPEND);

    assertThat(end.get(10, TimeUnit.SECONDS))
        .isEqualTo(new JournalReader.End.Finished((RunFinished) finished()));
    assertThat(heard).containsExactly(line(1), line(1), finished());
  }

  @Test
  void followingEndsWhenTheProcessIsGone() throws Exception {
    RunFolder folder = folder();
    AtomicBoolean alive = new AtomicBoolean(true);
    String whole = EventJson.write(line(1)) + "\n";
    Files.writeString(folder.events(), whole + whole.substring(0, 20));
    List<RunEvent> heard = new ArrayList<>();
    Death death = new Death(Instant.EPOCH, new ProcessDeath.Killed());

    JournalReader.End end =
        JournalReader.follow(
            folder.events(),
            alive::get,
            () -> death,
            e -> {
              heard.add(e);
              alive.set(false);
            });

    assertThat(end).isEqualTo(new JournalReader.End.Died(death));
    assertThat(heard).containsExactly(line(1));
    assertThat(JournalReader.read(folder)).containsExactly(line(1));
  }
}
