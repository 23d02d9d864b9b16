package io.quorate.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.Engine;
import io.quorate.engine.Run;
import io.quorate.engine.Settings;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.plan.Plan;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Plans that are carried out on simulated nodes. */
public final class Rehearsed {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Rehearsed() {}

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
