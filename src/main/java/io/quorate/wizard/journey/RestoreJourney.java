package io.quorate.wizard.journey;

import io.quorate.usecase.UseCase;
import io.quorate.usecase.backup.Restore;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/** A cluster comes back from a backup, on its own machines or on others. */
public final class RestoreJourney {

  private static final String OVER_HEALTHY = "over-healthy";
  private static final String SOURCE = "etcd.io/docs, \"Disaster recovery\"";

  private static final OpeningPage WHICH =
      new OpeningPage(
          "The backup that the cluster is made of again, and what opens it.",
          new Field(OVER_HEALTHY, "Over a healthy one", Field.Kind.SWITCH, List.of()),
          new Field.Help(
              "Also where etcd has its quorum and the cluster serves. What was written since the"
                  + " backup is lost then.",
              "yes",
              SOURCE));

  public static final Journey JOURNEY =
      new Journey(
          Restore.NAME,
          "Restore a cluster",
          "from a backup, on its machines or on others",
          "All masters of the inventory get a backup's data, authorities and keys; what they have"
              + " is put aside and kept. API servers and etcd stop first, objects are counted"
              + " before they serve again, and then the nodes begin anew. Refused while a quorum"
              + " serves, unless you insist. Example: all masters are lost, and there is last"
              + " night's backup.",
          List.of(WHICH, new Restoring()));

  private RestoreJourney() {}

  /** What was said before the wizard was opened. */
  public static Choices choices(String identity, boolean overHealthy) {
    return OpeningFields.said("", identity).with(OVER_HEALTHY, overHealthy);
  }

  private record Restoring() implements ReviewPage {

    @Override
    public String purpose() {
      return "Before and after; nothing is changed before you have typed the cluster's name.";
    }

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return new Restore(
          cluster.inventory(),
          OpeningFields.archive(choices),
          OpeningFields.key(choices),
          choices.isOn(OVER_HEALTHY));
    }

    @Override
    public List<String> again(Choices choices) {
      List<String> words =
          new ArrayList<>(
              List.of("--from", OpeningFields.archive(choices).toAbsolutePath().toString()));
      words.addAll(OpeningFields.keyWords(choices));
      if (choices.isOn(OVER_HEALTHY)) {
        words.add(Restore.OVER_HEALTHY);
      }
      return words;
    }

    @Override
    public String question(Moment at) {
      return "Restore " + at.inventory().clusterName() + " now?";
    }

    @Override
    public String yes() {
      return "Restore";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("Restore: etcd's data of the backup (a step)", SOURCE);
    }
  }
}
