package io.quorate.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.RunDeeds;
import io.quorate.engine.RunDeeds.FailedStep;
import io.quorate.engine.RunDeeds.PhaseDeeds;
import io.quorate.engine.RunMeta;
import io.quorate.engine.Runs;
import io.quorate.plan.FileFailure;
import io.quorate.plan.ShellCommand;
import io.quorate.run.report.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What runs did: when, by whom, how each ended, and what it changed, as its journal has it.
 *
 * @param told the newest first
 */
public record RunHistory(List<Told> told) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** More names, or failures of a run, nobody would look through. */
  private static final int NAMED = 4;

  /**
   * A run.
   *
   * @param state how it ended, or that it has not
   * @param deeds null: its journal could not be read
   * @param trouble why not; else empty
   */
  public record Told(Runs.Entry run, String state, @Nullable RunDeeds deeds, String trouble) {

    static Told of(Runs.Entry run) throws IOException {
      String state = RunsCommand.state(run);
      if (!Files.exists(run.folder().events())) {
        return new Told(run, state, null, "it has no journal");
      }
      try {
        return new Told(run, state, RunDeeds.of(run.folder()), "");
      } catch (IOException e) {
        return new Told(run, state, null, FileFailure.words(e));
      }
    }

    private RunMeta meta() {
      return run.meta();
    }

    private ShellCommand command() {
      return meta().asked().on(meta().journey(), meta().rehearsal()).with(meta().asked().options());
    }

    /** Null while it goes on, and where nobody saw its end. */
    private @Nullable Instant end() {
      return deeds == null ? null : deeds.end();
    }
  }

  public RunHistory {
    told = List.copyOf(told);
  }

  /** Reads the journals of these runs. */
  public static RunHistory of(List<Runs.Entry> runs) throws IOException {
    List<Told> told = new ArrayList<>();
    for (Runs.Entry run : runs) {
      told.add(Told.of(run));
    }
    return new RunHistory(told);
  }

  /** A few lines a run; what belongs to it is indented below its first. */
  public List<String> lines(ZoneId zone) {
    List<String> lines = new ArrayList<>();
    for (Told one : told) {
      RunMeta meta = one.meta();
      Instant end = one.end();
      lines.add(
          "%s  %s%s: %s%s, by %s"
              .formatted(
                  TIME.format(meta.start().atZone(zone)),
                  meta.journey(),
                  meta.rehearsal() ? " (rehearsal)" : "",
                  one.state(),
                  end == null ? "" : " in " + Clock.of(Duration.between(meta.start(), end)),
                  meta.holder()));
      lines.add("    run " + meta.run() + ": " + one.command());
      RunDeeds deeds = one.deeds();
      if (deeds == null) {
        lines.add("    what it changed is not known: " + one.trouble());
      } else {
        lines.add("    " + changed(deeds));
        failed(deeds).forEach(l -> lines.add("    " + l));
      }
    }
    return lines;
  }

  private static String changed(RunDeeds deeds) {
    if (deeds.changed().isEmpty()) {
      return "changed nothing";
    }
    String phases =
        deeds.changed().stream()
            .map(c -> c.phase().title() + " " + c.steps())
            .collect(Collectors.joining(", "));
    return "changed by %d step%s on %s: %s"
        .formatted(
            deeds.steps(), deeds.steps() == 1 ? "" : "s", names(deeds.changedNodes()), phases);
  }

  private static String names(List<String> nodes) {
    return nodes.size() <= NAMED
        ? String.join(", ", nodes)
        : String.join(", ", nodes.subList(0, NAMED)) + " and " + (nodes.size() - NAMED) + " more";
  }

  private static List<String> failed(RunDeeds deeds) {
    List<String> lines = new ArrayList<>();
    deeds.failed().stream().limit(NAMED).forEach(f -> lines.add("failed on " + words(f)));
    int rest = deeds.failed().size() - NAMED;
    if (rest > 0) {
      lines.add("and " + rest + " more failed");
    }
    return lines;
  }

  private static String words(FailedStep failed) {
    String message = failed.message().lines().findFirst().orElse("");
    return failed.node() + ": " + failed.step() + (message.isEmpty() ? "" : ": " + message);
  }

  /**
   * One object, one line.
   *
   * @param older how many runs there are before these
   */
  String json(int older) {
    ObjectNode tree = MAPPER.createObjectNode();
    ArrayNode runs = tree.putArray("runs");
    told.forEach(one -> add(runs.addObject(), one));
    return tree.put("older", older).toString();
  }

  private static void add(ObjectNode run, Told one) {
    RunMeta meta = one.meta();
    Instant end = one.end();
    run.put("run", meta.run())
        .put("begun", meta.start().toString())
        .put("ended", end == null ? null : end.toString())
        .put("journey", meta.journey())
        .put("cluster", meta.cluster())
        .put("rehearsal", meta.rehearsal())
        .put("by", meta.holder())
        .put("command", one.command().toString())
        .put("result", meta.result() == null ? null : meta.result().name())
        .put("state", one.state())
        .put("folder", one.run().folder().path().toString());
    RunDeeds deeds = one.deeds();
    if (deeds == null) {
      run.put("trouble", one.trouble());
      return;
    }
    deeds.nodes().forEach(run.putArray("nodes")::add);
    ArrayNode changed = run.putArray("changed");
    for (PhaseDeeds part : deeds.changed()) {
      ObjectNode phase = changed.addObject();
      phase.put("phase", part.phase().name()).put("steps", part.steps());
      part.nodes().forEach(phase.putArray("nodes")::add);
    }
    ArrayNode failed = run.putArray("failed");
    deeds
        .failed()
        .forEach(
            f ->
                failed
                    .addObject()
                    .put("node", f.node())
                    .put("step", f.step())
                    .put("message", f.message()));
  }
}
