package io.quorate.cli.journey;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Destroy;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate destroy}: a cluster is taken away. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.DESTROY,
    footer = CommandHelp.DESTROY_END)
public final class DestroyCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "The cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Option(
      names = "--keep-snapshots",
      description = "Leave etcd's snapshots on the masters, in /var/backups/etcd.")
  private boolean keepSnapshots;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = keepSnapshots ? List.of("--keep-snapshots") : List.of();
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::destroy);
  }

  private int destroy(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory inventory = talk.load(talk.inventoryFiles(Destroy.NAME));
    Destroy destroy = new Destroy(keepSnapshots);
    try (ClusterSession session = talk.enter(inventory, inventory, destroy::bears)) {
      return talk.perform(destroy, session);
    }
  }
}
