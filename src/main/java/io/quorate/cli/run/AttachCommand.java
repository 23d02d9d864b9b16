package io.quorate.cli.run;

import io.quorate.cli.option.JourneyOptions;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate attach}: shows a run that goes on without a screen. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows a run again: one whose terminal was closed, or one that somebody else watches too.",
      "Any number of screens may follow a run. A run that has ended is shown as it ended.",
      ""
    },
    footer = {"", "The exit code is the run's own, as of `quorate install`."})
public final class AttachCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "The run's id, or how it begins. Without one: the newest that is under way, or"
              + " the newest of all.")
  private @Nullable String run;

  @Option(names = "--plain", description = "One line an event instead of live panes.")
  private boolean plain;

  @Option(names = "--json", description = "The events as JSON, one object a line.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show what the commands print, and what was in order already.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Runs runs = Runs.standard();
    String id = run;
    Optional<Runs.Entry> found = id == null ? current(runs) : runs.find(id);
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    if (found.isEmpty()) {
      System.err.println(
          id == null
              ? "error: there is no run yet. `quorate install -i FILE` starts one."
              : "error: no run's id begins with " + id + ".");
      return ExitCode.INVALID;
    }
    JourneyOptions options = new JourneyOptions();
    options.plain = plain;
    options.json = json;
    options.verbose = verbose;
    try (Prompts prompts = json || RunFollower.showsPanes(options) ? null : Prompts.open()) {
      return new RunFollower(options, out, prompts).follow(found.get().folder());
    }
  }

  /** A newer one that was refused, because this one has the nodes, is not what people mean. */
  private static Optional<Runs.Entry> current(Runs runs) throws IOException {
    Optional<Runs.Entry> alive = runs.list().stream().filter(r -> r.meta().isAlive()).findFirst();
    return alive.isPresent() ? alive : runs.newest();
  }
}
