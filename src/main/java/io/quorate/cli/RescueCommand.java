package io.quorate.cli;

import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Rescue;
import java.io.IOException;
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
    description = {
      "Brings a cluster back when more than half of its masters are lost for good.",
      "",
      "etcd needs more than half of its members to agree; when they are gone, nothing can be written"
          + " any more, and no member can be added or removed. The way back leads over the data of"
          + " one survivor: it is copied and kept, restored into a new cluster of one member, the"
          + " API server is started on it, and the objects are counted before and after. Then the"
          + " inventory says one master, and other masters join by `quorate add` after they were"
          + " wiped.",
      "",
      "While a quorum exists, or can be had by starting what is there, this is refused: a rescue"
          + " throws away what the survivor has not. Workers and their pods stay as they are.",
      "",
      "The lost masters must never come back with their old data.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate rescue -i home.yaml                     who could be rescued",
      "  quorate rescue -i home.yaml --survivor node-3   asks for the cluster's name",
      "  quorate rescue -i home.yaml --survivor node-3 --rehearse",
      "                                                  on simulated nodes, of which",
      "                                                  the other masters are lost",
      "",
      "Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a",
      "guard, nothing was changed; 4 finished with warnings; 130 interrupted."
    })
final class RescueCommand implements Callable<Integer> {

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
    if (options.resume && options.inventory == null) {
      throw EndedException.invalid(
          "error: name the inventory with -i FILE, too: it is brought up to date.");
    }
    Inventory inventory = talk.load(talk.inventoryFile(Rescue.NAME));
    Rescue rescue = new Rescue(inventory, survivor, options.resume, options.inventory);
    try (ClusterSession session = talk.enter(inventory, inventory, rescue::bears)) {
      return talk.perform(rescue, session);
    }
  }
}
