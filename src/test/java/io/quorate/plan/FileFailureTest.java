package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

  @TempDir Path folder;

  @Test
  void whatTheJdkLeavesOutIsSaid() throws IOException {
    Path there = Files.createFile(folder.resolve("there"));
    Path absent = folder.resolve("absent");
    assertThat(FileFailure.words(catchThrowable(() -> Files.readString(absent))))
        .isEqualTo(absent + " is not there");
    assertThat(FileFailure.words(catchThrowable(() -> Files.createFile(there))))
        .isEqualTo(there + " is there already");
    assertThat(FileFailure.words(catchThrowable(() -> Files.delete(folder))))
        .isEqualTo(folder + " is not empty");
    assertThat(FileFailure.words(new AccessDeniedException("/etc/shadow")))
        .isEqualTo("/etc/shadow: permission denied");
  }

  @Test
  void whatIsSaidAlreadyStays() {
    assertThat(FileFailure.words(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("/x: No space left on device");
    assertThat(FileFailure.words(new IOException("refused"))).isEqualTo("refused");
    assertThat(FileFailure.words(new IOException())).isEqualTo("IOException");
    assertThat(FileFailure.words(new UncheckedIOException(new IOException("inside"))))
        .isEqualTo("inside");
    assertThat(FileFailure.words(new UncheckedIOException("no password", new IOException())))
        .isEqualTo("no password");
  }
}
