package io.quorate.tui.members;

import io.quorate.tui.members.MembersScreen.About;
import io.quorate.tui.members.MembersScreen.Question;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.Reader;
import io.quorate.wizard.Field;
import io.quorate.wizard.MembersHelp;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked and explained over the pages of the wizards of membership. */
final class MembersQuestions {

  private MembersQuestions() {}

  static Question asking(MembersWizard wizard) {
    if (wizard.asked() instanceof MembersReport.KeysUnknown unknown) {
      StringBuilder text =
          new StringBuilder(
              "Compare with what ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on each"
                  + " machine's console.\n");
      unknown
          .keys()
          .forEach(
              k ->
                  text.append(
                      "\n%s (%s)\n%s %s\n"
                          .formatted(k.node(), k.address(), k.type(), k.fingerprint())));
      return new Question(
          About.KEYS,
          new Dialog(
              "Host keys that are not known yet",
              text.toString(),
              ButtonRow.of("Not now", "Trust " + (unknown.keys().size() == 1 ? "it" : "them all")),
              0));
    }
    List<String> nodes =
        wizard.asked() instanceof MembersReport.OldData data ? data.nodes() : List.of();
    return new Question(
        About.DATA,
        new Dialog(
            "Old data of etcd",
            "On "
                + String.join(", ", nodes)
                + " lies what an earlier member of etcd left. A removed member cannot come back"
                + " with it: it has to go before the node joins, and is lost then.",
            ButtonRow.of("Keep it, do not join", "Wipe it and join"),
            0));
  }

  static Question leaving(MembersWizard wizard) {
    return new Question(
        About.LEAVE,
        new Dialog(
            "Leave?",
            wizard.starting()
                ? "The run goes on without this screen; quorate attach shows it again."
                : "Nothing has been changed on any node.",
            ButtonRow.of("Stay", "Leave"),
            0));
  }

  static Reader help(MembersWizard wizard) {
    boolean adds = wizard.kind() == MembersWizard.Kind.ADD;
    String keys =
        wizard.reviewing()
            ? "F10 goes on, F2 changes the order, F5 plans again, Esc goes back."
            : adds
                ? "Tab moves, F10 goes on, F5 looks now, Esc leaves."
                : "Space chooses, c is clean, f is force, F10 goes on, F5 looks now, Esc leaves.";
    Field.Help help = MembersHelp.of(wizard);
    String examples =
        help.example().lines().map(e -> "Example:  " + e).collect(Collectors.joining("\n"));
    return Reader.of(
        "Help", help.about() + "\n\n" + examples + "\nSource:   " + help.source() + "\n\n" + keys);
  }

  static Question going(MembersScreen screen) {
    MembersWizard wizard = screen.wizard();
    MembersReport.PlanMade made = wizard.review().made();
    String words = made == null ? "" : String.join(" ", made.words());
    return new Question(
        About.GO,
        new Dialog(
            screen.adds()
                ? "Let them join now?"
                : "Remove " + String.join(", ", wizard.chosen()) + " now?",
            words,
            ButtonRow.of("Not yet", screen.adds() ? "Add" : "Remove"),
            0));
  }
}
