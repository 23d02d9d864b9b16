package io.quorate.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.file.InventorySchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      "  quorate inventory schema > quorate.schema.json",
      "and as the first line of the inventory:",
      "  # yaml-language-server: $schema=quorate.schema.json"
    })
final class InventorySchemaCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    out.println(
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(InventorySchema.document()));
    out.flush();
    return ExitCode.DONE;
  }
}
