package io.quorate.cli;

import io.quorate.cli.backup.BackupCommand;
import io.quorate.cli.backup.RestoreCommand;
import io.quorate.cli.inventory.InventoryCommand;
import io.quorate.cli.journey.AddCommand;
import io.quorate.cli.journey.DestroyCommand;
import io.quorate.cli.journey.InstallCommand;
import io.quorate.cli.journey.RemoveCommand;
import io.quorate.cli.journey.RepairNetworkCommand;
import io.quorate.cli.journey.RescueCommand;
import io.quorate.cli.journey.UpgradeCommand;
import io.quorate.cli.keys.CertificatesCommand;
import io.quorate.cli.look.CisCommand;
import io.quorate.cli.look.StatusCommand;
import io.quorate.cli.look.SupportBundleCommand;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.option.ShortUsage;
import io.quorate.cli.option.SurplusFile;
import io.quorate.cli.run.AttachCommand;
import io.quorate.cli.run.ReplayCommand;
import io.quorate.cli.run.ReportCommand;
import io.quorate.cli.run.RunCommand;
import io.quorate.cli.run.RunFollower;
import io.quorate.cli.run.RunPanes;
import io.quorate.cli.run.RunsCommand;
import io.quorate.cli.screen.Screens;
import io.quorate.cli.wizard.MenuChoices;
import io.quorate.cli.wizard.MenuScreen;
import io.quorate.cli.wizard.PlainStart;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.node.ssh.SshConnector;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** {@code quorate}: the wizard's menu. */
@Command(
    name = "quorate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Installs multi-master Kubernetes on your own machines.",
      "",
      "Without a command the wizard starts: it asks for hosts, roles, versions and the network,"
          + " shows what would be done, does it, and proves that the cluster works.",
      ""
    },
    footer = {
      "",
      "QUORATE_THEME chooses the look: default, light, high-contrast, monochrome. NO_COLOR is"
          + " honored. QUORATE_BELL is how a run calls you to its screen when it waits for a"
          + " decision and when it ends: on (the bell and a notification), ring (the bell alone),"
          + " off."
    })
final class QuorateCommand implements Callable<Integer> {

  /** Read only where it is asked for, by whatever command. */
  private static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {Release.own().words()};
    }
  }

  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          InstallCommand.class,
          AddCommand.class,
          RemoveCommand.class,
          UpgradeCommand.class,
          BackupCommand.class,
          CertificatesCommand.class,
          CisCommand.class,
          InventoryCommand.class,
          StatusCommand.class,
          RepairNetworkCommand.class,
          RescueCommand.class,
          RestoreCommand.class,
          DestroyCommand.class,
          AttachCommand.class,
          ReplayCommand.class,
          RunsCommand.class,
          ReportCommand.class,
          SupportBundleCommand.class,
          CompletionCommand.class,
          RunCommand.class,
          WarmCommand.class,
          ShareCommand.class);

  @Option(
      names = "--rehearse",
      description =
          "The wizard on simulated nodes: nothing real is reached or changed, and every screen says"
              + " so.")
  private boolean rehearse;

  @Option(
      names = "--plain",
      description =
          "Questions and lines instead of screens: for screen readers, serial consoles, and"
              + " wherever TERM is dumb.")
  private boolean plain;

  /**
   * The program's commands: the one that the first word names, or else all. To look through every
   * option of all commands takes longer than most of what a command does.
   */
  static CommandLine tree(String... words) {
    CommandLine tree = new CommandLine(new QuorateCommand());
    List<Class<?>> named =
        COMMANDS.stream().filter(c -> words.length > 0 && nameOf(c).equals(words[0])).toList();
    for (Class<?> command : named.isEmpty() ? COMMANDS : named) {
      tree.addSubcommand(command);
    }
    CommandList.in(tree);
    CommonOptions.in(tree);
    tellVersions(tree);
    tree.setParameterExceptionHandler(new SurplusFile(new ShortUsage()));
    // A word with an @ before it is --limit's file, and no file of options.
    return tree.setExpandAtFiles(false);
  }

  private static void tellVersions(CommandLine command) {
    command.getCommandSpec().versionProvider(new Version());
    command.getSubcommands().values().forEach(QuorateCommand::tellVersions);
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    MenuChoices choices = new MenuChoices(rehearse);
    if (plain || !RunPanes.possible()) {
      return PlainStart.menu(choices, rehearse);
    }
    try {
      return onScreen(choices);
    } catch (Screens.UnusableException e) {
      e.tell().forEach(System.err::println);
      return PlainStart.menu(choices, rehearse);
    }
  }

  private int onScreen(MenuChoices choices)
      throws IOException, InterruptedException, Screens.UnusableException {
    MenuScreen.Left left;
    int code = ExitCode.DONE;
    try (TerminalDisplay display = Screens.open()) {
      Thread.ofVirtual().name("warm").start(SshConnector::warmUp);
      left = new MenuScreen(display, choices, rehearse).run();
      RunFolder run = left.run();
      if (run != null) {
        code =
            new RunFollower(new JourneyOptions(), new PrintWriter(System.out, true), null)
                .follow(run, display);
      }
    }
    left.words().forEach(System.out::println);
    if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
      left.afterwards().forEach(System.out::println);
    }
    return code;
  }
}
