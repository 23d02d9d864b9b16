package io.quorate.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How patient the engine is.
 *
 * @param waitForDecisions whether it stays after a failure for a person to retry or leave out
 * @param decideWithin how long it stays; then the run ends as failed and frees the nodes
 * @param retryPauses what lies between the attempts of an operation that may be retried
 * @param reconnectWithin how long a lost node is waited for
 * @param reconnectPause between the first two tries; doubles up to eight times itself
 * @param checkWithin how long the check before the run may take on a node
 * @param lockWithin how long a run lock is waited for: the last run's may be going just now
 * @param lockHolder who takes the run lock of every node; null: no lock is taken
 */
public record Settings(
    boolean waitForDecisions,
    Duration decideWithin,
    List<Duration> retryPauses,
    Duration reconnectWithin,
    Duration reconnectPause,
    Duration checkWithin,
    Duration lockWithin,
    @Nullable String lockHolder) {

  public Settings {
    retryPauses = List.copyOf(retryPauses);
  }

  public static Settings standard() {
    return new Settings(
        false,
        Duration.ofHours(24),
        List.of(Duration.ofSeconds(2), Duration.ofSeconds(5)),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        Duration.ofSeconds(3),
        null);
  }

  public Settings withDecisions(boolean wait) {
    return new Settings(
        wait,
        decideWithin,
        retryPauses,
        reconnectWithin,
        reconnectPause,
        checkWithin,
        lockWithin,
        lockHolder);
  }

  public Settings withLockHolder(@Nullable String holder) {
    return new Settings(
        waitForDecisions,
        decideWithin,
        retryPauses,
        reconnectWithin,
        reconnectPause,
        checkWithin,
        lockWithin,
        holder);
  }
}
