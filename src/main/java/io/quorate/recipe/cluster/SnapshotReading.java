package io.quorate.recipe.cluster;

import io.quorate.inventory.CronSchedule;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterStatus.SnapshotAttempt;
import io.quorate.plan.facts.ClusterStatus.Snapshots;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what masters told of their snapshots of etcd ({@code assets/status/snapshots.sh}). */
final class SnapshotReading {

  /** How long one may take, its tries included, before it is missed. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Inventory inventory;
  private final Instant asked;

  /**
   * @param asked by the operator's clock
   */
  SnapshotReading(Inventory inventory, Instant asked) {
    this.inventory = inventory;
    this.asked = asked;
  }

  Snapshots read(NodeFacts master) {
    String text = master.records().getOrDefault(StatusProbe.SNAPSHOTS, "").strip();
    Map<String, String> told = new HashMap<>();
    for (String line : text.lines().skip(1).toList()) {
      String[] words = line.split(" ", 2);
      told.put(words[0], words.length < 2 ? "" : words[1].strip());
    }
    String[] kept = text.lines().findFirst().orElse("").split(" ");
    Instant newest = kept.length == 2 ? instant(kept[1]) : null;
    Instant now = instant(told.getOrDefault("now", "").split(" ")[0]);
    Instant clock = now == null ? asked : now;
    return new Snapshots(
        master.node(),
        newest,
        newest == null ? null : Math.max(0, Duration.between(newest, clock).toSeconds()),
        newest == null || !kept[0].matches("\\d{1,9}") ? 0 : Integer.parseInt(kept[0]),
        attempt(told, clock),
        now != null && isOverdue(newest, instant(told.getOrDefault("since", "")), now, told));
  }

  private static @Nullable SnapshotAttempt attempt(Map<String, String> told, Instant now) {
    Instant at = instant(told.getOrDefault("attempt-at", ""));
    return at == null
        ? null
        : new SnapshotAttempt(
            at,
            Math.max(0, Duration.between(at, now).toSeconds()),
            !told.getOrDefault("attempt-result", "").equals("ok"),
            told.getOrDefault("attempt-why", ""));
  }

  private static @Nullable Instant instant(String seconds) {
    return seconds.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : null;
  }

  /** Since the newest, or since there is the schedule, whichever is later. */
  private boolean isOverdue(
      @Nullable Instant newest, @Nullable Instant since, Instant now, Map<String, String> told) {
    String schedule = inventory.etcd().snapshotSchedule();
    if (schedule.isBlank() || CronSchedule.fault(schedule) != null || since == null) {
      return false;
    }
    Instant begin = newest == null || newest.isBefore(since) ? since : newest;
    ZoneOffset zone = offset(told.getOrDefault("now", ""));
    CronSchedule cron = CronSchedule.of(schedule);
    Optional<LocalDateTime> second =
        cron.lastBefore(LocalDateTime.ofInstant(now.minus(PATIENCE), zone))
            .flatMap(cron::lastBefore);
    return second.isPresent() && begin.isBefore(second.get().toInstant(zone));
  }

  /** Of the master's local time, in which its timer counts. */
  private static ZoneOffset offset(String now) {
    try {
      return ZoneOffset.of(now.substring(now.indexOf(' ') + 1));
    } catch (DateTimeException notToldAsDateWritesIt) {
      return ZoneOffset.UTC;
    }
  }

  /** What is wrong with them, a sentence or two for each master. */
  List<String> worries(List<Snapshots> snapshots) {
    return snapshots.stream()
        .filter(s -> s.failed() || s.overdue())
        .map(s -> s.failed() ? failed(s) : overdue(s))
        .toList();
  }

  private static String failed(Snapshots snapshots) {
    SnapshotAttempt attempt = Objects.requireNonNull(snapshots.attempt());
    return "%s: the last snapshot of etcd failed, %s ago: %s. %s. `journalctl -u quorate-etcd-snapshot` there has more; `systemctl start quorate-etcd-snapshot` tries again."
        .formatted(
            snapshots.node(),
            LiveNode.span(Duration.ofSeconds(attempt.secondsAgo())),
            attempt.why().isEmpty() ? "it gave no reason" : attempt.why().replaceAll("\\.$", ""),
            age(snapshots));
  }

  private String overdue(Snapshots snapshots) {
    return "%s: snapshots of etcd are missing. %s, and etcd_snapshot_schedule is %s. `systemctl status %s` there tells why."
        .formatted(
            snapshots.node(),
            age(snapshots),
            inventory.etcd().snapshotSchedule(),
            SnapshotTimer.TIMER);
  }

  private static String age(Snapshots snapshots) {
    Long age = snapshots.ageSeconds();
    return age == null
        ? "The node has no snapshot yet"
        : "The newest is " + LiveNode.span(Duration.ofSeconds(age)) + " old";
  }
}
