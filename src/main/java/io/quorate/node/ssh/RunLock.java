package io.quorate.node.ssh;

import io.quorate.node.Node.LockHeldException;
import io.quorate.node.Node.NodeException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The run lock of one machine: flock(1) on a file, held by a shell on the machine for as long as it
 * hears from here. It ends with the connection, and 90 s after the last sign of life when the
 * connection froze. A connection of this same process that broke and is not noticed over there is
 * no rival: its shell is ended and the lock taken over.
 */
final class RunLock {
  private static final long BEAT_SECONDS = 15;
  private static final String HELD = "quorate-held";
  private static final String REFUSED = "quorate-refused";

  /** One for the life of the program, so that it knows its own locks. */
  static final String TOKEN = HexFormat.of().formatHex(randomBytes());

  private final CountDownLatch released;
  private final RemoteProcess process;
  private volatile boolean lost;

  private RunLock(RemoteProcess process, CountDownLatch released) {
    this.process = process;
    this.released = released;
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** The file holds the holder's text, the token and the process, a line each. */
  private static String commands(String file) {
    return "IFS= read -r holder; IFS= read -r token; exec 9>>"
        + file
        + "; if flock -n 9; then :; else "
        + "{ IFS= read -r other; IFS= read -r their; IFS= read -r process; } <"
        + file
        + "; if [ \"$their\" = \"$token\" ]; then kill -TERM \"$process\"; flock -w 5 9;"
        + " else false; fi; fi"
        + " || { printf \""
        + REFUSED
        + " %s\\n\" \"$other\"; exit 0; }"
        + "; printf \"%s\\n%s\\n%s\\n\" \"$holder\" \"$token\" $$ >"
        + file
        + "; echo "
        + HELD
        + "; while [ -n \"$(exec 9>&- 2>&-; exec timeout 90 head -c 1)\" ]; do :; done";
  }

  static RunLock take(RemoteShell shell, String node, String file, String holder, String token)
      throws NodeException, LockHeldException, InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    boolean held = false;
    try {
      String text = holder.replaceAll("\\R", " ");
      RemoteProcess process = shell.start(commands(file), out -> beat(out, released), text, token);
      String answer = process.nextLine();
      while (answer != null && !answer.equals(HELD) && !answer.startsWith(REFUSED)) {
        // What a start file of the login shell prints.
        answer = process.nextLine();
      }
      if (answer == null) {
        throw shell.failure("the run lock cannot be taken. " + process.errors());
      }
      if (!answer.equals(HELD)) {
        String other = answer.substring(REFUSED.length()).strip();
        throw new LockHeldException(node, other.isBlank() ? "another run" : other);
      }
      held = true;
      RunLock lock = new RunLock(process, released);
      Thread.ofVirtual().name("run-lock " + node).start(lock::watch);
      return lock;
    } catch (IOException e) {
      throw shell.lost(e);
    } finally {
      if (!held) {
        released.countDown();
      }
    }
  }

  /** Signs of life, until the lock is given back. */
  private static void beat(OutputStream out, CountDownLatch released)
      throws IOException, InterruptedException {
    do {
      out.write('.');
      out.flush();
    } while (!released.await(BEAT_SECONDS, TimeUnit.SECONDS));
  }

  /** Whether it ended without having been given back. */
  boolean lost() {
    return lost;
  }

  private void watch() {
    try {
      while (process.nextLine() != null) {
        // It has nothing more to say.
        continue;
      }
      lost = released.getCount() > 0;
    } catch (IOException e) {
      lost = released.getCount() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the lock is free, or the connection is gone. */
  void release() throws InterruptedException {
    released.countDown();
    process.awaitEnd(TimeUnit.SECONDS.toMillis(3));
  }
}
