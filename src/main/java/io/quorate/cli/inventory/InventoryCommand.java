package io.quorate.cli.inventory;

import io.quorate.cli.command.ClusterOptions;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.command.OpenedCluster;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.VaultOptions;
import io.quorate.cli.run.RunPanes;
import io.quorate.cli.screen.Screens;
import io.quorate.cli.wizard.OnScreen;
import io.quorate.cli.wizard.PlainStart;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.journey.InventoryHome;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.wizard.Exit;
import io.quorate.wizard.InstallWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
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
      "  quorate inventory -i home.yaml                       the wizard, with what the file says",
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
      InventorySetRunningVersionsCommand.class,
      InventoryEncryptCommand.class,
      InventoryDecryptCommand.class,
      InventoryRekeyCommand.class
    })
public final class InventoryCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "With --from-cluster: where the inventory goes (default: the cluster's name with .yaml,"
              + " here). A file that is there already is never written over.")
  private @Nullable Path output;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The wizard with what this file says. Only the lines of what becomes other are touched:"
              + " comments, order, quotes and anchors stay.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(names = "--plain", description = "The wizard in questions and lines instead of screens.")
  private boolean plain;

  @Spec private @Nullable CommandSpec spec;

  private @Nullable Opened opened;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String stray = output != null && !cluster.fromCluster ? "--output" : cluster.stray();
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    if (stray == null && !cluster.fromCluster && inventories.isEmpty()) {
      return wizard(InstallWizard.ofInventory(today), InventoryHome.fresh());
    }
    JourneyOptions options = new JourneyOptions();
    options.vault = vault;
    int code = CommandContext.hold(options, spec, talk -> open(talk, stray));
    // The terminal is the wizard's from here on.
    Opened file = opened;
    return file == null ? code : wizard(file.wizard(), file.home());
  }

  /** A file that the wizard is about to change. */
  private record Opened(InstallWizard wizard, InventoryHome home) {}

  private int open(CommandContext talk, @Nullable String stray)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (stray != null) {
      throw EndedException.invalid("error: " + stray + " goes with --from-cluster.");
    }
    List<String> refusal = NamedInventory.refusal(inventories);
    if (!refusal.isEmpty()) {
      throw EndedException.invalid(refusal);
    }
    Path file = inventories.isEmpty() ? null : inventories.getFirst();
    if (file == null) {
      Path kept = OpenedCluster.keep(cluster, output, talk);
      talk.say("Try it: quorate install -i " + kept + " --dry-run");
      return ExitCode.DONE;
    }
    if (cluster.fromCluster) {
      throw EndedException.invalid(
          "error: -i FILE changes a file; with --from-cluster, -o FILE names a new one.");
    }
    Inventory there = talk.load(file);
    Inventory own = InventoryFile.read(file, Catalogue.load(), talk.vault()).inventory();
    if (own == null || !own.hosts().equals(there.hosts())) {
      throw EndedException.invalid(
          "error: " + file + " is in a form that the wizard does not change.",
          "    quorate inventory convert -i " + file + " -o NEW.yaml makes it one of ours.");
    }
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    opened =
        new Opened(
            InstallWizard.ofFile(there, file.toString(), today),
            InventoryHome.of(file, talk.vault()));
    return ExitCode.DONE;
  }

  private int wizard(InstallWizard wizard, InventoryHome home)
      throws IOException, InterruptedException {
    if (plain || !RunPanes.possible()) {
      return PlainStart.inventory(wizard, home);
    }
    Exit exit;
    try (TerminalDisplay display = Screens.open()) {
      exit = new OnScreen(display, false).show(wizard, home);
    } catch (Screens.UnusableException e) {
      e.tell().forEach(System.err::println);
      return PlainStart.inventory(wizard, home);
    }
    OnScreen.lastWords(exit).forEach(System.out::println);
    return exit instanceof Exit.Written ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }
}
