package io.quorate.cli.inventory;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The inventories of a command that reads several; as an exclusive group of picocli. */
final class NamedInventories {

  @Option(
      names = {"-i", "--inventory"},
      required = true,
      paramLabel = "FILE",
      description =
          "The inventory, a file or a folder; - is standard input. Several are put together as by"
              + " Ansible.")
  private List<Path> named = List.of();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Inventories without -i, each of its own.")
  private List<Path> placed = List.of();

  /** Of each inventory its files, as they were typed; the command line has one at least. */
  static List<List<Path>> of(@Nullable NamedInventories group) {
    return group == null
        ? List.of()
        : group.named.isEmpty()
            ? group.placed.stream().map(List::of).toList()
            : List.of(group.named);
  }
}
