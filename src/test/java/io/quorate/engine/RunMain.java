package io.quorate.engine;

import io.quorate.plan.Outcome;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A run's process as the tests start it: operations called {@code wait…} never end. */
final class RunMain {
  private RunMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(RunProcess.serve(Path.of(args[0]), System.in, RunMain::connector));
  }

  static Connector connector(HandOver handOver) throws IOException {
    Wish wish = HandOverJson.value(handOver.connector(), Wish.class);
    if (!wish.password().reveal().equals("open sesame\n")) {
      throw new IOException("wrong password " + wish.password().reveal());
    }
    FakeFleet fleet = new FakeFleet();
    for (String slow : wish.slow()) {
      fleet.on(
          slow,
          (listener, operation) -> {
            listener.output(operation, "the password is open sesame, said the node");
            Thread.sleep(wish.millis());
            listener.finished(operation, Outcome.CHANGED, "");
            return Outcome.CHANGED;
          });
    }
    for (String bad : wish.bad()) {
      fleet.on(bad, FakeFleet.fails(3, ""));
    }
    if (!wish.lockedBy().isEmpty()) {
      fleet.lockedBy.put("1", wish.lockedBy());
    }
    return fleet;
  }

  /** What the tests hand over for the connector. */
  record Wish(Secret password, List<String> slow, long millis, List<String> bad, String lockedBy) {}
}
