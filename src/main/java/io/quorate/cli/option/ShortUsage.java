package io.quorate.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line, what may be typed, and where the whole help is: below
 * pages of help, as picocli prints it, nobody would see the error any more.
 */
public final class ShortUsage implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] words) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("error: " + e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    CommandLine.Help help = command.getHelp();
    err.print("Usage: " + help.synopsis("Usage: ".length()));
    err.println(command.getCommandSpec().qualifiedName() + " --help explains each of them.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
