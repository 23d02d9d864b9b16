package io.quorate.recipe.keys;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.facts.ClusterFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What masters keep of a rotation, so that it goes on from any machine.
 *
 * @param since when it began
 * @param key the name of the new key
 */
record RotationRecord(Instant since, String key) {

  /** Where the records are. */
  static final String FOLDER = "/var/lib/quorate/";

  /** What is older has nothing to do with what is asked for now. */
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}) ([A-Za-z0-9_-]{1,64})\\s*");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

  /** The newest of a name that a master has. */
  static Optional<RotationRecord> of(ClusterFacts facts, String name) {
    return facts.nodes().values().stream()
        .map(f -> TEXT.matcher(f.records().getOrDefault(name, "")))
        .filter(m -> m.matches())
        .map(m -> new RotationRecord(Instant.ofEpochSecond(Long.parseLong(m.group(1))), m.group(2)))
        .max(Comparator.comparing(RotationRecord::since));
  }

  /** The one that has ended, where it may be what is gone on with. */
  static Optional<RotationRecord> ended(ClusterFacts facts, String name, Instant now) {
    return of(facts, name).filter(r -> r.since().isAfter(now.minus(FORGOTTEN)));
  }

  /** The folder of that rotation with what there was. */
  static String kept(String prefix, Instant since) {
    return FOLDER + prefix + "." + DATE.format(since);
  }

  /** Writes it down. */
  Operation written(String name) {
    return new WriteFile(
        FOLDER + name, Content.of(since.getEpochSecond() + " " + key + "\n"), "root:root", "0644");
  }
}
