package io.quorate.tui.pages;

import io.quorate.plan.Secret;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Field;
import io.quorate.wizard.journey.AnswerPage;
import io.quorate.wizard.journey.FieldsPage;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.JourneyWizard.Asked;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.PicturePage;
import io.quorate.wizard.journey.Question;
import io.quorate.wizard.journey.ReviewPage;
import java.time.InstantSource;
import java.util.List;

/** The pages of any journey on the screen. */
public final class JourneyPages implements Pages<JourneyWizard> {

  private static final PageView<JourneyWizard> FORM =
      new FormPage<>(JourneyWizard::form, JourneyPages::ofPage);
  private static final PageView<JourneyWizard> ANSWER = new JourneyAnswer();
  private static final PageView<JourneyWizard> REVIEW = new JourneyReview();

  private final PageView<JourneyWizard> nodes;

  private JourneyPages(InstantSource clock) {
    this.nodes = new JourneyNodes(clock);
  }

  /**
   * @param rehearsal whether the nodes are simulated, which every page says
   * @param clock what the time since something happened is told by
   */
  public static Shell<JourneyWizard> shell(
      JourneyWizard wizard, boolean rehearsal, InstantSource clock) {
    return new Shell<>(wizard, new JourneyPages(clock), rehearsal);
  }

  @Override
  public PageView<JourneyWizard> of(JourneyWizard wizard) {
    return switch (wizard.current()) {
      case FieldsPage _, PicturePage _ -> FORM;
      case NodesPage _ -> nodes;
      case AnswerPage _ -> ANSWER;
      case ReviewPage _ -> REVIEW;
    };
  }

  /** What the background asks lies over the page, and goes when it is answered. */
  @Override
  public Screen<JourneyWizard> told(Screen<JourneyWizard> before, Screen<JourneyWizard> after) {
    Asked asked = after.wizard().asked();
    if (asked != null && asked != before.wizard().asked()) {
      return after.over(asking(asked));
    }
    if (asked == null && before.wizard().asked() != null && !(after.overlay() instanceof Reading)) {
      // Whoever asked no longer waits.
      return after.over(null);
    }
    boolean opened = before.wizard().opening() && before.wizard().page() < after.wizard().page();
    return opened && !after.wizard().notes().isEmpty()
        ? after.over(Reading.of("The cluster is open", String.join("\n", after.wizard().notes())))
        : after;
  }

  private static Overlay<JourneyWizard> asking(Asked asked) {
    return switch (asked) {
      case Asked.Of(Question.Trust trust) -> trusting(trust);
      case Asked.Of(Question.Password password) ->
          Typing.hidden(
              password.name(),
              password.why().isEmpty() ? List.of() : List.of(password.why()),
              typed ->
                  screen ->
                      answered(
                          screen, new JourneyEffect.Answer(password.id(), true, new Secret(typed))),
              screen -> answered(screen, new JourneyEffect.Answer(password.id(), false, null)));
      case Asked.ToDecide(ReviewPage.Decision decision) ->
          new Asking<>(
              new Dialog(
                  decision.title(),
                  decision.text(),
                  ButtonRow.of(decision.no(), decision.yes()),
                  0),
              screen -> PageView.turned(screen, screen.wizard().answered(true, null)),
              screen -> PageView.turned(screen, screen.wizard().answered(false, null)));
    };
  }

  private static Overlay<JourneyWizard> trusting(Question.Trust trust) {
    StringBuilder text =
        new StringBuilder(
            "Compare with what ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on each machine's"
                + " console.\n");
    trust
        .keys()
        .forEach(
            k ->
                text.append(
                    "\n%s (%s)\n%s %s\n"
                        .formatted(k.node(), k.address(), k.type(), k.fingerprint())));
    return new Asking<>(
        new Dialog(
            "New host keys",
            text.toString(),
            ButtonRow.of("Not now", "Trust " + (trust.keys().size() == 1 ? "it" : "them all")),
            0),
        screen -> answered(screen, new JourneyEffect.Answer(trust.id(), true, null)),
        screen -> answered(screen, new JourneyEffect.Answer(trust.id(), false, null)));
  }

  private static Update<Screen<JourneyWizard>, Effect> answered(
      Screen<JourneyWizard> screen, JourneyEffect.Answer answer) {
    return PageView.turned(screen, screen.wizard().answered(answer.agreed(), answer));
  }

  /** What F1 says of a page of fields, or of a picture. */
  private static Reading<JourneyWizard> ofPage(Screen<JourneyWizard> screen) {
    JourneyWizard wizard = screen.wizard();
    if (wizard.cluster() == null) {
      return Reading.of(wizard.title(), wizard.purpose());
    }
    boolean seen = wizard.current() instanceof PicturePage;
    return help(
        screen,
        "Tab moves, F10 goes on, "
            + (seen ? "F5 looks now, page keys scroll, " : "")
            + "Esc goes back.");
  }

  /** What F1 says of a page. */
  static Reading<JourneyWizard> help(Screen<JourneyWizard> screen, String keys) {
    Field.Help help = screen.wizard().current().help(screen.wizard().moment());
    StringBuilder text = new StringBuilder(help.about() + "\n\n");
    help.example().lines().forEach(e -> text.append("Example:  ").append(e).append('\n'));
    text.append("Source:   ").append(help.source()).append("\n\n").append(keys);
    return Reading.of("Help", text.toString());
  }
}
