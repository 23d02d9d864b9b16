package io.quorate.cli.wizard;

import io.quorate.cli.run.RunHistory;
import io.quorate.cli.run.RunsCommand;
import io.quorate.engine.RunMeta;
import io.quorate.engine.Runs;
import io.quorate.journey.SavedWizard;
import io.quorate.wizard.Goal;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.SavedAnswers;
import io.quorate.wizard.journey.MenuEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a person may choose on this machine now. */
public final class MenuChoices {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** More runs, or inventories, nobody would look through. */
  private static final int MOST = 50;

  private final boolean rehearse;
  private final Map<Goal, SavedAnswers> left;
  private final LocalDate today = LocalDate.now(ZoneId.systemDefault());

  public MenuChoices(boolean rehearse) throws IOException {
    this.rehearse = rehearse;
    this.left = left(rehearse);
  }

  /** All that can be done. */
  List<MenuEntry> entries() throws IOException {
    List<MenuEntry> offered = new ArrayList<>();
    List<Runs.Entry> runs = Runs.standard().list();
    for (Runs.Entry run : runs) {
      RunMeta meta = run.meta();
      if (meta.isAlive() && meta.rehearsal() == rehearse) {
        String since = TIME.format(meta.start().atZone(ZoneId.systemDefault()));
        offered.add(
            new MenuEntry.Attach(
                run.folder().path().toString(),
                meta.journey() + " of " + meta.cluster() + ", since " + since));
      }
    }
    left.forEach(
        (goal, answers) -> {
          int hosts = answers.answers().hosts().size();
          String detail =
              (hosts == 1 ? "1 host" : hosts + " hosts") + ", at " + answers.page().title();
          offered.add(new MenuEntry.Resume(goal, detail));
        });
    return MenuEntry.all(offered, !runs.isEmpty());
  }

  /** The install or the inventory that an entry means. */
  InstallWizard wizard(MenuEntry chosen) {
    return switch (chosen) {
      case MenuEntry.Inventory _ -> InstallWizard.ofInventory(today);
      case MenuEntry.Resume resume ->
          InstallWizard.resumed(Objects.requireNonNull(left.get(resume.goal())), today);
      default -> InstallWizard.fresh(today);
    };
  }

  /** The runs that there were, the newest first; then the way back. */
  List<MenuEntry> runs() throws IOException {
    List<MenuEntry> entries = new ArrayList<>();
    for (Runs.Entry run : Runs.standard().list().stream().limit(MOST).toList()) {
      RunMeta meta = run.meta();
      String day = DAY.format(meta.start().atZone(ZoneId.systemDefault()));
      entries.add(
          new MenuEntry.Run(
              run.folder().path().toString(),
              day + "  " + meta.journey() + " of " + meta.cluster(),
              RunsCommand.state(run) + (meta.rehearsal() ? ", a rehearsal" : "")));
    }
    entries.add(new MenuEntry.Back());
    return entries;
  }

  /** The clusters that runs were of, that of the newest run first; then the way back. */
  List<MenuEntry> clusters() throws IOException {
    Map<String, List<Runs.Entry>> byCluster = new LinkedHashMap<>();
    for (Runs.Entry run : Runs.standard().list()) {
      byCluster.computeIfAbsent(run.meta().cluster(), c -> new ArrayList<>()).add(run);
    }
    List<MenuEntry> entries = new ArrayList<>();
    byCluster.forEach(
        (cluster, runs) -> {
          Instant last = runs.getFirst().meta().start();
          String count = runs.size() == 1 ? "1 run, " : runs.size() + " runs, the last ";
          entries.add(
              new MenuEntry.OfCluster(
                  cluster, count + DAY.format(last.atZone(ZoneId.systemDefault()))));
        });
    entries.add(new MenuEntry.Back());
    return entries;
  }

  /** What the newest runs of a cluster did. */
  List<String> history(String cluster) throws IOException {
    List<Runs.Entry> runs = RunsCommand.of(cluster, Runs.standard().list());
    return RunHistory.of(runs.stream().limit(MOST).toList()).lines(ZoneId.systemDefault());
  }

  /**
   * Inventories that may be meant: those of runs, the newest first, then the YAML files here.
   * Whether they are inventories is said when one is opened.
   */
  List<String> inventories() throws IOException {
    Set<String> all = new LinkedHashSet<>();
    for (Runs.Entry run : Runs.standard().list().stream().limit(MOST).toList()) {
      List<String> files = run.meta().asked().inventoriesFromHere();
      if (files.size() == 1 && Files.isRegularFile(Path.of(files.getFirst()))) {
        all.add(files.getFirst());
      }
    }
    try (Stream<Path> files = Files.list(Path.of(""))) {
      files
          .map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".yaml") || n.endsWith(".yml"))
          .sorted()
          .limit(MOST)
          .forEach(all::add);
    }
    return List.copyOf(all);
  }

  /** What was answered in wizards that were left, as far as it can be read. */
  private static Map<Goal, SavedAnswers> left(boolean rehearse) throws IOException {
    Map<Goal, SavedAnswers> left = new EnumMap<>(Goal.class);
    for (Goal goal : List.of(Goal.INSTALL, Goal.INVENTORY)) {
      SavedWizard saved = OnScreen.keptAnswers(rehearse, goal);
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
