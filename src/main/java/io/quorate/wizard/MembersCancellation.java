package io.quorate.wizard;

import io.quorate.wizard.MembersWizard.Review;

/** What the wizard of membership is when a person no longer waits for background work. */
public final class MembersCancellation {

  private MembersCancellation() {}

  /** At once; what still comes of the work is out of date. */
  public static MembersWizard of(MembersWizard wizard, MembersEffect effect) {
    return switch (effect) {
      case MembersEffect.Look _ ->
          with(
              wizard,
              wizard.reviewing(),
              false,
              wizard.review(),
              "The look was cancelled. F5 looks again.");
      case MembersEffect.MakePlan _ -> chosenAgain(wizard, "The plan was cancelled.");
      case MembersEffect.AcceptKeys _ ->
          chosenAgain(wizard, "Keeping the host keys was cancelled; some may be kept.");
      case MembersEffect.Start _ -> wizard;
    };
  }

  private static MembersWizard chosenAgain(MembersWizard wizard, String notice) {
    return with(
        wizard,
        false,
        wizard.looking(),
        new Review(wizard.review().ticket() + 1, false, null, ""),
        notice);
  }

  /** When the work has come to its end: a start may have been too far to be stopped. */
  public static MembersWizard over(MembersWizard wizard, MembersEffect effect) {
    return effect instanceof MembersEffect.Start && wizard.starting() && wizard.folder().isEmpty()
        ? wizard
            .heard(
                new MembersReport.NotDone(
                    "The start was cancelled; nothing was changed on any node."))
            .wizard()
        : wizard;
  }

  static MembersWizard told(MembersWizard wizard, String notice) {
    return with(wizard, wizard.reviewing(), wizard.looking(), wizard.review(), notice);
  }

  private static MembersWizard with(
      MembersWizard wizard, boolean reviewing, boolean looking, Review review, String notice) {
    return new MembersWizard(
        wizard.kind(),
        wizard.inventory(),
        reviewing,
        wizard.live(),
        looking,
        wizard.chosen(),
        wizard.force(),
        wizard.clean(),
        wizard.drain(),
        wizard.lines(),
        review,
        wizard.asked(),
        notice,
        wizard.starting(),
        wizard.folder());
  }
}
