package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.usecase.RepairNetwork;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A node's packet rules are written anew. */
public final class RepairNetworkJourney {

  private static final String REVERT = "revert-after";
  private static final String SOURCE = "kubernetes.io/docs, \"Virtual IPs and Service Proxies\"";

  public static final Journey JOURNEY =
      new Journey(
          RepairNetwork.NAME,
          "Repair a node's network",
          "when services or pods cannot be reached there",
          "Gives a node its packet rules anew. SSH stays open; should the connection be lost"
              + " nevertheless, the node puts the old rules back by itself. Example: a firewall"
              + " script has flushed kube-proxy's rules.",
          List.of(new Node(), new Way(), new Repairing()));

  private RepairNetworkJourney() {}

  private record Node() implements NodesPage {

    @Override
    public String title() {
      return "which node";
    }

    @Override
    public String purpose() {
      return "The node whose packet rules are written anew.";
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
      List<String> chosen = at.choices().list(KEY);
      if (chosen.isEmpty()) {
        return Judgement.hint("Choose the node with the space bar.");
      }
      String node = chosen.getFirst();
      if (at.inventory().hosts().stream().noneMatch(h -> h.name().equals(node))) {
        return Judgement.refused(List.of(node + " is not in the inventory."));
      }
      String unreachable =
          looked.live().nodes().stream()
              .filter(n -> n.name().equals(node))
              .map(LiveNode::unreachable)
              .findFirst()
              .orElse("");
      return unreachable.isEmpty()
          ? Judgement.allowed(
              List.of(
                  "On " + node + " the tables filter, nat and mangle are flushed, then written."))
          : Judgement.refused(
              List.of(node + ": " + unreachable + ". Its rules are written by itself, over SSH."));
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "kube-proxy is stopped there; INPUT, FORWARD and OUTPUT are set to ACCEPT; the tables"
              + " filter, nat and mangle of iptables are flushed, rules of others among them, which"
              + " the plan shows; then kube-proxy, the firewall and the pods' network write theirs"
              + " again. Tables of nftables that are not iptables' own stay.",
          "node-3",
          SOURCE);
    }
  }

  private record Way() implements FieldsPage {

    @Override
    public String title() {
      return "the way back";
    }

    @Override
    public String purpose() {
      return "When the old rules come back by themselves, should the node be lost.";
    }

    @Override
    public Field.Help help(Moment at) {
      return help(REVERT);
    }

    @Override
    public List<Field> fields(Choices choices) {
      return List.of(new Field(REVERT, "Way back after, s", Field.Kind.TEXT, List.of()));
    }

    @Override
    public String usual(String key) {
      return String.valueOf(RepairNetwork.USUAL_REVERT.toSeconds());
    }

    @Override
    public Field.Help help(String key) {
      return new Field.Help(
          "A timer on the node puts the old rules back unless a new connection says that the node"
              + " is alive. In seconds.",
          "180",
          SOURCE);
    }

    @Override
    public List<Problem> problems(Choices choices) {
      String wrong = RepairNetwork.wrongRevert(revert(choices));
      return wrong.isEmpty()
          ? List.of()
          : List.of(Problem.error(REVERT, "The time " + wrong, "Write a number of seconds."));
    }

    /** -1 where no number is typed. */
    static long revert(Choices choices) {
      String typed = choices.text(REVERT).strip();
      return typed.isEmpty()
          ? RepairNetwork.USUAL_REVERT.toSeconds()
          : typed.matches("\\d{1,9}") ? Long.parseLong(typed) : -1;
    }
  }

  private record Repairing() implements ReviewPage {

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      List<String> chosen = choices.list(NodesPage.KEY);
      return new RepairNetwork(
          chosen.isEmpty() ? "" : chosen.getFirst(), Duration.ofSeconds(Way.revert(choices)));
    }

    @Override
    public List<String> again(Choices choices) {
      return Stream.concat(
              choices.list(NodesPage.KEY).stream(),
              Stream.of("--revert-after", String.valueOf(Way.revert(choices))))
          .toList();
    }

    @Override
    public String question(Moment at) {
      return "Repair the network of " + String.join(", ", at.choices().list(NodesPage.KEY)) + "?";
    }

    @Override
    public String yes() {
      return "Repair";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("network: the packet rules of node-3 (a step)", SOURCE);
    }
  }
}
