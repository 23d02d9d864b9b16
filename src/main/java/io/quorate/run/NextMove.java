package io.quorate.run;

/**
 * What a person may do about a failure.
 *
 * @param command what to type
 * @param why what it is good for, a few words
 */
public record NextMove(Kind kind, String command, String why) {

  /** What kind of move it is. */
  public enum Kind {
    /** See whether the machine answers. */
    REACH,
    /** Read what a unit printed. */
    READ_LOG,
    /** See how the cluster is. */
    STATUS,
    /** Start anew from a survivor. */
    RESCUE,
    /** Go on where the run ended. */
    RESUME
  }

  /** The command with what it is good for. */
  public String words() {
    return command + "  (" + why + ")";
  }
}
