package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.plan.Secret;
import io.quorate.usecase.backup.BackupKey;
import io.quorate.wizard.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which backup, and what opens it: the same wherever one is used. */
final class OpeningFields {

  static final String FROM = "from";
  private static final String IDENTITY = "identity";
  private static final String PASSPHRASE = "passphrase";
  private static final String AGE = "age-encryption.org";

  private OpeningFields() {}

  /** What was said before the wizard was opened. */
  static Choices said(String archive, String identity) {
    return Choices.none().with(FROM, archive).with(IDENTITY, identity);
  }

  static List<Field> fields(Choices choices) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(FROM, "Backup", Field.Kind.TEXT, List.of()));
    fields.add(new Field(IDENTITY, "Private key file", Field.Kind.TEXT, List.of()));
    if (choices.text(IDENTITY).isBlank()) {
      fields.add(new Field(PASSPHRASE, "or its passphrase", Field.Kind.SECRET, List.of()));
    }
    return fields;
  }

  static Field.Help help(String key) {
    return switch (key) {
      case IDENTITY ->
          new Field.Help(
              "The file with the private key of age, where the backup was sealed for a key; leave it"
                  + " empty where a passphrase opens it.",
              "backup.key",
              AGE);
      case PASSPHRASE ->
          new Field.Help(
              "The passphrase that the backup was sealed with. It is not kept.",
              "five words at random",
              AGE);
      default ->
          new Field.Help(
              "The file that a backup wrote. All of it is proved before anything is done with it.",
              "home-20261128T030000Z.quorate",
              AGE);
    };
  }

  static List<Problem> problems(Choices choices) {
    List<Problem> problems = new ArrayList<>();
    if (choices.text(FROM).isBlank()) {
      problems.add(
          Problem.error(FROM, "No backup is named.", "Name the file that a backup wrote."));
    }
    if (choices.text(IDENTITY).isBlank() && choices.text(PASSPHRASE).isEmpty()) {
      problems.add(
          Problem.error(
              IDENTITY,
              "Nothing is named that opens the backup.",
              "Name the file of its private key, or type its passphrase."));
    }
    return problems;
  }

  static Path archive(Choices choices) {
    return Path.of(choices.text(FROM).strip());
  }

  static BackupKey key(Choices choices) {
    String typed = choices.text(PASSPHRASE);
    String identity = choices.text(IDENTITY).strip();
    return identity.isEmpty() && !typed.isEmpty()
        ? BackupKey.none().typed(new Secret(typed))
        : new BackupKey(identity, null);
  }

  /** What opens it, as a command says it again; a passphrase is asked for. */
  static List<String> keyWords(Choices choices) {
    String identity = choices.text(IDENTITY).strip();
    return identity.isEmpty()
        ? List.of()
        : List.of("--identity", Path.of(identity).toAbsolutePath().toString());
  }
}
