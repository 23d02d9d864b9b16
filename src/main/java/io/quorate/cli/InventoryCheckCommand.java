package io.quorate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate inventory check}: everything that is wrong with a file, at once. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says everything that is wrong with an inventory, each with its place, what is allowed and"
          + " what to do.",
      "",
      "No node is touched. `quorate install` makes the same checks before it begins.",
      "",
      "- is standard input, as what ansible-inventory or a program of a dynamic inventory prints:",
      "  ansible-inventory -i hosts --list | quorate inventory check -",
      ""
    },
    footer = {
      "",
      "A note, such as that of a token in clear, says what could be better still; nothing has to be"
          + " done.",
      "",
      "Exit codes: 0 it can be used; 2 errors, it cannot; 4 warnings, with --strict notes too."
    })
final class InventoryCheckCommand implements Callable<Integer> {

  private final LocalDate today;

  InventoryCheckCommand() {
    this(LocalDate.now(ZoneId.systemDefault()));
  }

  /**
   * @param today what the end of a version's support is compared with
   */
  InventoryCheckCommand(LocalDate today) {
    this.today = today;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable NamedInventory file;

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(
      names = "--json",
      description = "The problems as one JSON object: severity, field, line, column, what, remedy.")
  private boolean json;

  @Option(
      names = "--strict",
      description = "Notes count as warnings, for pipelines that let no secret in clear pass.")
  private boolean strict;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path inventory = NamedInventory.of(file);
    Piped piped = NamedInventory.piped(inventory);
    Loaded loaded;
    try {
      loaded =
          InventoryLoader.load(
              Source.of(inventory).with(piped), Occasion.FIRST_INSTALL, today, vault.vault());
    } catch (VaultOptions.NoPasswordException e) {
      err().println("error: " + e.getMessage());
      return ExitCode.INVALID;
    } catch (NoSuchFileException e) {
      err().println("error: there is no file " + inventory + ".");
      return ExitCode.INVALID;
    }
    List<Problem> problems = loaded.problems();
    Map<Severity, Long> counts =
        problems.stream()
            .collect(
                Collectors.groupingBy(
                    Problem::severity, () -> new EnumMap<>(Severity.class), Collectors.counting()));
    if (json) {
      out().println(json(inventory, problems));
    } else {
      ProblemLines.of(problems, piped).forEach(out()::println);
      out().println(summary(inventory, counts));
    }
    out().flush();
    if (counts.containsKey(Severity.ERROR)) {
      return ExitCode.INVALID;
    }
    boolean warned = counts.containsKey(Severity.WARNING);
    return warned || strict && !problems.isEmpty() ? ExitCode.WARNINGS : ExitCode.DONE;
  }

  private static String summary(Path file, Map<Severity, Long> counts) {
    String said =
        counts.entrySet().stream()
            .map(e -> counted(e.getValue(), e.getKey().name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(", "));
    boolean good = counts.keySet().stream().allMatch(Severity.NOTE::equals);
    return file
        + ": "
        + (good ? "nothing is wrong with it" : "")
        + (good && !said.isEmpty() ? "; " : "")
        + said
        + ".";
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String json(Path file, List<Problem> problems) throws JsonProcessingException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("file", file.toString());
    root.put("valid", problems.stream().noneMatch(Problem::isError));
    root.put("problems", problems.stream().map(InventoryCheckCommand::json).toList());
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    one.put("field", problem.field());
    Problem.Place place = problem.place();
    if (place != null) {
      one.put("line", place.line());
      one.put("column", place.column());
    }
    one.put("what", problem.what());
    one.put("remedy", problem.remedy());
    return one;
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
  }
}
