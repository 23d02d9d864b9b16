package io.quorate.node.ssh;

import io.quorate.plan.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a program becomes root's: as it is, by sudo without a password, or with one.
 *
 * <p>A password travels as the first line of the standard input, so that no process list shows it
 * and no terminal echoes it. Should sudo not ask for it after all, the line must not become a
 * command: the shell that sudo starts skips everything up to a line nobody can guess.
 *
 * @param sudo whether sudo is used
 * @param password null when sudo asks for none
 */
record Privilege(boolean sudo, @Nullable Secret password) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static final Privilege ROOT = new Privilege(false, null);

  /**
   * A command line and what has to be sent to it first.
   *
   * @param line for the user's login shell, whichever that is: nothing but words and single quotes
   * @param head the first bytes of the standard input
   */
  record Invocation(String line, byte[] head) {}

  /**
   * @param commands shell commands on one line, without single quotes and exclamation marks (csh);
   *     {@code read} gets at the {@code inputs}, what is sent after them is the rest of the input
   */
  Invocation invoke(String commands, String... inputs) {
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    String start = "start-" + HexFormat.of().formatHex(random);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String command =
        "sh -c 'while IFS= read -r l; do if [ \"$l\" = "
            + start
            + " ]; then "
            + commands
            + "; exit; fi; done; exit 96'";
    Secret secret = password;
    if (sudo && secret == null) {
      command = "env LC_ALL=C sudo -n -- " + command;
    } else if (sudo && secret != null) {
      command = "env LC_ALL=C sudo -k -S -p '' -- " + command;
      head.writeBytes(line(secret.reveal()));
    }
    head.writeBytes(line(start));
    for (String input : inputs) {
      head.writeBytes(line(input));
    }
    return new Invocation(command, head.toByteArray());
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
