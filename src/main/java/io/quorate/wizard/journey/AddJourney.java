package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import io.quorate.wizard.NewHosts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes join a cluster that runs, or change what they are for. */
public final class AddJourney {

  private static final String SOURCE = "etcd.io/docs, \"Runtime reconfiguration\"";

  /** What joins, and how it is written. */
  public static final Field.Help JOINING =
      new Field.Help(
          "One host a line, as in an install, then what it is for; without a role it is a worker."
              + " The name of a node that is there gives it another role. Masters join one after"
              + " the other: snapshot, learner, all data, vote, API server. An even number on the"
              + " way is fine.",
          """
          node-5 10.0.0.15
          node-[6-7] 10.0.0.[16-17] master,worker
          node-4 master,worker\
          """,
          SOURCE);

  /** What a host may be for. */
  public static final Field.Help ROLES =
      new Field.Help(
          "A master has etcd and the control plane; a worker has pods. Masters join one after the"
              + " other, workers side by side.",
          "master,worker",
          "kubernetes.io/docs, \"Kubernetes Components\"");

  public static final Journey JOURNEY =
      new Journey(
          AddNodes.NAME,
          "Add nodes",
          "to a cluster that runs",
          "Looks at a cluster that runs, and lets hosts join as masters or workers, or gives nodes"
              + " other roles. The nodes that are there restart nothing. Example: node-4"
              + " 10.0.0.14.",
          List.of(new Joining(), new Adding()));

  private AddJourney() {}

  /** What is typed, read. */
  public static NewHosts newHosts(Moment at) {
    return hosts(at.cluster(), at.choices());
  }

  private static NewHosts hosts(Cluster cluster, Choices choices) {
    return NewHosts.read(choices.text(NodesPage.TYPED), cluster.inventory());
  }

  private record Joining() implements NodesPage {

    @Override
    public String title() {
      return "nodes to add";
    }

    @Override
    public String purpose() {
      return "The cluster as it is now, and the nodes to add.";
    }

    @Override
    public Pick pick() {
      return Pick.NONE;
    }

    @Override
    public String typed() {
      return "Nodes to add, one per line:";
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      NewHosts hosts = newHosts(at);
      if (!hosts.bad().isEmpty()) {
        return Judgement.refused(
            hosts.bad().stream().map(b -> "\"" + b.text() + "\": " + b.reason()).toList());
      }
      Inventory wanted = hosts.wanted();
      List<String> errors =
          Validation.problems(wanted, Occasion.EXISTING_CLUSTER).stream()
              .filter(Problem::isError)
              .map(p -> p.what() + " " + p.remedy())
              .toList();
      if (!errors.isEmpty()) {
        return Judgement.refused(errors);
      }
      boolean waiting =
          looked.live().nodes().stream().anyMatch(n -> n.host() != null && n.api() == null);
      if (wanted.equals(at.inventory()) && !waiting) {
        return Judgement.hint("Type the nodes to add, such as: node-5 10.0.0.15 master,worker");
      }
      Membership members = looked.live().membership();
      int now = members == null ? 0 : members.voters().size();
      int then = wanted.masters().size();
      String after = Quorum.words(then) + ".";
      String advice = Quorum.advice(then);
      return Judgement.allowed(
          now == then
              ? List.of("etcd's members stay as they are. " + after)
              : List.of(
                  now
                      + " → "
                      + then
                      + " masters, one after the other. "
                      + after
                      + (advice.isEmpty() ? "" : " " + advice + ".")));
    }

    @Override
    public Field.Help help(Moment at) {
      return JOINING;
    }
  }

  private record Adding() implements ReviewPage {

    @Override
    public Inventory reached(Cluster cluster, Choices choices) {
      return hosts(cluster, choices).wanted();
    }

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return new AddNodes(cluster.inventory(), hosts(cluster, choices).wipe(), cluster.file());
    }

    @Override
    public @Nullable Decision decision(Cluster cluster, Choices choices, Survey survey) {
      NewHosts hosts = hosts(cluster, choices);
      List<String> nodes = AddNodesPlan.oldData(hosts.wanted(), survey.facts(), hosts.wipe());
      if (nodes.isEmpty()) {
        return null;
      }
      String on = String.join(", ", nodes);
      String lines = NewHosts.wiping(choices.text(NodesPage.TYPED), cluster.inventory(), nodes);
      return new Decision(
          "Old data of etcd",
          "On "
              + on
              + " lies what an earlier member of etcd left. A removed member cannot come back with"
              + " it: it has to go before the node joins, and is lost then.",
          "Wipe etcd's old data on " + on + "?",
          "Keep it, do not join",
          "Wipe it and join",
          choices.with(NodesPage.TYPED, lines));
    }

    @Override
    public String question(Moment at) {
      return "Let them join now?";
    }

    @Override
    public String yes() {
      return "Add";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("etcd: node-5 joins etcd (a step)", SOURCE);
    }
  }
}
