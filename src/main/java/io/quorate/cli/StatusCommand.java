package io.quorate.cli;

import io.quorate.inventory.Inventory;
import io.quorate.usecase.Absence;
import io.quorate.usecase.ClusterSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
final class StatusCommand implements Callable<Integer> {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The cluster's inventory; several, or a folder, are put together as by Ansible.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

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

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    return CommandContext.hold(
        options,
        spec,
        talk -> {
          if (every < 1) {
            throw EndedException.invalid(
                "error: --every is " + every + "; it has to be at least 1 second.");
          }
          Inventory there = cluster.inventory(inventories, talk);
          try (ClusterSession session = talk.enter(there, Absence::isGone)) {
            return new StatusScreen(session, json)
                .show(watch ? Duration.ofSeconds(every) : Duration.ZERO, talk);
          }
        });
  }
}
