package io.quorate.cli.backup;

import io.quorate.backup.ArchiveReader;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.engine.ExitCode;
import io.quorate.target.OffHost;
import io.quorate.usecase.backup.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate backup fetch}: a backup comes back from another machine. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fetches a backup from another machine by SFTP, or from a store that speaks S3, and checks that"
          + " it is whole.",
      "`quorate backup verify` and `quorate restore --from` take its address, too."
    })
final class BackupFetchCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ADDRESS",
      description =
          "The backup, such as sftp://backup@nas.example/srv/quorate/FILE or"
              + " s3://bucket/backups/FILE.")
  private String address = "";

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where it goes: a folder that is there (default: the current one).")
  private Path to = Path.of("");

  @Mixin private S3Options s3 = new S3Options();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(new JourneyOptions(), spec, this::fetch);
  }

  private int fetch(CommandContext talk) throws IOException, InterruptedException, EndedException {
    OffHost source = OffHostAddress.read("ADDRESS", address, s3);
    Path folder = to.toAbsolutePath().normalize();
    String wrong = Backup.wrongFolder(folder);
    if (!wrong.isEmpty()) {
      throw EndedException.invalid("error: --to: %s %s".formatted(folder, wrong));
    }
    Path file = folder.resolve(source.name());
    if (Files.exists(file)) {
      throw EndedException.invalid("error: --to: " + file + " is there already.");
    }
    OffHostAddress.fetch(source, folder, talk);
    ArchiveReader.of(file).check();
    talk.print(file + ": fetched, and whole");
    return ExitCode.DONE;
  }
}
