package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.journey.SavedWizard;
import io.quorate.tui.pages.WizardScreen.Exit;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.wizard.InstallWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate inventory}: what can be done with the file that describes a cluster. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Works with the file that describes a cluster; no node is changed.",
      "",
      "Without a command the wizard asks for hosts, roles, versions and the network, as it does for"
          + " an install, and writes the file.",
      "",
      "With --from-cluster, the file is made of a cluster that runs: who is in it is asked of etcd"
          + " and the API, how it is set up is read from what its programs were started with, and"
          + " the rest from what its masters keep. What is not found out is said. Clusters that"
          + " others made are read, too.",
      "",
      "The inventory is YAML that Ansible reads too: keep it under version control, review it, edit"
          + " it by hand, and give it to `quorate install -i FILE`.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate inventory                                    the wizard",
      "  quorate inventory --from-cluster                     where the kubeconfig leads",
      "  quorate inventory --from-cluster --master ops@10.0.0.11 --become -o home.yaml",
      "",
      "Exit codes: 0 written; 2 invalid input; 3 no cluster, or another one; 130 interrupted."
    },
    subcommands = {
      InventoryCheckCommand.class,
      InventoryConvertCommand.class,
      InventoryDiffCommand.class,
      InventorySchemaCommand.class,
      InventoryEncryptCommand.class,
      InventoryDecryptCommand.class,
      InventoryRekeyCommand.class
    })
final class InventoryCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "With --from-cluster: where the inventory goes (default: the cluster's name with .yaml,"
              + " here). A file that is there already is never written over.")
  private @Nullable Path output;

  @Option(names = "--plain", description = "The wizard in questions and lines instead of screens.")
  private boolean plain;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String stray = output != null && !cluster.fromCluster ? "--output" : cluster.stray();
    if (stray == null && !cluster.fromCluster) {
      return wizard();
    }
    try (Conversation talk = Conversation.open(new JourneyOptions(), spec)) {
      if (stray != null) {
        talk.say("error: " + stray + " goes with --from-cluster.");
        return ExitCode.INVALID;
      }
      return readBack(talk);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int readBack(Conversation talk) throws IOException, InterruptedException {
    try {
      Path file = OpenedCluster.keep(cluster, output, talk);
      talk.say("Try it: quorate install -i " + file + " --dry-run");
      return ExitCode.DONE;
    } catch (OpenedCluster.NotOpenedException e) {
      return e.tell(talk);
    }
  }

  private int wizard() throws IOException, InterruptedException {
    SavedWizard saved = WizardOnScreen.keptAnswers(false);
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    if (plain || !RunPanes.possible()) {
      return PlainStart.inventory(saved, today);
    }
    Exit exit;
    try (TerminalDisplay display = Screens.open()) {
      exit = new WizardOnScreen(display, saved, false).show(InstallWizard.ofInventory(today));
    }
    WizardOnScreen.lastWords(exit).forEach(System.out::println);
    return exit instanceof Exit.Written ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }
}
