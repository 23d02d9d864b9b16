package io.quorate;

import java.io.IOException;

/** A program of the machine that judges what is written here. */
public final class OtherProgram {

  private OtherProgram() {}

  /**
   * Starts it.
   *
   * @param contained in which package of Debian and Ubuntu it is
   * @throws AssertionError when it is not there: a test that does not run proves nothing
   */
  public static Process start(ProcessBuilder command, String contained) {
    try {
      return command.start();
    } catch (IOException e) {
      throw new AssertionError(
          "this test asks %s, which cannot be run here: apt-get install %s"
              .formatted(command.command().getFirst(), contained),
          e);
    }
  }
}
