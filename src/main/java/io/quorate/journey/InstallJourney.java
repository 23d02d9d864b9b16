package io.quorate.journey;

import io.quorate.engine.Engine;
import io.quorate.engine.Preview;
import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Fleet;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.recipe.AdminKubeconfig;
import io.quorate.recipe.Context;
import io.quorate.recipe.Finding;
import io.quorate.recipe.InstallPlan;
import io.quorate.recipe.InstallProbe;
import io.quorate.recipe.Preflight;
import io.quorate.run.Redaction;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way from an inventory to a plan that can be run: connect, look, judge, plan, and see what the
 * plan would change. Nothing on the nodes is changed.
 */
public final class InstallJourney implements AutoCloseable {

  /**
   * What the nodes were found to be.
   *
   * @param findings the preflight's
   */
  public record Survey(ClusterFacts facts, List<Finding> findings) {
    public Survey {
      findings = List.copyOf(findings);
    }

    /** Those that forbid to go on. */
    public List<Finding> failed() {
      return findings.stream().filter(f -> f.status() == Finding.Status.FAILED).toList();
    }
  }

  private final Inventory inventory;
  private final Reach reach;
  private final Fleet fleet;
  private final Map<String, Node> spare = new HashMap<>();

  private InstallJourney(Inventory inventory, Reach reach, Fleet fleet) {
    this.inventory = inventory;
    this.reach = reach;
    this.fleet = fleet;
    spare.putAll(fleet.nodes());
  }

  /** Connects to all nodes side by side; {@link #failures} says which did not let us in. */
  public static InstallJourney open(Inventory inventory, Reach reach) throws InterruptedException {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    return new InstallJourney(inventory, reach, Fleet.connect(names, reach::connect));
  }

  public Map<String, NodeException> failures() {
    return fleet.failures();
  }

  /** Looks at all nodes. */
  public Survey survey() throws InterruptedException {
    ClusterFacts facts = fleet.probe(InstallProbe.requests(inventory));
    return new Survey(facts, Preflight.judge(inventory, facts));
  }

  /**
   * A plan, and the access to the cluster that it makes.
   *
   * @param kubeconfig what comes home to the operator
   */
  public record Planned(Plan plan, Secret kubeconfig) {}

  /**
   * The plan for what was found.
   *
   * @throws io.quorate.recipe.GuardRefused when it would do harm
   * @throws IOException when the operator's machine has to download and cannot
   */
  public Planned plan(Survey survey, Consumer<String> progress)
      throws IOException, InterruptedException {
    Context context =
        Distribution.prepare(
            new Context(inventory, survey.facts(), Map.of(), Instant.now()), progress);
    Plan plan = InstallPlan.of(context);
    return new Planned(plan, AdminKubeconfig.of(context, plan));
  }

  /** What the plan would change. */
  public Preview preview(Planned planned) throws InterruptedException {
    return Engine.preview(planned.plan(), this::connect, Redaction.none(), event -> {});
  }

  /** The connection that is there already, once; then a new one. */
  private Node connect(String name) throws NodeException, InterruptedException {
    synchronized (spare) {
      Node open = spare.remove(name);
      if (open != null) {
        return open;
      }
    }
    return reach.connect(name);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
