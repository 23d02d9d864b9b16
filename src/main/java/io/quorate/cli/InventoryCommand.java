package io.quorate.cli;

import io.quorate.engine.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate inventory}: what can be done with the file that describes a cluster. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Works with the file that describes a cluster; no node is touched.",
      "",
      "The inventory is YAML that Ansible reads too: keep it under version control, review it, edit"
          + " it by hand, and give it to `quorate install -i FILE`.",
      ""
    },
    subcommands = {InventoryConvertCommand.class})
final class InventoryCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
    }
    return ExitCode.INVALID;
  }
}
