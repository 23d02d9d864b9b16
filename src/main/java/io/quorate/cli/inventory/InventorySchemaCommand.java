package io.quorate.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.file.InventorySchema;
import io.quorate.inventory.yaml.WholeFile;
import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate inventory schema}: for editors. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the JSON Schema of the inventory, so that an editor completes and checks the file.",
      ""
    },
    footer = {
      "",
      "For a YAML language server, as most editors have one:",
      "  quorate inventory schema -o quorate.schema.json",
      "and as the first line of an inventory in the same folder:",
      "  # yaml-language-server: $schema=quorate.schema.json",
      "What stands there is a path from the inventory's folder, or an absolute one.",
      "",
      "Exit codes: 0 written; 2 it was not, and why is said."
    })
final class InventorySchemaCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it, such as quorate.schema.json beside the inventory; without it, to"
              + " standard output.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replace the written file when there is one already.")
  private boolean force;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    String schema =
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(InventorySchema.document())
            + "\n";
    Path target = output;
    if (target == null) {
      PrintWriter out =
          spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
      out.print(schema);
      out.flush();
      return ExitCode.DONE;
    }
    if (!force && Files.exists(target)) {
      say("error: " + target + " is there already; --force replaces it.");
      return ExitCode.INVALID;
    }
    try {
      WholeFile.write(target, schema, WholeFile.Readers.EVERYBODY);
    } catch (IOException e) {
      say("error: " + target + " cannot be written: " + FileFailure.words(e) + ".");
      return ExitCode.INVALID;
    }
    say("Written: " + target + ".");
    say("For editors, write as the first line of an inventory in the same folder:");
    say("    # yaml-language-server: $schema=" + target.getFileName());
    return ExitCode.DONE;
  }

  private void say(String line) {
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
