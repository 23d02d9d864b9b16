package io.quorate.usecase;

import io.quorate.backup.SealingKey;
import io.quorate.engine.Connector;
import io.quorate.engine.HandOver;
import io.quorate.engine.Invocation;
import io.quorate.engine.Operator;
import io.quorate.engine.Preview;
import io.quorate.engine.RecordedRun;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import io.quorate.engine.Runs;
import io.quorate.engine.Settings;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.run.RunEvent.NodeInfo;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan on its way to be run.
 *
 * @param journey what it is called: install, add, …
 * @param inventory has every node that the plan speaks of
 * @param home what comes home once it is done
 * @param request what was asked for beside the inventory, where that is needed to go on; or null
 * @param invocation the command that asked for it
 * @param atHand puts what the run sends to the nodes on this machine, just before it starts
 */
public record PlannedRun(
    String journey,
    Inventory inventory,
    NodeConnector reach,
    Plan plan,
    RunResults home,
    @Nullable MembersRequest request,
    Invocation invocation,
    AtHand atHand) {

  /** Makes files on this machine that a plan's uploads name. */
  @FunctionalInterface
  public interface AtHand {
    void put() throws IOException;
  }

  /** One whose files are there already. */
  public PlannedRun(
      String journey,
      Inventory inventory,
      NodeConnector reach,
      Plan plan,
      RunResults home,
      @Nullable MembersRequest request,
      Invocation invocation) {
    this(journey, inventory, reach, plan, home, request, invocation, () -> {});
  }

  /** One that its inventory tells all about. */
  public PlannedRun(
      String journey, Inventory inventory, NodeConnector reach, Plan plan, RunResults home) {
    this(journey, inventory, reach, plan, home, null, Invocation.none());
  }

  /** The same, asked for by this command. */
  public PlannedRun asked(Invocation by) {
    return new PlannedRun(journey, inventory, reach, plan, home, request, by, atHand);
  }

  /** The same, before which files are put on this machine. */
  public PlannedRun after(AtHand files) {
    return new PlannedRun(journey, inventory, reach, plan, home, request, invocation, files);
  }

  /** A plan for the session's inventory. */
  public static PlannedRun of(
      String name, ClusterSession session, Planned planned, RunResults results) {
    return new PlannedRun(name, session.inventory(), session.reach(), planned.plan(), results);
  }

  /**
   * Starts the run's own process, which outlives this one.
   *
   * @param program the words that start this program
   * @param waitForDecisions whether the run stays after a failure for a person to decide
   */
  public RunFolder start(List<String> program, boolean waitForDecisions) throws IOException {
    atHand.put();
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
      run.engine().closing(() -> home.bring(folder, inventory.clusterName()));
      run.run(preview);
    }
    return folder;
  }

  private RunFolder folder() throws IOException {
    RunFolder folder =
        Runs.standard()
            .create(
                journey,
                inventory.clusterName(),
                reach.rehearsal(),
                Operator.name(),
                InventoryFile.kept(inventory.anchored()));
    folder.writeInvocation(invocation);
    if (request != null) {
      request.keep(folder);
    }
    return folder;
  }

  private HandOver handOver(boolean waitForDecisions) throws IOException {
    List<Secret> secrets = new ArrayList<>(RunDocument.secrets(reach));
    secrets.addAll(SettingValues.telling(inventory));
    if (home.backup() != null
        && home.backup().key() instanceof SealingKey.Passphrase(Secret passphrase)) {
      secrets.add(passphrase);
    }
    return new HandOver(
        plan,
        journey,
        inventory.clusterName(),
        Operator.name(),
        nodes(inventory),
        reach.rehearsal(),
        waitForDecisions,
        RunDocument.write(reach, home, inventory),
        secrets);
  }

  /** Its nodes, as a run's first event names them. */
  public static List<NodeInfo> nodes(Inventory inventory) {
    return inventory.hosts().stream()
        .map(h -> new NodeInfo(h.name(), h.address(), h.isMaster(), h.isWorker()))
        .toList();
  }

  /**
   * The newest run of a journey, if something of it is left to do.
   *
   * @param rehearsal whether it is one on simulated nodes
   */
  public static Optional<RunFolder> newestUnfinished(String journey, boolean rehearsal)
      throws IOException {
    return Runs.standard().list().stream()
        .filter(e -> e.meta().journey().equals(journey) && e.meta().rehearsal() == rehearsal)
        .findFirst()
        .filter(e -> e.meta().isUnfinished())
        .map(Runs.Entry::folder);
  }
}
