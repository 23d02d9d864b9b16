package io.quorate.usecase;

import io.quorate.backup.BackupFolder;
import io.quorate.plan.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a run has of a backup.
 *
 * @param unsealed its snapshot, which lies on this machine in clear for as long as the run needs it
 * @param proves the backup's file, of which the run is the proof; empty: it is none
 */
public record BackupUse(String unsealed, String proves) {

  /**
   * The run was done, and what it had to show is shown.
   *
   * @return that, or an empty text
   */
  String prove() throws IOException {
    if (proves.isEmpty()) {
      return "";
    }
    PrivateFiles.write(Path.of(proves + BackupFolder.PROVED), Instant.now() + "\n");
    return proves + " brings the cluster back";
  }

  /** The run has ended, however it did. */
  void end() throws IOException {
    Files.deleteIfExists(Path.of(unsealed));
  }
}
