package io.quorate.cli.backup;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.plan.FileFailure;
import io.quorate.plan.PrivateFiles;
import io.quorate.target.OffHost;
import io.quorate.usecase.StateFolders;
import java.io.IOException;
import java.nio.file.Path;

/** Addresses of backups on other machines, as they are typed. */
final class OffHostAddress {

  private OffHostAddress() {}

  /**
   * @param where the option or argument that it was typed for
   * @throws EndedException when it is no such address
   */
  static OffHost read(String where, String address, S3Options s3) throws EndedException {
    try {
      return s3.on(where, OffHost.parse(address));
    } catch (IllegalArgumentException e) {
      throw EndedException.invalid("error: " + where + ": " + e.getMessage());
    }
  }

  /**
   * The backup that a person named: a file of this machine, or one on another, which is fetched.
   *
   * @param where the option or argument that it was typed for
   * @throws EndedException when it cannot be had
   */
  static Path backup(String where, String said, S3Options s3, CommandContext talk)
      throws EndedException, IOException, InterruptedException {
    if (!OffHost.isAddress(said)) {
      s3.none(where);
      return Path.of(said);
    }
    OffHost source = read(where, said, s3);
    Path folder = StateFolders.state().resolve("fetched");
    PrivateFiles.makeFolder(folder);
    Path file = fetch(source, folder, talk);
    talk.say("Fetched: " + file);
    return file;
  }

  /**
   * @throws EndedException when it cannot be had
   */
  static Path fetch(OffHost source, Path folder, CommandContext talk)
      throws EndedException, InterruptedException {
    try {
      return source.fetch(folder, new CopyLines(talk::say));
    } catch (IOException e) {
      throw EndedException.refused(
          "No backup can be fetched from %s: %s."
              .formatted(source.address(), FileFailure.words(e)));
    }
  }
}
