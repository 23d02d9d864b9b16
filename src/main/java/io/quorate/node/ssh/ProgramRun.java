package io.quorate.node.ssh;

import io.quorate.node.Node.NodeException;
import io.quorate.plan.Frames;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Shell;
import java.io.IOException;
import java.util.List;

/**
 * Runs operations as one program on one machine.
 *
 * <p>sshd lets a program run on when the connection breaks. It then ends at the next thing it wants
 * to say, and until then holds the program lock, so that a program sent over a new connection waits
 * for it instead of running beside it. Programs that only check take no lock.
 */
final class ProgramRun {
  private static final int WAIT_SECONDS = 60;
  private static final long END_MILLIS = 5_000;
  private static final String GROUP = "quorate-group ";
  private static final String WAITING = "quorate-waits-for ";
  private static final String BUSY = "quorate-busy ";

  private final RemoteShell shell;
  private final String lockFile;

  ProgramRun(RemoteShell shell, String lockFile) {
    this.shell = shell;
    this.lockFile = lockFile;
  }

  /** Another program is still at work. */
  static final class Busy extends NodeException {
    private static final long serialVersionUID = 1L;
    private final String group;

    Busy(String group) {
      super(
          "an earlier program of Quorate is still at work on the node (process group "
              + group
              + "). Wait for it, or end it there");
      this.group = group;
    }

    /** Its process group; empty when unknown. */
    String group() {
      return group;
    }
  }

  /** The first line tells the process group; it is not told whether the rest ever runs. */
  private String commands(Mode mode) {
    String group = "read -r _ _ _ _ g _ </proc/$$/stat";
    if (mode == Mode.CHECK) {
      return group + "; printf \"" + GROUP + "%s\\n\" \"$g\"; exec sh";
    }
    return "exec 8>>"
        + lockFile
        + "; flock -n 8 || { read -r g <"
        + lockFile
        + "; printf \""
        + WAITING
        + "%s\\n\" \"$g\"; flock -w "
        + WAIT_SECONDS
        + " 8 || { printf \""
        + BUSY
        + "%s\\n\" \"$g\"; exit 0; }; }; "
        + group
        + "; printf \"%s\\n\" \"$g\" >"
        + lockFile
        + "; printf \""
        + GROUP
        + "%s\\n\" \"$g\"; sh 8>&-";
  }

  void run(List<Operation> operations, Mode mode, Frames.Listener listener)
      throws NodeException, InterruptedException {
    String mark = Frames.freshMark();
    String program = Shell.program(operations, mode, mark);
    Frames frames = new Frames(mark, operations, listener);
    RemoteProcess process = null;
    String group = "";
    try {
      process = shell.start(commands(mode), out -> RemoteShell.write(out, program));
      group = awaitStart(process, frames, listener);
      for (String line = process.nextLine(); line != null; line = process.nextLine()) {
        frames.line(line);
      }
    } catch (IOException e) {
      throw shell.lost(e);
    } catch (InterruptedException e) {
      if (process != null) {
        end(process, group);
      }
      throw e;
    }
    frames.close();
    if (!frames.ended()) {
      throw endedEarly(process, frames);
    }
  }

  /**
   * Reads up to the line that names the process group.
   *
   * @return the group; empty when the program ended before, or the kernel did not tell
   */
  private static String awaitStart(RemoteProcess process, Frames frames, Frames.Listener listener)
      throws IOException, InterruptedException, Busy {
    for (String line = process.nextLine(); line != null; line = process.nextLine()) {
      if (line.startsWith(GROUP)) {
        return line.substring(GROUP.length()).strip();
      }
      if (line.startsWith(WAITING)) {
        listener.output(0, "waiting for an earlier program of Quorate to end");
      } else if (line.startsWith(BUSY)) {
        throw new Busy(line.substring(BUSY.length()).strip());
      } else {
        // What a start file of the login shell prints.
        frames.line(line);
      }
    }
    return "";
  }

  private NodeException endedEarly(RemoteProcess process, Frames frames)
      throws InterruptedException {
    return shell.failure("the program " + process.ending(String.join(" ", frames.stray())));
  }

  /** Politely, then for good; what the program started in its group ends with it. */
  private void end(RemoteProcess process, String group) throws InterruptedException {
    try {
      if (!group.isEmpty()) {
        kill(group);
        if (process.awaitEnd(END_MILLIS)) {
          return;
        }
      }
      process.end();
    } catch (NodeException unreachable) {
      process.end();
    }
  }

  /** Ends a process group: TERM, after three seconds KILL. */
  void kill(String group) throws NodeException, InterruptedException {
    if (!group.matches("[0-9]{2,}")) {
      throw shell.failure("no process group: " + group);
    }
    shell.ask(
        """
        kill -TERM -%1$s 2>/dev/null || exit 0
        tries=0
        while kill -0 -%1$s 2>/dev/null; do
          tries=$((tries + 1))
          if [ "$tries" -gt 30 ]; then
            kill -KILL -%1$s 2>/dev/null
            break
          fi
          sleep 0.1
        done
        exit 0
        """
            .formatted(group));
  }
}
