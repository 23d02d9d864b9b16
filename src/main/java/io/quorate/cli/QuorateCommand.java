package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.journey.InventoryHome;
import io.quorate.journey.SavedWizard;
import io.quorate.node.ssh.SshConnector;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.pages.StartMenu;
import io.quorate.tui.pages.StartMenu.Entry;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Goal;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.SavedAnswers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate}: the wizard's menu. */
@Command(
    name = "quorate",
    mixinStandardHelpOptions = true,
    version = "Quorate 0.1.0",
    sortOptions = false,
    description = {
      "Installs multi-master Kubernetes on your own machines.",
      "",
      "Without a command the wizard starts: it asks for hosts, roles, versions and the network,",
      "shows what would be done, does it, and proves that the cluster works.",
      ""
    },
    footer = {
      "",
      "QUORATE_THEME chooses the look: default, light, high-contrast, monochrome. NO_COLOR is",
      "honoured."
    },
    subcommands = {
      InstallCommand.class,
      AddCommand.class,
      RemoveCommand.class,
      InventoryCommand.class,
      StatusCommand.class,
      RepairNetworkCommand.class,
      RescueCommand.class,
      DestroyCommand.class,
      AttachCommand.class,
      ReplayCommand.class,
      RunsCommand.class,
      ReportCommand.class,
      RunCommand.class,
      WarmCommand.class
    })
final class QuorateCommand implements Callable<Integer> {

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

  @Spec private @Nullable CommandSpec spec;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<Goal, SavedAnswers> left = left();
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    if (plain || !RunPanes.possible()) {
      return inLines(left, today);
    }
    try {
      return onScreen(left, today);
    } catch (Screens.UnusableException e) {
      e.tell().forEach(System.err::println);
      return inLines(left, today);
    }
  }

  private int onScreen(Map<Goal, SavedAnswers> left, LocalDate today)
      throws IOException, InterruptedException, Screens.UnusableException {
    RunFolder started = null;
    Exit exit = null;
    String command = null;
    try (TerminalDisplay display = Screens.open()) {
      Thread.ofVirtual().name("warm").start(SshConnector::warmUp);
      WizardOnScreen screen = new WizardOnScreen(display, rehearse);
      Entry chosen = choose(display, left);
      switch (chosen) {
        case Entry.Quit _ -> {
          return ExitCode.DONE;
        }
        case Entry.Attach attach -> started = new RunFolder(Path.of(attach.folder()));
        case Entry.Add _ -> command = "add";
        case Entry.Remove _ -> command = "remove";
        case Entry.Install _ -> exit = screen.show(InstallWizard.fresh(today));
        case Entry.Inventory _ -> exit = screen.show(InstallWizard.ofInventory(today));
        case Entry.Resume resume -> exit = screen.show(resumed(left, resume, today));
      }
    }
    if (command != null) {
      return onCluster(command);
    }
    WizardOnScreen.lastWords(exit).forEach(System.out::println);
    started = started == null ? WizardOnScreen.runOf(exit) : started;
    return started == null
        ? ExitCode.DONE
        : new RunFollower(new JourneyOptions(), new PrintWriter(System.out, true), null)
            .follow(started);
  }

  /** The same menu, and what follows, as questions and lines. */
  private int inLines(Map<Goal, SavedAnswers> left, LocalDate today)
      throws IOException, InterruptedException {
    Entry chosen;
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null || spec == null) {
        return PlainStart.nobody();
      }
      chosen = PlainMenu.ask(prompts, entries(left), rehearse);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
    return switch (chosen) {
      case Entry.Quit _ -> ExitCode.DONE;
      case Entry.Attach attach ->
          spec.commandLine()
              .execute("attach", new RunFolder(Path.of(attach.folder())).id(), "--plain");
      case Entry.Add _ -> onCluster("add");
      case Entry.Remove _ -> onCluster("remove");
      case Entry.Inventory _ ->
          PlainStart.inventory(InstallWizard.ofInventory(today), InventoryHome.fresh());
      case Entry.Install _ -> PlainStart.install(InstallWizard.fresh(today), rehearse);
      case Entry.Resume resume -> PlainStart.install(resumed(left, resume, today), rehearse);
    };
  }

  /** Another command, for the cluster whose inventory the person names. */
  private int onCluster(String command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null || spec == null) {
        return ExitCode.INVALID;
      }
      String file =
          prompts
              .ask(
                  rehearse
                      ? "The cluster's inventory, a file (Tab completes): "
                      : "The cluster's inventory, a file (Tab completes; Enter: read it back from"
                          + " the cluster): ",
                  inventories())
              .strip();
      String master =
          file.isEmpty() && !rehearse
              ? prompts.ask("A master that SSH reaches, [user@]host: ", List.of()).strip()
              : "";
      if (file.isEmpty() && master.isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      words.addAll(
          file.isEmpty() ? List.of("--from-cluster", "--master", master) : List.of("-i", file));
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
    if (rehearse) {
      words.add("--rehearse");
    }
    if (plain) {
      words.add("--plain");
    }
    return spec.commandLine().execute(words.toArray(String[]::new));
  }

  /** The YAML files here; whether they are inventories is said when one is opened. */
  private static List<String> inventories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files
          .map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".yaml") || n.endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  private static InstallWizard resumed(
      Map<Goal, SavedAnswers> left, Entry.Resume chosen, LocalDate today) {
    return InstallWizard.resumed(Objects.requireNonNull(left.get(chosen.goal())), today);
  }

  private Entry choose(TerminalDisplay display, Map<Goal, SavedAnswers> left)
      throws IOException, InterruptedException {
    ScreenLoop<StartMenu.Picture, Effect> menu =
        new ScreenLoop<>(display, new StartMenu(entries(left), rehearse), (effect, report) -> {});
    Entry chosen = menu.run().chosen();
    return chosen == null ? new Entry.Quit() : chosen;
  }

  private List<Entry> entries(Map<Goal, SavedAnswers> left) throws IOException {
    List<Entry> offered = new ArrayList<>();
    for (Runs.Entry run : Runs.standard().list()) {
      if (run.meta().isAlive() && run.meta().rehearsal() == rehearse) {
        String since = TIME.format(run.meta().start().atZone(ZoneId.systemDefault()));
        offered.add(
            new Entry.Attach(
                run.folder().path().toString(),
                run.meta().journey() + " of " + run.meta().cluster() + ", since " + since));
      }
    }
    left.forEach(
        (goal, answers) -> {
          int hosts = answers.answers().hosts().size();
          String detail =
              (hosts == 1 ? "1 host" : hosts + " hosts") + ", at " + answers.page().title();
          offered.add(new Entry.Resume(goal, detail));
        });
    return Entry.all(offered);
  }

  /** What was answered in wizards that were left, as far as it can be read. */
  private Map<Goal, SavedAnswers> left() throws IOException {
    Map<Goal, SavedAnswers> left = new EnumMap<>(Goal.class);
    for (Goal goal : List.of(Goal.INSTALL, Goal.INVENTORY)) {
      SavedWizard saved = WizardOnScreen.keptAnswers(rehearse, goal);
      String text = saved.text();
      try {
        if (text != null) {
          left.put(goal, SavedAnswers.read(text));
        }
      } catch (SavedAnswers.UnreadableException e) {
        System.err.println(
            "warning: the answers kept in " + saved.file() + " cannot be read: " + e.getMessage());
      }
    }
    return left;
  }
}
