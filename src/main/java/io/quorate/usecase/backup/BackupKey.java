package io.quorate.usecase.backup;

import io.quorate.backup.Manifest;
import io.quorate.backup.OpeningKey;
import io.quorate.plan.Secret;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * With what a person opens a backup: of these, what is not empty.
 *
 * @param identity a file with private keys of age, as age-keygen writes it
 * @param passphrase the passphrase itself; null: it was not typed
 */
public record BackupKey(String identity, @Nullable Secret passphrase) {

  /** The environment's passphrase, for pipelines that keep secrets there. */
  private static final String VARIABLE = "QUORATE_BACKUP_PASSPHRASE";

  /** How a manifest says that a passphrase opens the backup. */
  private static final String BY_PASSPHRASE = "passphrase";

  public static BackupKey none() {
    return new BackupKey("", null);
  }

  /** The same with a passphrase that was typed. */
  public BackupKey typed(Secret text) {
    return new BackupKey(identity, text);
  }

  /** Whether a passphrase opens the backup, and nobody has said it. */
  public boolean lacksPassphrase(Manifest manifest) {
    Manifest.Sealed sealed = manifest.sealed();
    return identity.isEmpty()
        && passphrase == null
        && sealed != null
        && sealed.opensWith().contains(BY_PASSPHRASE)
        && System.getenv(VARIABLE) == null;
  }

  /**
   * @throws InvalidRequestException when nothing was said with which the backup could be opened, or
   *     the file that was named has none
   */
  OpeningKey read(Manifest manifest, Map<String, String> environment)
      throws IOException, InvalidRequestException {
    if (!identity.isEmpty()) {
      return identities();
    }
    Secret said = passphrase;
    String given = environment.get(VARIABLE);
    if (said != null && !said.isEmpty()) {
      return new OpeningKey.Passphrase(said);
    }
    if (given != null) {
      return new OpeningKey.Passphrase(new Secret(given));
    }
    Manifest.Sealed sealed = manifest.sealed();
    List<String> opensWith = sealed == null ? List.of() : sealed.opensWith();
    throw InvalidRequestException.choose(
        opensWith.contains(BY_PASSPHRASE)
            ? "the backup opens with a passphrase: name a file that has it with --passphrase-file"
                + " FILE, or put it into $"
                + VARIABLE
                + "."
            : "the backup opens with a private key of age: name its file with --identity FILE. It"
                + " is the key of:",
        opensWith.contains(BY_PASSPHRASE) ? List.of() : opensWith);
  }

  private OpeningKey identities() throws IOException, InvalidRequestException {
    try {
      return OpeningKey.Identities.of(new Secret(text(identity)));
    } catch (IllegalArgumentException e) {
      throw InvalidRequestException.choose(identity + ": " + e.getMessage() + ".", List.of());
    }
  }

  private static String text(String file) throws IOException, InvalidRequestException {
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw InvalidRequestException.choose("there is no file " + file + ".", List.of());
    }
  }
}
