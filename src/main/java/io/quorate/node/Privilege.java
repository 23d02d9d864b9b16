package io.quorate.node;

import io.quorate.plan.Secret;
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

  /** A shell that reads a program from its standard input. */
  Invocation shell() {
    return invoke("exec sh");
  }

  /** Writes the rest of the standard input to a file, readable by its owner only. */
  Invocation receive(String path) {
    Invocation invocation = invoke("IFS= read -r p; umask 077; exec cat >\"$p\"");
    byte[] head = invocation.head();
    byte[] name = (path + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] both = java.util.Arrays.copyOf(head, head.length + name.length);
    System.arraycopy(name, 0, both, head.length, name.length);
    return new Invocation(invocation.line(), both);
  }

  private Invocation invoke(String then) {
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    String start = "start-" + HexFormat.of().formatHex(random);
    String shell =
        "sh -c 'while IFS= read -r l; do if [ \"$l\" = "
            + start
            + " ]; then "
            + then
            + "; fi; done; exit 96'";
    Secret secret = password;
    if (!sudo) {
      return new Invocation(shell, bytes(start + "\n"));
    }
    if (secret == null) {
      return new Invocation("env LC_ALL=C sudo -n -- " + shell, bytes(start + "\n"));
    }
    return new Invocation(
        "env LC_ALL=C sudo -k -S -p '' -- " + shell, bytes(secret.reveal() + "\n" + start + "\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
