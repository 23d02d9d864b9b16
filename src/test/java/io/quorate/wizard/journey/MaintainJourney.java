package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.usecase.Maintain;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.util.List;

/** A node gets a note, or loses it: what a journey of three pages takes. */
public final class MaintainJourney {

  private static final String BACK = "take-back";
  private static final String NOTE = "note";
  private static final String SOURCE = "man7.org, pam_motd(8)";

  public static final Journey JOURNEY =
      new Journey(
          Maintain.NAME,
          "Note down maintenance",
          "for whoever logs in there",
          "Leaves a note on a node, which whoever logs in reads, or takes it back. Example: a disk"
              + " is being replaced.",
          List.of(new Where(), new What(), new Noting()));

  private MaintainJourney() {}

  private static String node(Choices choices) {
    return choices.text(NodesPage.KEY);
  }

  private record Where() implements NodesPage {

    @Override
    public String title() {
      return "which node";
    }

    @Override
    public String purpose() {
      return "The node that somebody works on.";
    }

    @Override
    public Pick pick() {
      return Pick.ONE;
    }

    @Override
    public String asks() {
      return "Which node";
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      return node(at.choices()).isEmpty()
          ? Judgement.hint("Choose the node with the space bar.")
          : Judgement.allowed(List.of("Nothing is restarted on " + node(at.choices()) + "."));
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help("Choose the node whose users are told.", "node-3", SOURCE);
    }
  }

  private record What() implements FieldsPage {

    @Override
    public String title() {
      return "the note";
    }

    @Override
    public String purpose() {
      return "What is read by whoever logs in to the node.";
    }

    @Override
    public Field.Help help(Moment at) {
      return help(NOTE);
    }

    @Override
    public List<Field> fields(Choices choices) {
      Field back = new Field(BACK, "Take the note back", Field.Kind.SWITCH, List.of());
      return choices.isOn(BACK)
          ? List.of(back)
          : List.of(back, new Field(NOTE, "Note", Field.Kind.TEXT, List.of()));
    }

    @Override
    public Field.Help help(String key) {
      return key.equals(BACK)
          ? new Field.Help("The node's note goes, if there is one.", "yes", SOURCE)
          : new Field.Help("One line that whoever logs in reads.", "A disk is replaced.", SOURCE);
    }

    @Override
    public List<Problem> problems(Choices choices) {
      return choices.isOn(BACK) || !choices.text(NOTE).isBlank()
          ? List.of()
          : List.of(Problem.error(NOTE, "The note is empty.", "Write what is being done."));
    }
  }

  private record Noting() implements ReviewPage {

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return new Maintain(node(choices), choices.isOn(BACK) ? "" : choices.text(NOTE).strip());
    }

    @Override
    public List<String> again(Choices choices) {
      return choices.isOn(BACK)
          ? List.of(node(choices), "--take-back")
          : List.of(node(choices), "--note", choices.text(NOTE).strip());
    }

    @Override
    public String question(Moment at) {
      return (at.choices().isOn(BACK) ? "Take the note back on " : "Leave the note on ")
          + node(at.choices())
          + "?";
    }

    @Override
    public String yes() {
      return "Do it";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("prepare: leave a note (a step)", SOURCE);
    }
  }
}
