package io.quorate.tui.members;

import io.quorate.tui.members.MembersScreen.About;
import io.quorate.tui.members.MembersScreen.Question;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import java.util.List;

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
              "Machines that were never met before",
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

  static Question help(MembersScreen screen) {
    String text =
        screen.wizard().reviewing()
            ? "What would be done, node by node or by phase (F2). Nothing is changed before F10 and"
                + " a second question."
            : screen.adds()
                ? """
                One host a line, as on the Hosts page, then what it is for:
                  node-5 10.0.0.15
                  node-[6-7] 10.0.0.[16-17] master,worker
                  node-4 master,worker      (a node that is there gets another role)
                Without a role it is a worker. Masters join one after the other: snapshot, learner,\
                 all data, vote, API server. An even number on the way is fine.
                Source: etcd.io/docs, "Runtime reconfiguration"."""
                    .stripIndent()
                : "Space chooses a node that leaves. A live one is drained first, within 120 s;"
                    + " f deletes also those pods that a disruption budget holds. c takes away what"
                    + " Quorate wrote on it; snapshots of etcd stay. A dead one is only told of, and"
                    + " does no harm when it comes back.\nThe quorum's guard is moved by neither.";
    return new Question(About.HELP, new Dialog("Help", text, ButtonRow.of("Close"), 0));
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
