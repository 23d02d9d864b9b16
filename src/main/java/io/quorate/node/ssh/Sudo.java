package io.quorate.node.ssh;

import io.quorate.node.ssh.ConnectFailure.NotInSudoers;
import io.quorate.node.ssh.ConnectFailure.SudoFailed;
import io.quorate.node.ssh.ConnectFailure.SudoPasswordNeeded;
import io.quorate.node.ssh.ConnectFailure.Unreachable;
import io.quorate.node.ssh.ConnectFailure.WrongSudoPassword;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Finds out, once a connection, how programs become root's, and that it works. */
final class Sudo {
  /** -k: what sudo remembers from elsewhere must not decide, it may forget in the middle. */
  private static final String TRY_WITHOUT = "env LC_ALL=C sudo -k -n true";

  /**
   * sudo asks by this prompt, and once more after a wrong password: it is told by that, not by what
   * it says, which differs between versions, sudo-rs, and the administrator's own insults.
   */
  private static final String PROMPT = "quorate-asks:";

  private static final String TRY_PASSWORD = "env LC_ALL=C sudo -k -S -p '" + PROMPT + "' true";

  private Sudo() {}

  static Privilege find(Link link, Endpoint endpoint, Credentials credentials)
      throws ConnectFailure, InterruptedException {
    if (!endpoint.become() || endpoint.user().equals("root")) {
      return Privilege.ROOT;
    }
    try {
      Answer without = ask(link, TRY_WITHOUT, "");
      if (without.status() == 0) {
        return new Privilege(true, null);
      }
      // POSIX, env(1): the program that it was to start could not be found.
      if (without.status() == 127) {
        throw new SudoFailed(endpoint, "it is not installed. Install it, or connect as root");
      }
      Secret password = credentials.sudoPassword();
      if (password == null) {
        throw new SudoPasswordNeeded(endpoint);
      }
      Answer with = ask(link, TRY_PASSWORD, password.reveal() + "\n");
      if (with.status() == 0) {
        return new Privilege(true, password);
      }
      throw refusal(endpoint, with);
    } catch (IOException e) {
      throw new Unreachable(endpoint, "the connection broke while trying sudo", e);
    }
  }

  private static ConnectFailure refusal(Endpoint endpoint, Answer answer) {
    return switch (answer.prompts()) {
      case 0 -> new SudoFailed(endpoint, answer.lastLine());
      // The password was read, and not asked for again.
      case 1 -> new NotInSudoers(endpoint, answer.lastLine());
      default -> new WrongSudoPassword(endpoint);
    };
  }

  private record Answer(int status, String text) {
    int prompts() {
      return text.split(Pattern.quote(PROMPT), -1).length - 1;
    }

    String lastLine() {
      return text.replace(PROMPT, "\n")
          .lines()
          .filter(l -> !l.isBlank())
          .reduce("no reason given", (a, b) -> b)
          .strip();
    }
  }

  private static Answer ask(Link link, String line, String input)
      throws IOException, InterruptedException {
    RemoteProcess process =
        link.start(line, out -> out.write(input.getBytes(StandardCharsets.UTF_8)));
    StringBuilder said = new StringBuilder();
    for (String l = process.nextLine(); l != null; l = process.nextLine()) {
      said.append(l).append('\n');
    }
    Integer status = process.exitStatus();
    return new Answer(status == null ? -1 : status, said + process.errors());
  }
}
