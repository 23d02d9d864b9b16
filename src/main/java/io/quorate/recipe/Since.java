package io.quorate.recipe;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Since when a node is as it is; each is null where nobody knows.
 *
 * @param ssh it is up; where SSH does not get there, since when it did not
 * @param member its etcd member runs; where that is dead, since when the others do not hear it
 * @param apiServer its API server runs
 */
public record Since(@Nullable Instant ssh, @Nullable Instant member, @Nullable Instant apiServer) {

  static final String SCRIPT = "since";

  /** As etcd writes it, in the machine's own zone: +0200, or Z. */
  private static final DateTimeFormatter LOG_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHMM", "Z")
          .toFormatter(Locale.ROOT);

  static Since unknown() {
    return new Since(null, null, null);
  }

  /** The answer of a node to {@code assets/status/since.sh}. */
  static Since of(String answer) {
    return new Since(stamp(answer, "machine"), stamp(answer, "etcd"), stamp(answer, "api"));
  }

  Since withSsh(@Nullable Instant other) {
    return new Since(other, member, apiServer);
  }

  Since withMember(@Nullable Instant other) {
    return new Since(ssh, other, apiServer);
  }

  /** The members that a node's etcd does not hear, by their ids, and since when. */
  static Map<String, Instant> silentPeers(String answer) {
    Map<String, Instant> silent = new HashMap<>();
    for (String line : answer.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].equals("peer")) {
        try {
          silent.put(words[1], LOG_TIME.parse(words[2], Instant::from));
        } catch (DateTimeException noDate) {
          // A log of another form tells nothing.
          continue;
        }
      }
    }
    return silent;
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
