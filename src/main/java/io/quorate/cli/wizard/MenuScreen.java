package io.quorate.cli.wizard;

import io.quorate.cli.look.StatusScreen;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.run.Launch;
import io.quorate.cli.run.ReplayScreen;
import io.quorate.cli.run.ReportCommand;
import io.quorate.cli.run.RunArgument;
import io.quorate.engine.Invocation;
import io.quorate.engine.JournalReader;
import io.quorate.engine.RunFolder;
import io.quorate.journey.JourneyWork;
import io.quorate.run.RunEvent;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.pages.Menu;
import io.quorate.tui.pages.Screen;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.tui.widget.Reader;
import io.quorate.usecase.ClusterSession;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.journey.Journey;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.Journeys;
import io.quorate.wizard.journey.MenuEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The menu and all that it leads to, on one screen that is not left in between. */
public final class MenuScreen {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final TerminalDisplay display;
  private final MenuChoices choices;
  private final boolean rehearse;

  public MenuScreen(TerminalDisplay display, MenuChoices choices, boolean rehearse) {
    this.display = display;
    this.choices = choices;
    this.rehearse = rehearse;
  }

  /**
   * How the menu was left.
   *
   * @param words to say once the terminal is given back
   * @param run to show; null: none
   * @param afterwards what to say when it is done
   */
  public record Left(List<String> words, @Nullable RunFolder run, List<String> afterwards) {

    static Left quitting() {
      return new Left(List.of(), null, List.of());
    }

    private static Left with(RunFolder run, List<String> afterwards) {
      return new Left(List.of(), run, afterwards);
    }
  }

  /** Until a run is to be shown, an inventory is written, or the person quits. */
  public Left run() throws IOException, InterruptedException {
    Reader news = null;
    while (true) {
      MenuEntry chosen = choose("What do you want to do?", choices.entries(), news);
      news = null;
      switch (chosen) {
        case MenuEntry.Quit _, MenuEntry.Back _ -> {
          return Left.quitting();
        }
        case MenuEntry.Attach attach -> {
          return Left.with(new RunFolder(Path.of(attach.folder())), List.of());
        }
        case MenuEntry.Install _, MenuEntry.Inventory _, MenuEntry.Resume _ -> {
          return installed(choices.wizard(chosen));
        }
        case MenuEntry.On(Journey journey) -> {
          Left left = journey(journey);
          if (left != null) {
            return left;
          }
        }
        case MenuEntry.History _ -> news = history();
        case MenuEntry.Replay _ -> replay();
        case MenuEntry.Report _ -> news = report();
        case MenuEntry.Run _, MenuEntry.OfCluster _ ->
            throw new IllegalStateException("neither runs nor clusters are in the menu");
      }
    }
  }

  private MenuEntry choose(String question, List<MenuEntry> entries, @Nullable Reader news)
      throws InterruptedException {
    ScreenLoop<Menu.Picture, Effect> menu =
        new ScreenLoop<>(
            display, new Menu(question, entries, news, rehearse), (effect, report) -> {});
    MenuEntry chosen = menu.run().chosen();
    return chosen == null ? entries.getLast() : chosen;
  }

  private Left installed(InstallWizard wizard) throws InterruptedException {
    Exit exit = new OnScreen(display, rehearse).show(wizard);
    return new Left(OnScreen.lastWords(exit), OnScreen.runOf(exit), List.of());
  }

  /** Null when it leads back to the menu. */
  private @Nullable Left journey(Journey journey) throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.rehearse = rehearse;
    try (JourneyWork work =
        new JourneyWork(
            rehearse,
            options.vault::vault,
            Launch.self(),
            true,
            file -> Invocation.of(file.toString()))) {
      Screen<JourneyWizard> last =
          new OnScreen(display, rehearse)
              .show(JourneyWizard.of(journey, choices.inventories(), rehearse), work);
      if (last.exit() instanceof Exit.Answered && journey.equals(Journeys.STATUS)) {
        try (ClusterSession session = work.session()) {
          new StatusScreen(session, false, false).onScreen(display, LOOK_EVERY);
        }
        return null;
      }
      RunFolder run = OnScreen.runOf(last.exit());
      return run == null ? null : Left.with(run, last.wizard().afterwards());
    }
  }

  // ---- runs that are over ----------------------------------------------------------------------

  private @Nullable Path journal(String question) throws IOException, InterruptedException {
    return choose(question, choices.runs(), null) instanceof MenuEntry.Run run
        ? new RunFolder(Path.of(run.folder())).events()
        : null;
  }

  private @Nullable Reader history() throws IOException, InterruptedException {
    return choose("Of which cluster?", choices.clusters(), null)
            instanceof MenuEntry.OfCluster chosen
        ? Reader.of(
            "The runs of " + chosen.cluster(), String.join("\n", choices.history(chosen.cluster())))
        : null;
  }

  private void replay() throws IOException, InterruptedException {
    Path journal = journal("Which run is replayed?");
    if (journal != null) {
      List<RunEvent> events = JournalReader.read(journal);
      boolean open = events.stream().noneMatch(RunEvent.RunFinished.class::isInstance);
      ReplayScreen.play(display, journal, events, open ? RunArgument.death(journal) : null, 1);
    }
  }

  private @Nullable Reader report() throws IOException, InterruptedException {
    Path journal = journal("Which run is reported?");
    if (journal == null) {
      return null;
    }
    Path file = ReportCommand.write(journal);
    return Reader.of("The report is written", file.toAbsolutePath().toString());
  }
}
