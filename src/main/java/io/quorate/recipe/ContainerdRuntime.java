package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** containerd and runc of their projects, below /usr/local: a distribution's stay untouched. */
final class ContainerdRuntime {

  private static final String UNIT = "containerd.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;
  private static final String CONFIG = "/etc/containerd/config.toml";
  private static final String ENVIRONMENT = "/etc/containerd/environment";

  private ContainerdRuntime() {}

  static List<Operation> operations(Context context, Host host) {
    Inventory inventory = context.inventory();
    MachineShape shape = MachineShape.of(context.factsOf(host));
    List<Operation> operations = new ArrayList<>();
    // A runc that is not static needs it.
    OperatingSystem system = OperatingSystem.of(context.factsOf(host));
    operations.add(system.packages(List.of("libseccomp2")));
    operations.addAll(
        RuntimeRecipe.fetch(
            context, host, "containerd", List.of(new Target("bin/", "/usr/local/bin", "0755"))));
    operations.addAll(
        RuntimeRecipe.fetch(
            context, host, "runc", List.of(new Target("", ContainerdConfig.RUNC, "0755"))));
    operations.addAll(system.labels(List.of("/usr/local/bin", "/usr/local/sbin")));
    operations.add(new Directory("/etc/containerd", "root:root", "0755"));
    operations.add(RuntimeRecipe.file(CONFIG, ContainerdConfig.content(inventory, shape)));
    operations.add(RuntimeRecipe.environment(ENVIRONMENT, inventory, Component.CONTAINERD));
    operations.add(RuntimeRecipe.file(UNIT_FILE, unit(inventory, shape)));
    operations.add(
        new Service(
            UNIT,
            List.of(UNIT_FILE, CONFIG, ENVIRONMENT, "/usr/local/bin/containerd"),
            false,
            Liveness.socket("/run/containerd/containerd.sock"),
            UnitText.words(unit(inventory, shape))));
    return operations;
  }

  static String unit(Inventory inventory, MachineShape shape) {
    String flags =
        inventory.components().flags(Component.CONTAINERD).stream()
            .map(f -> " " + f.replace("%", "%%").replace("$", "$$"))
            .collect(Collectors.joining());
    return new Template("runtime/containerd.service")
        .fill(Map.of("flags", flags, "oomScoreAdjust", Integer.toString(shape.oomScoreAdj(-999))));
  }
}
