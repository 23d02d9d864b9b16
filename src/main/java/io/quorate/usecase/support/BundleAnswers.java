package io.quorate.usecase.support;

import io.quorate.inventory.Problem;
import io.quorate.usecase.Inquiry;
import io.quorate.usecase.support.SupportBundle.Wish;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A support bundle as a person types it.
 *
 * @param file where it goes; blank: a file in the current folder, named by the time
 * @param standIns whether names and addresses are replaced
 */
public record BundleAnswers(String file, boolean standIns) {

  /** What is wrong with them, each with the word that it is typed under. */
  public List<Problem> problems() {
    String wrong = wrong();
    return wrong.isEmpty()
        ? List.of()
        : List.of(Problem.error("file", wrong + ".", "Name another file."));
  }

  private String wrong() {
    if (file.isBlank()) {
      return "";
    }
    try {
      String wrong = SupportBundle.wrongTarget(Path.of(file.strip()), standIns);
      return wrong.isEmpty() ? "" : Character.toUpperCase(wrong.charAt(0)) + wrong.substring(1);
    } catch (InvalidPathException e) {
      return file.strip() + " is not the name of a file";
    }
  }

  /** Makes it of the cluster's newest runs and what its nodes tell, and says what it holds. */
  public Inquiry inquiry() {
    Path named = file.isBlank() ? null : Path.of(file.strip());
    return session -> {
      Wish wish = new Wish("", named, standIns, session.reach().rehearsal());
      BundleResult made = SupportBundle.of(wish).make(session.inventory(), session);
      List<String> lines = new ArrayList<>(BundleLines.of(made));
      made.troubles().forEach(t -> lines.add("warning: " + t));
      return lines;
    };
  }
}
