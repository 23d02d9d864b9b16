package io.quorate.cli.journey;

import io.quorate.cli.command.ClusterOptions;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.wizard.JourneyConversation;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.journey.UpgradeJourney;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate upgrade}: newer versions come to a cluster that runs, or are taken back. */
@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.UPGRADE,
    footer = CommandHelp.UPGRADE_END)
public final class UpgradeCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private WantedVersions wanted = new WantedVersions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = wanted.again();
    return CommandContext.hold(options, spec, this::upgrade);
  }

  private int upgrade(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Path file = talk.clusterFile(cluster);
    Inventory inventory = talk.loadToLook(file);
    UseCase upgrade = wanted.useCase(inventory, file);
    try (ClusterSession session = talk.enter(inventory, inventory, upgrade::bears)) {
      if (!wanted.areNamed() && !options.resume && JourneyConversation.wanted(options, talk)) {
        // The wizard has its own words for what it was told here.
        options.again = List.of();
        return new JourneyConversation(options, talk)
            .hold(UpgradeJourney.JOURNEY, session, file, wanted.choices());
      }
      return talk.perform(upgrade, session);
    }
  }
}
