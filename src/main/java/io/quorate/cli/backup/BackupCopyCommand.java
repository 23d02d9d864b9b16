package io.quorate.cli.backup;

import io.quorate.backup.ArchiveReader;
import io.quorate.backup.Retention;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.engine.ExitCode;
import io.quorate.plan.FileFailure;
import io.quorate.target.OffHost;
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

/** {@code quorate backup copy}: a backup goes to another machine. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Copies a backup to another machine by SFTP, or into a store that speaks S3, and compares what"
          + " came with what was sent.",
      "It is whole or not there; one that is there already, and the same, is left alone. The machine's"
          + " host key has to be known, and a key of the ssh-agent or of ~/.ssh logs in; a store's keys"
          + " are found where the AWS SDK finds them ($AWS_ACCESS_KEY_ID and $AWS_SECRET_ACCESS_KEY,"
          + " or the profile of ~/.aws that $AWS_PROFILE names)."
    })
final class BackupCopyCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "ADDRESS",
      description =
          "The folder, such as sftp://backup@nas.example/srv/quorate or s3://bucket/backups.")
  private String address = "";

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the newest N backups of this cluster there (default: all).")
  private int keep;

  @Option(
      names = "--keep-days",
      paramLabel = "D",
      description =
          "Remove those older than D days there. The newest stays, and so does the newest of which a"
              + " restore was tried.")
  private int keepDays;

  @Mixin private S3Options s3 = new S3Options();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(new JourneyOptions(), spec, this::copy);
  }

  private int copy(CommandContext talk) throws IOException, InterruptedException, EndedException {
    if (keep < 0 || keepDays < 0) {
      throw EndedException.invalid("error: --keep and --keep-days take numbers from 1 on.");
    }
    OffHost place = OffHostAddress.read("ADDRESS", address, s3);
    if (!Files.isRegularFile(file)) {
      throw EndedException.invalid("error: there is no file " + file + ".");
    }
    // What is damaged here need not be kept elsewhere.
    ArchiveReader.of(file).check();
    try {
      talk.print(
          file + " " + place.copy(file, new Retention(keep, keepDays), new CopyLines(talk::say)));
    } catch (OffHost.OlderRemain e) {
      talk.say(
          "error: %s is in %s, but %s.".formatted(file, place.address(), FileFailure.words(e)));
      return ExitCode.FAILED;
    } catch (IOException e) {
      talk.say(
          "error: %s did not come to %s: %s."
              .formatted(file, place.address(), FileFailure.words(e)));
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }
}
