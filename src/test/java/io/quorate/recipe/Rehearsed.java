package io.quorate.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.OperationFinished;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepFinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans that are carried out on simulated nodes. */
public final class Rehearsed {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Rehearsed() {}

  /** The machines' addresses by their names, in the order of the hosts. */
  public static Map<String, List<String>> addresses(List<Host> hosts) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    hosts.forEach(h -> addresses.put(h.name(), List.of(h.nodeAddress())));
    return addresses;
  }

  /**
   * Machines for a test.
   *
   * @param folder where a cluster is made on them, which the tests begin with
   * @param installed where that was done, of which these are a copy; null: not yet
   */
  public static RehearsalFleet fleet(
      Map<String, List<String>> addresses,
      RehearsalFaults faults,
      Path folder,
      @Nullable Path installed) {
    try {
      return installed == null
          ? new RehearsalFleet(addresses, 0, 1, faults, folder)
          : RehearsalFleet.swift(addresses, faults, installed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operations that changed something. */
  public static List<OperationFinished> changed(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof OperationFinished f && f.outcome() == Outcome.CHANGED)
        .map(e -> (OperationFinished) e)
        .toList();
  }

  /** The steps in which something was started again, once for each. */
  public static List<String> restarted(List<RunEvent> events) {
    return changed(events).stream()
        .filter(f -> f.detail().startsWith("restarted"))
        .map(OperationFinished::step)
        .toList();
  }

  /** What failed, and why. */
  public static List<String> failures(List<RunEvent> events) {
    return events.stream()
        .filter(e -> e instanceof StepFinished f && f.failure() != null)
        .map(e -> ((StepFinished) e).step() + " " + ((StepFinished) e).failure())
        .toList();
  }

  /** Has somebody do something on each of these machines. */
  public static void put(RehearsalFleet fleet, List<String> machines, Operation... operations)
      throws InterruptedException {
    List<Step> steps =
        machines.stream()
            .map(
                m ->
                    new Step(
                        "put@" + m,
                        m,
                        Phase.PREPARE,
                        "Put",
                        List.of(operations),
                        Set.of(),
                        Duration.ofMinutes(1)))
            .toList();
    assertThat(run(new Plan(steps), fleet, new ArrayList<>())).isEqualTo(RunResult.DONE);
  }

  /**
   * Carries a plan out, without a second try and without a pause.
   *
   * @param events takes what happens
   */
  public static RunResult run(Plan plan, RehearsalFleet fleet, List<RunEvent> events)
      throws InterruptedException {
    return run(plan, fleet, events, Duration.ZERO);
  }

  /**
   * The same where somebody may come back.
   *
   * @param reconnectWithin how long a lost node is waited for
   */
  public static RunResult run(
      Plan plan, RehearsalFleet fleet, List<RunEvent> events, Duration reconnectWithin)
      throws InterruptedException {
    Settings standard = Settings.standard();
    Settings settings =
        new Settings(
            false,
            standard.decideWithin(),
            List.of(),
            reconnectWithin,
            Duration.ofMillis(1),
            standard.checkWithin(),
            standard.lockWithin(),
            "test");
    Run run = new Run("r", "rehearsed", "demo", true, List.of());
    List<RunEvent> heard = Collections.synchronizedList(events);
    return new Engine(run, plan, fleet::connect, Redaction.none(), settings, heard::add)
        .run()
        .result();
  }

  /**
   * All machines and what they share, as far as it is the same whatever happened on the way. Which
   * scripts ran and which waits were waited for says something of the way alone; a manifest grows
   * in the order in which steps came to run.
   */
  public static String machines(RehearsalFleet fleet, Collection<String> names) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      ObjectNode state = (ObjectNode) JSON.readTree(fleet.machine(name).fingerprint());
      state.remove("done");
      ObjectNode manifest = (ObjectNode) state.path("files").path("/var/lib/quorate/manifest");
      String sorted =
          manifest.path("text").asText().lines().sorted().collect(Collectors.joining("\n"));
      manifest.put("text", sorted);
      all.append(name).append(' ').append(state.toPrettyString()).append('\n');
    }
    return all.append(fleet.members()).append(fleet.cordoned()).toString();
  }

  /** Those of the usual inventory, but for some. */
  public static Versions versions(String kubernetes, String etcd, String containerd, String runc) {
    Versions v = Fixtures.inventory().versions();
    return new Versions(
        kubernetes,
        etcd,
        v.runtime(),
        containerd,
        runc,
        v.docker(),
        v.criDockerd(),
        v.cniPlugins(),
        v.calico(),
        v.coredns(),
        v.pauseImage());
  }
}
