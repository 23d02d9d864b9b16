package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.StatusJson;
import io.quorate.usecase.Absence;
import io.quorate.usecase.BenchmarkLines;
import io.quorate.usecase.BenchmarkLook;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate cis}: a cluster beside the CIS Kubernetes Benchmark. */
@Command(
    name = "cis",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.CIS,
    footer = CommandHelp.CIS_END)
final class CisCommand implements Callable<Integer> {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The cluster's inventory; several, or a folder, are put together as by Ansible.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "As JSON: one object, one line.")
  private boolean json;

  @Option(names = "--rehearse", description = "Of simulated nodes.")
  private boolean rehearse;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say of each line what was found on which node, and what there is to know.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    options.rehearse = rehearse;
    options.inventories = inventories;
    return CommandContext.hold(options, spec, this::look);
  }

  private int look(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory there = cluster.inventory(inventories, talk);
    try (ClusterSession session = talk.enter(there, there, Absence::isGone)) {
      Benchmark benchmark = BenchmarkLook.of(session);
      if (json) {
        talk.print(StatusJson.write(benchmark));
      } else {
        talk.printNamed(BenchmarkLines.of(benchmark, verbose));
      }
      return benchmark.silent().size() == there.hosts().size()
          ? ExitCode.REFUSED
          : !benchmark.missed().isEmpty()
              ? ExitCode.FAILED
              : benchmark.good() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
  }
}
