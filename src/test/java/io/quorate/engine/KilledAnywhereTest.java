package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a run dies, the next one ends with the machines as an undisturbed one leaves them. */
@Timeout(60)
class KilledAnywhereTest {
  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");
  private static final Plan PLAN = plan();
  private static final int OPERATIONS =
      PLAN.stepsOf("node-1").stream().mapToInt(s -> s.operations().size()).sum();

  private static Plan plan() {
    List<Step> steps = new ArrayList<>();
    String before = "";
    for (String node : NODES) {
      steps.add(step("prepare@" + node, node, Phase.PREPARE, preparations(), Set.of()));
      Set<String> after =
          before.isEmpty() ? Set.of("prepare@" + node) : Set.of("prepare@" + node, before);
      before = "etcd@" + node;
      steps.add(step(before, node, Phase.ETCD, etcd(node), after));
    }
    for (String node : NODES) {
      Operation closing = new Operation.Verify("etcd answers", "true", Duration.ofSeconds(5));
      steps.add(step("verify@" + node, node, Phase.VERIFY, List.of(closing), Set.of(before)));
    }
    return new Plan(steps);
  }

  private static Step step(
      String id, String node, Phase phase, List<Operation> operations, Set<String> after) {
    return new Step(id, node, phase, id, operations, after, Duration.ofMinutes(1));
  }

  private static List<Operation> preparations() {
    return List.of(
        new Operation.Packages(List.of("socat", "conntrack")),
        new Operation.NoService("rpcbind.service"),
        new Operation.FileBlock("/etc/hosts", "quorate", "192.0.2.1 node-1\n"),
        new Operation.RemoveFile("/etc/kubernetes/old.conf"),
        new Operation.Fetch(
            "etcd",
            "3.6.5",
            "https://example.org/etcd.tar.gz",
            new Checksum.Pinned("a".repeat(64)),
            List.of(new Target("etcd/etcd", "/usr/local/bin/etcd", "0755"))));
  }

  private static List<Operation> etcd(String node) {
    return List.of(
        new Operation.Directory("/var/lib/etcd", "root:root", "0700"),
        new Operation.WriteFile("/etc/etcd/pin", Content.secret("1234-5678"), "root:root", "0600"),
        new Operation.WriteFile(
            "/etc/systemd/system/member.service", Content.of("# " + node), "root:root", "0644"),
        new Operation.Service(
            "member.service",
            List.of("/etc/systemd/system/member.service", "/etc/etcd/pin"),
            false),
        new Operation.WaitFor(
            "etcd answers", "true", Duration.ofSeconds(5), Duration.ofSeconds(1)));
  }

  private static RehearsalFleet fleet(RehearsalFaults faults) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    NODES.forEach(n -> addresses.put(n, List.of("192.0.2." + n.charAt(5))));
    return RehearsalFleet.swift(addresses, faults);
  }

  private static List<String> fingerprints(RehearsalFleet fleet) {
    return NODES.stream().map(n -> fleet.machine(n).fingerprint()).toList();
  }

  private static RunFinished run(RehearsalFleet fleet, List<RunEvent> events)
      throws InterruptedException {
    Settings settings =
        new Settings(
            false,
            Duration.ofSeconds(1),
            List.of(),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            "me");
    Connector connector = name -> new Mortal(fleet, name);
    return new Engine(Trial.run(PLAN), PLAN, connector, Redaction.none(), settings, events::add)
        .run();
  }

  static Stream<String> everyOperation() {
    return NODES.stream()
        .flatMap(
            n ->
                Stream.iterate(1, i -> i <= OPERATIONS, i -> i + 1)
                    .flatMap(
                        i ->
                            Stream.of(RehearsalFaults.Kind.values())
                                .map(k -> k + " " + n + " " + i)));
  }

  @ParameterizedTest
  @MethodSource("everyOperation")
  void theNextRunConverges(String fault) throws Exception {
    String[] part = fault.split(" ");
    RehearsalFleet undisturbed = fleet(RehearsalFaults.none());
    assertThat(run(undisturbed, new CopyOnWriteArrayList<>()).result()).isEqualTo(RunResult.DONE);
    RehearsalFleet disturbed =
        fleet(
            RehearsalFaults.none()
                .at(RehearsalFaults.Kind.valueOf(part[0]), part[1], Integer.parseInt(part[2])));

    run(disturbed, new CopyOnWriteArrayList<>());
    disturbed.faults().revive();

    assertThat(run(disturbed, new CopyOnWriteArrayList<>()).result()).isEqualTo(RunResult.DONE);
    assertThat(fingerprints(disturbed)).isEqualTo(fingerprints(undisturbed));
  }

  @Test
  void aRunAfterACompleteOneDoesNothing() throws Exception {
    RehearsalFleet fleet = fleet(RehearsalFaults.none());
    run(fleet, new CopyOnWriteArrayList<>());
    List<String> before = fingerprints(fleet);
    List<RunEvent> events = new CopyOnWriteArrayList<>();

    RunFinished end = run(fleet, events);

    assertThat(end.message()).isEqualTo("nothing was changed");
    assertThat(events).noneMatch(e -> e instanceof RunEvent.StepStarted);
    assertThat(fingerprints(fleet)).isEqualTo(before);
  }

  /** A node of a run that may die: a dead run is told as one that reaches nobody any more. */
  private static final class Mortal implements Node {
    private final Node node;

    Mortal(RehearsalFleet fleet, String name) throws NodeException, InterruptedException {
      try {
        node = fleet.connect(name);
      } catch (RehearsalFaults.Killed e) {
        throw new NodeException("killed", e);
      }
    }

    @Override
    public String name() {
      return node.name();
    }

    @Override
    public NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException {
      return node.probe(request);
    }

    @Override
    public void execute(List<Operation> operations, Mode mode, Listener listener)
        throws NodeException, InterruptedException {
      try {
        node.execute(operations, mode, listener);
      } catch (RehearsalFaults.Killed e) {
        throw new NodeException("killed", e);
      }
    }

    @Override
    public void fetch(List<String> paths, NodeFile.Taker taker)
        throws NodeException, IOException, InterruptedException {
      node.fetch(paths, taker);
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
