package io.quorate.console;

import io.quorate.plan.Secret;
import java.util.List;

/** A conversation in lines: what a terminal, or a test, is asked and told. */
public interface LineTerminal {

  void say(String line);

  /**
   * Asks for a line.
   *
   * @param known words that Tab completes
   * @throws Prompts.Interrupted when the person ends the conversation
   */
  String ask(String prompt, List<String> known);

  /** Asks for a text that is not shown while it is typed, and not remembered. */
  Secret secret(String question);

  /** Asks until the answer is yes or no; Enter means no. */
  boolean confirm(String question);
}
