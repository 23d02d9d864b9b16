package io.quorate.journey;

import io.quorate.engine.Connector;
import io.quorate.engine.ExitCode;
import io.quorate.engine.HandOver;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import java.io.IOException;
import java.io.InputStream;

/** A journey's run in a process of its own. */
public final class RunService {

  private final RunFolder folder;
  private String cluster = "";
  private Homecoming home = Homecoming.nothing();

  public RunService(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Runs what was handed over to its end, and brings home what comes of it.
   *
   * @return the exit code
   */
  public int serve(InputStream handOver) throws IOException, InterruptedException {
    int code = RunProcess.serve(folder.path(), handOver, this::connector);
    if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
      home.bring(folder, cluster);
    }
    return code;
  }

  private Connector connector(HandOver handOver) throws IOException {
    RunDocument document = RunDocument.read(handOver.connector());
    cluster = handOver.cluster();
    home = document.home();
    return document.reach()::connect;
  }
}
