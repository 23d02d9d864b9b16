package io.quorate.cli;

import io.quorate.cli.run.NextCommandException;
import io.quorate.cli.screen.CrashPage;
import io.quorate.engine.ExitCode;
import io.quorate.plan.FileFailure;
import io.quorate.plan.PrivateFiles;
import io.quorate.usecase.StateFolders;
import io.quorate.usecase.environment.InvalidEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Where the program begins. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Path log = log();
    openLog(log);
    narrow(StateFolders.state());
    LibraryLog.silence();
    System.exit(run(args, log));
  }

  /** Whatever happens, a person reads a sentence: picocli passes errors on, the JVM prints them. */
  private static int run(String[] args, Path log) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, fault) ->
            CrashPage.of("a thread of the program ended: " + thread.getName(), fault));
    try {
      return commandLine(args).execute(args);
    } catch (Error e) {
      return CrashPage.end(e, new PrintWriter(System.err, true), log);
    }
  }

  /** The commands for these words; what they throw is told in a sentence. */
  static CommandLine commandLine(String... words) {
    return QuorateCommand.tree(words)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (e instanceof NextCommandException next) {
                return commandLine(next.words()).execute(next.words());
              }
              if (e instanceof InvalidEnvironment) {
                command.getErr().println("error: " + e.getMessage());
                return ExitCode.INVALID;
              }
              return CrashPage.end(e, command.getErr(), log());
            });
  }

  private static Path log() {
    return StateFolders.state().resolve("quorate.log");
  }

  /** Before the first logger: the screen belongs to the person, so all goes to a file. */
  private static void openLog(Path log) {
    try {
      PrivateFiles.makeFolder(StateFolders.state());
      if (!Files.exists(log)) {
        Files.createFile(log, PrivateFiles.ofFile());
      }
      System.setProperty("quorate.log", log.toString());
    } catch (IOException e) {
      System.err.println("warning: there will be no log: " + FileFailure.words(e));
    }
  }

  private static void narrow(Path state) {
    try {
      PrivateFiles.narrowOnce(state);
    } catch (IOException e) {
      System.err.println("warning: others may read " + state + ": " + FileFailure.words(e));
    }
  }
}
