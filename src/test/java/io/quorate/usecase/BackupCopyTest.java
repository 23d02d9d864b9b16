package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.Archives;
import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.target.OffHost;
import io.quorate.target.Progress;
import io.quorate.target.S3Keys;
import io.quorate.target.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of the copy of a backup that is home. */
class BackupCopyTest {

  @TempDir Path here;

  @Test
  void theBackupStaysWhenItsCopyFails() throws Exception {
    Path folder = Files.createDirectory(here.resolve("a folder"));
    Path file =
        Files.writeString(
            new BackupFolder(folder).fileFor("home", Instant.parse("2026-05-01T02:00:00Z")), "x");
    try (S3Keys keys = new S3Keys(here);
        S3Server server = new S3Server()) {
      BackupHome home =
          new BackupHome(
                  folder.toString(),
                  Archives.SEALING,
                  new Retention(14, 0),
                  "node-1",
                  new TreeMap<>(),
                  new TreeMap<>(),
                  null)
              .copiedTo(OffHost.parse("s3://backups/a b?endpoint=" + server.endpoint()));
      keys.secret("a-fake-word");
      assertThatThrownBy(() -> home.copied(false, file, Progress.none()))
          .hasMessageStartingWith(
              "the backup is in " + file + ", but did not come to s3://backups/")
          .hasMessageContaining("(SignatureDoesNotMatch); look at AWS_ACCESS_KEY_ID")
          .hasMessageNotContaining("a-fake-word")
          .hasMessageEndingWith(
              "Then: quorate backup copy '%s' 's3://backups/a%%20b?endpoint=%s' --keep 14"
                  .formatted(file, server.endpoint()));
      assertThat(file).hasContent("x");
      keys.secret(S3Server.SECRET_KEY);
      assertThat(home.copied(false, file, Progress.none())).startsWith("; copied to s3://backups/");
      assertThat(server.keys()).contains("a b/home-20260501T020000Z.quorate");
    }
  }
}
