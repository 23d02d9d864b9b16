package io.quorate.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a run's process is gone without the run's last word, as far as is known. */
public sealed interface ProcessDeath {

  /** Ended from outside (SIGKILL): by somebody, or by the kernel for lack of memory. */
  record Killed() implements ProcessDeath {}

  /**
   * The Java heap was full.
   *
   * @param heap its size as the launcher gave it, such as 192m; empty when unknown
   */
  record OutOfMemory(String heap) implements ProcessDeath {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kKmMgG])");

    /** Twice as much; empty when the size is unknown. */
    String twice() {
      Matcher size = SIZE.matcher(heap);
      return size.matches() ? 2 * Integer.parseInt(size.group(1)) + size.group(2) : "";
    }
  }

  /**
   * A fault of the program or of its Java virtual machine.
   *
   * @param page the file that has the details
   */
  record Crashed(String sentence, String page) implements ProcessDeath {}

  /** The machine that the run was on has been started anew since. */
  record MachineRestarted() implements ProcessDeath {}

  /** In a word or two, after what the run was. */
  default String headline() {
    return switch (this) {
      case Killed _ -> "killed";
      case OutOfMemory _ -> "out of memory";
      case Crashed _ -> "crashed";
      case MachineRestarted _ -> "cut off by a restart";
    };
  }

  /** What happened, and what can be done about it where that is known. */
  default String sentence() {
    return switch (this) {
      case Killed _ ->
          "The run was killed: its process is gone. If nobody ended it, `journalctl -k` tells"
              + " whether the kernel did, for lack of memory.";
      case OutOfMemory full ->
          "The run's process ran out of memory: its heap"
              + (full.heap().isEmpty() ? "" : " of " + full.heap())
              + " was full. "
              + (full.twice().isEmpty()
                  ? "QUORATE_MEMORY in the environment gives it more."
                  : "QUORATE_MEMORY=" + full.twice() + " in the environment gives it more.");
      case Crashed crash ->
          "The run's process crashed: " + crash.sentence() + ". Details: " + crash.page();
      case MachineRestarted _ ->
          "The run was cut off: the machine it was on lost power or was restarted.";
    };
  }
}
