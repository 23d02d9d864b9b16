package io.quorate.engine;

import io.quorate.plan.Fault;
import io.quorate.plan.Operation;
import io.quorate.plan.ShellCommand;
import io.quorate.run.ClusterNow;
import io.quorate.run.NextMove;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunEvent.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure means: what is changed already, how the cluster is now, and what to type. */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  /**
   * A machine without power is given up by ssh after ten seconds; a busy API server answers late.
   */
  private static final long PATIENCE_SECONDS = 25;

  private final Run run;
  private final Ledger ledger;
  private ClusterLook look = ClusterLook.none();
  private @Nullable CompletableFuture<ClusterNow> looking;

  Aftermath(Run run, Ledger ledger) {
    this.run = run;
    this.ledger = ledger;
  }

  void look(ClusterLook by) {
    look = by;
  }

  /**
   * The failure with its meaning.
   *
   * @param operation that failed; null when it was none of the step's
   * @param lost the nodes that the run cannot reach
   */
  Failure complete(
      Failure failure, String step, String node, @Nullable Operation operation, Set<String> lost)
      throws InterruptedException {
    ClusterNow now = now(lost);
    boolean open = operation != null && operation.divisible();
    return failure.within(
        ledger.at(step, node, open), now, moves(failure.kind(), node, operation, now));
  }

  /** Steps that fail at the same time have one look. */
  private ClusterNow now(Set<String> lost) throws InterruptedException {
    CompletableFuture<ClusterNow> shared;
    synchronized (this) {
      if (looking == null || looking.isDone()) {
        CompletableFuture<ClusterNow> fresh = new CompletableFuture<>();
        Thread.ofVirtual().name("cluster-look").start(() -> look(lost, fresh));
        looking = fresh;
      }
      shared = looking;
    }
    try {
      return shared.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return ClusterNow.unknown(
          "the masters did not answer within " + PATIENCE_SECONDS + " seconds");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the look always comes to something", e);
    }
  }

  private void look(Set<String> lost, CompletableFuture<ClusterNow> result) {
    try {
      result.complete(look.look(lost));
    } catch (InterruptedException e) {
      result.complete(ClusterNow.unknown("the look was interrupted"));
    } catch (RuntimeException | Error e) {
      LOG.warn("no look at the cluster: {}", Failures.message(e));
      result.complete(ClusterNow.unknown("the look failed: " + Failures.message(e)));
    }
  }

  private List<NextMove> moves(
      Fault.Kind kind, String node, @Nullable Operation operation, ClusterNow now) {
    Invocation asked = run.invocation().anywhere();
    List<NextMove> moves = new ArrayList<>();
    if (!run.rehearsal()) {
      // No ssh before it: which user, port and jump host lead there is the person's to know.
      if (kind == Fault.Kind.UNREACHABLE) {
        String why = "does " + node + " (" + address(node) + ") answer?";
        moves.add(move(NextMove.Kind.REACH, asked.command("status"), why));
      } else if (operation instanceof Operation.Service service) {
        String log = "sudo journalctl -u " + service.unit() + " -n 50 --no-pager";
        moves.add(new NextMove(NextMove.Kind.READ_LOG, log, "on " + node + ": what it printed"));
      }
    }
    if (now.quorum() == ClusterNow.Quorum.LOST) {
      // Simulated nodes have no status of their own: it would ask the real ones.
      if (!run.rehearsal()) {
        moves.add(move(NextMove.Kind.STATUS, asked.command("status"), "which masters are missing"));
      }
      moves.add(
          move(
              NextMove.Kind.RESCUE,
              asked.on("rescue", run.rehearsal()),
              "only when most masters are gone for good"));
    }
    moves.add(
        move(
            NextMove.Kind.RESUME,
            asked.resume(run.journey(), run.rehearsal()),
            "goes on from here once that is fixed"));
    return moves;
  }

  private NextMove move(NextMove.Kind kind, ShellCommand command, String why) {
    String lacking = run.invocation().lacking();
    return new NextMove(kind, command.toString(), lacking.isEmpty() ? why : why + "; " + lacking);
  }

  private String address(String node) {
    return run.nodes().stream()
        .filter(n -> n.name().equals(node))
        .map(NodeInfo::address)
        .findFirst()
        .orElse(node);
  }
}
