package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.Preview;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Inventory;
import io.quorate.journey.InstallJourney;
import io.quorate.journey.InstallJourney.Planned;
import io.quorate.journey.InstallJourney.Survey;
import io.quorate.journey.InstallRun;
import io.quorate.node.HostKeys;
import io.quorate.recipe.Finding;
import io.quorate.recipe.GuardRefused;
import io.quorate.release.InventoryLoader;
import io.quorate.release.InventoryLoader.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate install}: the first journey without the wizard. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Installs the cluster that an inventory describes, or brings an installed one back to it.",
      "",
      "Connects to all nodes, looks at them, says what would change, asks, and then runs the plan"
          + " in a process of its own: closing the terminal does not stop it (see `quorate"
          + " attach`). A second run of the same inventory changes nothing.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate install -i home.yaml --dry-run    what would change, with diffs",
      "  quorate install -i home.yaml              ask, then do it, with live panes",
      "  quorate install --resume                  go on where it was cut off",
      "",
      "Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard,",
      "nothing was changed; 4 finished with warnings; 130 interrupted."
    })
final class InstallCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Prompts prompts = options.json ? null : Prompts.open()) {
      return install(prompts);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int install(@Nullable Prompts prompts) throws IOException, InterruptedException {
    Path file = inventoryFile();
    if (file == null) {
      return ExitCode.INVALID;
    }
    Inventory inventory = load(file);
    if (inventory == null) {
      return ExitCode.INVALID;
    }
    Admission.Admitted admitted =
        new Admission(inventory, HostKeys.standard(), prompts, this::say).enter();
    if (admitted == null) {
      say("Refused; nothing was changed.");
      return ExitCode.REFUSED;
    }
    try (InstallJourney journey = admitted.journey()) {
      Survey survey = journey.survey();
      if (!permits(survey)) {
        return ExitCode.REFUSED;
      }
      Planned planned = journey.plan(survey, this::say);
      Preview preview = journey.preview(planned);
      if (options.dryRun) {
        PreviewLines.of(preview, options.verbose).forEach(this::print);
        return preview.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
      }
      InstallRun run = new InstallRun(inventory, admitted.reach(), planned);
      if (preview.nothingToDo()) {
        RunFolder folder = run.record(preview);
        return new RunFollower(options, out()).follow(folder);
      }
      if (prompts != null && !options.yes && !agreed(prompts, preview)) {
        say("Nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      RunFolder folder = run.start(Launch.self(), false);
      return new RunFollower(options, out()).follow(folder);
    } catch (GuardRefused e) {
      say("error: " + e.getMessage());
      say("Refused; nothing was changed.");
      return ExitCode.REFUSED;
    }
  }

  private boolean agreed(Prompts prompts, Preview preview) {
    PreviewLines.summary(preview).forEach(this::say);
    return prompts.confirm("Go on?");
  }

  private @Nullable Path inventoryFile() throws IOException {
    Path named = options.inventory;
    if (named != null) {
      return named;
    }
    if (options.resume) {
      RunFolder unfinished = InstallRun.newestUnfinished().orElse(null);
      if (unfinished == null) {
        say("error: no run was cut off. Name an inventory with -i FILE.");
        return null;
      }
      say("Going on with run " + unfinished.id() + ".");
      return unfinished.inventory();
    }
    say("error: name an inventory with -i FILE, or start `quorate` for the wizard.");
    return null;
  }

  private @Nullable Inventory load(Path file) throws IOException {
    Loaded loaded;
    try {
      loaded = InventoryLoader.load(file, LocalDate.now(java.time.ZoneId.systemDefault()));
    } catch (NoSuchFileException e) {
      say("error: there is no file " + file + ".");
      return null;
    }
    ProblemLines.of(loaded.problems()).forEach(this::say);
    if (loaded.refused()) {
      say("The inventory is not usable as it is; nothing was changed.");
    }
    return loaded.inventory();
  }

  private boolean permits(Survey survey) {
    for (Finding finding : survey.findings()) {
      if (finding.status() == Finding.Status.OK) {
        continue;
      }
      boolean failed = finding.status() == Finding.Status.FAILED;
      String node = finding.node().isEmpty() ? "cluster" : finding.node();
      say(
          (failed ? "error: " : "warning: ")
              + node
              + ": "
              + finding.title()
              + ": "
              + finding.found());
      if (!finding.remedy().isEmpty()) {
        say("    " + finding.remedy());
      }
    }
    List<Finding> failed = survey.failed();
    if (!failed.isEmpty()) {
      say("Refused: the preflight failed at " + failed.size() + " points; nothing was changed.");
    }
    return failed.isEmpty();
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }

  private void print(String line) {
    out().println(line);
    out().flush();
  }

  /** What is not the result goes to standard error, so that --json stays JSON. */
  private void say(String line) {
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
