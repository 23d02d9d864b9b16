package io.quorate.cli.wizard;

import io.quorate.console.LineTerminal;
import io.quorate.wizard.journey.MenuEntry;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be done, as lines with numbers. */
final class PlainMenu {

  private PlainMenu() {}

  /**
   * Asks until one is chosen; Enter takes the first.
   *
   * @throws io.quorate.console.Prompts.Interrupted when the person leaves
   */
  static MenuEntry ask(LineTerminal talk, List<MenuEntry> entries, boolean rehearsal) {
    if (rehearsal) {
      talk.say("REHEARSAL: the nodes are simulated. Nothing real is reached or changed.");
    }
    return ask(
        talk,
        "Quorate: multi-master Kubernetes on your own hosts. What do you want to do?",
        entries);
  }

  /** The same with another question; the last entry is to leave. */
  static MenuEntry ask(LineTerminal talk, String question, List<MenuEntry> entries) {
    talk.say(question);
    for (int i = 0; i < entries.size(); i++) {
      MenuEntry entry = entries.get(i);
      String detail = entry.detail().isEmpty() ? "" : ": " + entry.detail();
      talk.say("  " + (i + 1) + "  " + entry.title() + detail);
    }
    List<String> numbers =
        IntStream.rangeClosed(1, entries.size()).mapToObj(String::valueOf).toList();
    List<String> words = Stream.concat(numbers.stream(), Stream.of("?", "q")).toList();
    while (true) {
      String answer = talk.ask("A number (Enter: 1, ?: help, q: quit): ", words).strip();
      if (answer.equals("q")) {
        return entries.getLast();
      }
      if (answer.equals("?")) {
        entries.forEach(e -> talk.say(e.title() + ": " + e.help()));
        continue;
      }
      int chosen = answer.isEmpty() ? 0 : numbers.indexOf(answer);
      if (chosen >= 0) {
        return entries.get(chosen);
      }
      talk.say(
          "error: \""
              + answer
              + "\" is none of them; it has to be a number from 1 to "
              + entries.size()
              + ", or q.");
    }
  }
}
