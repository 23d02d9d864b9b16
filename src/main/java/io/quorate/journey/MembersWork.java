package io.quorate.journey;

import io.quorate.engine.Invocation;
import io.quorate.engine.RunFolder;
import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.NodeConnector;
import io.quorate.usecase.Note;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RemoveNodes;
import io.quorate.usecase.Survey;
import io.quorate.usecase.Uninterruptible;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersEffect.Join;
import io.quorate.wizard.MembersEffect.Leave;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersReport.HostKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    try (ClusterSession session = open(wish)) {
      if (wish instanceof Join join) {
        List<HostKeyUnknown> keys = unknownKeys(session);
        if (!keys.isEmpty()) {
          unknown = keys;
          return new MembersReport.KeysUnknown(
              ticket, keys.stream().map(MembersWork::shown).toList());
        }
        refuseAbsent(session.failures());
        UseCase useCase = useCase(wish);
        Survey survey = useCase.look(session);
        List<String> oldData = AddNodesPlan.oldData(join.wanted(), survey.facts(), join.wipe());
        return oldData.isEmpty()
            ? planned(ticket, session, useCase, survey)
            : new MembersReport.OldData(ticket, oldData);
      }
      UseCase useCase = useCase(wish);
      return planned(ticket, session, useCase, useCase.look(session));
    } catch (GuardRefused e) {
      return new MembersReport.Refused(ticket, e.words(naming()));
    } catch (IOException | InvalidRequestException e) {
      return new MembersReport.Refused(ticket, String.valueOf(e.getMessage()));
    }
  }

  private MembersReport planned(long ticket, ClusterSession session, UseCase useCase, Survey survey)
      throws IOException, InterruptedException, InvalidRequestException {
    Proposal proposal = useCase.propose(session, survey, Caller.quiet(naming()));
    return new MembersReport.PlanMade(
        ticket,
        proposal.notes().stream().map(Note::words).toList(),
        survey.findings().stream().filter(f -> f.status() != Finding.Status.OK).toList(),
        PlanWords.of(session.preview(proposal.run().plan(), false)));
  }

  private UseCase useCase(MembersEffect.Wish wish) {
    return switch (wish) {
      case Join join -> new AddNodes(inventory, join.wipe(), file);
      case Leave leave -> RemoveNodes.of(leave.names(), leave.force(), drain, leave.clean(), file);
    };
  }

  private ClusterSession open(MembersEffect.Wish wish) throws InterruptedException {
    return switch (wish) {
      case Join join -> ClusterSession.open(join.wanted(), reach.of(join.wanted()));
      case Leave _ -> ClusterSession.open(inventory, reach, absent);
    };
  }

  private List<String> naming() {
    return invocation.naming(reach.rehearsal());
  }

  private MembersReport start(MembersEffect.Wish wish) throws InterruptedException {
    try (ClusterSession session = open(wish)) {
      if (wish instanceof Join) {
        refuseAbsent(session.failures());
      }
      UseCase useCase = useCase(wish);
      Survey survey = useCase.look(session);
      survey.refuseFailed();
      PlannedRun run = useCase.propose(session, survey, Caller.quiet(naming())).run();
      RunFolder folder = Uninterruptible.get(() -> run.asked(invocation).start(program, decides));
      return new MembersReport.Started(folder.path().toString());
    } catch (GuardRefused e) {
      return new MembersReport.NotDone(e.words(naming()));
    } catch (IOException | InvalidRequestException e) {
      return new MembersReport.NotDone(String.valueOf(e.getMessage()));
    }
  }

  private static HostKey shown(HostKeyUnknown key) {
    return new HostKey(
        key.endpoint().name(), key.endpoint().host(), key.type(), key.fingerprintSha256());
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
