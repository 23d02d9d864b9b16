package io.quorate.cli;

import io.quorate.inventory.file.Piped;
import java.io.IOException;
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
          "The inventory; the option's name may be left out. - is standard input. Several are read"
              + " as one, and a folder with all that is in it, as Ansible does.")
  private List<Path> named = List.of();

  @Parameters(arity = "1..*", paramLabel = "FILE", hidden = true)
  private List<Path> placed = List.of();

  /** Each inventory as the files that it is made of. */
  static List<List<Path>> of(@Nullable NamedInventories group) {
    if (group == null) {
      return List.of();
    }
    return group.named.isEmpty()
        ? group.placed.stream().map(List::of).toList()
        : List.of(group.named);
  }

  /** What comes through standard input, where a dash names it; null: nothing does. */
  static @Nullable Piped piped(List<List<Path>> inventories) throws IOException {
    return NamedInventory.piped(inventories.stream().flatMap(List::stream).toArray(Path[]::new));
  }
}
