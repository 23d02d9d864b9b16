package io.quorate.platform;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.release.Artefacts;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.facts.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** containerd and runc of their projects, below /usr/local: a distribution's stay untouched. */
public final class ContainerdRuntime implements ContainerRuntime {

  private static final String UNIT = "containerd.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;
  private static final String CONFIG = "/etc/containerd/config.toml";
  private static final String ENVIRONMENT = "/etc/containerd/environment";

  @Override
  public Runtime runtime() {
    return Runtime.CONTAINERD;
  }

  @Override
  public String title() {
    return "containerd";
  }

  @Override
  public List<Operation> operations(Inventory inventory, NodeFacts facts, ArtefactSource source) {
    MachineShape shape = MachineShape.of(facts);
    List<Operation> operations = new ArrayList<>();
    // A runc that is not static needs it.
    OperatingSystem system = OperatingSystem.of(facts);
    operations.add(system.packages(List.of("libseccomp2")));
    operations.addAll(
        source.bring(
            Artefacts.of(inventory, "containerd", facts.arch()),
            List.of(new Target("bin/", "/usr/local/bin", "0755"))));
    operations.addAll(
        source.bring(
            Artefacts.of(inventory, "runc", facts.arch()),
            List.of(new Target("", ContainerdConfig.RUNC, "0755"))));
    operations.addAll(system.labels(List.of("/usr/local/bin", "/usr/local/sbin")));
    operations.add(new Directory("/etc/containerd", "root:root", "0755"));
    operations.add(ConfigFile.of(CONFIG, ContainerdConfig.content(inventory, shape)));
    operations.add(ConfigFile.environment(ENVIRONMENT, inventory, Component.CONTAINERD));
    operations.add(ConfigFile.of(UNIT_FILE, unit(inventory, shape)));
    operations.add(
        new Service(
            UNIT,
            List.of(UNIT_FILE, CONFIG, ENVIRONMENT, "/usr/local/bin/containerd"),
            false,
            Liveness.socket("/run/containerd/containerd.sock"),
            UnitText.words(unit(inventory, shape))));
    return operations;
  }

  public static String unit(Inventory inventory, MachineShape shape) {
    String flags =
        inventory.components().flags(Component.CONTAINERD).stream()
            .map(f -> " " + f.replace("%", "%%").replace("$", "$$"))
            .collect(Collectors.joining());
    return new Template("runtime/containerd.service")
        .fill(Map.of("flags", flags, "oomScoreAdjust", Integer.toString(shape.oomScoreAdj(-999))));
  }

  @Override
  public String endpoint(Inventory inventory) {
    return "unix://" + ContainerdConfig.SOCKET;
  }

  @Override
  public String unit(Inventory inventory) {
    return UNIT;
  }

  @Override
  public Set<String> programs() {
    return Set.of("containerd", "runc");
  }

  @Override
  public Set<String> ownUnits() {
    return Set.of(UNIT);
  }

  @Override
  public boolean serves(String endpoint, Set<String> running) {
    return endpoint.contains("containerd");
  }
}
