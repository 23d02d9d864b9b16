package io.quorate.journey;

import io.quorate.engine.Closing;
import io.quorate.engine.Connector;
import io.quorate.engine.HandOver;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import java.io.IOException;
import java.io.InputStream;

/** A journey's run in a process of its own. */
public final class RunService implements RunProcess.ConnectorFactory {

  private final RunFolder folder;

  public RunService(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Runs what was handed over to its end, and brings home what comes of it.
   *
   * @return the exit code
   */
  public int serve(InputStream handOver) throws IOException, InterruptedException {
    return RunProcess.serve(folder.path(), handOver, this);
  }

  @Override
  public Connector connector(HandOver handOver) throws IOException {
    return RunDocument.read(handOver.connector()).reach()::connect;
  }

  @Override
  public Closing closing(HandOver handOver) {
    return () -> RunDocument.read(handOver.connector()).home().bring(folder, handOver.cluster());
  }
}
