package io.quorate.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.engine.Connector;
import io.quorate.engine.HandOver;
import io.quorate.engine.Operator;
import io.quorate.engine.Preview;
import io.quorate.engine.RecordedRun;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import io.quorate.engine.Runs;
import io.quorate.engine.Settings;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.InventoryFile;
import io.quorate.journey.InstallJourney.Planned;
import io.quorate.plan.Secret;
import io.quorate.run.RunEvent.NodeInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan of the install journey on its way to be run. */
public final class InstallRun {

  public static final String JOURNEY = "install";

  private final Inventory inventory;
  private final Reach.Ssh reach;
  private final Planned planned;

  public InstallRun(Inventory inventory, Reach.Ssh reach, Planned planned) {
    this.inventory = inventory;
    this.reach = reach;
    this.planned = planned;
  }

  /**
   * Starts the run's own process, which outlives this one.
   *
   * @param program the words that start this program
   * @param waitForDecisions whether the run stays after a failure for a person to decide
   */
  public RunFolder start(List<String> program, boolean waitForDecisions) throws IOException {
    RunFolder folder = folder();
    List<String> command = new ArrayList<>(program);
    command.add("__run");
    RunProcess.start(command, folder, handOver(waitForDecisions));
    return folder;
  }

  /** Records a run that has nothing to do: that needs no process of its own. */
  public RunFolder record(Preview preview) throws IOException, InterruptedException {
    RunFolder folder = folder();
    Connector connector = reach::connect;
    try (RecordedRun run =
        new RecordedRun(folder, handOver(false), connector, Settings.standard())) {
      if (AccessHome.isDue(run.run(preview).result())) {
        AccessHome.bring(folder, inventory.clusterName(), planned.kubeconfig());
      }
    }
    return folder;
  }

  private RunFolder folder() throws IOException {
    return Runs.standard()
        .create(
            JOURNEY,
            inventory.clusterName(),
            reach.rehearsal(),
            Operator.name(),
            InventoryFile.write(inventory));
  }

  private HandOver handOver(boolean waitForDecisions) throws IOException {
    JsonNode document = ReachDocument.write(reach, planned.kubeconfig());
    List<Secret> secrets = new ArrayList<>(ReachDocument.secrets(reach.credentials()));
    secrets.add(new Secret(inventory.etcd().initialToken()));
    return new HandOver(
        planned.plan(),
        JOURNEY,
        inventory.clusterName(),
        Operator.name(),
        inventory.hosts().stream()
            .map(h -> new NodeInfo(h.name(), h.address(), h.isMaster(), h.isWorker()))
            .toList(),
        reach.rehearsal(),
        waitForDecisions,
        document,
        secrets);
  }

  /** The newest run of this journey, if something of it is left to do. */
  public static Optional<RunFolder> newestUnfinished() throws IOException {
    return Runs.standard().list().stream()
        .filter(e -> e.meta().journey().equals(JOURNEY))
        .findFirst()
        .filter(e -> e.meta().isUnfinished())
        .map(Runs.Entry::folder);
  }
}
