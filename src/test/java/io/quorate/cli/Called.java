package io.quorate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command line said, and how it ended. */
public record Called(int code, String out, String err) {

  public static Called with(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        QuorateCommand.tree(words)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Called(code, out.toString(), err.toString());
  }

  /** All commands. */
  public static CommandLine tree() {
    return Main.commandLine();
  }
}
