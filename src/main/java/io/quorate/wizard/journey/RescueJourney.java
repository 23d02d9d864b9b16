package io.quorate.wizard.journey;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.lifecycle.RescueGuard;
import io.quorate.recipe.lifecycle.RescueGuard.Candidate;
import io.quorate.usecase.Rescue;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A cluster whose quorum is lost for good comes back from one survivor. */
public final class RescueJourney {

  private static final String SOURCE = "etcd.io/docs, \"Disaster recovery\"";

  public static final Journey JOURNEY =
      new Journey(
          Rescue.NAME,
          "Rescue a cluster",
          "whose quorum is lost for good",
          "When more than half of the masters are lost for good, nothing can be written any more."
              + " The data of one survivor is kept, and restored into a new cluster of one member."
              + " While a quorum exists, or can be had by starting what is there, it is refused."
              + " Example: two of three masters have burnt.",
          List.of(new Survivor(), new Rescuing()));

  private RescueJourney() {}

  private record Survivor() implements NodesPage {

    @Override
    public String title() {
      return "the survivor";
    }

    @Override
    public String purpose() {
      return "The master with the best data left; the others must never come back.";
    }

    @Override
    public Pick pick() {
      return Pick.ONE;
    }

    @Override
    public String asks() {
      return "Whose data it is";
    }

    /** Of masters with data, what speaks for it; of the others, what is known. */
    @Override
    public List<NodeRow> rows(Moment at, Instant now) {
      Looked looked = at.looked();
      if (looked == null) {
        return List.of();
      }
      Map<String, String> words =
          RescueGuard.candidates(at.inventory(), looked.facts()).stream()
              .collect(Collectors.toMap(c -> c.host().name(), Candidate::words));
      return NodeRow.of(looked.live(), now).stream()
          .map(
              r ->
                  words.containsKey(r.name())
                      ? new NodeRow(r.name(), r.roles(), r.bad(), words.get(r.name()))
                      : r)
          .toList();
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      List<String> chosen = at.choices().list(KEY);
      if (chosen.isEmpty()) {
        return Judgement.hint("Choose the survivor with the space bar." + rehearsed(at));
      }
      Inventory inventory = at.inventory();
      Host survivor =
          inventory.hosts().stream()
              .filter(h -> chosen.contains(h.name()))
              .findFirst()
              .orElse(null);
      if (survivor == null) {
        return Judgement.refused(
            List.of(chosen.getFirst() + " is not in the inventory, and has no role to go by."));
      }
      try {
        RescueGuard.judge(inventory, lost(at, looked, survivor), survivor);
        String others =
            inventory.masters().stream()
                .map(Host::name)
                .filter(n -> !n.equals(survivor.name()))
                .collect(Collectors.joining(", "));
        return Judgement.allowed(
            List.of(
                "A new cluster of one member is made of "
                    + survivor.name()
                    + "'s data; "
                    + others
                    + " must never come back with the old data."
                    + rehearsed(at)));
      } catch (GuardRefused refused) {
        return Judgement.refused(List.of(String.valueOf(refused.getMessage())));
      }
    }

    private static String rehearsed(Moment at) {
      return at.cluster().rehearsal()
          ? " In this rehearsal the other masters are taken for lost."
          : "";
    }

    /** In a rehearsal the other masters are lost. */
    private static ClusterFacts lost(Moment at, Looked looked, Host survivor) {
      return at.cluster().rehearsal()
          ? RescueGuard.rehearsal(at.inventory(), looked.facts(), survivor.name())
          : looked.facts();
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "Choose the master whose data is kept: the one with the highest index of raft has seen"
              + " the most. What it has not is lost. Workers and their pods stay as they are."
              + " Afterwards the inventory says one master, and others join again once they are"
              + " wiped.",
          "node-3",
          SOURCE);
    }
  }

  private record Rescuing() implements ReviewPage {

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      List<String> chosen = choices.list(NodesPage.KEY);
      return new Rescue(
          cluster.inventory(), chosen.isEmpty() ? null : chosen.getFirst(), false, cluster.file());
    }

    @Override
    public List<String> again(Choices choices) {
      return choices.list(NodesPage.KEY).isEmpty()
          ? List.of()
          : List.of("--survivor", choices.list(NodesPage.KEY).getFirst());
    }

    @Override
    public String question(Moment at) {
      return "Rescue the cluster now?";
    }

    @Override
    public String yes() {
      return "Rescue";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("etcd: a member of its own of the data kept (a step)", SOURCE);
    }
  }
}
