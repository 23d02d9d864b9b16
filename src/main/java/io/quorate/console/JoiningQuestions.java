package io.quorate.console;

import io.quorate.wizard.NewHosts;
import io.quorate.wizard.journey.AddJourney;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.NodesPage;
import java.util.ArrayList;
import java.util.List;

/** Which hosts join, or change their role, and what they are for. */
final class JoiningQuestions {

  private static final List<String> ROLES = List.of("worker", "master", "master,worker");

  private final JourneyTalk at;
  private final NodesPage page;

  JoiningQuestions(JourneyTalk at, NodesPage page) {
    this.at = at;
    this.page = page;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  private List<String> lines() {
    return at.wizard().choices().text(NodesPage.TYPED).lines().toList();
  }

  Direction ask() throws InterruptedException {
    talk().say("A host a line, such as node-5 10.0.0.15, or a range: node-[5-6] 10.0.0.[15-16];");
    talk().say("the name alone of a node that is there gives it another role. list shows what was");
    talk()
        .say(
            "typed, drop 1 takes a line back, look asks all nodes again, ? explains, back leaves.");
    list();
    while (true) {
      String answer = talk().ask("Host, or Enter when all are there: ", words()).strip();
      switch (answer) {
        case "back" -> {
          return Direction.BACK;
        }
        case "" -> {
          if (at.judged()) {
            return Direction.ON;
          }
        }
        case "list" -> list();
        case "look" -> at.look(page);
        case "?" -> at.help();
        default -> {
          if (answer.matches("drop\\b.*")) {
            drop(answer.substring("drop".length()).strip());
          } else {
            host(answer);
          }
        }
      }
    }
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("list", "look", "?", "back"));
    for (int i = 1; i <= lines().size(); i++) {
      words.add("drop " + i);
    }
    words.addAll(page.names(at.wizard().moment()));
    return words;
  }

  /** What was typed so far, and what the guard says of it. */
  private void list() {
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      talk().say("  " + (i + 1) + ". " + lines.get(i));
    }
    if (!lines.isEmpty()) {
      at.judged();
    }
  }

  private void drop(String number) {
    List<String> lines = new ArrayList<>(lines());
    int line = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
    if (line < 1 || line > lines.size()) {
      talk()
          .say(
              lines.isEmpty()
                  ? "error: nothing was typed yet."
                  : "error: drop takes a number from 1 to " + lines.size() + ".");
      return;
    }
    talk().say(lines.remove(line - 1) + " is taken back.");
    at.take(at.wizard().chosen(NodesPage.TYPED, String.join("\n", lines)));
    list();
  }

  /** A line that would not do is said to be wrong, and not kept. */
  private void host(String line) {
    if (!understood(line)) {
      return;
    }
    String complete = line;
    if (!NewHosts.saysRoles(line)) {
      String roles = roles();
      if (roles.isEmpty()) {
        return;
      }
      complete = NewHosts.withRoles(line, roles);
    }
    List<String> lines = new ArrayList<>(lines());
    lines.add(complete);
    JourneyWizard with = at.wizard().chosen(NodesPage.TYPED, String.join("\n", lines));
    if (at.judged(with.judgement())) {
      at.take(with);
    }
  }

  /** The host itself, whatever it is for. */
  private boolean understood(String line) {
    String tried = NewHosts.saysRoles(line) ? line : NewHosts.withRoles(line, "worker");
    NewHosts read = NewHosts.read(tried, AddJourney.newHosts(at.wizard().moment()).wanted());
    read.bad().forEach(b -> talk().say("error: " + b.text() + ": " + b.reason() + "."));
    return read.bad().isEmpty();
  }

  /** Empty when the person goes back to the host. */
  private String roles() {
    while (true) {
      List<String> words = new ArrayList<>(ROLES);
      words.addAll(List.of("?", "back"));
      String answer =
          talk()
              .ask("What it is for (" + String.join(", ", ROLES) + ") [worker]: ", words)
              .strip()
              .replaceAll("\\s*[,+]\\s*", ",");
      switch (answer) {
        case "" -> {
          return "worker";
        }
        case "back" -> {
          return "";
        }
        case "worker", "master", "master,worker", "worker,master" -> {
          return answer;
        }
        case "?" -> HelpLines.of(AddJourney.ROLES).forEach(talk()::say);
        default -> talk().say("error: " + answer + " is none of " + String.join(", ", ROLES) + ".");
      }
    }
  }
}
