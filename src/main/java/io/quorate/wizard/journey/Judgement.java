package io.quorate.wizard.journey;

import java.util.List;

/**
 * What a guard says of the choice so far.
 *
 * @param allowed whether one may go on
 * @param idle whether nothing was chosen yet, so that the words are a hint and no reproach
 */
public record Judgement(boolean allowed, boolean idle, List<String> words) {

  public Judgement {
    words = List.copyOf(words);
  }

  public static Judgement allowed(List<String> words) {
    return new Judgement(true, false, words);
  }

  public static Judgement refused(List<String> words) {
    return new Judgement(false, false, words);
  }

  /** Nothing was chosen yet. */
  public static Judgement hint(String words) {
    return new Judgement(false, true, List.of(words));
  }
}
