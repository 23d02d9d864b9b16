package io.quorate.cli.keys;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.keys.RotateCa;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate certificates rotate-ca}: another authority in the place of one. */
@Command(
    name = "rotate-ca",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CertificatesHelp.ROTATE_CA,
    footer = CertificatesHelp.ROTATE_CA_END)
final class CertificatesRotateCaCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--only",
      required = true,
      paramLabel = "AUTHORITY",
      completionCandidates = Which.class,
      description = "Which authority: ${COMPLETION-CANDIDATES}.")
  private String which = "";

  @Option(
      names = "--remove-old",
      description = "Take the old authority away, when nothing shows certificates of it any more.")
  private boolean removeOld;

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "With --remove-old: the cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Spec private @Nullable CommandSpec spec;

  /** The authorities that can be rotated. */
  static final class Which implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RotateCa.WORDS.iterator();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> again = new ArrayList<>(List.of("--only", which));
    if (removeOld) {
      again.add("--remove-old");
    }
    options.again = again;
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::rotate);
  }

  private int rotate(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (!RotateCa.WORDS.contains(which)) {
      throw EndedException.invalid(
          "--only takes "
              + String.join(", ", RotateCa.WORDS)
              + ", and not \""
              + which
              + "\": that authority cannot be replaced.");
    }
    if (!removeOld && confirm != null) {
      throw EndedException.invalid("--confirm goes with --remove-old.");
    }
    Inventory inventory = talk.loadToLook(talk.inventoryFile(RotateCa.NAME));
    RotateCa rotation = RotateCa.of(which, removeOld, options.resume);
    try (ClusterSession session = talk.enter(inventory, inventory, rotation::bears)) {
      return talk.perform(rotation, session);
    }
  }
}
