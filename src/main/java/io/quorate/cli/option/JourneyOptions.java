package io.quorate.cli.option;

import io.quorate.engine.Invocation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that journeys share. They are part of the command line's contract. */
public final class JourneyOptions {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The inventory: the wanted cluster, as YAML that Ansible reads too, or in another form that"
              + " `quorate inventory convert` reads. Several, or a folder, are put together as by"
              + " Ansible, but for commands that write into the file.")
  public List<Path> inventories = List.of();

  @Mixin public VaultOptions vault = new VaultOptions();

  @Option(
      names = "--dry-run",
      description = "Say what would change on each node, with file diffs, and change nothing.")
  public boolean dryRun;

  @Option(
      names = "--resume",
      description =
          "Go on with the newest run that was cut off, of the given inventory or of any. What is"
              + " done already is found done and left alone.")
  public boolean resume;

  @Option(
      names = "--rehearse",
      description =
          "On simulated nodes: nothing real is reached or changed. They are kept for the cluster's"
              + " next rehearsal. QUORATE_REHEARSAL_SPEED in the environment makes them faster"
              + " (10: ten times), QUORATE_REHEARSAL_FAIL=node-2:5 has the fifth operation on node-2 fail"
              + " once (or the first after it that is not tried again by itself), QUORATE_REHEARSAL_SYSTEM=rocky-9 or almalinux-9 has them be such machines"
              + " instead of Debian 12, QUORATE_REHEARSAL_AGE=400 has the cluster have been installed"
              + " 400 days ago, so that its certificates have ended.")
  public boolean rehearse;

  @Option(names = "--plain", description = "One line an event instead of live panes.")
  public boolean plain;

  @Option(names = "--json", description = "The events as JSON, one object a line.")
  public boolean json;

  @Option(
      names = "--yes",
      description =
          "Do not ask before changing anything, nor, in lines, after a failure. Host keys are never accepted by this: an unknown"
              + " one ends the command.")
  public boolean yes;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show what the commands print, and what was in order already.")
  public boolean verbose;

  /** The cluster's name, for journeys that cannot be undone; null when it was not given. */
  public @Nullable String confirm;

  /** Words of the journey's own that the command to resume it has to say again. */
  public List<String> again = List.of();

  /**
   * The one file that a command changes; null: none was named.
   *
   * @throws EndedException when it is none, or several are
   */
  public @Nullable Path oneInventory() throws EndedException {
    List<String> refusal = NamedInventory.refusal(inventories);
    if (!refusal.isEmpty()) {
      throw EndedException.invalid(refusal);
    }
    return inventories.isEmpty() ? null : inventories.getFirst();
  }

  /** This command, as far as a later one has to say it again. */
  public Invocation invocation() {
    return invocation(inventories);
  }

  /** The same of a file; the first of several stands for all. */
  public Invocation invocation(Path file) {
    boolean first = !inventories.isEmpty() && inventories.getFirst().equals(file);
    return invocation(first ? inventories : List.of(file));
  }

  public Invocation invocation(List<Path> files) {
    return vault
        .keptIn(Invocation.of(files.stream().map(Path::toString).toList()))
        .withOptions(again);
  }
}
