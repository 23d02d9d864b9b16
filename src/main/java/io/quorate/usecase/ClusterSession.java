package io.quorate.usecase;

import io.quorate.engine.Engine;
import io.quorate.engine.Preview;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.node.Fleet;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Finding;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.ClusterUse;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.recipe.preflight.Preflight;
import io.quorate.run.Redaction;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way from an inventory to a plan that can be run: connect, look, judge, plan, and see what the
 * plan would change. Nothing on the nodes is changed.
 */
public final class ClusterSession implements AutoCloseable {

  private final Inventory inventory;
  private final NodeConnector reach;
  private final Fleet fleet;
  private final Map<String, Node> spare = new HashMap<>();

  private ClusterSession(Inventory inventory, NodeConnector reach, Fleet fleet) {
    this.inventory = inventory;
    this.reach = reach;
    this.fleet = fleet;
    spare.putAll(fleet.nodes());
  }

  /** Connects to all nodes side by side; {@link #failures} says where SSH failed. */
  public static ClusterSession open(Inventory inventory, NodeConnector reach)
      throws InterruptedException {
    return open(inventory, reach, Map.of());
  }

  /**
   * The same, where some nodes are known not to answer: they are not tried again.
   *
   * @param absent why they do not, by their names
   */
  public static ClusterSession open(
      Inventory inventory, NodeConnector reach, Map<String, NodeException> absent)
      throws InterruptedException {
    List<String> names = inventory.hosts().stream().map(Host::name).toList();
    return new ClusterSession(
        inventory,
        reach,
        Fleet.connect(
            names,
            name -> {
              NodeException known = absent.get(name);
              if (known != null) {
                throw known;
              }
              return reach.connect(name);
            }));
  }

  /** The same simulated machines, where some have lost their power; this session is closed. */
  public ClusterSession without(Set<String> dead) throws InterruptedException {
    if (!(reach instanceof NodeConnector.Rehearsal all)) {
      throw new IllegalStateException("only simulated machines lose their power by a word");
    }
    close();
    return open(inventory, all.without(dead));
  }

  public Inventory inventory() {
    return inventory;
  }

  public NodeConnector reach() {
    return reach;
  }

  public Map<String, NodeException> failures() {
    return fleet.failures();
  }

  /** Looks at all nodes, and judges whether they are fit for an install. */
  public Survey survey() throws InterruptedException {
    ClusterFacts facts = look(InstallProbe.requests(inventory));
    List<Finding> findings = new ArrayList<>(Preflight.judge(inventory, facts));
    findings.addAll(VersionGuard.findings(inventory, facts));
    return new Survey(
        facts, findings, Preflight.reachability(inventory, facts), List.of(), List.of());
  }

  /**
   * Looks at all nodes that SSH gets into. Where other versions run than are wanted, it is also
   * asked whether anybody uses them.
   *
   * @param requests what is asked, by the node's name
   */
  public ClusterFacts look(Map<String, ProbeRequest> requests) throws InterruptedException {
    ClusterFacts facts = fleet.probe(requests);
    return VersionGuard.differences(inventory, VersionMatrix.of(inventory, facts)).isEmpty()
        ? facts
        : facts.withRecords(fleet.probe(ClusterUse.requests(inventory)));
  }

  /** What some nodes answer, as {@link #look}; nobody else is asked anything. */
  public ClusterFacts ask(Map<String, ProbeRequest> requests) throws InterruptedException {
    return fleet.ask(requests);
  }

  /** Whatever was typed to get in, and the inventory's own secrets: nobody may see them. */
  public List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(RunDocument.secrets(reach));
    secrets.addAll(SettingValues.telling(inventory));
    return secrets;
  }

  /**
   * The same facts with what some nodes answer to more questions.
   *
   * @param requests what is asked, by the node's name; nobody else is asked anything
   */
  ClusterFacts askMore(ClusterFacts facts, Map<String, ProbeRequest> requests)
      throws InterruptedException {
    return requests.isEmpty() ? facts : facts.withRecords(ask(requests));
  }

  /**
   * A plan, and what it was made from.
   *
   * @param context the inventory with all checksums, and files at hand on this machine
   */
  public record Planned(Plan plan, Context context) {}

  /**
   * The plan for what was found.
   *
   * @param recipe such as {@link io.quorate.recipe.lifecycle.InstallPlan#of}; pure, called up to
   *     twice
   * @throws io.quorate.plan.GuardRefused when it would do harm
   * @throws IOException when the operator's machine has to download and cannot
   */
  public Planned plan(ClusterFacts facts, Function<Context, Plan> recipe, Consumer<String> progress)
      throws IOException, InterruptedException {
    Context found = new Context(inventory, facts, Map.of(), Instant.now());
    Distribution distribution = new Distribution(recipe, progress);
    return reach.rehearsal() ? distribution.simulate(found) : distribution.prepare(found);
  }

  /**
   * What the plan would change.
   *
   * @param diffs whether it is wanted line by line, too
   */
  public Preview preview(Plan plan, boolean diffs) throws InterruptedException {
    List<Secret> secrets = new ArrayList<>(secrets());
    secrets.addAll(Secrets.writtenBy(plan));
    return Engine.preview(plan, diffs, this::connect, new Redaction(secrets), event -> {});
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
