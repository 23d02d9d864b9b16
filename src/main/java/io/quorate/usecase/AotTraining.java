package io.quorate.usecase;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.node.rehearsal.RehearsalFaults;
import io.quorate.node.rehearsal.RehearsalFleet;
import io.quorate.node.ssh.SshConnector;
import io.quorate.plan.Frames;
import io.quorate.plan.Mode;
import io.quorate.plan.Plan;
import io.quorate.plan.Shell;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An install on simulated machines in memory, for the training run of the packaging: whatever it
 * loads comes from the AOT cache afterwards. It reaches nothing outside this process.
 */
public final class AotTraining {

  private static final Host ONLY =
      new Host("node-1", "192.0.2.11", Set.of(Role.MASTER, Role.WORKER));

  private AotTraining() {}

  /** The events of an install and of a second one that has nothing to do. */
  public static List<RunEvent> run(LocalDate today) throws InterruptedException {
    SshConnector.warmUp();
    Loaded typed =
        InventoryLoader.answers(
            Map.of(
                Setting.CNI.key(), "routed", Setting.ETCD_INITIAL_TOKEN.key(), EtcdToken.random()),
            List.of(ONLY),
            Occasion.FIRST_INSTALL,
            today);
    Inventory inventory = typed.inventory();
    if (inventory == null) {
      throw new IllegalStateException("the defaults are refused: " + typed.problems());
    }
    InventoryFile.parse(InventoryFile.write(inventory), "practice.yaml", Catalogue.load());
    RehearsalFleet machines =
        RehearsalFleet.swift(Map.of(ONLY.name(), List.of(ONLY.address())), RehearsalFaults.none());
    install(inventory, machines);
    return install(inventory, machines);
  }

  private static List<RunEvent> install(Inventory inventory, RehearsalFleet machines)
      throws InterruptedException {
    List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    Plan plan = RehearsedCluster.install(inventory, machines, events::add);
    // What real machines are sent; simulated ones have no need of it.
    String mark = Frames.freshMark();
    plan.steps().forEach(step -> Shell.program(step.operations(), Mode.CHECK, mark));
    return events.stream().map(e -> EventJson.read(EventJson.write(e))).toList();
  }
}
