package io.quorate.console;

import io.quorate.wizard.MembersHelp;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import java.util.List;

/** What would be done, and the decisions that come before it. */
final class MembersReview {

  private static final List<String> WORDS = List.of("phases", "again", "?", "back");

  private final MembersTalk at;

  MembersReview(MembersTalk at) {
    this.at = at;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  /** On: the run has started. Back: something is to be chosen anew. */
  Go ask() throws InterruptedException {
    at.take(at.wizard().plan());
    while (true) {
      if (!planned()) {
        at.take(at.wizard().back());
        return Go.BACK;
      }
      String answer =
          talk()
              .ask("Enter goes on, phases shows it stretch by stretch, again, ?, back: ", WORDS)
              .strip();
      switch (answer) {
        case "back" -> {
          at.take(at.wizard().back());
          return Go.BACK;
        }
        case "again" -> at.take(at.wizard().plan());
        case "?" -> HelpLines.of(MembersHelp.of(at.wizard())).forEach(talk()::say);
        case "phases" -> preview().plan().byPhase().forEach(talk()::say);
        case "" -> {
          if (started()) {
            return Go.ON;
          }
        }
        default -> talk().say("error: " + answer + " is not understood.");
      }
    }
  }

  private MembersReport.PlanMade preview() {
    MembersReport.PlanMade made = at.wizard().review().made();
    if (made == null) {
      throw new IllegalStateException("the plan was waited for");
    }
    return made;
  }

  /** Waits for the plan and says it, deciding what has to be decided; whether there is one. */
  private boolean planned() throws InterruptedException {
    boolean fresh = at.wizard().review().made() == null;
    while (true) {
      at.await("Asking the nodes what they have", MembersReview::isSettled);
      MembersWizard wizard = at.wizard();
      if (!wizard.notice().isEmpty()) {
        talk().say("error: " + wizard.notice());
        return false;
      }
      if (wizard.asked() != null) {
        if (!agreed(wizard.asked())) {
          return false;
        }
      } else if (!wizard.review().refusal().isEmpty()) {
        talk().say("error: " + wizard.review().refusal());
        talk().say("Refused; nothing was changed.");
        return false;
      } else {
        if (fresh) {
          tell(preview());
        }
        return true;
      }
    }
  }

  private static boolean isSettled(MembersWizard wizard) {
    MembersWizard.Review review = wizard.review();
    return !review.busy()
        && (review.made() != null
            || !review.refusal().isEmpty()
            || wizard.asked() != null
            || !wizard.notice().isEmpty());
  }

  private boolean agreed(MembersReport question) {
    boolean yes = question instanceof MembersReport.KeysUnknown keys ? trusted(keys) : wiped();
    if (yes) {
      at.take(at.wizard().agreed());
    }
    return yes;
  }

  private boolean trusted(MembersReport.KeysUnknown unknown) {
    talk().say("Host keys that are not known yet. Compare each fingerprint with what");
    talk().say("ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on the machine's console.");
    unknown
        .keys()
        .forEach(
            k ->
                talk()
                    .say(
                        "  "
                            + k.node()
                            + " "
                            + k.address()
                            + ": new key "
                            + k.type()
                            + " "
                            + k.fingerprint()));
    int count = unknown.keys().size();
    return talk()
        .confirm("Trust " + (count == 1 ? "this new key" : "all " + count + " new keys") + "?");
  }

  private boolean wiped() {
    List<String> nodes =
        at.wizard().asked() instanceof MembersReport.OldData data ? data.nodes() : List.of();
    String on = String.join(", ", nodes);
    talk().say("On " + on + " lies what an earlier member of etcd left. A removed member cannot");
    talk().say("come back with it: it has to go before the node joins, and is lost then.");
    return talk().confirm("Wipe etcd's old data on " + on + "?");
  }

  private void tell(MembersReport.PlanMade made) {
    made.words().forEach(talk()::say);
    made.findings().forEach(f -> FindingLines.of(f).forEach(talk()::say));
    made.plan().byNode().forEach(talk()::say);
  }

  private boolean started() throws InterruptedException {
    if (!at.wizard().mayStart()) {
      talk().say("error: what is wrong has to be mended first; again looks anew.");
      return false;
    }
    String question =
        at.adds()
            ? "Let them join now?"
            : "Remove " + String.join(", ", at.wizard().chosen()) + " now?";
    if (!talk().confirm(question)) {
      return false;
    }
    at.take(at.wizard().start());
    at.await("Starting the run", w -> !w.folder().isEmpty() || !w.notice().isEmpty());
    return !at.wizard().folder().isEmpty();
  }
}
