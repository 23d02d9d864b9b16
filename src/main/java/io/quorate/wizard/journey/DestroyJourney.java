package io.quorate.wizard.journey;

import io.quorate.recipe.cluster.LiveNode;
import io.quorate.usecase.Destroy;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.util.List;

/** A cluster is taken away from its nodes. */
public final class DestroyJourney {

  private static final String KEEP = "keep-snapshots";
  private static final String SOURCE = "quorate destroy --help";

  public static final Journey JOURNEY =
      new Journey(
          Destroy.NAME,
          "Destroy a cluster",
          "all its objects and data are lost",
          "Takes a cluster away from its nodes: units, pods, data, and what Quorate wrote, by the"
              + " manifest that it kept there; what was at a place before is put back. The"
              + " cluster's name has to be typed first. Example: a test cluster that is done with.",
          List.of(new Whole(), new Destroying()));

  private DestroyJourney() {}

  private record Whole() implements NodesPage {

    @Override
    public String title() {
      return "what there is";
    }

    @Override
    public String purpose() {
      return "The cluster as it is now; it is taken away from every node that is reached.";
    }

    @Override
    public Pick pick() {
      return Pick.NONE;
    }

    @Override
    public List<Switch> switches() {
      return List.of(
          new Switch(
              'k',
              KEEP,
              "keep etcd's snapshots on the masters",
              "keep: etcd's snapshots stay on the masters, in /var/backups/etcd.",
              "no keep: etcd's snapshots go, too."));
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      List<LiveNode> all = looked.live().nodes().stream().filter(n -> n.host() != null).toList();
      long reached = all.stream().filter(n -> n.unreachable().isEmpty()).count();
      if (reached == 0) {
        return Judgement.refused(
            List.of("No node answers. Switch them on, or see to the way there."));
      }
      return Judgement.allowed(
          List.of(
              reached == all.size()
                  ? "All nodes are reached: nothing of the cluster is left afterwards."
                  : "It stays on the nodes that do not answer; destroy it again when they are"
                      + " back."));
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "On each node, none waiting for another, the units and pods are stopped, their mounts,"
              + " interfaces, routes and packet rules go, then the data and what Quorate wrote."
              + " Packages, locales and the time zone stay, and so do rules of others.",
          "k keeps the snapshots",
          SOURCE);
    }
  }

  private record Destroying() implements ReviewPage {

    @Override
    public String purpose() {
      return "What would be taken away, once you have typed the cluster's name.";
    }

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return new Destroy(choices.isOn(KEEP));
    }

    @Override
    public List<String> again(Choices choices) {
      return choices.isOn(KEEP) ? List.of("--keep-snapshots") : List.of();
    }

    @Override
    public String question(Moment at) {
      return "Destroy " + at.inventory().clusterName() + " now?";
    }

    @Override
    public String yes() {
      return "Destroy";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("remove: what Quorate wrote on node-1 (a step)", SOURCE);
    }
  }
}
