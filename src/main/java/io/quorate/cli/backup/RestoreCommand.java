package io.quorate.cli.backup;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.wizard.JourneyConversation;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.backup.Restore;
import io.quorate.wizard.journey.RestoreJourney;
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
import picocli.CommandLine.Spec;

/** {@code quorate restore}: a cluster comes back from a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.RESTORE,
    footer = CommandHelp.RESTORE_END)
public final class RestoreCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--from",
      paramLabel = "FILE|ADDRESS",
      description =
          "The backup, as `quorate backup` wrote it; from elsewhere:"
              + " sftp://[USER@]HOST[:PORT]/FOLDER/FILE or s3://BUCKET[/PREFIX]/FILE.")
  private @Nullable String from;

  @Mixin private OpeningOptions key = new OpeningOptions();

  @Mixin private S3Options s3 = new S3Options();

  @Option(
      names = Restore.OVER_HEALTHY,
      description =
          "Also where etcd has its quorum and serves: what was written since the backup is lost.")
  private boolean overHealthy;

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "The cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::restore);
  }

  private List<String> again(Path archive) {
    List<String> again = new ArrayList<>(List.of("--from", archive.toAbsolutePath().toString()));
    again.addAll(key.again());
    if (overHealthy) {
      again.add(Restore.OVER_HEALTHY);
    }
    return again;
  }

  private int restore(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Path archive = from == null ? null : OffHostAddress.backup("--from", from, s3, talk);
    List<Path> files = talk.inventoryFiles(Restore.NAME);
    Inventory inventory = talk.load(files);
    if (archive == null) {
      if (options.resume || !JourneyConversation.wanted(options, talk)) {
        throw EndedException.invalid("error: name the backup with --from FILE.");
      }
      options.again = List.of();
      try (ClusterSession session = talk.enter(inventory, inventory, f -> true)) {
        return new JourneyConversation(options, talk)
            .hold(
                RestoreJourney.JOURNEY,
                session,
                files.getFirst(),
                RestoreJourney.choices(key.identity(), overHealthy));
      }
    }
    options.again = again(archive);
    Restore restore =
        new Restore(inventory, archive, key.key(archive, talk.prompts()), overHealthy);
    try (ClusterSession session = talk.enter(inventory, inventory, restore::bears)) {
      return talk.perform(restore, session);
    }
  }
}
