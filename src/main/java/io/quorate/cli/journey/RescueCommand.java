package io.quorate.cli.journey;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Rescue;
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

/** {@code quorate rescue}: etcd's quorum is lost for good. */
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.RESCUE,
    footer = CommandHelp.RESCUE_END)
public final class RescueCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--survivor",
      paramLabel = "NODE",
      description =
          "The master whose data is the best that is left (with --resume: that of the rescue that"
              + " was cut off).")
  private @Nullable String survivor;

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "The cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = survivor == null ? List.of() : List.of("--survivor", survivor);
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::rescue);
  }

  private int rescue(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Path named = options.oneInventory();
    if (options.resume && named == null) {
      throw EndedException.invalid(
          "error: name the inventory with -i FILE, too: it is brought up to date.");
    }
    Inventory inventory = talk.load(talk.inventoryFile(Rescue.NAME));
    Rescue rescue = new Rescue(inventory, survivor, options.resume, named);
    try (ClusterSession session = talk.enter(inventory, inventory, rescue::bears)) {
      return talk.perform(rescue, session);
    }
  }
}
