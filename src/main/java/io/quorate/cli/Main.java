package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.journey.StateFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Where the program begins. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Path log = StateFolders.state().resolve("quorate.log");
    openLog(log);
    System.exit(
        new CommandLine(new QuorateCommand())
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command, log))
            .execute(args));
  }

  /** Before the first logger: the screen belongs to the person, so all goes to a file. */
  private static void openLog(Path log) {
    try {
      Files.createDirectories(
          StateFolders.state(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      System.setProperty("quorate.log", log.toString());
    } catch (IOException e) {
      System.err.println("warning: there will be no log: " + e.getMessage());
    }
  }

  /** A sentence for the person; how it came about is in the log. */
  private static int explain(Exception e, CommandLine command, Path log) {
    LoggerFactory.getLogger(Main.class).error("the program failed", e);
    String message = e.getMessage();
    command
        .getErr()
        .println(
            "error: "
                + (message == null ? e.getClass().getSimpleName() : message)
                + "\n    The details are in "
                + log
                + ".");
    return ExitCode.FAILED;
  }
}
