package io.quorate.recipe.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a node is as it is; each is null where nobody knows.
 *
 * @param ssh it is up; where SSH does not get there, since when it did not
 * @param member its etcd member runs; where that is dead, since when its machine does not run it
 * @param apiServer its API server runs
 */
public record UptimeRecord(
    @Nullable Instant ssh, @Nullable Instant member, @Nullable Instant apiServer) {

  public static final String SCRIPT = "since";

  static UptimeRecord unknown() {
    return new UptimeRecord(null, null, null);
  }

  /** The answer of a node to {@code assets/status/since.sh}. */
  static UptimeRecord of(String answer) {
    return new UptimeRecord(stamp(answer, "machine"), stamp(answer, "etcd"), stamp(answer, "api"));
  }

  UptimeRecord withSsh(@Nullable Instant other) {
    return new UptimeRecord(other, member, apiServer);
  }

  UptimeRecord withMember(@Nullable Instant other) {
    return new UptimeRecord(ssh, other, apiServer);
  }

  /** Since when etcd does not run on a node where it does not. */
  static @Nullable Instant stopped(String answer) {
    return stamp(answer, "stopped");
  }

  private static @Nullable Instant stamp(String answer, String name) {
    return answer
        .lines()
        .filter(l -> l.matches(name + " [0-9]{1,12}"))
        .map(l -> Instant.ofEpochSecond(Long.parseLong(l.substring(name.length() + 1))))
        .findFirst()
        .orElse(null);
  }
}
