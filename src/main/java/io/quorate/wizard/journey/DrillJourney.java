package io.quorate.wizard.journey;

import io.quorate.usecase.UseCase;
import io.quorate.usecase.backup.Drill;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/** A backup is restored for a trial. */
public final class DrillJourney {

  private static final String NODE = "node";
  private static final String SOURCE = "quorate backup verify --help";

  private static final OpeningPage WHICH =
      new OpeningPage(
          "The backup that is tried, what opens it, and where.",
          new Field(NODE, "Node", Field.Kind.TEXT, List.of()),
          new Field.Help(
              "A node that has the programs of a master. It takes some memory and processor time"
                  + " for less than a minute. Nothing said: the last master that answers.",
              "node-3",
              SOURCE));

  public static final Journey JOURNEY =
      new Journey(
          Drill.NAME,
          "Try a backup",
          "would it bring the cluster back?",
          "Restores a backup into an etcd and an API server of their own, on one node and in a"
              + " network of their own, reads every object through them, Secrets too, and compares"
              + " with what the backup says of itself. No cluster is touched, and nothing is left."
              + " Example: once a month, so that a restore is no surprise.",
          List.of(WHICH, new Trying()));

  private DrillJourney() {}

  private record Trying() implements ReviewPage {

    @Override
    public String purpose() {
      return "What would be tried, and where.";
    }

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return new Drill(
          cluster.inventory(),
          OpeningFields.archive(choices),
          OpeningFields.key(choices),
          choices.text(NODE).strip());
    }

    @Override
    public List<String> again(Choices choices) {
      List<String> words = new ArrayList<>();
      words.add(OpeningFields.archive(choices).toAbsolutePath().toString());
      words.addAll(OpeningFields.keyWords(choices));
      if (!choices.text(NODE).isBlank()) {
        words.addAll(List.of("--node", choices.text(NODE).strip()));
      }
      return words;
    }

    @Override
    public String question(Moment at) {
      return "Try the backup now?";
    }

    @Override
    public String yes() {
      return "Try it";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("every object of the backup is read, on node-3", SOURCE);
    }
  }
}
