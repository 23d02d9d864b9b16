package io.quorate.usecase;

import io.quorate.engine.Closing;
import io.quorate.engine.ClusterLook;
import io.quorate.engine.Connector;
import io.quorate.engine.HandOver;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import io.quorate.inventory.Inventory;
import io.quorate.run.ClusterNow;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A journey's run in a process of its own. */
public final class RunService implements RunProcess.ConnectorFactory {

  private final RunFolder folder;

  /** How the run gets at its nodes; simulated ones are the same for whoever looks. */
  private @Nullable NodeConnector reach;

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
    NodeConnector way = RunDocument.read(handOver.connector()).reach();
    reach = way;
    return way::connect;
  }

  /** A run without a cluster that can be looked at is run all the same. */
  @Override
  public ClusterLook look(HandOver handOver) {
    try {
      Inventory cluster = RunDocument.read(handOver.connector()).wanted();
      NodeConnector way = reach;
      return cluster == null || way == null
          ? ClusterLook.none()
          : new LookAfterFailure(cluster, way);
    } catch (IOException e) {
      return lost -> ClusterNow.unknown(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Closing closing(HandOver handOver) {
    return () -> RunDocument.read(handOver.connector()).home().bring(folder, handOver.cluster());
  }
}
