package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.usecase.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The packaging's files for /usr/share, made of the commands: manual pages, one a command, and
 * completions, where the shells look for them.
 */
@Command(name = "__share", hidden = true)
final class ShareCommand implements Callable<Integer> {

  /**
   * Where bash's lies, zsh takes it from there. It has no compopt, and does not expand the alias in
   * its place where a completion is loaded from a file, as zshcompsys(1) has it of autoload -U.
   */
  private static final String ZSH =
      """
      #compdef quorate
      autoload -U +X bashcompinit && bashcompinit
      whence compopt >/dev/null || compopt() { :; }
      source /usr/share/bash-completion/completions/quorate
      _bash_complete -o default -F _complete_quorate
      """;

  @Parameters(paramLabel = "FOLDER")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException {
    Path share = folder == null ? Path.of("") : folder;
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path made = share.resolve(file.getKey());
      Files.createDirectories(made.getParent());
      Files.writeString(made, file.getValue());
    }
    return ExitCode.DONE;
  }

  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    ManPage.all(QuorateCommand.tree(), Release.own())
        .forEach((name, page) -> files.put("man/man1/" + name, page));
    files.put(
        "bash-completion/completions/quorate", AutoComplete.bash("quorate", QuorateCommand.tree()));
    files.put("zsh/vendor-completions/_quorate", ZSH);
    files.put("fish/vendor_completions.d/quorate.fish", FishCompletion.of(QuorateCommand.tree()));
    return files;
  }
}
