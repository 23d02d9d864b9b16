package io.quorate.engine;

import io.quorate.run.RunEvent.RunResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run without reading its journal ({@code meta.json}).
 *
 * @param run the folder's name
 * @param holder who runs it, as a refused lock names them
 * @param process that runs it; null while there is none yet
 * @param result null until it ended by itself
 * @param invocation how it was asked for; null when that was not kept
 */
public record RunMeta(
    String run,
    String journey,
    String cluster,
    boolean rehearsal,
    String holder,
    Instant start,
    @Nullable ProcessIdentity process,
    @Nullable RunResult result,
    @Nullable Invocation invocation) {

  public RunMeta withProcess(ProcessIdentity identity) {
    return new RunMeta(
        run, journey, cluster, rehearsal, holder, start, identity, result, invocation);
  }

  public RunMeta withResult(RunResult ended) {
    return new RunMeta(run, journey, cluster, rehearsal, holder, start, process, ended, invocation);
  }

  RunMeta withInvocation(Invocation asked) {
    return new RunMeta(run, journey, cluster, rehearsal, holder, start, process, result, asked);
  }

  /** How it was asked for, as far as that is known. */
  public Invocation asked() {
    return invocation == null ? Invocation.none() : invocation;
  }

  /** Whether its process is at work. */
  public boolean isAlive() {
    return result == null && process != null && process.isAlive();
  }

  /** Whether something is left to do: it failed, was stopped, or its process was killed. */
  public boolean isUnfinished() {
    return !isAlive() && result != RunResult.DONE && result != RunResult.WARNINGS;
  }
}
