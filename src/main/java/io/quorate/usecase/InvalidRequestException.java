package io.quorate.usecase;

import io.quorate.inventory.Problem;
import java.util.List;

/** What is asked for cannot be done as it was said; the person can say it otherwise. */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final transient List<String> choices;

  private InvalidRequestException(String message, List<Problem> problems, List<String> choices) {
    super(message);
    this.problems = List.copyOf(problems);
    this.choices = List.copyOf(choices);
  }

  /**
   * @param message what is wrong, and what to say
   * @param choices what can be chosen, a line each
   */
  public static InvalidRequestException choose(String message, List<String> choices) {
    return new InvalidRequestException(message, List.of(), choices);
  }

  /** The inventory cannot be used for it. */
  static InvalidRequestException of(List<Problem> problems) {
    return new InvalidRequestException("", problems, List.of());
  }

  /** Those of the inventory; empty when something else is wrong. */
  public List<Problem> problems() {
    return problems;
  }

  public List<String> choices() {
    return choices;
  }
}
