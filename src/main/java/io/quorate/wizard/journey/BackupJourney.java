package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.plan.Secret;
import io.quorate.usecase.BackupAnswers;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.backup.Backup;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/** A cluster's data and keys come into one sealed file. */
public final class BackupJourney {

  private static final String FOLDER = "to";
  private static final String RECIPIENT = "recipient";
  private static final String PASSPHRASE = "passphrase";
  private static final String AGAIN = "passphrase-again";
  private static final String KEEP = "keep";
  private static final String KEEP_DAYS = "keep-days";
  private static final String COPY_TO = "copy-to";

  private static final String SOURCE = "etcd.io/docs, \"Disaster recovery\"; age-encryption.org";

  public static final Journey JOURNEY =
      new Journey(
          Backup.NAME,
          "Back up a cluster",
          "data and keys, sealed, to this machine",
          "Takes a snapshot of etcd from the member that leads, proves it there against the live"
              + " data, and brings it here with the masters' keys and files in one sealed file. The"
              + " cluster serves meanwhile, and stays as it is. Example: before a weekend, onto a"
              + " disk that is taken home.",
          List.of(new Where(), new BackingUp()));

  private BackupJourney() {}

  /** What was said before the wizard was opened; 0: nothing. */
  public static Choices choices(int keep, int keepDays) {
    return Choices.none()
        .with(KEEP, keep > 0 ? String.valueOf(keep) : "")
        .with(KEEP_DAYS, keepDays > 0 ? String.valueOf(keepDays) : "");
  }

  private static BackupAnswers answers(Choices choices) {
    return new BackupAnswers(
        choices.text(FOLDER),
        choices.text(RECIPIENT),
        new Secret(choices.text(PASSPHRASE)),
        choices.text(KEEP),
        choices.text(KEEP_DAYS),
        choices.text(COPY_TO));
  }

  private record Where() implements FieldsPage {

    @Override
    public String title() {
      return "where to, and what seals it";
    }

    @Override
    public String purpose() {
      return "A folder on this machine, and the key or passphrase that opens the backup.";
    }

    @Override
    public List<Field> fields(Choices choices) {
      List<Field> fields = new ArrayList<>();
      fields.add(new Field(FOLDER, "Folder", Field.Kind.TEXT, List.of()));
      fields.add(new Field(RECIPIENT, "Public key of age", Field.Kind.TEXT, List.of()));
      if (choices.text(RECIPIENT).isBlank()) {
        fields.add(new Field(PASSPHRASE, "or a passphrase", Field.Kind.SECRET, List.of()));
        fields.add(new Field(AGAIN, "the same again", Field.Kind.SECRET, List.of()));
      }
      fields.add(new Field(KEEP, "Keep the newest", Field.Kind.TEXT, List.of()));
      fields.add(new Field(KEEP_DAYS, "Keep for days", Field.Kind.TEXT, List.of()));
      fields.add(new Field(COPY_TO, "Copy to", Field.Kind.TEXT, List.of()));
      return fields;
    }

    @Override
    public Field.Help help(Moment at) {
      return help(FOLDER);
    }

    @Override
    public Field.Help help(String key) {
      return switch (key) {
        case RECIPIENT ->
            new Field.Help(
                "Whose private key opens the backup: several stand between spaces. This machine"
                    + " needs no secret then. age-keygen makes such a pair; keep its private half"
                    + " where the cluster's end does not reach it.",
                "age1…",
                "age-encryption.org");
        case PASSPHRASE, AGAIN ->
            new Field.Help(
                "Whoever knows it opens the backup, and nobody opens it without. It is kept"
                    + " nowhere.",
                "five words at random",
                "age-encryption.org");
        case KEEP, KEEP_DAYS ->
            new Field.Help(
                "Older backups of this cluster in that folder are removed once the new one is"
                    + " written. The newest stays, and so does the newest of which a restore was"
                    + " tried. Nothing said: all stay.",
                "14",
                "quorate backup --help");
        case COPY_TO ->
            new Field.Help(
                "A folder on another machine, too, by SFTP: a key of the ssh-agent or of ~/.ssh"
                    + " logs in there, and its host key has to be known. Or a store that speaks S3,"
                    + " such as s3://bucket/backups?endpoint=https://nas:9000: its keys are"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile of ~/.aws that"
                    + " AWS_PROFILE names. The copy is compared, and as many are kept there. Nothing"
                    + " said: none.",
                "sftp://keeper@nas.example/srv/quorate",
                "quorate backup --help");
        default ->
            new Field.Help(
                "It has to be there. The file is named by the cluster and the time, is for you"
                    + " alone to read, and replaces none.",
                "/mnt/backups",
                "quorate backup --help");
      };
    }

    @Override
    public List<Problem> problems(Choices choices) {
      List<Problem> problems = new ArrayList<>(answers(choices).problems());
      boolean sealed = !choices.text(RECIPIENT).isBlank();
      if (!sealed && !choices.text(PASSPHRASE).equals(choices.text(AGAIN))) {
        problems.add(Problem.error(AGAIN, "The two passphrases differ.", "Type it once more."));
      }
      return problems;
    }
  }

  private record BackingUp() implements ReviewPage {

    @Override
    public String purpose() {
      return "What would be done; nothing is read before you say so.";
    }

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return answers(choices).useCase();
    }

    @Override
    public List<String> again(Choices choices) {
      return answers(choices).again();
    }

    @Override
    public String question(Moment at) {
      return "Back the cluster up now?";
    }

    @Override
    public String yes() {
      return "Back up";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("a snapshot, proved, on node-1", SOURCE);
    }
  }
}
