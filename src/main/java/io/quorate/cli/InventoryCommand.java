package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.journey.SavedWizard;
import io.quorate.tui.pages.WizardScreen.Exit;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.wizard.InstallWizard;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code quorate inventory}: what can be done with the file that describes a cluster. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Works with the file that describes a cluster; no node is touched.",
      "",
      "Without a command the wizard asks for hosts, roles, versions and the network, as it does for"
          + " an install, and writes the file.",
      "",
      "The inventory is YAML that Ansible reads too: keep it under version control, review it, edit"
          + " it by hand, and give it to `quorate install -i FILE`.",
      ""
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

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!RunPanes.possible()) {
      System.err.println(
          "error: the wizard needs a terminal. `quorate inventory --help` says what works without"
              + " one.");
      return ExitCode.INVALID;
    }
    Exit exit;
    try (TerminalDisplay display = Screens.open()) {
      SavedWizard saved = WizardOnScreen.keptAnswers(false);
      LocalDate today = LocalDate.now(ZoneId.systemDefault());
      exit = new WizardOnScreen(display, saved, false).show(InstallWizard.ofInventory(today));
    }
    WizardOnScreen.lastWords(exit).forEach(System.out::println);
    return exit instanceof Exit.Written ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }
}
