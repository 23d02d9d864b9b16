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

  /** The system gave the run's process no more threads. */
  record OutOfThreads() implements ProcessDeath {}

  /**
   * A fault of the program or of its Java virtual machine.
   *
   * @param page the file that has the details
   */
  record Crashed(String sentence, String page) implements ProcessDeath {}

  /** The machine that the run was on has been started anew since. */
  record MachineRestarted() implements ProcessDeath {}

  /**
   * Nothing can be known of it here: it is on another machine, which shares the home folder.
   *
   * @param host that machine's name; empty when unknown
   */
  record Elsewhere(String host) implements ProcessDeath {
    private String place() {
      return host.isEmpty() ? "another machine" : host;
    }
  }

  /**
   * Nothing can be known of it: somebody removed the run's folder, and with it the journal.
   *
   * @param folder its path
   */
  record FolderGone(String folder) implements ProcessDeath {}

  /**
   * The run could write its journal no longer, and ended: what is not recorded must not happen.
   *
   * @param folder on the file system that is full
   */
  record DiskFull(String folder) implements ProcessDeath {}

  /** Whether the run has ended for certain. */
  default boolean isCertain() {
    return switch (this) {
      case Elsewhere _, FolderGone _ -> false;
      case Killed _, OutOfMemory _, OutOfThreads _, Crashed _, MachineRestarted _, DiskFull _ ->
          true;
    };
  }

  /** Whether the process left word of it itself. */
  default boolean isOwnWord() {
    return switch (this) {
      case OutOfMemory _, OutOfThreads _, Crashed _ -> true;
      case Killed _, MachineRestarted _, Elsewhere _, FolderGone _, DiskFull _ -> false;
    };
  }

  /** In a word or two, after what the run was. */
  default String headline() {
    return switch (this) {
      case Killed _ -> "killed";
      case OutOfMemory _ -> "out of memory";
      case OutOfThreads _ -> "out of threads";
      case Crashed _ -> "crashed";
      case MachineRestarted _ -> "cut off by a restart";
      case Elsewhere elsewhere -> "on " + elsewhere.place();
      case FolderGone _ -> "out of sight";
      case DiskFull _ -> "out of disk space";
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
      case OutOfThreads _ ->
          "The run's process could start no more threads: the limit on processes was reached"
              + " (`ulimit -u`, `TasksMax=` of its unit, pids of its cgroup), or the machine's"
              + " memory. Its heap was not full: QUORATE_MEMORY does not help.";
      case Crashed crash ->
          "The run's process crashed: " + crash.sentence() + ". Details: " + crash.page();
      case MachineRestarted _ ->
          "The run was cut off: the machine it was on lost power or was restarted.";
      case Elsewhere elsewhere ->
          "The run was started on "
              + elsewhere.place()
              + ", not on this machine: only there it can be seen whether it goes on"
              + " (`quorate attach`). Go on with it here only once it has ended there.";
      case FolderGone gone ->
          "The run's folder "
              + gone.folder()
              + " was removed, and its journal with it: what the run does cannot be seen any more."
              + " `pgrep -af quorate` tells whether it goes on; once it has ended, say the command"
              + " again, which looks at the nodes and not at the journal.";
      case DiskFull full ->
          "The run could not write its journal and ended: the disk of "
              + full.folder()
              + " is full. Make room there.";
    };
  }
}
