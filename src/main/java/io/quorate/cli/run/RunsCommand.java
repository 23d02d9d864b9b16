package io.quorate.cli.run;

import io.quorate.engine.ExitCode;
import io.quorate.engine.RunMeta;
import io.quorate.engine.Runs;
import io.quorate.run.Death;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.tui.Columns;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate runs}: which runs there were, and how each ended. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the runs that this machine knows of, the newest first: when each began, of which"
          + " inventory, and how it ended. Of one cluster also who began each, how long it took,"
          + " what it changed and where, and what failed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate runs                  which there were, a line each",
      "  quorate runs --cluster home   what was done to that cluster",
      "  quorate runs --json           for programs: one object, one line",
      "",
      "`quorate attach RUN` shows one, `quorate replay RUN` plays it, `quorate report RUN` writes it"
          + " as a page."
    })
public final class RunsCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  @Option(names = "--all", description = "All of them, not the newest twenty only.")
  private boolean all;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Those of the cluster of this name, each with what it did.")
  private @Nullable String cluster;

  @Option(
      names = "--json",
      description = "As JSON: one object, one line, each run with what it did.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private static final int SHOWN = 20;

  @Override
  public Integer call() throws IOException {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    List<Runs.Entry> every = Runs.standard().list();
    String wanted = cluster;
    List<Runs.Entry> runs = wanted == null ? every : of(wanted, every);
    if (wanted != null && runs.isEmpty()) {
      PrintWriter err =
          spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
      err.println("error: " + unknown(wanted, every));
      err.flush();
      return ExitCode.INVALID;
    }
    int most = all ? Integer.MAX_VALUE : SHOWN;
    List<Runs.Entry> shown = runs.stream().limit(most).toList();
    if (json) {
      out.println(RunHistory.of(shown).json(runs.size() - shown.size()));
    } else if (wanted == null) {
      lines(runs, most, ZoneId.systemDefault()).forEach(out::println);
    } else {
      RunHistory.of(shown).lines(ZoneId.systemDefault()).forEach(out::println);
      older(runs.size() - shown.size()).forEach(out::println);
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** Those of a cluster, in their order. */
  public static List<Runs.Entry> of(String cluster, List<Runs.Entry> runs) {
    return runs.stream().filter(r -> r.meta().cluster().equals(cluster)).toList();
  }

  private static String unknown(String cluster, List<Runs.Entry> runs) {
    List<String> known = runs.stream().map(r -> r.meta().cluster()).distinct().sorted().toList();
    return "no run of a cluster "
        + cluster
        + " is known here; there "
        + (known.isEmpty() ? "is no run yet." : "are runs of " + String.join(", ", known) + ".");
  }

  private static List<String> older(int count) {
    return count > 0 ? List.of("… and " + count + " older: --all lists them.") : List.of();
  }

  /** One a run, in columns, below their heading. */
  static List<String> lines(List<Runs.Entry> runs, int most, ZoneId zone) throws IOException {
    if (runs.isEmpty()) {
      return List.of("There is no run yet.");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RUN", "BEGUN", "JOURNEY", "CLUSTER", "STATE", "INVENTORY"));
    for (Runs.Entry run : runs.stream().limit(most).toList()) {
      RunMeta meta = run.meta();
      rows.add(
          List.of(
              meta.run(),
              TIME.format(meta.start().atZone(zone)),
              meta.journey() + (meta.rehearsal() ? " (rehearsal)" : ""),
              meta.cluster(),
              state(run),
              meta.asked().inventoryFromHere()));
    }
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, rows)).toList());
    lines.addAll(older(runs.size() - most));
    return lines;
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
      line.append(Columns.pad(row.get(i), width)).append("  ");
    }
    return line.toString().stripTrailing();
  }

  /** How it ended, or that it has not. */
  public static String state(Runs.Entry run) throws IOException {
    RunResult result = run.meta().result();
    if (result != null) {
      return switch (result) {
        case DONE -> "done";
        case WARNINGS -> "done, with warnings";
        case FAILED -> "failed";
        case STOPPED -> "stopped";
        case REFUSED -> "refused";
      };
    }
    Optional<Death> death = run.folder().fate();
    return death
        .map(d -> d.why().headline())
        .orElse(run.meta().process() == null ? "never began" : "under way");
  }
}
