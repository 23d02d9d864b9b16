package io.quorate.cli;

import io.quorate.engine.ResumeCommand;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunMeta;
import io.quorate.run.RunEvent.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** What a person may want to type when a run is over. */
record NextCommands(String run, String journey, boolean rehearsal)
    implements Function<RunResult, List<String>> {

  static NextCommands after(RunFolder folder) throws IOException {
    RunMeta meta = folder.meta();
    return new NextCommands(meta.run(), meta.journey(), meta.rehearsal());
  }

  /** Goes on with the run. */
  String resume() {
    return ResumeCommand.of(journey, rehearsal);
  }

  @Override
  public List<String> apply(RunResult result) {
    return switch (result) {
      case DONE, WARNINGS -> List.of("quorate report " + run);
      case FAILED, STOPPED -> List.of(resume(), "quorate report " + run);
      case REFUSED -> List.of("quorate attach");
    };
  }
}
