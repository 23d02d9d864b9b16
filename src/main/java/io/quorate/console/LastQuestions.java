package io.quorate.console;

import io.quorate.plan.Finding;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.OwnField;
import io.quorate.wizard.Page;
import io.quorate.wizard.PlanPreview;
import java.util.List;

/** What is asked when all is known: the review, the look at the nodes, and the go-ahead. */
final class LastQuestions {

  private final WizardTalk at;

  LastQuestions(WizardTalk at) {
    this.at = at;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  Direction review() throws InterruptedException {
    String file = OwnField.PATH.key();
    boolean planned = at.wizard().goal().reachesHosts();
    while (true) {
      talk().say("The inventory is written to " + at.wizard().value(file) + ".");
      String answer =
          talk()
              .ask(
                  planned
                      ? "inventory or plan shows it, file NAME names the file, Enter goes on, ?, back: "
                      : "inventory shows it, file NAME names the file, Enter writes it, ?, back: ",
                  planned
                      ? List.of("inventory", "plan", "file ", "?", "back")
                      : List.of("inventory", "file ", "?", "back"))
              .strip();
      if (answer.equals("back")) {
        return Direction.BACK;
      } else if (answer.isEmpty()) {
        at.take(at.wizard().lookAtFile());
        at.await("Looking for the file", InstallWizard::hasLookedAtFile);
        if (at.mayLeave(Page.REVIEW)) {
          return Direction.ON;
        }
      } else if (answer.equals("?")) {
        at.help();
      } else if (answer.equals("inventory")) {
        at.wizard().inventoryText().lines().forEach(talk()::say);
      } else if (planned && answer.equals("plan")) {
        plan();
      } else if (answer.startsWith("file ")) {
        at.take(at.wizard().edit(file, answer.substring("file ".length()).strip()));
      } else {
        talk().say("error: " + answer + " is not understood.");
      }
    }
  }

  private void plan() throws InterruptedException {
    at.await("Working out what would change", w -> !w.outlook().plan().busy());
    List<String> refusal = at.wizard().outlook().plan().refusal();
    if (!refusal.isEmpty()) {
      refusal.forEach(talk()::say);
      return;
    }
    PlanPreview preview = at.wizard().outlook().plan().preview();
    if (preview == null) {
      talk().say("error: " + at.wizard().outlook().plan().failure());
      return;
    }
    preview.byNode().forEach(talk()::say);
  }

  /** Until the nodes are as they have to be; warnings are agreed to one by one. */
  Direction preflight() throws InterruptedException {
    while (true) {
      at.await("Looking at the nodes", w -> !w.outlook().preflight().busy());
      report(at.wizard());
      for (Finding warning : at.wizard().outlook().preflight().openWarnings()) {
        if (talk()
            .confirm("Go on in spite of it (" + warning.where() + ": " + warning.title() + ")?")) {
          at.take(at.wizard().acknowledge(warning));
        }
      }
      if (!at.wizard().hasErrors(Page.PREFLIGHT) && agreed()) {
        return Direction.ON;
      }
      if (goesBack()) {
        return Direction.BACK;
      }
      at.take(at.wizard().recheckPreflight());
    }
  }

  private boolean goesBack() {
    while (true) {
      String answer =
          talk()
              .ask("Enter looks again, ? explains, back goes back: ", List.of("?", "back", "again"))
              .strip();
      if (!answer.equals("?")) {
        return answer.equals("back");
      }
      at.help();
    }
  }

  private void report(InstallWizard wizard) {
    if (!wizard.outlook().preflight().failure().isEmpty()) {
      talk().say("error: " + wizard.outlook().preflight().failure());
    }
    List<Finding> findings = wizard.outlook().preflight().findings();
    for (Finding finding : findings) {
      if (finding.status() != Finding.Status.OK) {
        FindingLines.of(finding).forEach(talk()::say);
      }
    }
    long good = findings.stream().filter(f -> f.status() == Finding.Status.OK).count();
    talk().say(good + " of " + findings.size() + " checks are good.");
    talk().say(wizard.outlook().preflight().reachInWords());
  }

  private boolean agreed() {
    int hosts = at.wizard().hosts().size();
    talk().say(at.wizard().quorumInWords());
    return talk().confirm("Install now? From here on " + hosts + " hosts are changed.");
  }

  /** Writes the inventory, where that is all that is wanted. */
  void write() throws InterruptedException {
    int before = at.failures();
    at.take(at.wizard().next());
    at.await(
        "Writing " + at.wizard().value(OwnField.PATH.key()),
        w -> at.file() != null || at.failures() > before);
  }

  /** Whether the run has started. */
  boolean install() throws InterruptedException {
    at.take(at.wizard().next());
    at.await("Starting the run", w -> at.folder() != null || w.page() == Page.PREFLIGHT);
    return at.folder() != null;
  }
}
