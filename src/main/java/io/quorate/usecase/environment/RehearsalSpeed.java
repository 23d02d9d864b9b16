package io.quorate.usecase.environment;

import java.util.Map;

/** How fast simulated machines are: {@code QUORATE_REHEARSAL_SPEED} in the environment. */
public final class RehearsalSpeed {

  private static final String VARIABLE = "QUORATE_REHEARSAL_SPEED";
  private static final double MOST = 1000;

  private RehearsalSpeed() {}

  /**
   * 1, as fast as real machines, unless another is wanted; 0 is without any waiting.
   *
   * @throws InvalidEnvironment when what is wanted is no number from 0 to 1000
   */
  public static double wanted(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "1").strip();
    double speed;
    try {
      speed = text.isEmpty() ? 1 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      speed = Double.NaN;
    }
    if (!(speed >= 0 && speed <= MOST)) {
      throw new InvalidEnvironment(VARIABLE, text, "a number from 0 (no waiting) to 1000");
    }
    return speed;
  }
}
