package io.quorate.usecase.environment;

import io.quorate.node.rehearsal.RehearsalSystem;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What system simulated machines have: {@code QUORATE_REHEARSAL_SYSTEM} in the environment. */
public final class RehearsalSystems {

  private static final String VARIABLE = "QUORATE_REHEARSAL_SYSTEM";

  private RehearsalSystems() {}

  /**
   * Debian 12, unless another is wanted.
   *
   * @throws InvalidEnvironment when there is no such system
   */
  public static RehearsalSystem wanted(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "").strip();
    return text.isEmpty()
        ? RehearsalSystem.DEBIAN_12
        : RehearsalSystem.named(text)
            .orElseThrow(() -> new InvalidEnvironment(VARIABLE, text, "one of " + all()));
  }

  private static String all() {
    return Arrays.stream(RehearsalSystem.values())
        .map(RehearsalSystem::word)
        .collect(Collectors.joining(", "));
  }
}
