package io.quorate.cli.option;

import io.quorate.plan.ShellCommand;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what to type where inventories were named with -i and without it, or several without it: to
 * picocli the second is an argument that nobody knows.
 *
 * @param others handles what else is wrong with a command line
 */
public record SurplusFile(IParameterExceptionHandler others) implements IParameterExceptionHandler {
  private static final String OPTION = "-i";

  @Override
  public int handleParseException(ParameterException e, String[] words) throws Exception {
    CommandLine command = e.getCommandLine();
    String surplus = surplus(e, words);
    if (surplus == null) {
      return others.handleParseException(e, words);
    }
    PrintWriter err = command.getErr();
    boolean each =
        command.getCommandSpec().positionalParameters().stream()
            .anyMatch(parameter -> parameter.arity().max() > 1);
    err.println("error: " + surplus + " is named without -i, beside another inventory.");
    err.println(
        "    To put inventories together, as Ansible does, write -i before each: "
            + OPTION
            + " FILE "
            + ShellCommand.of(OPTION, surplus)
            + (each ? ". Without any -i each is checked on its own." : "."));
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** The file that stands there without the option; null: something else is wrong. */
  private static @Nullable String surplus(ParameterException e, String[] words) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    if (!spec.optionsMap().containsKey(OPTION)) {
      return null;
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> surplus = unmatched.getUnmatched();
      boolean takesFile =
          spec.positionalParameters().stream().anyMatch(p -> p.paramLabel().equals("FILE"));
      return !surplus.isEmpty()
              && surplus.stream().noneMatch(SurplusFile::isOption)
              && (takesFile || surplus.stream().allMatch(SurplusFile::isThere))
          ? surplus.getFirst()
          : null;
    }
    return e instanceof MutuallyExclusiveArgsException
        ? Arrays.stream(words)
            .filter(word -> !isOption(word) && isThere(word))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** A dash alone is standard input. */
  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private static boolean isThere(String word) {
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
