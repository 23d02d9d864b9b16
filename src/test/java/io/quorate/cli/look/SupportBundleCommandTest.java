package io.quorate.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is gathered; what is gathered has tests of its own. */
class SupportBundleCommandTest {

  @TempDir Path folder;

  @Test
  void aFileThatIsThereIsNotReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.tar.gz"), "mine");
    Called called = Called.with("support-bundle", "--out", file.toString());
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains(file + " is there already, and is not replaced");
    assertThat(file).content().isEqualTo("mine");
  }

  @Test
  void nobodyIsAskedOffline() {
    String file = folder.resolve("new.tar.gz").toString();
    Called called = Called.with("support-bundle", "--offline", "--from-cluster", "--out", file);
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains("--from-cluster asks the cluster, and --offline asks nobody");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aClusterHasToBeNamedInFull() {
    String file = folder.resolve("new.tar.gz").toString();
    Called called = Called.with("support-bundle", "--master", "192.0.2.1", "--out", file);
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains("-i FILE", "--from-cluster");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    String file = folder.resolve("new.tar.gz").toString();
    Called called = Called.with("support-bundle", "--run", "19991231-nothing", "--out", file);
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains("19991231-nothing is no run's folder", "quorate runs");
    assertThat(folder).isEmptyDirectory();
  }
}
