package io.quorate.cli.run;

import io.quorate.engine.RunFolder;
import io.quorate.usecase.RunService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The run as a process of its own: started by the others, never by a person. */
@Command(name = "__run", hidden = true)
public final class RunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER")
  private Path folder = Path.of(".");

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new RunService(new RunFolder(folder)).serve(System.in);
  }
}
