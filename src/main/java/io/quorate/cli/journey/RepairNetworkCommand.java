package io.quorate.cli.journey;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.RepairNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate repair-network}: a node's packet rules are written anew. */
@Command(
    name = "repair-network",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.REPAIR_NETWORK,
    footer = CommandHelp.REPAIR_NETWORK_END)
public final class RepairNetworkCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Parameters(paramLabel = "NODE", description = "The node's name in the inventory.")
  private String node = "";

  @Option(
      names = "--revert-after",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "When the old rules come back by themselves (default: ${DEFAULT-VALUE}).")
  private int revertAfter;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = List.of(node, "--revert-after", String.valueOf(revertAfter));
    return CommandContext.hold(options, spec, this::repair);
  }

  private int repair(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    String wrong = RepairNetwork.wrongRevert(revertAfter);
    if (!wrong.isEmpty()) {
      throw EndedException.invalid(
          "error: --revert-after is %d; it %s".formatted(revertAfter, wrong));
    }
    Inventory inventory = talk.load(talk.inventoryFiles(RepairNetwork.NAME));
    RepairNetwork repair = new RepairNetwork(node, Duration.ofSeconds(revertAfter));
    repair.in(inventory);
    try (ClusterSession session = talk.enter(inventory, inventory, repair::bears)) {
      return talk.perform(repair, session);
    }
  }
}
