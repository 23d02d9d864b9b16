package io.quorate.cli.run;

import io.quorate.engine.Invocation;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunMeta;
import io.quorate.plan.ShellCommand;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** What a person may want to type when a run is over. */
record NextCommands(String run, String journey, boolean rehearsal, Invocation asked)
    implements Function<RunResult, List<String>> {

  static NextCommands after(RunFolder folder) throws IOException {
    RunMeta meta = folder.meta();
    return new NextCommands(meta.run(), meta.journey(), meta.rehearsal(), meta.asked());
  }

  /** Goes on with the run. */
  ShellCommand resume() {
    return asked.resume(journey, rehearsal);
  }

  /** What it does, and how it is typed. */
  String resumeWords() {
    String lacking = asked.lacking();
    return "`" + resume() + "`" + (lacking.isEmpty() ? "" : ", " + lacking + ",");
  }

  @Override
  public List<String> apply(RunResult result) {
    String report = ShellCommand.of("quorate", "report", run).toString();
    return switch (result) {
      case DONE, WARNINGS -> List.of(report);
      case FAILED, STOPPED -> List.of(resume().toString(), report);
      case REFUSED -> List.of("quorate attach");
    };
  }
}
