package io.quorate.journey;

import io.quorate.engine.Invocation;
import io.quorate.engine.RunFolder;
import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.Inventory;
import io.quorate.node.ConnectFailure.HostKeyUnknown;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Plan;
import io.quorate.recipe.AddNodesPlan;
import io.quorate.recipe.Context;
import io.quorate.recipe.GuardRefused;
import io.quorate.recipe.LiveCluster;
import io.quorate.recipe.LiveProbe;
import io.quorate.recipe.RemoveNodePlan;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.Committed;
import io.quorate.usecase.MemberRuns;
import io.quorate.usecase.NodeConnector;
import io.quorate.usecase.PlannedRun;
import io.quorate.wizard.Finding;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersEffect.Join;
import io.quorate.wizard.MembersEffect.Leave;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersReport.HostKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The background work of the wizard that changes who is in a cluster. Each call runs on a thread of
 * its own, and by connections of its own: nodes come and go while one watches.
 */
public final class MembersWork {

  private final Inventory inventory;
  private final NodeConnector reach;
  private final Path file;
  private final List<String> program;
  private final boolean decides;
  private final Invocation invocation;
  private final Duration drain;
  private volatile List<HostKeyUnknown> unknown = List.of();

  /** Those that did not answer at the newest look. */
  private volatile Map<String, NodeException> absent = Map.of();

  private final Map<String, Instant> silent = new ConcurrentHashMap<>();

  /** Connections to the nodes that the first look uses up. */
  private final AtomicReference<@Nullable ClusterSession> open;

  /**
   * @param open connections to the nodes, as their inventory's file says; whoever opened them
   *     closes them
   * @param file is brought up to date when the run is done
   * @param program the words that start this program again, for the run's own process
   * @param decides whether the run is watched by a person who can decide about failures
   * @param invocation the command that opened the wizard
   * @param drain how long pods may take to leave a live node
   */
  public MembersWork(
      ClusterSession open,
      Path file,
      List<String> program,
      boolean decides,
      Invocation invocation,
      Duration drain) {
    this.inventory = open.inventory();
    this.reach = open.reach();
    this.open = new AtomicReference<>(open);
    this.file = file;
    this.program = List.copyOf(program);
    this.decides = decides;
    this.invocation = invocation;
    this.drain = drain;
  }

  /** Does what is wanted, and reports. An interrupt ends it without a report. */
  public void run(MembersEffect effect, Consumer<Object> report) {
    try {
      switch (effect) {
        case MembersEffect.Look _ -> report.accept(look());
        case MembersEffect.MakePlan plan -> report.accept(plan(plan.ticket(), plan.wish()));
        case MembersEffect.AcceptKeys _ -> report.accept(acceptKeys());
        case MembersEffect.Start start -> report.accept(start(start.wish()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private MembersReport look() throws InterruptedException {
    ClusterSession first = open.getAndSet(null);
    if (first != null) {
      return look(first);
    }
    try (ClusterSession journey = ClusterSession.open(inventory, reach)) {
      return look(journey);
    }
  }

  private MembersReport look(ClusterSession journey) throws InterruptedException {
    absent = Map.copyOf(journey.failures());
    ClusterFacts facts = journey.look(LiveProbe.looks(inventory));
    return new MembersReport.Seen(LiveCluster.of(inventory, facts).silentSince(silent()));
  }

  /** Since when each of those that do not answer is known not to. */
  private Map<String, Instant> silent() {
    Instant now = Instant.now();
    silent.keySet().retainAll(absent.keySet());
    absent.keySet().forEach(name -> silent.putIfAbsent(name, now));
    return Map.copyOf(silent);
  }

  private MembersReport plan(long ticket, MembersEffect.Wish wish) throws InterruptedException {
    try {
      return switch (wish) {
        case Join join -> planned(ticket, join);
        case Leave leave -> planned(ticket, leave);
      };
    } catch (GuardRefused e) {
      return new MembersReport.Refused(ticket, e.words(invocation.naming(reach.rehearsal())));
    } catch (IOException e) {
      return new MembersReport.Refused(ticket, String.valueOf(e.getMessage()));
    }
  }

  private MembersReport planned(long ticket, Join join) throws IOException, InterruptedException {
    try (ClusterSession journey = open(join.wanted())) {
      List<HostKeyUnknown> keys = unknownKeys(journey);
      if (!keys.isEmpty()) {
        unknown = keys;
        return new MembersReport.KeysUnknown(
            ticket,
            keys.stream()
                .map(
                    k ->
                        new HostKey(
                            k.endpoint().name(),
                            k.endpoint().host(),
                            k.type(),
                            k.fingerprintSha256()))
                .toList());
      }
      refuseAbsent(journey.failures());
      ClusterFacts facts = journey.look(LiveProbe.joining(join.wanted(), inventory));
      List<String> oldData = AddNodesPlan.oldData(join.wanted(), facts, join.wipe());
      if (!oldData.isEmpty()) {
        return new MembersReport.OldData(ticket, oldData);
      }
      Planned planned = journey.plan(facts, c -> AddNodesPlan.of(c, join.wipe()), progress -> {});
      return new MembersReport.PlanMade(
          ticket,
          AddNodesPlan.words(planned.context(), join.wipe()),
          findings(AddNodesPlan.findings(join.wanted(), facts, join.wipe())),
          PlanWords.of(journey.preview(planned.plan())));
    }
  }

  private MembersReport planned(long ticket, Leave leave) throws IOException, InterruptedException {
    try (ClusterSession journey = ClusterSession.open(inventory, reach, absent)) {
      ClusterFacts facts = journey.look(RemoveNodePlan.requests(inventory));
      Planned planned = journey.plan(facts, c -> plan(c, leave), progress -> {});
      List<String> words = new ArrayList<>();
      RemoveNodePlan.verdicts(LiveCluster.of(inventory, facts), leave.names())
          .forEach(v -> words.add((v.reason() + " " + v.nextStep()).strip()));
      leave.names().stream()
          .filter(n -> !facts.nodes().containsKey(n))
          .forEach(
              n ->
                  words.add(
                      n
                          + " is not reached, and not cleaned: keep it off, or reinstall it before"
                          + " it is switched on. A worker that comes back as it was registers as a"
                          + " node again."));
      return new MembersReport.PlanMade(
          ticket, words, List.of(), PlanWords.of(journey.preview(planned.plan())));
    }
  }

  private Plan plan(Context context, Leave leave) {
    return RemoveNodePlan.of(context, leave.names(), how(leave));
  }

  private RemoveNodePlan.Options how(Leave leave) {
    return new RemoveNodePlan.Options(leave.force(), drain, leave.clean());
  }

  private static List<Finding> findings(List<io.quorate.recipe.Finding> found) {
    return found.stream().map(Finding::of).filter(f -> f.status() != Finding.Status.GOOD).toList();
  }

  private MembersReport start(MembersEffect.Wish wish) throws InterruptedException {
    try {
      RunFolder folder =
          switch (wish) {
            case Join join -> started(join);
            case Leave leave -> started(leave);
          };
      return new MembersReport.Started(folder.path().toString());
    } catch (GuardRefused e) {
      return new MembersReport.NotDone(e.words(invocation.naming(reach.rehearsal())));
    } catch (IOException e) {
      return new MembersReport.NotDone(String.valueOf(e.getMessage()));
    }
  }

  private RunFolder started(Join join) throws IOException, InterruptedException {
    try (ClusterSession journey = open(join.wanted())) {
      refuseAbsent(journey.failures());
      ClusterFacts facts = journey.look(LiveProbe.joining(join.wanted(), inventory));
      for (Finding finding : findings(AddNodesPlan.findings(join.wanted(), facts, join.wipe()))) {
        if (finding.status() == Finding.Status.BAD) {
          throw new GuardRefused(
              finding.where() + ": " + finding.title() + ": " + finding.found(), finding.remedy());
        }
      }
      Planned planned = journey.plan(facts, c -> AddNodesPlan.of(c, join.wipe()), progress -> {});
      PlannedRun run = MemberRuns.addition(journey, planned, inventory, file, join.wipe());
      return Committed.get(() -> run.asked(invocation).start(program, decides));
    }
  }

  private RunFolder started(Leave leave) throws IOException, InterruptedException {
    try (ClusterSession journey = ClusterSession.open(inventory, reach, absent)) {
      ClusterFacts facts = journey.look(RemoveNodePlan.requests(inventory));
      Planned planned = journey.plan(facts, c -> plan(c, leave), progress -> {});
      PlannedRun run = MemberRuns.removal(journey, planned, leave.names(), how(leave), file);
      return Committed.get(() -> run.asked(invocation).start(program, decides));
    }
  }

  private ClusterSession open(Inventory wanted) throws InterruptedException {
    return ClusterSession.open(wanted, reach.of(wanted));
  }

  private static List<HostKeyUnknown> unknownKeys(ClusterSession journey) {
    return journey.failures().values().stream()
        .filter(HostKeyUnknown.class::isInstance)
        .map(HostKeyUnknown.class::cast)
        .toList();
  }

  /** Everybody has to be there: those that are told of newcomers, and the newcomers. */
  private static void refuseAbsent(Map<String, NodeException> failures) {
    failures.values().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw new GuardRefused(
                  String.valueOf(failure.getMessage()) + ".",
                  "Every node has to be reached when one joins.");
            });
  }

  private MembersReport acceptKeys() {
    try {
      for (HostKeyUnknown key : unknown) {
        reach.accept(key);
      }
      unknown = List.of();
      return new MembersReport.KeysKept();
    } catch (IOException e) {
      return new MembersReport.NotDone("The host keys cannot be kept: " + e.getMessage());
    }
  }
}
