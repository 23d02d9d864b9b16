package io.quorate.console;

import io.quorate.wizard.Effect;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The install journey as questions and answers, for terminals without a screen and for screen
 * readers: the same state, the same problems, line by line. {@code back} goes back to any earlier
 * answer.
 */
public final class PlainWizard {

  private final WizardTalk at;

  /**
   * @param work carries out what the wizard wants done, and reports
   */
  public PlainWizard(
      InstallWizard wizard, LineTerminal talk, BiConsumer<Effect, Consumer<Object>> work) {
    this.at = new WizardTalk(wizard, talk, work);
  }

  /**
   * Asks until the run has started, or the inventory is written where that is the goal.
   *
   * @return the run's folder, or the inventory's file; null when the person went back before the
   *     first page
   * @throws Prompts.Interrupted when the person ended the questions; the answers are kept
   */
  public @Nullable String ask() throws InterruptedException {
    at.take(at.wizard().woken());
    while (at.folder() == null && at.file() == null) {
      Page page = at.wizard().page();
      at.talk().say("");
      int steps = at.wizard().goal().steps();
      at.talk().say("Step " + page.step() + " of " + steps + ": " + page.title());
      at.talk().say(page.purpose());
      Direction direction = ask(page);
      at.keep();
      if (direction == Direction.BACK && page == Page.ACCESS) {
        return null;
      }
      if (direction == Direction.BACK) {
        at.take(at.wizard().back());
      } else if (page == Page.PREFLIGHT) {
        new LastQuestions(at).install();
      } else if (page == Page.REVIEW && !at.wizard().goal().reachesHosts()) {
        new LastQuestions(at).write();
      } else {
        at.take(at.wizard().next());
      }
    }
    return at.folder() == null ? at.file() : at.folder();
  }

  private Direction ask(Page page) throws InterruptedException {
    return switch (page) {
      case ACCESS -> new FormQuestions<>(at).askAll();
      case HOSTS -> new HostQuestions(at).ask();
      case ROLES -> new HostQuestions(at).askRoles();
      case VERSIONS, NETWORK, SECURITY -> new FormQuestions<>(at).list();
      case REVIEW -> new LastQuestions(at).review();
      case PREFLIGHT -> new LastQuestions(at).preflight();
      case INSTALL -> Direction.ON;
    };
  }
}
