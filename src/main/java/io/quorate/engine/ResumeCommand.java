package io.quorate.engine;

/** The command that goes on with a run where it ended. */
public final class ResumeCommand {

  private ResumeCommand() {}

  /**
   * @param journey install, add, …
   * @param rehearsal whether its nodes are simulated
   */
  public static String of(String journey, boolean rehearsal) {
    // A rescue looks at the machines anew before it says with which of them it goes on.
    String file = journey.equals("rescue") ? " -i FILE" : "";
    return "quorate " + journey + file + " --resume" + (rehearsal ? " --rehearse" : "");
  }
}
