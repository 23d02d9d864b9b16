package io.quorate.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The script by which fish completes commands and options; picocli writes those of other shells.
 */
final class FishCompletion {

  private final String program;
  private final List<String> commands = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandLine tree) {
    FishCompletion script = new FishCompletion(tree.getCommandName());
    script.add(tree, List.of());
    return script.text();
  }

  /** A command's words are looked for among all before the cursor, as options may stand between. */
  private String text() {
    return """
    # fish completion of PROGRAM

    function __PROGRAM_command -d "The words that name a command, before the cursor"
        set -l named
        for word in (commandline -opc)[2..-1]
            if contains -- (string join -- ' ' $named $word) COMMANDS
                set -a named $word
            end
        end
        string join -- ' ' $named
    end

    function __PROGRAM_at -d "Whether that is the command"
        set -l named (__PROGRAM_command)
        test "$named" = "$argv"
    end

    RULES
    """
        .replace("PROGRAM", program)
        .replace("COMMANDS", String.join(" ", commands))
        .replace("RULES", String.join("\n", rules));
  }

  private void add(CommandLine command, List<String> path) {
    CommandSpec spec = command.getCommandSpec();
    String at = at(path);
    if (spec.positionalParameters().stream().noneMatch(FishCompletion::isFile)) {
      rules.add(at + " -f");
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!isFile(parameter) && parameter.completionCandidates() != null) {
        rules.add(at + " -a " + quoted(candidates(parameter)));
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              if (!below.getCommandSpec().usageMessage().hidden()) {
                String[] words = below.getCommandSpec().usageMessage().description();
                rules.add("%s -a %s -d %s".formatted(at, name, quoted(CommandList.words(words))));
              }
            });
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        rules.add(at + of(option));
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              if (!below.getCommandSpec().usageMessage().hidden()) {
                List<String> longer = new ArrayList<>(path);
                longer.add(name);
                commands.add(quoted(String.join(" ", longer)));
                add(below, longer);
              }
            });
  }

  private String at(List<String> path) {
    String words = String.join(" ", path);
    String condition = "__%s_at%s".formatted(program, words.isEmpty() ? "" : " " + words);
    return "complete -c %s -n %s".formatted(program, quoted(condition));
  }

  private static String of(OptionSpec option) {
    StringBuilder rule = new StringBuilder();
    for (String name : option.names()) {
      boolean isShort = !name.startsWith("--");
      rule.append(isShort ? " -s " : " -l ").append(name.substring(isShort ? 1 : 2));
    }
    if (option.arity().max() > 0) {
      if (isFile(option)) {
        rule.append(" -r -F");
      } else if (option.completionCandidates() != null) {
        rule.append(" -x -a ").append(quoted(candidates(option)));
      } else {
        rule.append(" -x");
      }
    }
    // What is said in brackets has colons, too, such as "(default: all)".
    String words = CommandList.words(option.description()).replaceFirst("\\s*\\([^)]*$", "");
    return rule + " -d " + quoted(words);
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.paramLabel().matches("FILE|FOLDER")
        || argument.typeInfo().getType() == Path.class
        || argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class;
  }

  private static String candidates(ArgSpec argument) {
    return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
