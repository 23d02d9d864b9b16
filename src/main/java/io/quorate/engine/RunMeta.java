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
 */
public record RunMeta(
    String run,
    String journey,
    String cluster,
    boolean rehearsal,
    String holder,
    Instant start,
    @Nullable ProcessIdentity process,
    @Nullable RunResult result) {

  public RunMeta withProcess(ProcessIdentity identity) {
    return new RunMeta(run, journey, cluster, rehearsal, holder, start, identity, result);
  }

  public RunMeta withResult(RunResult ended) {
    return new RunMeta(run, journey, cluster, rehearsal, holder, start, process, ended);
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
