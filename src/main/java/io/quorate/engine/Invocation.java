package io.quorate.engine;

import io.quorate.plan.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run was asked for, as far as the next command has to say it again. It is kept with the run,
 * so it holds no secret: of the vault's password only the file that has it.
 *
 * @param directory where it was typed; what is relative is so to it
 * @param inventory the inventory's file, as typed; empty when there is none
 * @param passwordFile the file with the vault's password, as typed; empty when none was named
 * @param passwordProgram whether a command was named that prints that password. It is not kept, as
 *     the password may stand in it
 * @param options further words of the same journey, such as {@code --keep-snapshots}
 * @param more inventories that are put together with the first, as typed
 */
public record Invocation(
    String directory,
    String inventory,
    String passwordFile,
    boolean passwordProgram,
    List<String> options,
    @Nullable List<String> more) {

  public Invocation {
    options = List.copyOf(options);
    // Runs of earlier versions have none.
    more = more == null ? List.of() : List.copyOf(more);
  }

  /** Nothing is known of it. */
  public static Invocation none() {
    return of("");
  }

  /** With this inventory, typed here. */
  public static Invocation of(String inventory) {
    return of(List.of(inventory));
  }

  /** With several that are put together, or none. */
  public static Invocation of(List<String> inventories) {
    return new Invocation(
        here().toString(),
        inventories.isEmpty() ? "" : inventories.getFirst(),
        "",
        false,
        List.of(),
        inventories.isEmpty() ? List.of() : inventories.subList(1, inventories.size()));
  }

  public Invocation withPassword(String file, boolean program) {
    return new Invocation(directory, inventory, file, program, options, more);
  }

  public Invocation withOptions(List<String> words) {
    return new Invocation(directory, inventory, passwordFile, passwordProgram, words, more);
  }

  /** The same from wherever it is said: for what is recorded, and read in another folder. */
  public Invocation anywhere() {
    return new Invocation(
        directory,
        absolute(inventory),
        absolute(passwordFile),
        passwordProgram,
        options,
        others().map(this::absolute).toList());
  }

  private String absolute(String path) {
    return path.isEmpty() ? "" : Path.of(directory).resolve(path).toString();
  }

  /** Another command on the same cluster. */
  public ShellCommand command(String name) {
    return named(name).with(naming(false));
  }

  /** A journey may be a command of a command. */
  private static ShellCommand named(String journey) {
    return ShellCommand.of("quorate").with(journey.split(" "));
  }

  private List<String> naming() {
    List<String> words = new ArrayList<>();
    inventories().forEach(file -> words.addAll(List.of("-i", seen(file))));
    if (!passwordFile.isEmpty()) {
      words.addAll(List.of("--vault-password-file", seen(passwordFile)));
    }
    return words;
  }

  /** The words by which any command gets at the same cluster, or at its simulation. */
  public List<String> naming(boolean rehearsal) {
    List<String> words = inventory.isEmpty() ? new ArrayList<>(List.of("-i", "FILE")) : naming();
    if (rehearsal) {
      words.add("--rehearse");
    }
    return words;
  }

  /**
   * Goes on with a run where it ended.
   *
   * @param journey install, add, …
   * @param rehearsal whether its nodes are simulated
   */
  public ShellCommand resume(String journey, boolean rehearsal) {
    // A rescue looks at the machines anew before it says with which of them it goes on.
    boolean kept = inventory.isEmpty() && !journey.equals("rescue");
    ShellCommand command =
        kept
            ? named(journey).with(naming()).with(rehearsal ? List.of("--rehearse") : List.of())
            : on(journey, rehearsal);
    return command.with(options).with("--resume");
  }

  /** Another journey on the same cluster, or on its simulation. */
  public ShellCommand on(String journey, boolean rehearsal) {
    ShellCommand command = command(journey);
    return rehearsal ? command.with("--rehearse") : command;
  }

  /** What a command cannot say that is put together here; empty when it says all. */
  public String lacking() {
    return passwordProgram ? "with --vault-password-command as you gave it" : "";
  }

  private Stream<String> others() {
    return more == null ? Stream.empty() : more.stream();
  }

  /** All that make up the inventory, as typed. */
  private List<String> inventories() {
    return inventory.isEmpty() ? List.of() : Stream.concat(Stream.of(inventory), others()).toList();
  }

  /** Whether this file, named here, was the inventory. */
  public boolean isOf(Path file) {
    return isOf(List.of(file));
  }

  /** The same of several that are put together. */
  public boolean isOf(List<Path> files) {
    Path there = Path.of(directory);
    return !inventory.isEmpty()
        && inventories().stream()
            .map(file -> there.resolve(file).normalize())
            .toList()
            .equals(files.stream().map(file -> here().resolve(file).normalize()).toList());
  }

  /** The inventory's files as they are named from here; empty when there are none. */
  public List<String> inventoriesFromHere() {
    return inventories().stream().map(this::seen).toList();
  }

  /** The same in one line. */
  public String inventoryFromHere() {
    return inventoriesFromHere().stream().collect(Collectors.joining(" + "));
  }

  /** What was typed elsewhere leads to the same file from here. */
  private String seen(String path) {
    String typed = here().equals(Path.of(directory)) ? path : Path.of(directory, path).toString();
    String found = Path.of(path).isAbsolute() ? path : typed;
    return found.startsWith("-") ? "./" + found : found;
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }
}
