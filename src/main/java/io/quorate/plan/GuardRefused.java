package io.quorate.plan;

import java.util.List;

/**
 * A plan that would do harm is not made. The message is for a person: what was found, and what to
 * do about it.
 */
public class GuardRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String found;
  private final String remedy;

  /**
   * @param found what was found, a sentence
   * @param remedy what to do, a sentence
   */
  public GuardRefused(String found, String remedy) {
    super(found + " " + remedy);
    this.found = found;
    this.remedy = remedy;
  }

  /**
   * The message with commands that can be typed as they stand.
   *
   * @param options the words by which commands name the inventory, such as -i and home.yaml
   */
  public String words(List<String> options) {
    return NamedCommands.in(String.valueOf(getMessage()), options);
  }

  public String found() {
    return found;
  }

  public String remedy() {
    return remedy;
  }
}
