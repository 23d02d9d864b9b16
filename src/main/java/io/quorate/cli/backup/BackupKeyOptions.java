package io.quorate.cli.backup;

import io.quorate.backup.SealingKey;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.VaultOptions;
import io.quorate.plan.Secret;
import io.quorate.usecase.SealingVariables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a backup is sealed with: public keys, or a passphrase that no process list shows. */
final class BackupKeyOptions {
  @Option(
      names = "--recipient",
      paramLabel = "KEY",
      description =
          "A public key of age (age1…) whose owner can open the backup; may be given several times."
              + " Without it: $QUORATE_BACKUP_RECIPIENTS (between spaces).")
  private List<String> recipients = List.of();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Seal with a passphrase instead: the file that it stands in; a program is run, and prints"
              + " it. Without it and without a key: $QUORATE_BACKUP_PASSPHRASE, or what you type.")
  private @Nullable Path passphraseFile;

  /** Whether options or the environment say it. */
  boolean areGiven(Map<String, String> environment) {
    return !recipients.isEmpty()
        || passphraseFile != null
        || environment.containsKey(SealingVariables.RECIPIENTS)
        || environment.containsKey(SealingVariables.PASSPHRASE);
  }

  /**
   * Words that the same command has to say again; what is in the environment is there then, too.
   */
  List<String> again() {
    if (passphraseFile != null) {
      return List.of("--passphrase-file", passphraseFile.toAbsolutePath().toString());
    }
    return recipients.stream().flatMap(r -> List.of("--recipient", r).stream()).toList();
  }

  /**
   * @throws EndedException when it cannot be had, or is no key
   */
  SealingKey sealing(Map<String, String> environment) throws EndedException {
    if (!recipients.isEmpty() && passphraseFile != null) {
      throw EndedException.invalid(
          "error: --recipient and --passphrase-file exclude each other: age seals for keys or with"
              + " a passphrase.");
    }
    try {
      if (!recipients.isEmpty()) {
        return new SealingKey.Recipients(recipients);
      }
      if (passphraseFile != null) {
        return new SealingKey.Passphrase(new Secret(VaultOptions.ofFile(passphraseFile)));
      }
      SealingKey said = SealingVariables.key(environment);
      return said != null
          ? said
          : new SealingKey.Passphrase(
              new Secret(VaultOptions.typedTwice("Passphrase of the backup", "--passphrase-file")));
    } catch (IllegalArgumentException | VaultOptions.NoPasswordException e) {
      throw EndedException.invalid("error: " + e.getMessage());
    }
  }
}
