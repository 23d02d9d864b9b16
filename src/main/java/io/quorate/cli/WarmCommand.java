package io.quorate.cli;

import io.quorate.engine.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The packaging's training run: loads what a start needs, so that it comes from the AOT cache. */
@Command(name = "__warm", hidden = true)
final class WarmCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return ExitCode.DONE;
  }
}
