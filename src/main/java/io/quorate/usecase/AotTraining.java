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
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An install on simulated machines in memory, for the training run of the packaging: whatever it
 * loads comes from the AOT cache afterwards. It reaches nothing outside this process.
 */
public final class AotTraining {

  private static final Host ONLY =
      new Host("node-1", "192.0.2.11", Set.of(Role.MASTER, Role.WORKER));

  /** The program's own jar, and its SSH client's. */
  private static final Pattern LOADED = Pattern.compile("(quorate|sshj)-[0-9].*\\.jar");

  private static final String SUFFIX = ".class";

  private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);

  private AotTraining() {}

  /** The events of an install and of a second one that has nothing to do. */
  public static List<RunEvent> run(LocalDate today) throws InterruptedException {
    loadAll();
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

  /**
   * All classes of the program and of its SSH client: which of them a look at a cluster needs is
   * known only with nodes that answer.
   */
  private static void loadAll() {
    ClassLoader loader = AotTraining.class.getClassLoader();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!LOADED.matcher(Path.of(path).getFileName().toString()).matches()) {
        continue;
      }
      try (JarFile jar = new JarFile(path)) {
        List<String> names =
            jar.stream().map(JarEntry::getName).filter(n -> n.endsWith(SUFFIX)).toList();
        for (String name : names) {
          load(name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'), loader);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Without its beginning. What needs a library that does not come with the program is left out.
   */
  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.debug("{} is not loaded: {}", name, e.toString());
    }
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
