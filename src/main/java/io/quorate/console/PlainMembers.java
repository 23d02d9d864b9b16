package io.quorate.console;

import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersWizard;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who joins or leaves a cluster, as questions and answers: the same state, the same guard and the
 * same plan as on the screen. {@code back} goes back to any earlier answer.
 */
public final class PlainMembers {

  private final MembersTalk at;

  /**
   * @param work carries out what the wizard wants done, and reports
   */
  public PlainMembers(
      MembersWizard wizard,
      LineTerminal talk,
      BiConsumer<MembersEffect, Consumer<Object>> work,
      InstantSource clock) {
    this.at = new MembersTalk(wizard, talk, work, clock);
  }

  /**
   * Asks until the run has started, or the person goes back before the first question.
   *
   * @return the wizard as it was left; without a run, nothing was changed
   * @throws Prompts.Interrupted when the person ended the questions
   */
  public MembersWizard ask() throws InterruptedException {
    while (at.wizard().folder().isEmpty()) {
      title(1, "The cluster as it is now, and who " + (at.adds() ? "joins it" : "leaves it"));
      at.look();
      Go go = at.adds() ? new JoiningQuestions(at).ask() : new LeavingQuestions(at).ask();
      if (go == Go.BACK) {
        break;
      }
      title(2, "What would be done; nothing is changed before you say so");
      new MembersReview(at).ask();
    }
    return at.wizard();
  }

  private void title(int step, String title) {
    at.talk().say("");
    at.talk().say("Step " + step + " of 2: " + title);
  }
}
