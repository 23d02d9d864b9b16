package io.quorate.console;

import io.quorate.wizard.Effect;
import io.quorate.wizard.journey.AnswerPage;
import io.quorate.wizard.journey.FieldsPage;
import io.quorate.wizard.journey.JourneyPage;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.PicturePage;
import io.quorate.wizard.journey.ReviewPage;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Any journey as questions and answers: the same state, the same guard and the same plan as on the
 * screen. {@code back} goes back to any earlier answer.
 */
public final class PlainJourney {

  private final JourneyTalk at;

  /**
   * @param work carries out what the wizard wants done, and reports
   */
  public PlainJourney(
      JourneyWizard wizard,
      LineTerminal talk,
      BiConsumer<Effect, Consumer<Object>> work,
      InstantSource clock) {
    this.at = new JourneyTalk(wizard, talk, work, clock);
  }

  /**
   * Asks until the run has started, all pages were gone through where nothing is run, or the person
   * goes back before the first question.
   *
   * @return the wizard as it was left; without a run, nothing was changed
   * @throws Prompts.Interrupted when the person ended the questions
   */
  public JourneyWizard ask() throws InterruptedException {
    while (!at.wizard().isOver()) {
      JourneyPage page = at.wizard().current();
      at.talk().say("");
      at.talk()
          .say(
              "Step %d of %d: %s"
                  .formatted(at.wizard().step(), at.wizard().steps(), page.purpose()));
      if (ask(page) == Direction.BACK) {
        if (at.wizard().leavesByBack()) {
          break;
        }
        at.take(at.wizard().back());
      }
    }
    return at.wizard();
  }

  private Direction ask(JourneyPage page) throws InterruptedException {
    return switch (page) {
      case FieldsPage _ -> fields();
      case NodesPage nodes -> nodes(nodes);
      case PicturePage _ -> picture();
      case AnswerPage _ -> answer();
      case ReviewPage _ -> new ReviewQuestions(at).ask();
    };
  }

  private Direction fields() throws InterruptedException {
    int page = at.wizard().page();
    if (new FormQuestions<>(at).askAll() == Direction.BACK) {
      return Direction.BACK;
    }
    at.take(at.wizard().next());
    at.await("Opening the cluster", w -> !w.opening());
    if (at.wizard().page() == page) {
      at.mayLeave();
      if (!at.wizard().notice().isEmpty()) {
        at.talk().say("error: " + at.wizard().notice());
      }
    } else {
      at.wizard().notes().forEach(n -> at.talk().say("note: " + n));
    }
    return Direction.ON;
  }

  private Direction picture() throws InterruptedException {
    Direction direction = new PictureQuestions(at).ask();
    if (direction == Direction.ON) {
      at.take(at.wizard().next());
    }
    return direction;
  }

  /** It ends there: what else may be wanted is another journey. */
  private Direction answer() throws InterruptedException {
    at.await("Asking all nodes", w -> !w.answer().busy());
    if (at.wizard().answer().lines().isEmpty()) {
      at.talk().say("error: " + at.wizard().notice());
      return Direction.BACK;
    }
    at.wizard().answer().lines().forEach(at.talk()::say);
    at.take(at.wizard().next());
    return Direction.ON;
  }

  private Direction nodes(NodesPage page) throws InterruptedException {
    at.look(page);
    Direction direction =
        page.typed().isEmpty()
            ? new NodeQuestions(at, page).ask()
            : new JoiningQuestions(at, page).ask();
    if (direction == Direction.ON) {
      at.take(at.wizard().next());
    }
    return direction;
  }
}
