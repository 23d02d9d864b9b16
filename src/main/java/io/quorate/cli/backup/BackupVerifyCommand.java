package io.quorate.cli.backup;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.backup.Drill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate backup verify}: a backup is restored for a trial. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.BACKUP_VERIFY,
    footer = CommandHelp.BACKUP_VERIFY_END)
final class BackupVerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE|ADDRESS",
      description =
          "The backup, as `quorate backup` wrote it; from elsewhere:"
              + " sftp://[USER@]HOST[:PORT]/FOLDER/FILE or s3://BUCKET[/PREFIX]/FILE.")
  private String named = "";

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private OpeningOptions key = new OpeningOptions();

  @Mixin private S3Options s3 = new S3Options();

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description =
          "The node on which it is tried: it has to have the programs of a master (default: the last"
              + " master of the inventory that answers).")
  private String node = "";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(options, spec, this::verify);
  }

  private List<String> again(Path archive) {
    List<String> again = new ArrayList<>(List.of(archive.toAbsolutePath().toString()));
    again.addAll(key.again());
    if (!node.isEmpty()) {
      again.addAll(List.of("--node", node));
    }
    return again;
  }

  private int verify(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Path archive = OffHostAddress.backup("FILE", named, s3, talk);
    options.again = again(archive);
    Inventory inventory = talk.load(talk.inventoryFiles(Drill.NAME));
    Drill drill = new Drill(inventory, archive, key.key(archive, talk.prompts()), node);
    try (ClusterSession session = talk.enter(inventory, inventory, drill::bears)) {
      return talk.perform(drill, session);
    }
  }
}
