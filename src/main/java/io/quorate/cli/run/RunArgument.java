package io.quorate.cli.run;

import io.quorate.engine.Recordings;
import io.quorate.engine.RunFolder;
import io.quorate.run.Death;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run as people name it on the command line. */
public final class RunArgument {

  private RunArgument() {}

  /** Its journal; null when there is none, which was said. */
  static @Nullable Path journal(String name, Recordings recordings) throws IOException {
    Path journal = recordings.find(name).orElse(null);
    if (journal == null) {
      System.err.println(
          name.isEmpty()
              ? "error: there is no run yet. Name a journal, such as a run's events.jsonl."
              : "error: "
                  + name
                  + " is no journal, no run's folder, and no run's id begins so."
                  + " `quorate replay` without a name takes the newest run.");
    }
    return journal;
  }

  /** How the run's process ended, where it left no last word; null when it did, or runs. */
  public static @Nullable Death death(Path journal) throws IOException {
    Path parent = journal.toAbsolutePath().getParent();
    if (parent == null || !journal.toAbsolutePath().equals(new RunFolder(parent).events())) {
      return null;
    }
    try {
      return new RunFolder(parent).fate().orElse(null);
    } catch (NoSuchFileException aCopyWithoutItsRun) {
      return null;
    }
  }

  /** How a person names it again. */
  static String name(Path journal) {
    Path folder = journal.getParent();
    boolean ours = folder != null && folder.getFileName().toString().matches("\\d{8}-\\d{6}-\\w+");
    return ours && folder != null ? folder.getFileName().toString() : journal.toString();
  }
}
