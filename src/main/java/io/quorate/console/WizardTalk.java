package io.quorate.console;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Form;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import io.quorate.wizard.PageHelp;
import io.quorate.wizard.SavedAnswers;
import io.quorate.wizard.Transition;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The wizard's state behind the questions, and its background work. Confined to one thread. */
final class WizardTalk implements FormTalk<InstallWizard> {

  private final LineTerminal talk;
  private final BackgroundWork<Effect> work;
  private InstallWizard wizard;
  private @Nullable String folder;
  private @Nullable String file;
  private int failures;

  WizardTalk(InstallWizard wizard, LineTerminal talk, BiConsumer<Effect, Consumer<Object>> work) {
    this.wizard = wizard;
    this.talk = talk;
    this.work = new BackgroundWork<>(talk, work);
  }

  InstallWizard wizard() {
    return wizard;
  }

  @Override
  public LineTerminal talk() {
    return talk;
  }

  /** The folder of the run; null while none was started. */
  @Nullable String folder() {
    return folder;
  }

  /** The inventory that was written, where that was all that was wanted; null until then. */
  @Nullable String file() {
    return file;
  }

  /** How often something could not be done so far. */
  int failures() {
    return failures;
  }

  @Override
  public Form<InstallWizard> form() {
    return wizard.form();
  }

  @Override
  public void take(InstallWizard other) {
    wizard = other;
  }

  void take(Transition<InstallWizard> turn) {
    wizard = turn.wizard();
    turn.effects().forEach(work::begin);
  }

  /** Keeps the answers, so that a wizard that was left is offered again. */
  void keep() {
    work.begin(new WizardEffect.SaveAnswers(SavedAnswers.of(wizard)));
  }

  /** Takes in reports until the wizard is as wanted; says what is waited for when it takes long. */
  void await(String what, Predicate<InstallWizard> wanted) throws InterruptedException {
    work.await(
        what,
        () -> wanted.test(wizard),
        report -> {
          if (report instanceof WizardReport known) {
            hear(known);
          }
        });
  }

  private void hear(WizardReport report) {
    wizard = wizard.heard(report);
    switch (report) {
      case WizardReport.RunStarted started -> {
        folder = started.folder();
        work.begin(new WizardEffect.ForgetAnswers());
      }
      case WizardReport.Written written when !wizard.goal().reachesHosts() -> {
        file = written.path();
        work.begin(new WizardEffect.ForgetAnswers());
      }
      case WizardReport.Failed failed -> {
        failures++;
        talk.say("error: " + failed.message());
      }
      default -> {
        // The wizard's state holds it.
      }
    }
  }

  /** Says what there is to know of the page. */
  void help() {
    HelpLines.of(PageHelp.of(wizard)).forEach(talk::say);
  }

  /** Says what is wrong; whether the page may be left. */
  boolean mayLeave(Page page) {
    List<Problem> problems = wizard.problems(page);
    problems.forEach(this::say);
    return problems.stream().noneMatch(Problem::isError);
  }
}
