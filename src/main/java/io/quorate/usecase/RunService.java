package io.quorate.usecase;

import io.quorate.engine.Closing;
import io.quorate.engine.ClusterLook;
import io.quorate.engine.Connector;
import io.quorate.engine.HandOver;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import io.quorate.inventory.Inventory;
import io.quorate.run.ClusterNow;
import io.quorate.usecase.backup.Backup;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A journey's run in a process of its own. */
public final class RunService implements RunProcess.ConnectorFactory {

  private final RunFolder folder;

  /** How the run gets at its nodes; simulated ones are the same for whoever looks. */
  private @Nullable NodeConnector reach;

  private RunResults home = RunResults.nothing();

  public RunService(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Runs what was handed over to its end, and brings home what comes of it.
   *
   * @return the exit code
   */
  public int serve(InputStream handOver) throws IOException, InterruptedException {
    try {
      return RunProcess.serve(folder.path(), handOver, this);
    } finally {
      BackupUse used = home.used();
      if (used != null) {
        used.end();
      }
    }
  }

  @Override
  public Connector connector(HandOver handOver) throws IOException {
    RunDocument document = RunDocument.read(handOver.connector());
    home = document.home();
    NodeConnector way = document.reach();
    reach = way;
    BackupHome backup = home.backup();
    Inventory cluster = document.wanted();
    if (backup == null || isBackup(handOver) || cluster == null) {
      return way::connect;
    }
    return node -> new BringingNode(way.connect(node), way, backup, cluster);
  }

  /** Whether a backup is what the run is for: it comes home at the end then, else on the way. */
  private static boolean isBackup(HandOver handOver) {
    return handOver.journey().equals(Backup.NAME);
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
    return new Bringing(handOver);
  }

  /** What comes home; a backup that does not come is no backup, and the run has failed. */
  private final class Bringing implements Closing {
    private final HandOver handOver;

    Bringing(HandOver handOver) {
      this.handOver = handOver;
    }

    @Override
    public String close() throws IOException {
      RunDocument document = RunDocument.read(handOver.connector());
      BackupHome backup = document.home().backup();
      Inventory cluster = document.wanted();
      NodeConnector way = reach;
      if (backup == null || !isBackup(handOver) || cluster == null || way == null) {
        return document.home().bring(folder, handOver.cluster());
      }
      return backup.bring(way, cluster);
    }

    @Override
    public boolean isEssential() {
      return isBackup(handOver);
    }
  }
}
