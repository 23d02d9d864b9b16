package io.quorate.engine;

import io.quorate.run.RunEvent.RunFinished;
import java.io.IOException;

/** A plan's run with all that it leaves behind: its journal, and what it came to. */
public final class RecordedRun implements AutoCloseable {
  private final RunFolder folder;
  private final Journal journal;
  private final Engine engine;

  /**
   * Opens the journal; from now on this process is the run's.
   *
   * @param settings the hand-over's wish to wait for decisions counts instead of theirs
   */
  public RecordedRun(RunFolder folder, HandOver handOver, Connector connector, Settings settings)
      throws IOException {
    this.folder = folder;
    folder.writeMeta(folder.meta().withProcess(ProcessIdentity.current()));
    journal = new Journal(folder);
    Run run =
        new Run(
            folder.id(),
            handOver.journey(),
            handOver.cluster(),
            handOver.rehearsal(),
            handOver.nodes(),
            folder.meta().asked());
    engine =
        new Engine(
            run,
            handOver.plan(),
            connector,
            handOver.redaction(),
            settings.withDecisions(handOver.waitForDecisions()),
            journal);
  }

  public Engine engine() {
    return engine;
  }

  public Journal journal() {
    return journal;
  }

  /** Runs the plan to its end and keeps what came of it. */
  public RunFinished run() throws IOException, InterruptedException {
    return keep(engine.run());
  }

  /** The same from a preview made just now: what has nothing to do needs no process of its own. */
  public RunFinished run(Preview preview) throws IOException, InterruptedException {
    return keep(engine.run(preview));
  }

  private RunFinished keep(RunFinished finished) throws IOException {
    folder.writeMeta(folder.meta().withResult(finished.result()));
    return finished;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
