package io.quorate.console;

import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import io.quorate.wizard.MembersWizard.Judgement;
import io.quorate.wizard.MembersWizard.Row;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The state behind the questions of who joins or leaves. Confined to one thread. */
final class MembersTalk {

  private final LineTerminal talk;
  private final BackgroundWork<MembersEffect> work;
  private final InstantSource clock;
  private MembersWizard wizard;

  MembersTalk(
      MembersWizard wizard,
      LineTerminal talk,
      BiConsumer<MembersEffect, Consumer<Object>> work,
      InstantSource clock) {
    this.wizard = wizard;
    this.talk = talk;
    this.work = new BackgroundWork<>(talk, work);
    this.clock = clock;
  }

  MembersWizard wizard() {
    return wizard;
  }

  LineTerminal talk() {
    return talk;
  }

  boolean adds() {
    return wizard.kind() == MembersWizard.Kind.ADD;
  }

  void take(MembersWizard other) {
    wizard = other;
  }

  void take(MembersWizard.Transition turn) {
    wizard = turn.wizard();
    turn.effects().forEach(work::begin);
  }

  void await(String what, Predicate<MembersWizard> wanted) throws InterruptedException {
    work.await(
        what,
        () -> wanted.test(wizard),
        report -> {
          if (report instanceof MembersReport known) {
            take(wizard.heard(known));
          }
        });
  }

  /** Asks all nodes, and says what is known of each. */
  void look() throws InterruptedException {
    take(wizard.look());
    await("Asking all nodes", w -> !w.looking());
    talk.say((wizard.isWell() ? "" : "warning: ") + wizard.found());
    for (Row row : wizard.rows(clock.instant())) {
      talk.say(
          "  %s %s (%s): %s"
              .formatted(row.bad() ? "!" : " ", row.name(), row.roles(), row.known()));
    }
  }

  /** Says what the guard says of the choice; whether the plan may be looked at. */
  boolean judged() {
    return judged(wizard.judgement());
  }

  boolean judged(Judgement judgement) {
    judgement.words().forEach(w -> talk.say((judgement.allowed() ? "" : "error: ") + w));
    return judgement.allowed();
  }
}
