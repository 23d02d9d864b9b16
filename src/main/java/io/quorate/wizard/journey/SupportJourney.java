package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.usecase.Inquiry;
import io.quorate.usecase.support.BundleAnswers;
import io.quorate.wizard.Field;
import java.util.List;

/** One file for those who are to help. */
public final class SupportJourney {

  private static final String FILE = "file";
  private static final String REPLACE = "replace-names";

  private static final String SOURCE = "quorate support-bundle --help";

  public static final Journey JOURNEY =
      new Journey(
          "support-bundle",
          "Make a support bundle",
          "one file for those who help, without secrets",
          "Gathers the cluster's newest five runs with their journals, Quorate's log, the inventory"
              + " and what the nodes tell of themselves into one file. Secrets are redacted, and"
              + " names and IP addresses replaced where that is wanted. Nodes that do not answer"
              + " are told in it, and nothing is changed. Example: an install that fails at"
              + " night.",
          List.of(new Where(), new Made()));

  private SupportJourney() {}

  private static BundleAnswers answers(Choices choices) {
    return new BundleAnswers(choices.text(FILE), choices.isOn(REPLACE));
  }

  private record Where() implements FieldsPage {

    @Override
    public String title() {
      return "where to, and with which names";
    }

    @Override
    public String purpose() {
      return "The bundle's file on this machine; going on asks the nodes and writes it.";
    }

    @Override
    public List<Field> fields(Choices choices) {
      return List.of(
          new Field(FILE, "File", Field.Kind.TEXT, List.of()),
          new Field(REPLACE, "Replace names", Field.Kind.SWITCH, List.of()));
    }

    @Override
    public Field.Help help(Moment at) {
      return help(FILE);
    }

    @Override
    public Field.Help help(String key) {
      return key.equals(REPLACE)
          ? new Field.Help(
              "Names of hosts, users and the cluster, and IP addresses, get stand-ins, the same"
                  + " wherever the same stood. A file beside the bundle, for you alone, says what"
                  + " stands for what.",
              "node-2, 192.0.2.7",
              SOURCE)
          : new Field.Help(
              "It is for you alone to read, and replaces none. Nothing said: a file in the current"
                  + " folder, named by the time.",
              "office.tar.gz",
              SOURCE);
    }

    @Override
    public List<Problem> problems(Choices choices) {
      return answers(choices).problems();
    }
  }

  private record Made() implements AnswerPage {

    @Override
    public String title() {
      return "what it holds";
    }

    @Override
    public String purpose() {
      return "What the bundle holds, and what was taken out of it.";
    }

    @Override
    public String doing() {
      return "asking all nodes, and writing the bundle";
    }

    @Override
    public Inquiry inquiry(Choices choices) {
      return answers(choices).inquiry();
    }

    /** A cluster of which no node answers is why many ask for help. */
    @Override
    public boolean bearsSilence() {
      return true;
    }

    @Override
    public boolean repeats() {
      return false;
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "By folder what the file holds, and how many secrets of which kind were taken out. Its"
              + " first page, MANIFEST, says it of each file.",
          "tar -xzf quorate-support-*.tar.gz && less quorate-support/MANIFEST",
          SOURCE);
    }
  }
}
