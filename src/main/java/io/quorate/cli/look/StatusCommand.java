package io.quorate.cli.look;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.command.LookOptions;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate status}: the live cluster at a glance. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.STATUS,
    footer = CommandHelp.STATUS_END)
public final class StatusCommand implements Callable<Integer> {

  @Mixin private LookOptions options = new LookOptions();

  @Option(
      names = {"-w", "--watch"},
      description = "Look again and again: as a screen, or without a terminal as text.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "The pause between two looks (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--json", description = "As JSON, one object a line for each look.")
  private boolean json;

  @Option(names = "--rehearse", description = "Of simulated nodes.")
  private boolean rehearse;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every < 1) {
      return CommandContext.hold(
          new JourneyOptions(),
          spec,
          talk -> {
            throw EndedException.invalid(
                "error: --every is " + every + "; it has to be at least 1 second.");
          });
    }
    Duration pause = watch ? Duration.ofSeconds(every) : Duration.ZERO;
    return options.look(
        spec,
        json,
        rehearse,
        (session, asked, talk) -> new StatusScreen(session, json, options.plain).show(pause, talk));
  }
}
