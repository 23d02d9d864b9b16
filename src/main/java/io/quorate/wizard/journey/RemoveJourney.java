package io.quorate.wizard.journey;

import io.quorate.inventory.QuorumGuard.Verdict;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.usecase.RemoveNodes;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes leave a cluster, dead or alive. */
public final class RemoveJourney {

  /** Whether pods that a disruption budget holds are deleted. */
  public static final String FORCE = "force";

  /** Whether what Quorate wrote on those that leave is taken away. */
  public static final String CLEAN = "clean";

  /** How long pods may take to leave a live node, in seconds. */
  public static final String DRAIN = "drain";

  private static final String SOURCE =
      "kubernetes.io/docs, \"Safely Drain a Node\"; etcd.io/docs, \"Runtime reconfiguration\"";

  public static final Journey JOURNEY =
      new Journey(
          RemoveNodes.NAME,
          "Remove nodes",
          "dead or alive, without losing the quorum",
          "Looks at a cluster that runs, and takes nodes out of it, dead or alive; whatever would"
              + " lose etcd's quorum is refused, with the next safe step. Example: a master whose"
              + " disk is gone.",
          List.of(new Leaving(), new Removing()));

  private RemoveJourney() {}

  private static long drain(Choices choices) {
    String typed = choices.text(DRAIN);
    return typed.isEmpty() ? RemoveNodePlan.USUAL_DRAIN.toSeconds() : Long.parseLong(typed);
  }

  private record Leaving() implements NodesPage {

    @Override
    public String title() {
      return "nodes to remove";
    }

    @Override
    public String purpose() {
      return "The cluster as it is now, and the nodes to remove.";
    }

    @Override
    public Pick pick() {
      return Pick.MANY;
    }

    @Override
    public String asks() {
      return "Nodes to remove";
    }

    @Override
    public List<Switch> switches() {
      return List.of(
          new Switch(
              'c',
              CLEAN,
              "remove Quorate's files",
              "clean: Quorate's files are removed from the nodes that are reached.",
              "no clean: Quorate's files stay on the removed nodes."),
          new Switch(
              'f',
              FORCE,
              "drain with force",
              "force: pods that a disruption budget holds are deleted.",
              "no force: pods that a disruption budget holds are waited for."));
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      List<String> chosen = at.choices().list(KEY);
      if (chosen.isEmpty()) {
        return Judgement.hint("Select the nodes to remove with the space bar.");
      }
      try {
        List<String> words = new ArrayList<>();
        for (Verdict verdict : RemoveNodePlan.verdicts(looked.live(), chosen)) {
          words.add((verdict.reason() + " " + verdict.nextStep()).strip());
          if (!verdict.allowed()) {
            return Judgement.refused(List.of(words.getLast()));
          }
        }
        if (words.isEmpty()) {
          words.add("No etcd member leaves: the quorum stays as it is.");
        }
        RemoveNodePlan.staying(at.inventory(), chosen);
        return Judgement.allowed(words);
      } catch (GuardRefused refused) {
        return Judgement.refused(List.of(String.valueOf(refused.getMessage())));
      }
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "Select the nodes to remove. A live one is drained first, within "
              + drain(at.choices())
              + " s (--drain-timeout). With force, pods that a disruption budget holds, or that"
              + " nobody would make anew elsewhere, are deleted. With clean, what Quorate wrote on"
              + " it is taken away; snapshots of etcd stay. A dead one is only told of, and does no"
              + " harm when it comes back. The quorum's guard is moved by neither.",
          "node-1",
          SOURCE);
    }
  }

  private record Removing() implements ReviewPage {

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return RemoveNodes.of(
          choices.list(NodesPage.KEY),
          choices.isOn(FORCE),
          Duration.ofSeconds(drain(choices)),
          choices.isOn(CLEAN),
          cluster.file());
    }

    @Override
    public String question(Moment at) {
      return "Remove " + String.join(", ", at.choices().list(NodesPage.KEY)) + " now?";
    }

    @Override
    public String yes() {
      return "Remove";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help(
          "etcd: node-1 leaves etcd (a step)", "etcd.io/docs, \"Runtime reconfiguration\"");
    }
  }
}
