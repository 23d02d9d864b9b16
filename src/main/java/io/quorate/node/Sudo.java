package io.quorate.node;

import io.quorate.node.ConnectFailure.NotInSudoers;
import io.quorate.node.ConnectFailure.SudoFailed;
import io.quorate.node.ConnectFailure.SudoPasswordNeeded;
import io.quorate.node.ConnectFailure.Unreachable;
import io.quorate.node.ConnectFailure.WrongSudoPassword;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds out, once a connection, how programs become root's, and that it works. */
final class Sudo {
  /** -k: what sudo remembers from elsewhere must not decide, it may forget in the middle. */
  private static final String TRY_WITHOUT = "env LC_ALL=C sudo -k -n true";

  private static final String TRY_PASSWORD = "env LC_ALL=C sudo -k -S -p '' true";

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

  /** sudo and sudo-rs word it differently. */
  private static ConnectFailure refusal(Endpoint endpoint, Answer answer) {
    if (answer.says("sudoers", "may not run", "not allowed", "i'm afraid")) {
      return new NotInSudoers(endpoint, answer.lastLine());
    }
    if (answer.says("incorrect", "try again", "no password", "authentication")) {
      return new WrongSudoPassword(endpoint);
    }
    return new SudoFailed(endpoint, answer.lastLine());
  }

  private record Answer(int status, String text) {
    boolean says(String... parts) {
      String lower = text.toLowerCase(Locale.ROOT);
      return Stream.of(parts).anyMatch(lower::contains);
    }

    String lastLine() {
      return text.lines().filter(l -> !l.isBlank()).reduce("no reason given", (a, b) -> b).strip();
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
