package io.quorate.console;

import io.quorate.plan.Secret;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers that were written down before, and all that was said. */
public final class ScriptedTalk implements LineTerminal {
  private final ArrayDeque<String> answers;
  private final List<String> said = new ArrayList<>();
  private final List<String> offered = new ArrayList<>();

  public ScriptedTalk(String... answers) {
    this.answers = new ArrayDeque<>(Arrays.asList(answers));
  }

  @Override
  public void say(String line) {
    said.add(line);
  }

  @Override
  public String ask(String prompt, List<String> known) {
    said.add(prompt);
    offered.addAll(known);
    String answer = answers.poll();
    if (answer == null) {
      throw new Prompts.Interrupted();
    }
    return answer;
  }

  @Override
  public Secret secret(String question) {
    return new Secret(ask(question, List.of()));
  }

  @Override
  public boolean confirm(String question) {
    return ask(question, List.of()).equals("y");
  }

  String text() {
    return String.join("\n", said);
  }

  public List<String> said() {
    return said;
  }

  public List<String> offered() {
    return offered;
  }
}
