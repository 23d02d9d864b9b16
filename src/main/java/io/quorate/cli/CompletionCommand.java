package io.quorate.cli;

import io.quorate.engine.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Prints the script by which a shell completes commands and options.", ""},
    footer = {
      "",
      "bash, in ~/.bashrc:",
      "  source <(quorate completion bash)",
      "zsh, in ~/.zshrc:",
      "  source <(quorate completion zsh)",
      "fish, in ~/.config/fish/config.fish:",
      "  quorate completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that the script is for; zsh reads it by its bashcompinit. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    out.print(
        shell == Shell.fish
            ? FishCompletion.of(QuorateCommand.tree())
            : AutoComplete.bash("quorate", QuorateCommand.tree()));
    out.flush();
    return ExitCode.DONE;
  }
}
