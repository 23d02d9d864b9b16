package io.quorate.engine;

import io.quorate.run.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs left behind, to be looked at later. */
public final class Recordings {

  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

  /** Older runs tell little of what machines and versions are like now. */
  private static final int RECENT = 5;

  private final Runs runs;

  public Recordings(Runs runs) {
    this.runs = runs;
  }

  /**
   * The journal that a person means: by its file, by the folder of its run, by the run's id or how
   * that begins; empty name: the newest run's.
   */
  public Optional<Path> find(String name) throws IOException {
    if (name.isEmpty()) {
      return runs.newest().map(e -> e.folder().events());
    }
    Path path = Path.of(name);
    if (Files.isRegularFile(path)) {
      return Optional.of(path);
    }
    Path inFolder = new RunFolder(path).events();
    return Files.isRegularFile(inFolder)
        ? Optional.of(inFolder)
        : runs.find(name).map(e -> e.folder().events());
  }

  /**
   * How long steps took in the newest runs of the journey, this one not counted. What cannot be
   * read is passed over. Simulated machines say nothing of real ones, nor the other way round.
   */
  public Durations durations(RunFolder present) throws IOException {
    RunMeta meta = present.meta();
    List<Path> journals =
        runs.list().stream()
            .filter(e -> !e.meta().run().equals(meta.run()))
            .filter(e -> e.meta().journey().equals(meta.journey()))
            .filter(e -> e.meta().rehearsal() == meta.rehearsal())
            .limit(RECENT)
            .map(e -> e.folder().events())
            .toList();
    Durations.Recorder recorder = new Durations.Recorder();
    for (Path journal : journals) {
      try {
        JournalReader.read(journal, line -> line.contains("\"step-finished\""), recorder::take);
      } catch (IOException e) {
        LOG.info("no durations from {}: {}", journal, e.getMessage());
      }
    }
    return recorder.durations();
  }
}
