package io.quorate.cli.look;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.command.LookOptions;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.LimitOption;
import io.quorate.engine.ExitCode;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.StatusJson;
import io.quorate.usecase.BenchmarkLines;
import io.quorate.usecase.BenchmarkLook;
import io.quorate.usecase.ClusterSession;
import java.io.IOException;
import java.util.Set;
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
public final class CisCommand implements Callable<Integer> {

  @Mixin private LookOptions options = new LookOptions();

  @Mixin private LimitOption limit = new LimitOption();

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
    return options.look(spec, json, rehearse, limit, this::show);
  }

  private int show(ClusterSession session, Set<String> asked, CommandContext talk)
      throws IOException, InterruptedException {
    Benchmark whole = BenchmarkLook.of(session);
    Benchmark benchmark = limit.isGiven() ? whole.only(asked) : whole;
    if (json) {
      talk.print(StatusJson.write(benchmark));
    } else {
      talk.printNamed(BenchmarkLines.of(benchmark, verbose));
    }
    return benchmark.silent().size() == asked.size() || !benchmark.missed().isEmpty()
        ? ExitCode.FAILED
        : benchmark.good() ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
