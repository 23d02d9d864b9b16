package io.quorate.cli.wizard;

import io.quorate.cli.look.StatusScreen;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.run.Launch;
import io.quorate.cli.run.ReplayScreen;
import io.quorate.cli.run.ReportCommand;
import io.quorate.cli.run.RunArgument;
import io.quorate.cli.run.RunFollower;
import io.quorate.console.PlainJourney;
import io.quorate.console.PlainWizard;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.Invocation;
import io.quorate.engine.JournalReader;
import io.quorate.engine.RunFolder;
import io.quorate.journey.InventoryHome;
import io.quorate.journey.JourneyWork;
import io.quorate.journey.WizardWork;
import io.quorate.node.ssh.HostKeys;
import io.quorate.usecase.ClusterSession;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.journey.Journey;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.Journeys;
import io.quorate.wizard.journey.MenuEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;

/** The wizard in questions and lines, from its beginning to the run's end. */
public final class PlainStart {

  private PlainStart() {}

  /** What is done with the person at the terminal. */
  private interface Talking {
    int with(Prompts prompts) throws IOException, InterruptedException;
  }

  /** The install, in questions; the exit code. */
  static int install(InstallWizard wizard, boolean rehearse)
      throws IOException, InterruptedException {
    return talk(
        prompts -> {
          JourneyOptions options = new JourneyOptions();
          options.plain = true;
          RunFollower follower =
              new RunFollower(options, new PrintWriter(System.out, true), prompts);
          WizardWork work =
              new WizardWork(
                  HostKeys.standard(),
                  OnScreen.keptAnswers(rehearse, wizard.goal()),
                  Launch.self(),
                  rehearse,
                  follower.decides(),
                  InventoryHome.fresh());
          String came = new PlainWizard(wizard, prompts, work::run).ask();
          return came == null
              ? ExitCode.DONE
              : wizard.goal().reachesHosts()
                  ? follower.follow(new RunFolder(Path.of(came)))
                  : written(prompts, came);
        });
  }

  /** The inventory alone, in questions. */
  public static int inventory(InstallWizard wizard, InventoryHome home)
      throws IOException, InterruptedException {
    return talk(
        prompts -> {
          WizardWork work =
              new WizardWork(
                  HostKeys.standard(),
                  OnScreen.keptAnswers(false, wizard.goal()),
                  Launch.self(),
                  false,
                  false,
                  home);
          String file = new PlainWizard(wizard, prompts, work::run).ask();
          return file == null ? ExitCode.INTERRUPTED : written(prompts, file);
        });
  }

  /** The menu, and what follows, in questions; the exit code. */
  public static int menu(MenuChoices choices, boolean rehearse)
      throws IOException, InterruptedException {
    MenuEntry chosen;
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null) {
        return nobody();
      }
      chosen = PlainMenu.ask(prompts, choices.entries(), rehearse);
      switch (chosen) {
        case MenuEntry.Quit _, MenuEntry.Back _ -> {
          return ExitCode.DONE;
        }
        case MenuEntry.On(Journey journey) -> {
          return journey(journey, choices, prompts, rehearse);
        }
        case MenuEntry.Attach(String folder, String detail) -> {
          return follower(prompts).follow(new RunFolder(Path.of(folder)));
        }
        case MenuEntry.Replay _, MenuEntry.Report _ -> {
          return recorded(chosen, choices, prompts);
        }
        case MenuEntry.History _ -> {
          return history(choices, prompts);
        }
        case MenuEntry.Install _,
            MenuEntry.Inventory _,
            MenuEntry.Resume _,
            MenuEntry.Run _,
            MenuEntry.OfCluster _ -> {
          // The terminal is the wizard's from here on.
        }
      }
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
    InstallWizard wizard = choices.wizard(chosen);
    return wizard.goal().reachesHosts()
        ? install(wizard, rehearse)
        : inventory(wizard, InventoryHome.fresh());
  }

  private static RunFollower follower(Prompts prompts) {
    JourneyOptions options = new JourneyOptions();
    options.plain = true;
    return new RunFollower(options, new PrintWriter(System.out, true), prompts);
  }

  private static int journey(
      Journey journey, MenuChoices choices, Prompts prompts, boolean rehearse)
      throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    RunFollower follower = follower(prompts);
    try (JourneyWork work =
        new JourneyWork(
            rehearse,
            options.vault::vault,
            Launch.self(),
            follower.decides(),
            file -> Invocation.of(file.toString()))) {
      JourneyWizard last =
          new PlainJourney(
                  JourneyWizard.of(journey, choices.inventories(), rehearse),
                  prompts,
                  work::run,
                  Clock.systemUTC())
              .ask();
      if (last.folder().isEmpty()) {
        if (last.isOver() && !journey.equals(Journeys.STATUS)) {
          return ExitCode.DONE;
        }
        if (last.isOver()) {
          try (ClusterSession session = work.session()) {
            new StatusScreen(session, false, true).lines().forEach(prompts::say);
          }
          return ExitCode.DONE;
        }
        prompts.say("Nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      int code = follower.follow(new RunFolder(Path.of(last.folder())));
      if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
        last.afterwards().forEach(prompts::say);
      }
      return code;
    }
  }

  private static int history(MenuChoices choices, Prompts prompts) throws IOException {
    if (PlainMenu.ask(prompts, "Of which cluster?", choices.clusters())
        instanceof MenuEntry.OfCluster chosen) {
      choices.history(chosen.cluster()).forEach(prompts::say);
    }
    return ExitCode.DONE;
  }

  private static int recorded(MenuEntry chosen, MenuChoices choices, Prompts prompts)
      throws IOException {
    if (!(PlainMenu.ask(prompts, "Which run?", choices.runs()) instanceof MenuEntry.Run run)) {
      return ExitCode.DONE;
    }
    Path journal = new RunFolder(Path.of(run.folder())).events();
    if (chosen instanceof MenuEntry.Report) {
      prompts.say(ReportCommand.write(journal).toAbsolutePath().toString());
    } else {
      ReplayScreen.lines(JournalReader.read(journal), RunArgument.death(journal), false)
          .forEach(prompts::say);
    }
    return ExitCode.DONE;
  }

  /** There is no terminal, which is said; the exit code. */
  static int nobody() {
    System.err.println(
        "error: the wizard asks, and nobody can be asked here: there is no terminal."
            + " `quorate install -i FILE --yes` and the commands of `quorate inventory"
            + " --help` work without one.");
    return ExitCode.INVALID;
  }

  private static int written(Prompts prompts, String file) {
    OnScreen.written(file).forEach(prompts::say);
    return ExitCode.DONE;
  }

  private static int talk(Talking talking) throws IOException, InterruptedException {
    try (Prompts prompts = Prompts.open()) {
      if (prompts == null) {
        return nobody();
      }
      return talking.with(prompts);
    } catch (Prompts.Interrupted e) {
      System.err.println("Nothing was changed. The answers are kept, without passwords.");
      return ExitCode.INTERRUPTED;
    }
  }
}
