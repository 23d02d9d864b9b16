package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.backup.Archives;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive can be opened without Quorate, as the page of backups says. Among the lab's tests
 * since it needs the program age, which not every machine has; without it, it fails.
 */
@Tag("lab")
class AgeLabTest {

  @TempDir Path folder;

  @Test
  void theProgramsTarAndAgeOpenAnArchive() throws Exception {
    Commands.run(Limits.SOON, "age", "--version").orFail();
    byte[] snapshot = Archives.snapshot(30);
    Archives.write(folder.resolve("home"), Archives.SEALING, snapshot);
    Files.writeString(folder.resolve("key"), Archives.IDENTITY.reveal() + "\n");
    String opened =
        "cd \"$1\" && tar xf home && sha256sum --quiet -c SHA256SUMS"
            + " && age -d -i key data.tar.gz.age | tar xz"
            + " && cat inventory.yaml && stat -c '%s %a' snapshot.db";
    assertThat(
            Commands.run(Limits.SOON, "sh", "-c", opened, "sh", folder.toString())
                .orFail()
                .output())
        .isEqualTo("all: {}\n122912 600\n");
    assertThat(Files.readAllBytes(folder.resolve("snapshot.db"))).isEqualTo(snapshot);
  }
}
