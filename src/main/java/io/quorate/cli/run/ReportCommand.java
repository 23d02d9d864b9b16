package io.quorate.cli.run;

import io.quorate.engine.ExitCode;
import io.quorate.engine.JournalReader;
import io.quorate.engine.Recordings;
import io.quorate.engine.Runs;
import io.quorate.run.RunEvent;
import io.quorate.run.report.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate report}: a recorded run as a page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a recorded run as one HTML page that stands alone: a timeline by node, failures with"
          + " their evidence, what was proven, and each step with its duration. It holds no secrets.",
      ""
    })
public final class ReportCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "A run's id or how it begins, its folder, or a journal. Default: the newest.")
  private String run = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it; - is standard output. Default: quorate-RUN.html, here.")
  private @Nullable Path output;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path journal = RunArgument.journal(run, new Recordings(Runs.standard()));
    if (journal == null) {
      return ExitCode.INVALID;
    }
    Page page;
    try {
      page = Page.of(journal);
    } catch (NoRunException e) {
      System.err.println("error: " + e.getMessage());
      return ExitCode.INVALID;
    }
    Path wanted = output;
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    if (wanted != null && wanted.toString().equals("-")) {
      out.print(page.html());
      out.flush();
      return ExitCode.DONE;
    }
    out.println(page.write(wanted).toAbsolutePath());
    return ExitCode.DONE;
  }

  /**
   * Writes a run's report where nobody named a place for it.
   *
   * @return the file
   */
  public static Path write(Path journal) throws IOException {
    return Page.of(journal).write(null);
  }

  /** What was recorded is no run. */
  private static final class NoRunException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRunException(Path journal) {
      super(journal + " does not begin with the start of a run.");
    }
  }

  private record Page(String run, String html) {

    static Page of(Path journal) throws IOException {
      List<RunEvent> events = JournalReader.read(journal);
      if (events.isEmpty() || !(events.getFirst() instanceof RunEvent.RunStarted started)) {
        throw new NoRunException(journal);
      }
      return new Page(
          started.run(),
          RunReport.html(events, RunArgument.death(journal), ZoneId.systemDefault()));
    }

    Path write(@Nullable Path wanted) throws IOException {
      Path file = wanted == null ? Path.of("quorate-" + run + ".html") : wanted;
      Files.writeString(file, html);
      return file;
    }
  }
}
