package io.quorate.node.rehearsal;

import java.time.Duration;
import java.time.Instant;

/** What simulated API servers tell of service accounts' tokens. */
final class RehearsalTokens {

  private static final String SWITCHED = "/var/lib/quorate/signing-key-switched";

  /** What people made: lines as {@code assets/status/tokens.sh} tells them. */
  static final String MADE = "/var/lib/rehearsal/tokens";

  private RehearsalTokens() {}

  /** As {@code assets/status/signing.sh} tells it, of a unit as Quorate writes it. */
  static String signing(RehearsalState state, Instant now) {
    String record = state.text(SWITCHED);
    String switched = "";
    if (record != null) {
      // A simulated file has no time; it is written by the run whose beginning stands in it.
      Instant since = Instant.ofEpochSecond(Long.parseLong(record.split(" ")[0]));
      switched = "switched " + Duration.between(since, now).toSeconds() + "\n";
    }
    String unit = state.text("/etc/systemd/system/kube-apiserver.service");
    StringBuilder flags = new StringBuilder();
    if (unit != null) {
      unit.lines()
          .map(l -> l.strip().replaceFirst("\\s*\\\\$", ""))
          .filter(l -> l.startsWith("--service-account-"))
          .forEach(l -> flags.append("flag ").append(l.substring(2)).append('\n'));
    }
    return switched + flags + "end\n";
  }

  /** As {@code assets/status/tokens.sh} tells it: pods have the usual tokens, and what was made. */
  static String answer(RehearsalState state) {
    String made = state.text(MADE);
    return (made == null ? "" : made) + "asks 3607\nend\n";
  }
}
