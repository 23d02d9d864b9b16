package io.quorate.cli.inventory;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.ProblemLines;
import io.quorate.cli.option.VaultOptions;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.SettingsInPlace;
import io.quorate.inventory.form.SettingsInPlace.Change;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.plan.FileFailure;
import io.quorate.usecase.Absence;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InventoryOfWhatRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate inventory set-running-versions}: the file says what runs. */
@Command(
    name = "set-running-versions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the versions that run into an inventory: of Kubernetes, etcd, the container runtime,"
          + " runc and the CNI plug-ins, and which runtime and pod network there are.",
      "",
      "The nodes are asked, and not changed; those that are down, were reinstalled or refuse SSH"
          + " are left out, and named. Only the values change, where they stand: in the file, YAML"
          + " or INI, or in files of variables beside it. Where nodes differ, the version of most"
          + " of them is taken, and said.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done, or nothing to do; 2 invalid input; 3 no cluster runs there, nobody could"
          + " be asked, or no version is that of most; the file is as it was; 130 interrupted."
    })
final class InventorySetRunningVersionsCommand implements Callable<Integer> {

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable NamedInventory named;

  private Path file = Path.of("");

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Option(names = "--rehearse", description = "Of the simulated nodes of a rehearsal.")
  private boolean rehearse;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    file = NamedInventory.of(named);
    JourneyOptions options = new JourneyOptions();
    options.vault = vault;
    options.rehearse = rehearse;
    return CommandContext.hold(options, spec, this::set);
  }

  private int set(CommandContext talk) throws IOException, InterruptedException, EndedException {
    List<String> refusal = NamedInventory.refusal(NamedInventory.allOf(named));
    if (!refusal.isEmpty()) {
      throw EndedException.invalid(refusal);
    }
    Reading reading;
    try {
      reading = Forms.read(Source.of(file), Catalogue.load(), talk.vault());
    } catch (VaultOptions.NoPasswordException e) {
      throw EndedException.invalid("error: " + e.getMessage());
    } catch (NoSuchFileException e) {
      talk.say("error: there is no file " + file + ".");
      return ExitCode.INVALID;
    }
    // Versions that do not go together are no reason: they are what is mended here.
    Inventory inventory = reading.inventory();
    if (inventory == null || reading.hasErrors()) {
      ProblemLines.of(reading.problems()).forEach(talk::say);
      return ExitCode.INVALID;
    }
    try (ClusterSession journey = talk.login().enter(inventory, Map.of(), Absence::isGone)) {
      boolean some = journey.failures().size() < inventory.hosts().size();
      journey
          .failures()
          .forEach(
              (name, f) ->
                  talk.say(
                      (some ? "warning: " + name + " is left out: " : "error: ")
                          + f.getMessage()
                          + "."));
      if (!some) {
        throw EndedException.refused("No node could be asked.");
      }
      InventoryOfWhatRuns found = InventoryOfWhatRuns.of(journey);
      found.notes().forEach(n -> talk.say(n.words()));
      return write(talk, reading, found.inventory());
    }
  }

  private int write(CommandContext talk, Reading reading, Inventory running) throws IOException {
    List<Change> changes = SettingsInPlace.changes(reading, running);
    if (!dryRun && !changes.isEmpty()) {
      try {
        changes = SettingsInPlace.apply(Source.of(file), running, Catalogue.load(), talk.vault());
      } catch (IOException e) {
        talk.say("error: " + FileFailure.words(e));
        talk.say("Nothing was changed.");
        return ExitCode.INVALID;
      }
    }
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    changes.forEach(c -> out.println(words(c)));
    out.println(
        changes.isEmpty()
            ? file + " says what runs; nothing was changed."
            : dryRun ? "Nothing was changed." : file + " says what runs.");
    out.flush();
    return ExitCode.DONE;
  }

  private static String words(Change change) {
    Place place = change.place();
    return "%s: %s -> %s (%s)"
        .formatted(
            change.setting().key(),
            change.before(),
            change.after(),
            place == null ? "a new line" : place.file() + ":" + place.line());
  }
}
