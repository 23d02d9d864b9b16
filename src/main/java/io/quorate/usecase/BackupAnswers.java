package io.quorate.usecase;

import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.inventory.Problem;
import io.quorate.plan.Secret;
import io.quorate.target.OffHost;
import io.quorate.usecase.backup.Backup;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup as a person types it.
 *
 * @param to the folder
 * @param recipient public keys of age between spaces; blank: the passphrase seals
 * @param keep how many are kept; blank: all
 * @param keepDays how old one may become; blank: any age
 * @param copyTo the address of a folder on another machine; blank: none
 */
public record BackupAnswers(
    String to, String recipient, Secret passphrase, String keep, String keepDays, String copyTo) {

  /** What is wrong with them, each with the word that it is typed under. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    String wrong = wrongFolder();
    if (!wrong.isEmpty()) {
      problems.add(Problem.error("to", wrong, "Name a folder that is there."));
    }
    if (recipient.isBlank() && passphrase.isEmpty()) {
      problems.add(
          Problem.error(
              "passphrase",
              "Nothing seals the backup.",
              "Give a public key of age, or type a passphrase."));
    } else {
      try {
        key();
      } catch (IllegalArgumentException e) {
        problems.add(
            Problem.error("recipient", e.getMessage() + ".", "Copy it whole, such as age1…"));
      }
    }
    number(keep, "keep", problems);
    number(keepDays, "keep-days", problems);
    try {
      copy();
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.error("copy-to", String.valueOf(e.getMessage()), "Leave it empty for no copy."));
    }
    return problems;
  }

  private String wrongFolder() {
    if (to.isBlank()) {
      return "No folder is named.";
    }
    try {
      String wrong = Backup.wrongFolder(Path.of(to.strip()));
      return wrong.isEmpty() ? "" : to.strip() + " " + wrong;
    } catch (InvalidPathException e) {
      return to.strip() + " is not the name of a folder.";
    }
  }

  private static void number(String typed, String word, List<Problem> problems) {
    if (!typed.isBlank() && !typed.strip().matches("[1-9]\\d{0,4}")) {
      problems.add(
          Problem.error(
              word, typed.strip() + " is not a number from 1 on.", "Write one such as 14."));
    }
  }

  private static int number(String typed) {
    return typed.isBlank() ? 0 : Integer.parseInt(typed.strip());
  }

  private SealingKey key() {
    return recipient.isBlank()
        ? new SealingKey.Passphrase(passphrase)
        : new SealingKey.Recipients(keys());
  }

  private List<String> keys() {
    return Arrays.asList(recipient.strip().split("[\\s,]+"));
  }

  /** The use case; they have no problems. */
  public Backup useCase() {
    return new Backup(Path.of(to.strip()), key(), retention(), copy());
  }

  private Retention retention() {
    return new Retention(number(keep), number(keepDays));
  }

  private @Nullable OffHost copy() {
    return copyTo.isBlank() ? null : OffHost.parse(copyTo.strip());
  }

  /** The command's words for the same; a passphrase is asked for again. */
  public List<String> again() {
    List<String> words = new ArrayList<>();
    if (!to.isBlank()) {
      words.addAll(List.of("--to", Path.of(to.strip()).toAbsolutePath().normalize().toString()));
    }
    if (!recipient.isBlank()) {
      keys().forEach(k -> words.addAll(List.of("--recipient", k)));
    }
    if (!copyTo.isBlank()) {
      words.addAll(List.of("--copy-to", copyTo.strip()));
    }
    words.addAll(retention().words());
    return words;
  }
}
