package io.quorate.cli;

import io.quorate.console.OwnTerminal;
import io.quorate.engine.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** What every command takes, whether or not it has a use for it: a script need not know which. */
final class CommonOptions implements IExecutionStrategy {

  private static final String PLAIN = "--plain";
  private static final String QUIET = "--quiet";

  private CommonOptions() {}

  /** Has all commands of a tree take them. */
  static void in(CommandLine tree) {
    add(tree);
    tree.setExecutionStrategy(new CommonOptions());
  }

  private static void add(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    if (!spec.optionsMap().containsKey(PLAIN)) {
      spec.addOption(flag("In lines, as it always is.", PLAIN));
    }
    spec.addOption(
        flag(
            "Ask nothing, and print nothing unless the exit code is other than 0: then what it would"
                + " have printed.",
            "-q",
            QUIET));
    // The launcher looks for it: what it starts, such as a pager, is to know it as well.
    spec.addOption(flag("Without colors, as with NO_COLOR in the environment.", "--no-color"));
    command.getSubcommands().values().forEach(CommonOptions::add);
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  @Override
  public int execute(ParseResult parsed) {
    IExecutionStrategy usual = new RunLast();
    return parsed.asCommandLineList().stream()
            .anyMatch(c -> c.getParseResult().hasMatchedOption(QUIET))
        ? quietly(parsed, usual)
        : usual.execute(parsed);
  }

  private static int quietly(ParseResult parsed, IExecutionStrategy usual) {
    CommandLine command = parsed.commandSpec().commandLine();
    Held held = new Held(command.getOut());
    OwnTerminal.ignore();
    command.setOut(new PrintWriter(held.words, true));
    int code = ExitCode.FAILED;
    try {
      code = usual.execute(parsed);
      return code;
    } finally {
      command.setOut(held.out);
      held.end(code != ExitCode.DONE);
    }
  }

  /** What was not printed yet. Where the process is ended from outside it is printed, too. */
  private static final class Held {
    final StringWriter words = new StringWriter();
    final PrintWriter out;
    private final AtomicBoolean ended = new AtomicBoolean();

    Held(PrintWriter out) {
      this.out = out;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(true)));
    }

    void end(boolean print) {
      if (ended.compareAndSet(false, true) && print) {
        out.print(words);
        out.flush();
      }
    }
  }
}
