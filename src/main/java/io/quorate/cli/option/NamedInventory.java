package io.quorate.cli.option;

import io.quorate.inventory.file.Piped;
import io.quorate.plan.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one file of a command, named by an option or by itself; as an exclusive group of picocli. */
public final class NamedInventory {

  @Option(
      names = {"-i", "--inventory"},
      required = true,
      paramLabel = "FILE",
      description = "The inventory; the option's name may be left out.")
  private List<Path> named = List.of();

  @Parameters(index = "0", paramLabel = "FILE", description = "The inventory, without -i.")
  private @Nullable Path placed;

  /** As they were typed; one at least. */
  public static List<Path> allOf(@Nullable NamedInventory group) {
    Path one = group == null ? null : group.placed;
    List<Path> several = group == null ? List.of() : group.named;
    return several.isEmpty() ? List.of(one == null ? Path.of("") : one) : several;
  }

  /** The first; others were refused. */
  public static Path of(@Nullable NamedInventory group) {
    return allOf(group).getFirst();
  }

  /** Why these are no one file that a command can change; empty: they are. */
  public static List<String> refusal(List<Path> files) {
    ShellCommand convert = ShellCommand.of("quorate", "inventory", "convert");
    for (Path file : files) {
      convert = convert.with("-i", file.toString());
    }
    String one = convert.with("--to", "native", "-o", "NEW.yaml").toString();
    if (files.size() > 1) {
      return List.of(
          "error: -i: this command writes into the inventory's file, and takes one; there are "
              + files.size()
              + ".",
          "    Make one of them first: " + one);
    }
    if (files.size() == 1 && Files.isDirectory(files.getFirst())) {
      return List.of(
          "error: -i: "
              + files.getFirst()
              + " is a folder; this command writes into the inventory's file, and takes one.",
          "    Name the file, or make one of the folder first: " + one);
    }
    return List.of();
  }

  /**
   * What comes through standard input, where a dash names it; null: nothing does. A file that is
   * really called so is {@code ./-}.
   */
  public static @Nullable Piped piped(Path... files) throws IOException {
    long dashes = Arrays.stream(files).filter(Piped.NAME::equals).count();
    return dashes == 0 ? null : Piped.of(System.in);
  }
}
