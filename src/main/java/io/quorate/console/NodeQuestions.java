package io.quorate.console;

import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.NodesPage.Pick;
import java.util.ArrayList;
import java.util.List;

/** Which nodes are meant, and how it is done. */
final class NodeQuestions {

  private final JourneyTalk at;
  private final NodesPage page;

  NodeQuestions(JourneyTalk at, NodesPage page) {
    this.at = at;
    this.page = page;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  private List<String> chosen() {
    return at.wizard().choices().list(NodesPage.KEY);
  }

  private List<String> names() {
    return page.names(at.wizard().moment());
  }

  private String word(NodesPage.Switch one) {
    return one.key();
  }

  Direction ask() throws InterruptedException {
    explain();
    tell();
    while (true) {
      List<String> words = new ArrayList<>(page.switches().stream().map(this::word).toList());
      words.addAll(List.of("look", "?", "back"));
      words.addAll(page.pick() == Pick.NONE ? List.of() : names());
      String answer = talk().ask(prompt(), words).strip();
      NodesPage.Switch turned =
          page.switches().stream().filter(s -> word(s).equals(answer)).findFirst().orElse(null);
      if (turned != null) {
        turn(turned);
        continue;
      }
      switch (answer) {
        case "back" -> {
          return Direction.BACK;
        }
        case "" -> {
          if (page.pick() != Pick.NONE && chosen().isEmpty()) {
            talk().say("error: nobody was named yet.");
          } else if (at.judged()) {
            return Direction.ON;
          }
        }
        case "look" -> {
          at.look(page);
          tell();
        }
        case "?" -> at.help();
        default -> name(answer);
      }
    }
  }

  private String prompt() {
    return switch (page.pick()) {
      case NONE -> "Enter goes on: ";
      case ONE -> page.asks() + ", or Enter when it is named: ";
      case MANY -> page.asks() + ", or Enter when all are named: ";
    };
  }

  private void explain() {
    String own = String.join(", ", page.switches().stream().map(this::word).toList());
    if (page.pick() != Pick.NONE) {
      talk().say("A node's name chooses it, once more takes it back.");
    }
    talk()
        .say(
            (own.isEmpty() ? "" : own + " changes how it is done, ")
                + "look asks all nodes again, ? explains, back leaves.");
  }

  private void name(String answer) {
    List<String> wanted = List.of(answer.split("[\\s,]+"));
    if (page.pick() == Pick.NONE) {
      talk().say("error: " + answer + " is not understood.");
      return;
    }
    if (page.pick() == Pick.ONE && wanted.size() > 1) {
      talk().say("error: name one node.");
      return;
    }
    for (String name : wanted) {
      if (!names().contains(name)) {
        talk()
            .say(
                "error: there is no node %s; there are %s."
                    .formatted(name, String.join(", ", names())));
        tell();
        return;
      }
    }
    wanted.forEach(name -> at.take(at.wizard().toggled(name)));
    tell();
  }

  /** The choice so far, and what the guard says of it. */
  private void tell() {
    if (page.pick() == Pick.NONE) {
      at.judged();
    } else if (chosen().isEmpty()) {
      talk().say("Nobody is named yet.");
    } else {
      talk().say("Named: " + String.join(", ", chosen()) + ".");
      at.judged();
    }
  }

  private void turn(NodesPage.Switch one) {
    JourneyWizard changed = at.wizard().turnedOver(one);
    at.take(changed);
    talk().say(changed.choices().isOn(one.key()) ? one.on() : one.off());
  }
}
