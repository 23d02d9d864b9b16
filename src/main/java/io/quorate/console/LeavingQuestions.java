package io.quorate.console;

import io.quorate.wizard.MembersHelp;
import io.quorate.wizard.MembersWizard;
import java.util.ArrayList;
import java.util.List;

/** Which nodes leave, and how. */
final class LeavingQuestions {

  private static final List<String> WORDS = List.of("force", "clean", "look", "?", "back");

  private final MembersTalk at;

  LeavingQuestions(MembersTalk at) {
    this.at = at;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  Go ask() throws InterruptedException {
    talk().say("A node's name chooses it, once more takes it back. look asks all nodes again,");
    talk().say("force and clean change how it is done, ? explains, back leaves.");
    chosen();
    while (true) {
      List<String> words = new ArrayList<>(WORDS);
      words.addAll(at.wizard().names());
      String answer = talk().ask("Who leaves, or Enter when all are named: ", words).strip();
      switch (answer) {
        case "back" -> {
          return Go.BACK;
        }
        case "" -> {
          if (at.wizard().chosen().isEmpty()) {
            talk().say("error: nobody was named yet.");
          } else if (at.judged()) {
            return Go.ON;
          }
        }
        case "look" -> {
          at.look();
          chosen();
        }
        case "force" -> how(at.wizard().forced());
        case "clean" -> how(at.wizard().cleaned());
        case "?" -> HelpLines.of(MembersHelp.of(at.wizard())).forEach(talk()::say);
        default -> name(answer);
      }
    }
  }

  private void name(String answer) {
    List<String> known = at.wizard().names();
    List<String> wanted = List.of(answer.split("[\\s,]+"));
    for (String name : wanted) {
      if (!known.contains(name)) {
        talk()
            .say(
                "error: there is no node "
                    + name
                    + "; there are "
                    + String.join(", ", known)
                    + ".");
        chosen();
        return;
      }
    }
    wanted.forEach(name -> at.take(at.wizard().toggled(name)));
    chosen();
  }

  /** The choice so far, and what the guard says of it. */
  private void chosen() {
    if (at.wizard().chosen().isEmpty()) {
      talk().say("Nobody leaves yet.");
      return;
    }
    talk().say("Leaves: " + String.join(", ", at.wizard().chosen()) + ".");
    at.judged();
  }

  private void how(MembersWizard changed) {
    at.take(changed);
    talk()
        .say(
            changed.force()
                ? "force: pods that a disruption budget holds are deleted."
                : "no force: pods that a disruption budget holds are waited for.");
    talk()
        .say(
            changed.clean()
                ? "clean: what Quorate wrote on those that are reached is taken away."
                : "no clean: files stay on the nodes that leave.");
  }
}
