package io.quorate.console;

import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.JourneyWizard.Asked;
import io.quorate.wizard.journey.ReviewPage;
import java.util.List;

/** What would be done, and the decisions that come before it. */
final class ReviewQuestions {

  private static final List<String> WORDS = List.of("phases", "again", "?", "back");

  private final JourneyTalk at;
  private boolean told;

  ReviewQuestions(JourneyTalk at) {
    this.at = at;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  /** On: the run has started. Back: something is to be chosen anew. */
  Direction ask() throws InterruptedException {
    while (planned()) {
      String answer =
          talk()
              .ask("Enter goes on, phases shows it stretch by stretch, again, ?, back: ", WORDS)
              .strip();
      switch (answer) {
        case "back" -> {
          return Direction.BACK;
        }
        case "again" -> {
          told = false;
          at.take(at.wizard().plan());
        }
        case "?" -> at.help();
        case "phases" -> made().plan().byPhase().forEach(talk()::say);
        case "" -> {
          if (started()) {
            return Direction.ON;
          }
        }
        default -> talk().say("error: " + answer + " is not understood.");
      }
    }
    return at.wizard().current() instanceof ReviewPage ? Direction.BACK : Direction.ON;
  }

  private JourneyReport.PlanMade made() {
    JourneyReport.PlanMade made = at.wizard().review().made();
    if (made == null) {
      throw new IllegalStateException("the plan was waited for");
    }
    return made;
  }

  /** Waits for the plan and says it, deciding what has to be decided; whether there is one. */
  private boolean planned() throws InterruptedException {
    while (true) {
      at.await("Asking the nodes what they have", ReviewQuestions::isSettled);
      JourneyWizard wizard = at.wizard();
      if (!wizard.notice().isEmpty()) {
        talk().say("error: " + wizard.notice());
        return false;
      }
      if (!(wizard.current() instanceof ReviewPage)) {
        // What was typed on an earlier page is refused: it is said with its remedy, and asked
        // again.
        at.mayLeave();
        return false;
      }
      if (wizard.asked() instanceof Asked.ToDecide(ReviewPage.Decision decision)) {
        talk().say(decision.text());
        at.take(wizard.answered(talk().confirm(decision.question()), null));
        if (!(at.wizard().current() instanceof ReviewPage)) {
          return false;
        }
      } else if (!wizard.review().refusal().isEmpty()) {
        talk().say("error: " + wizard.review().refusal());
        talk().say("Refused; nothing was changed.");
        return false;
      } else {
        if (!told) {
          tell(made());
          told = true;
        }
        return true;
      }
    }
  }

  private static boolean isSettled(JourneyWizard wizard) {
    JourneyWizard.Review review = wizard.review();
    return !review.busy()
        && (!(wizard.current() instanceof ReviewPage)
            || review.made() != null
            || !review.refusal().isEmpty()
            || wizard.asked() != null
            || !wizard.notice().isEmpty());
  }

  private void tell(JourneyReport.PlanMade made) {
    made.words().forEach(talk()::say);
    made.findings().forEach(f -> FindingLines.of(f).forEach(talk()::say));
    made.plan().byNode().forEach(talk()::say);
  }

  private boolean started() throws InterruptedException {
    if (!at.wizard().mayStart()) {
      talk().say("error: fix the errors first; again looks anew.");
      return false;
    }
    if (!agreed(made().consent())) {
      return false;
    }
    at.take(at.wizard().start());
    at.await("Starting the run", w -> !w.folder().isEmpty() || !w.notice().isEmpty());
    return !at.wizard().folder().isEmpty();
  }

  /** Yes is enough, or the name has to be typed that stands for what is lost. */
  private boolean agreed(JourneyReport.Agreeing how) {
    String question = at.wizard().reviewing().question(at.wizard().moment());
    if (how.name().isEmpty()) {
      return talk().confirm(question);
    }
    how.warning().forEach(talk()::say);
    String typed = talk().ask(question + " Type " + how.name() + " to go on: ", List.of()).strip();
    if (!typed.equals(how.name())) {
      talk().say("That was not \"" + how.name() + "\". Nothing was changed.");
    }
    return typed.equals(how.name());
  }
}
