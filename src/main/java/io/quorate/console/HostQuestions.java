package io.quorate.console;

import io.quorate.inventory.Role;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machines, and what each is for. */
final class HostQuestions {

  private final WizardTalk at;

  HostQuestions(WizardTalk at) {
    this.at = at;
  }

  private LineTerminal talk() {
    return at.talk();
  }

  private List<HostEntry> hosts() {
    return at.wizard().hosts();
  }

  // ---- which machines ------------------------------------------------------------------------

  Direction ask() throws InterruptedException {
    talk().say("A host a line, such as node-1 10.0.0.11, or a range: node-[1-3] 10.0.0.[11-13].");
    talk()
        .say(
            "list shows them, remove NAME drops one, retry tries all again, ? explains, back goes back.");
    while (true) {
      List<String> words = new ArrayList<>(List.of("?", "back", "list", "remove ", "retry"));
      hosts().forEach(h -> words.add("remove " + h.name()));
      String answer = talk().ask("Host, or Enter when all are there: ", words).strip();
      if (answer.equals("back")) {
        return Direction.BACK;
      }
      if (!answer.isEmpty()) {
        obey(answer);
      } else if (settled() && at.mayLeave(Page.HOSTS)) {
        return Direction.ON;
      }
    }
  }

  private void obey(String answer) throws InterruptedException {
    if (answer.equals("?")) {
      at.help();
    } else if (answer.equals("list")) {
      settle();
    } else if (answer.equals("retry")) {
      at.take(at.wizard().recheckHosts());
      settle();
    } else if (answer.startsWith("remove ")) {
      remove(answer.substring("remove ".length()).strip());
    } else {
      at.take(at.wizard().addHosts(answer));
      refuseBadLines();
    }
  }

  private void remove(String name) {
    for (int i = 0; i < hosts().size(); i++) {
      if (hosts().get(i).name().equals(name)) {
        at.take(at.wizard().removeHost(i));
        talk().say(name + " is no longer among them.");
        return;
      }
    }
    talk().say("error: there is no host " + name + ".");
  }

  /** A bad line is said at once; the earlier lines can be had again with the arrow keys. */
  private void refuseBadLines() {
    at.wizard()
        .answers()
        .badLines()
        .forEach(b -> talk().say("error: " + b.text() + ": " + b.reason() + ". Type it again."));
    while (!at.wizard().answers().badLines().isEmpty()) {
      at.take(at.wizard().removeBadLine(0));
    }
  }

  /** Waits for all answers, says them, and has unknown keys decided; whether all is well. */
  private boolean settled() throws InterruptedException {
    settle();
    List<HostEntry> unknown = at.wizard().unknownKeys();
    if (!unknown.isEmpty()) {
      decide(unknown);
    }
    long missing =
        hosts().stream().filter(h -> !(h.check() instanceof HostCheck.Reachable)).count();
    if (missing == 0 || hosts().isEmpty() || !at.wizard().goal().reachesHosts()) {
      return true;
    }
    return talk()
        .confirm(
            "SSH does not get into "
                + missing
                + " of "
                + hosts().size()
                + " hosts yet. Go on anyway?");
  }

  private void settle() throws InterruptedException {
    at.await("Trying the hosts", HostQuestions::allTried);
    hosts().forEach(h -> talk().say("  " + h.name() + " " + h.address() + ": " + words(h.check())));
  }

  private static boolean allTried(InstallWizard wizard) {
    return wizard.hosts().stream().noneMatch(h -> h.check() instanceof HostCheck.Checking);
  }

  private static String words(HostCheck check) {
    return switch (check) {
      case HostCheck.Checking c -> "is being tried";
      case HostCheck.Untried u -> "was not tried yet";
      case HostCheck.Reachable r ->
          "answers, "
              + r.cpus()
              + " CPUs, "
              + r.memoryMiB()
              + " MiB, "
              + r.arch()
              + ", "
              + r.os()
              + (r.note().isEmpty() ? "" : ", " + r.note());
      case HostCheck.Failed f -> "error: " + f.message();
      case HostCheck.KeyUnknown k -> "new key " + k.type() + " " + k.fingerprint();
      case HostCheck.KeyChanged k -> "error: " + k.explanation();
    };
  }

  private void decide(List<HostEntry> unknown) throws InterruptedException {
    talk().say("Compare each fingerprint with what ssh-keygen -lf says on the machine's console.");
    String all = unknown.size() == 1 ? "this new key" : "all " + unknown.size() + " new keys";
    if (talk().confirm("Trust " + all + "?")) {
      at.take(at.wizard().acceptKeys(unknown));
      settle();
    }
  }

  // ---- what they are for -----------------------------------------------------------------------

  Direction askRoles() {
    talk().say("master NAME and worker NAME turn a role on or off; ? explains, Enter goes on.");
    while (true) {
      hosts().forEach(h -> talk().say("  " + h.name() + ": " + h.rolesInWords()));
      talk().say(at.wizard().quorumInWords());
      List<String> words = new ArrayList<>(List.of("?", "back"));
      hosts().forEach(h -> words.addAll(List.of("master " + h.name(), "worker " + h.name())));
      String answer = talk().ask("Roles: ", words).strip();
      if (answer.equals("back")) {
        return Direction.BACK;
      }
      if (answer.equals("?")) {
        at.help();
      } else if (!answer.isEmpty()) {
        toggle(answer);
      } else if (at.mayLeave(Page.ROLES)) {
        return Direction.ON;
      }
    }
  }

  private void toggle(String answer) {
    String[] parts = answer.split("\\s+", 2);
    String role = parts[0].toLowerCase(Locale.ROOT);
    for (int i = 0; i < hosts().size() && parts.length == 2; i++) {
      if (hosts().get(i).name().equals(parts[1]) && role.matches("master|worker")) {
        at.take(at.wizard().toggleRole(i, role.equals("master") ? Role.MASTER : Role.WORKER));
        return;
      }
    }
    talk().say("error: " + answer + " is not understood. Type, for example, master node-1.");
  }
}
