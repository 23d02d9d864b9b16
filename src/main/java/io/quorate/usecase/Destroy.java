package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.lifecycle.DestroyPlan;
import io.quorate.recipe.lifecycle.DestroyProbe;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster is taken away from the nodes that are reached.
 *
 * @param keepSnapshots whether etcd's snapshots stay on the masters
 */
public record Destroy(boolean keepSnapshots) implements UseCase {

  public static final String NAME = "destroy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException {
    Inventory inventory = session.inventory();
    if (session.failures().size() == inventory.hosts().size()) {
      throw new GuardRefused(
          "No node answers:\n" + String.join("\n", failures(session, "    ")) + "\n",
          "Switch them on, or see to the way there: SSH has to reach them.");
    }
    return Survey.of(session.look(DestroyProbe.requests(inventory)))
        .shown(failures(session, "warning: "));
  }

  private static List<String> failures(ClusterSession session, String mark) {
    return session.failures().values().stream().map(f -> mark + f.getMessage()).toList();
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Planned planned =
        session.plan(
            survey.facts(), found -> DestroyPlan.of(found, keepSnapshots), caller.progress());
    List<String> absent = List.copyOf(session.failures().keySet());
    Inventory inventory = session.inventory();
    return Proposal.of(
            PlannedRun.of(NAME, session, planned, RunResults.nothing()),
            new Consent.TypedName(inventory.clusterName(), warning(inventory, absent)))
        .leaving(absent.isEmpty() ? "" : remains(absent));
  }

  private List<String> warning(Inventory inventory, List<String> absent) {
    List<String> names =
        inventory.hosts().stream().map(Host::name).filter(n -> !absent.contains(n)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "The cluster \"%s\" is taken away from %s: all its objects, volumes on the nodes%s."
            .formatted(
                inventory.clusterName(),
                String.join(", ", names),
                keepSnapshots ? " and data, but etcd's snapshots stay" : ", data and snapshots"));
    if (!absent.isEmpty()) {
      lines.add("It stays on " + String.join(", ", absent) + ", which did not answer.");
    }
    lines.add("This cannot be undone.");
    return lines;
  }

  private static String remains(List<String> absent) {
    boolean one = absent.size() == 1;
    return "%s did not answer and still %s the cluster. Give the command again when %s back."
        .formatted(String.join(", ", absent), one ? "has" : "have", one ? "it is" : "they are");
  }
}
