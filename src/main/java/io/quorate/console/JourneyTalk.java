package io.quorate.console;

import io.quorate.plan.Secret;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Form;
import io.quorate.wizard.Transition;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.JourneyWizard.Asked;
import io.quorate.wizard.journey.Judgement;
import io.quorate.wizard.journey.NodeRow;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.Question;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The state behind the questions of a journey. Confined to one thread. */
final class JourneyTalk implements FormTalk<JourneyWizard> {

  private final LineTerminal talk;
  private final BackgroundWork<Effect> work;
  private final InstantSource clock;
  private JourneyWizard wizard;

  JourneyTalk(
      JourneyWizard wizard,
      LineTerminal talk,
      BiConsumer<Effect, Consumer<Object>> work,
      InstantSource clock) {
    this.wizard = wizard;
    this.talk = talk;
    this.work = new BackgroundWork<>(talk, work);
    this.clock = clock;
  }

  JourneyWizard wizard() {
    return wizard;
  }

  @Override
  public LineTerminal talk() {
    return talk;
  }

  @Override
  public Form<JourneyWizard> form() {
    return wizard.form();
  }

  @Override
  public void take(JourneyWizard other) {
    wizard = other;
  }

  void take(Transition<JourneyWizard> turn) {
    wizard = turn.wizard();
    turn.effects().forEach(work::begin);
  }

  /**
   * Hears reports until the wizard is as wanted; what work under way asks meanwhile is asked here.
   */
  void await(String what, Predicate<JourneyWizard> wanted) throws InterruptedException {
    while (true) {
      work.await(
          what,
          () -> wanted.test(wizard) || wizard.asked() instanceof Asked.Of,
          report -> take(wizard.told(report)));
      if (!(wizard.asked() instanceof Asked.Of(Question question))) {
        return;
      }
      take(wizard.answered(true, answer(question)));
    }
  }

  private JourneyEffect.Answer answer(Question question) {
    return switch (question) {
      case Question.Password password -> {
        if (!password.why().isEmpty()) {
          talk.say(password.why());
        }
        Secret typed = talk.secret(password.name());
        yield new JourneyEffect.Answer(password.id(), true, typed);
      }
      case Question.Trust trust -> {
        talk.say("New host keys. Compare each fingerprint with what");
        talk.say("ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on the machine's console.");
        trust
            .keys()
            .forEach(
                k ->
                    talk.say(
                        "  %s %s: new key %s %s"
                            .formatted(k.node(), k.address(), k.type(), k.fingerprint())));
        int count = trust.keys().size();
        boolean yes =
            talk.confirm(
                "Trust " + (count == 1 ? "this new key" : "all " + count + " new keys") + "?");
        yield new JourneyEffect.Answer(trust.id(), yes, null);
      }
    };
  }

  /** Asks all nodes; whether they could be asked. */
  boolean look() throws InterruptedException {
    take(wizard.look());
    await("Asking all nodes", w -> !w.looking());
    if (!wizard.notice().isEmpty()) {
      talk.say("error: " + wizard.notice());
      return false;
    }
    return true;
  }

  /** Asks all nodes, and says what is known of each. */
  void look(NodesPage page) throws InterruptedException {
    if (!look()) {
      return;
    }
    talk.say((wizard.isWell() ? "" : "warning: ") + wizard.found());
    for (NodeRow row : page.rows(wizard.moment(), clock.instant())) {
      talk.say(
          "  %s %s (%s): %s"
              .formatted(row.bad() ? "!" : " ", row.name(), row.roles(), row.known()));
    }
  }

  /** What is explained of the page. */
  void help() {
    HelpLines.of(wizard.current().help(wizard.moment())).forEach(talk::say);
  }

  /** Says what the guard says of the choice; whether one may go on. */
  boolean judged() {
    return judged(wizard.judgement());
  }

  boolean judged(Judgement judgement) {
    judgement.words().forEach(w -> talk.say((judgement.allowed() ? "" : "error: ") + w));
    return judgement.allowed();
  }
}
