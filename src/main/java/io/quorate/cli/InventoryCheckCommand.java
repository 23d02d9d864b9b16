package io.quorate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Validation.Occasion;
import io.quorate.inventory.form.Source;
import io.quorate.release.InventoryLoader;
import io.quorate.release.InventoryLoader.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      ""
    },
    footer = {"", "Exit codes: 0 nothing to say; 2 errors, it cannot be used; 4 warnings only."})
final class InventoryCheckCommand implements Callable<Integer> {

  @Option(
      names = {"-i", "--inventory"},
      required = true,
      paramLabel = "FILE",
      description = "The inventory.")
  private @Nullable Path file;

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(
      names = "--json",
      description = "The problems as one JSON object: severity, field, line, column, what, remedy.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path inventory = file == null ? Path.of("") : file;
    Loaded loaded;
    try {
      loaded =
          InventoryLoader.load(
              Source.of(inventory),
              Occasion.FIRST_INSTALL,
              LocalDate.now(ZoneId.systemDefault()),
              vault.vault());
    } catch (VaultOptions.NoPasswordException e) {
      err().println("error: " + e.getMessage());
      return ExitCode.INVALID;
    } catch (NoSuchFileException e) {
      err().println("error: there is no file " + inventory + ".");
      return ExitCode.INVALID;
    }
    List<Problem> problems = loaded.problems();
    long errors = problems.stream().filter(Problem::isError).count();
    long warnings = problems.size() - errors;
    if (json) {
      out().println(json(inventory, problems));
    } else {
      ProblemLines.of(problems).forEach(out()::println);
      out().println(summary(inventory, errors, warnings));
    }
    out().flush();
    return errors > 0 ? ExitCode.INVALID : warnings > 0 ? ExitCode.WARNINGS : ExitCode.DONE;
  }

  private static String summary(Path file, long errors, long warnings) {
    if (errors + warnings == 0) {
      return file + ": nothing is wrong with it.";
    }
    String said = errors == 0 ? "" : errors == 1 ? "1 error" : errors + " errors";
    String also = warnings == 0 ? "" : warnings == 1 ? "1 warning" : warnings + " warnings";
    return file + ": " + said + (said.isEmpty() || also.isEmpty() ? "" : ", ") + also + ".";
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
