package io.quorate.cli.backup;

import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.VaultOptions;
import io.quorate.console.Prompts;
import io.quorate.plan.Secret;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.backup.BackupKey;
import io.quorate.usecase.backup.OpenedBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what a backup is opened. */
final class OpeningOptions {

  @Option(
      names = "--identity",
      paramLabel = "KEYFILE",
      description = "A file with the private key of age that opens the backup.")
  private @Nullable Path identity;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Where a passphrase opens it: the file that it stands in; a program is run, and prints it."
              + " Without it: $QUORATE_BACKUP_PASSPHRASE, or what you type.")
  private @Nullable Path passphraseFile;

  /**
   * The key for a backup; its passphrase is asked for where there is somebody to ask.
   *
   * @param prompts null when nobody can be asked
   */
  BackupKey key(Path archive, @Nullable Prompts prompts)
      throws IOException, InvalidRequestException, EndedException {
    if (identity != null && passphraseFile != null) {
      throw EndedException.invalid(
          "error: --identity and --passphrase-file exclude each other: a backup is sealed for keys"
              + " or with a passphrase.");
    }
    try {
      if (passphraseFile != null) {
        return BackupKey.none().typed(new Secret(VaultOptions.ofFile(passphraseFile)));
      }
    } catch (VaultOptions.NoPasswordException e) {
      throw EndedException.invalid("error: " + e.getMessage());
    }
    BackupKey said = new BackupKey(identity(), null);
    return prompts != null && said.lacksPassphrase(OpenedBackup.manifest(archive))
        ? said.typed(prompts.secret("Passphrase of " + archive))
        : said;
  }

  /** What the same command has to say again. */
  List<String> again() {
    List<String> words = new ArrayList<>();
    if (identity != null) {
      words.addAll(List.of("--identity", identity.toAbsolutePath().toString()));
    }
    if (passphraseFile != null) {
      words.addAll(List.of("--passphrase-file", passphraseFile.toAbsolutePath().toString()));
    }
    return words;
  }

  /** The private key's file; empty when none was named. */
  String identity() {
    return identity == null ? "" : identity.toString();
  }
}
