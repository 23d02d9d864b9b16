package io.quorate.cli.backup;

import io.quorate.backup.Retention;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.wizard.JourneyConversation;
import io.quorate.inventory.Inventory;
import io.quorate.target.OffHost;
import io.quorate.usecase.Absence;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.backup.Backup;
import io.quorate.wizard.journey.BackupJourney;
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

/** {@code quorate backup}: a cluster's data and keys in one sealed file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.BACKUP,
    footer = CommandHelp.BACKUP_END,
    subcommands = {
      BackupListCommand.class,
      BackupVerifyCommand.class,
      BackupCopyCommand.class,
      BackupFetchCommand.class
    })
public final class BackupCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the backup goes: a folder that is there (default: the current one).")
  private @Nullable Path to;

  @Option(
      names = "--copy-to",
      paramLabel = "ADDRESS",
      description =
          "Copy it elsewhere, too, and compare it there: sftp://[USER@]HOST[:PORT]/FOLDER (/~/FOLDER"
              + " in the user's home), where a key of the ssh-agent or of ~/.ssh logs in; or"
              + " s3://BUCKET[/PREFIX], with the keys that the AWS SDK finds ($AWS_ACCESS_KEY_ID and"
              + " $AWS_SECRET_ACCESS_KEY, or the profile of ~/.aws that $AWS_PROFILE names)."
              + " --keep and --keep-days hold there as well.")
  private @Nullable String copyTo;

  @Mixin private S3Options s3 = new S3Options();

  @Mixin private BackupKeyOptions key = new BackupKeyOptions();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Keep the newest N backups of this cluster there, and remove older ones once this is"
              + " written (default: all).")
  private int keep;

  @Option(
      names = "--keep-days",
      paramLabel = "D",
      description =
          "Remove those older than D days, likewise. The newest stays, and so does the newest of"
              + " which a restore was tried.")
  private int keepDays;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(options, spec, this::backUp);
  }

  private List<String> again(@Nullable OffHost copy) {
    List<String> words = new ArrayList<>(key.again());
    if (to != null) {
      words.addAll(List.of("--to", to.toAbsolutePath().normalize().toString()));
    }
    if (copy != null) {
      words.addAll(List.of("--copy-to", copy.address()));
    }
    words.addAll(new Retention(keep, keepDays).words());
    return words;
  }

  private int backUp(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (keep < 0 || keepDays < 0) {
      throw EndedException.invalid("error: --keep and --keep-days take numbers from 1 on.");
    }
    Path folder = to == null ? Path.of("") : to;
    String wrong = Backup.wrongFolder(folder.toAbsolutePath());
    if (!wrong.isEmpty()) {
      throw EndedException.invalid(
          "error: --to: %s %s".formatted(folder.toAbsolutePath().normalize(), wrong));
    }
    if (copyTo == null) {
      s3.none("--copy-to");
    }
    OffHost copy = copyTo == null ? null : OffHostAddress.read("--copy-to", copyTo, s3);
    options.again = again(copy);
    boolean wizard =
        to == null
            && copy == null
            && !key.areGiven(System.getenv())
            && !options.resume
            && JourneyConversation.wanted(options, talk);
    List<Path> files = talk.inventoryFiles(Backup.NAME);
    Inventory inventory = talk.load(files);
    if (wizard) {
      options.again = List.of();
      try (ClusterSession session = talk.enter(inventory, inventory, Absence::isAbsent)) {
        return new JourneyConversation(options, talk)
            .hold(
                BackupJourney.JOURNEY,
                session,
                files.getFirst(),
                BackupJourney.choices(keep, keepDays));
      }
    }
    Backup backup =
        new Backup(folder, key.sealing(System.getenv()), new Retention(keep, keepDays), copy);
    try (ClusterSession session = talk.enter(inventory, inventory, backup::bears)) {
      return talk.perform(backup, session);
    }
  }
}
