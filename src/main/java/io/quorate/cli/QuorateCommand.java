package io.quorate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code quorate}: the wizard's menu. */
@Command(
    name = "quorate",
    mixinStandardHelpOptions = true,
    version = "Quorate 0.1.0",
    description = "Installs multi-master Kubernetes on your own machines.",
    subcommands = {WarmCommand.class})
final class QuorateCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return ExitCode.DONE;
  }
}
