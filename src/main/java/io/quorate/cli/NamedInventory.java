package io.quorate.cli;

import java.nio.file.Path;
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
}
