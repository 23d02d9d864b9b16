package io.quorate.usecase;

import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.node.Fleet;
import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.run.EventJson;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.NodeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes {@code src/test/resources/rehearsal/events.jsonl} anew: an install of four simulated
 * machines at the speed of real ones, with a package database that is busy for a while on {@code
 * node-3} and a lost connection to {@code node-4}. Takes some minutes.
 */
final class RehearsalRecorder {

  static final Path RECORDING = Path.of("src/test/resources/rehearsal/events.jsonl");

  private static final List<Host> HOSTS =
      List.of(
          new Host("node-1", "192.0.2.11", Set.of(Role.MASTER, Role.WORKER)),
          new Host("node-2", "192.0.2.12", Set.of(Role.MASTER, Role.WORKER)),
          new Host("node-3", "192.0.2.13", Set.of(Role.MASTER, Role.WORKER)),
          new Host("node-4", "192.0.2.14", Set.of(Role.WORKER)));

  /** So often the engine tries by itself before it asks a person. */
  private static final int ATTEMPTS = 3;

  private RehearsalRecorder() {}

  public static void main(String[] arguments) throws Exception {
    Inventory inventory =
        InventoryLoader.answers(
                Map.of(
                    Setting.CNI.key(),
                    "routed",
                    Setting.ETCD_INITIAL_TOKEN.key(),
                    "not-a-secret-of-anything"),
                HOSTS,
                Occasion.FIRST_INSTALL,
                LocalDate.now(ZoneId.systemDefault()))
            .inventory();
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    HOSTS.forEach(h -> addresses.put(h.name(), List.of(h.address())));
    RehearsalFaults faults = RehearsalFaults.none().at(RehearsalFaults.Kind.LOSE, "node-4", 60);
    RehearsalFleet machines = new RehearsalFleet(addresses, 1, 7, faults, null);
    ClusterFacts facts;
    try (Fleet fleet = Fleet.connect(List.copyOf(addresses.keySet()), machines)) {
      facts = fleet.probe(InstallProbe.requests(inventory));
    }
    Plan plan = InstallPlan.of(new Context(inventory, facts, Map.of(), Instant.now()));
    record(plan, machines);
  }

  private static void record(Plan plan, RehearsalFleet machines) throws Exception {
    List<NodeInfo> nodes =
        HOSTS.stream()
            .map(h -> new NodeInfo(h.name(), h.address(), h.isMaster(), h.isWorker()))
            .toList();
    Run run = new Run("20260301-100000-beef", Install.NAME, "demo", true, nodes);
    List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    Settings settings = Settings.standard().withDecisions(true);
    AtomicInteger busy = new AtomicInteger(ATTEMPTS);
    Engine[] engine = new Engine[1];
    engine[0] =
        new Engine(
            run,
            plan,
            node -> new Busy(machines.connect(node), busy),
            Redaction.none(),
            settings,
            event -> {
              events.add(event);
              if (event instanceof RunEvent.StepFinished done && done.failure() != null) {
                Thread.ofVirtual().start(() -> retry(engine[0], done.step()));
              }
            });
    engine[0].run();
    Files.createDirectories(RECORDING.getParent());
    Files.write(RECORDING, events.stream().map(EventJson::write).toList());
  }

  private static void retry(Engine engine, String step) {
    try {
      Thread.sleep(15_000);
      engine.retry(step, "demo");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A machine whose package database is in use at the first attempts. */
  private record Busy(Node node, AtomicInteger busy) implements Node {

    @Override
    public String name() {
      return node.name();
    }

    @Override
    public NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException {
      return node.probe(request);
    }

    @Override
    public void fetch(List<String> paths, NodeFile.Taker taker)
        throws NodeException, IOException, InterruptedException {
      node.fetch(paths, taker);
    }

    @Override
    public void execute(List<Operation> operations, Mode mode, Listener listener)
        throws NodeException, InterruptedException {
      boolean packages = operations.stream().anyMatch(o -> o instanceof Operation.Packages);
      if (mode == Mode.APPLY && name().equals("node-3") && packages && busy.getAndDecrement() > 0) {
        listener.started(0);
        Thread.sleep(2_500);
        listener.output(
            0,
            "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by"
                + " process 1412 (unattended-upgr)");
        listener.output(
            0, "E: Unable to acquire the dpkg frontend lock, is another process using" + " it?");
        listener.finished(0, Outcome.FAILED, "exit code 100: apt-get failed");
        return;
      }
      node.execute(operations, mode, listener);
    }

    @Override
    public AutoCloseable lock(String holder)
        throws NodeException, LockHeldException, InterruptedException {
      return node.lock(holder);
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
