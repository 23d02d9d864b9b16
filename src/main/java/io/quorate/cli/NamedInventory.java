package io.quorate.cli;

import io.quorate.inventory.file.Piped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one file of a command, named by an option or by itself; as an exclusive group of picocli. */
final class NamedInventory {

  @Option(
      names = {"-i", "--inventory"},
      required = true,
      paramLabel = "FILE",
      description = "The inventory; the option's name may be left out.")
  private @Nullable Path named;

  @Parameters(index = "0", paramLabel = "FILE", hidden = true)
  private @Nullable Path placed;

  /** As it was typed; the command line has exactly one of them. */
  static Path of(@Nullable NamedInventory group) {
    Path file = group == null ? null : group.named != null ? group.named : group.placed;
    return file == null ? Path.of("") : file;
  }

  /**
   * What comes through standard input, where a dash names it; null: nothing does. A file that is
   * really called so is {@code ./-}.
   */
  static @Nullable Piped piped(Path... files) throws IOException {
    long dashes = Arrays.stream(files).filter(Piped.NAME::equals).count();
    return dashes == 0 ? null : Piped.of(System.in);
  }
}
