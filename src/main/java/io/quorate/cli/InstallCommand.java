package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Validation.Occasion;
import io.quorate.recipe.GuardRefused;
import io.quorate.recipe.InstallPlan;
import io.quorate.recipe.VerifiedPrograms;
import io.quorate.recipe.VersionGuard;
import io.quorate.release.InventoryLoader.Loaded;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.ClusterSession.Survey;
import io.quorate.usecase.PlannedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--verify",
      description =
          "Read every installed program again and compare it with its sum, also where nothing shows"
              + " that it was touched. It takes each node some seconds.")
  private boolean verify;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = verify ? List.of("--verify") : List.of();
    try (Conversation talk = Conversation.open(options, spec)) {
      return install(talk);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int install(Conversation talk) throws IOException, InterruptedException {
    Path file = talk.inventoryFile(PlannedRun.INSTALL);
    Loaded first = file == null ? null : talk.read(file, Occasion.FIRST_INSTALL);
    if (file == null || first == null) {
      return ExitCode.INVALID;
    }
    // An even number of masters is wrong for a first install only.
    Loaded loaded = first.refused() ? talk.read(file, Occasion.EXISTING_CLUSTER) : first;
    Inventory inventory = loaded == null ? null : loaded.inventory();
    if (loaded == null || inventory == null) {
      talk.accept(first);
      return ExitCode.INVALID;
    }
    return install(talk, inventory, first, loaded);
  }

  private int install(Conversation talk, Inventory inventory, Loaded first, Loaded loaded)
      throws IOException, InterruptedException {
    if (!first.refused()) {
      talk.accept(first);
    }
    try (ClusterSession journey =
        new Admission(inventory, options.rehearse, talk.prompts(), talk::say).enter()) {
      if (journey == null) {
        return talk.refuse("Not every node let us in.");
      }
      Survey survey = journey.survey();
      if (first.refused()) {
        boolean there = InstallPlan.isInstalled(survey.facts());
        talk.accept(there ? loaded : first);
        if (!there) {
          return ExitCode.INVALID;
        }
      }
      VersionGuard.refuseChange(inventory, survey.facts());
      if (!talk.permits(survey.findings())) {
        return ExitCode.REFUSED;
      }
      Planned planned =
          journey.plan(
              survey.facts(),
              c -> verify ? VerifiedPrograms.of(InstallPlan.of(c)) : InstallPlan.of(c),
              talk::say);
      return talk.carryOut(journey, PlannedRun.install(journey, planned));
    } catch (GuardRefused e) {
      return talk.refuse(e);
    }
  }
}
