package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Everything that can be wrong with a file, and what a person reads of it. Each file below
 * src/test/resources/inventory/broken, and each folder's file of hosts, has a golden text beside
 * it: what {@code quorate inventory check} prints. {@code -Dformat=write} writes them anew.
 */
class BrokenInventoriesTest {

  private static final Path BROKEN = Path.of("src/test/resources/inventory/broken");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final List<String> HOSTS = List.of("hosts", "hosts.yaml");

  static List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(BROKEN)) {
      return entries
          .filter(entry -> !entry.toString().endsWith(".txt"))
          .map(BrokenInventoriesTest::inventoryIn)
          .sorted()
          .toList();
    }
  }

  private static Path inventoryIn(Path entry) {
    return Files.isDirectory(entry)
        ? HOSTS.stream().map(entry::resolve).filter(Files::exists).findFirst().orElseThrow()
        : entry;
  }

  private static Path golden(Path file) {
    Path entry = BROKEN.relativize(file).getName(0);
    return BROKEN.resolve(entry + ".txt");
  }

  private static Called check(Path file) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new InventoryCheckCommand(TODAY))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                "-i",
                file.toString(),
                "--vault-password-file",
                "src/test/resources/vault/other-password");
    return new Called(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @MethodSource("files")
  void isExplained(Path file) throws IOException {
    Called called = check(file);
    String said = called.out().replace(BROKEN + "/", "");
    if ("write".equals(System.getProperty("format"))) {
      Files.writeString(golden(file), said);
    }

    assertThat(said).isEqualTo(Files.readString(golden(file)));
    assertThat(said).doesNotContain("fake-canary");
    assertThat(called.code()).isIn(2, 4);
    assertThat(called.err()).isEmpty();
  }

  /** So many that no kind of mistake is forgotten, and no golden text without its file. */
  @Test
  void theCorpusIsWhole() throws IOException {
    try (Stream<Path> entries = Files.list(BROKEN)) {
      List<Path> golden = files().stream().map(BrokenInventoriesTest::golden).sorted().toList();
      assertThat(entries.filter(entry -> entry.toString().endsWith(".txt")).sorted().toList())
          .hasSizeGreaterThan(100)
          .isEqualTo(golden);
    }
  }

  @Test
  void aHugeFileIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path huge = folder.resolve("huge.yaml");
    try (var channel =
        Files.newByteChannel(
            huge,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.position(50L * 1024 * 1024);
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }

    assertThat(check(huge).out().replace(folder + "/", ""))
        .isEqualTo(
            """
            huge.yaml:1:1: error: The file is larger than 4 MiB.
                That is not an inventory: a thousand hosts take 0.2 MB. Check the file's name.
            huge.yaml: 1 error.
            """);
  }
}
