package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.usecase.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The packaging's manual pages, one a command. */
@Command(name = "__man", hidden = true)
final class ManCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException {
    Path made = Files.createDirectories(folder == null ? Path.of("") : folder);
    Map<String, String> pages = ManPage.all(QuorateCommand.tree(), Release.own());
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(made.resolve(page.getKey()), page.getValue());
    }
    return ExitCode.DONE;
  }
}
