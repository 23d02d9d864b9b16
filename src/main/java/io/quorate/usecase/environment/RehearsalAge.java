package io.quorate.usecase.environment;

import java.time.Duration;
import java.util.Map;

/**
 * How long ago a simulated cluster was installed: {@code QUORATE_REHEARSAL_AGE} in the environment,
 * in days. Its certificates were made then, and run for a year.
 */
public final class RehearsalAge {

  private static final String VARIABLE = "QUORATE_REHEARSAL_AGE";

  /** The authorities' ten years are not over. */
  private static final int MOST = 3000;

  private RehearsalAge() {}

  /** Whether somebody said it. */
  public static boolean isSaid(Map<String, String> environment) {
    return !environment.getOrDefault(VARIABLE, "").isBlank();
  }

  /**
   * None, unless another is wanted.
   *
   * @throws InvalidEnvironment when what is wanted is no number from 0 to 3000
   */
  public static Duration wanted(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "0").strip();
    int days = text.isEmpty() ? 0 : text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    if (days < 0 || days > MOST) {
      throw new InvalidEnvironment(
          VARIABLE, text, "a number of days from 0 to " + MOST + ", such as 400");
    }
    return Duration.ofDays(days);
  }
}
