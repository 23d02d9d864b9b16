package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Plan;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Drop-ins of others are somebody's wish, and left alone; but not one by which a unit does not
 * start our program any more: no proof could come true then. That is known before anything is
 * changed.
 */
public final class DropInGuard {

  /** The record with the answer to {@code assets/status/drop-ins.sh}. */
  public static final String SCRIPT = "drop-ins";

  /** Where people and packages put them, the strongest first: systemd.unit(5). */
  private static final String FOLDERS =
      "/etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system"
          + " /usr/lib/systemd/system /lib/systemd/system";

  private DropInGuard() {}

  public static String script(Inventory inventory, Host host) {
    Set<String> units = new LinkedHashSet<>(Set.of("kubelet.service", "kube-proxy.service"));
    if (host.isMaster()) {
      units.addAll(
          Set.of(
              "etcd.service",
              "kube-apiserver.service",
              "kube-controller-manager.service",
              "kube-scheduler.service"));
    }
    ContainerRuntime runtime = ContainerRuntime.of(inventory);
    units.addAll(runtime.ownUnits());
    return script(units, runtime.foreignUnits(), FOLDERS);
  }

  /**
   * @param units named after the programs that they start
   * @param others units that are the distribution's
   */
  static String script(Set<String> units, Set<String> others, String folders) {
    return new Template("status/drop-ins.sh")
        .fill(
            Map.of(
                "units", String.join(" ", units.stream().sorted().toList()),
                "others", String.join(" ", others.stream().sorted().toList()),
                "folders", folders));
  }

  private record Broken(String node, String unit, String words) {}

  private static List<Broken> broken(ClusterFacts facts, BiPredicate<String, String> concerned) {
    List<Broken> broken = new ArrayList<>();
    new TreeMap<>(facts.nodes())
        .forEach(
            (node, found) -> {
              for (String line : found.records().getOrDefault(SCRIPT, "").lines().toList()) {
                String[] word = line.split("\t", -1);
                if (word.length > 2 && concerned.test(node, word[1])) {
                  broken.add(new Broken(node, word[1], words(word)));
                }
              }
            });
    return broken;
  }

  private static String words(String[] word) {
    String unit = word[1];
    String program = unit.replace(".service", "");
    return switch (word[0]) {
      case "starts" ->
          "%s has %s start %s, and not %s"
              .formatted(word[2], unit, word.length > 3 ? word[3] : "something else", program);
      case "several" ->
          "%s gives %s a second command: an empty \"ExecStart=\" has to stand before it"
              .formatted(word[2], unit);
      case "nothing" -> "%s takes the command of %s away".formatted(word[2], unit);
      default -> "%s masks %s".formatted(word[2], unit);
    };
  }

  private static final String REMEDY =
      "Remove or fix that file, then `systemctl daemon-reload`, and say this again.";

  /** The same as findings of a preflight. */
  static List<Finding> findings(ClusterFacts facts) {
    return broken(facts, (node, unit) -> true).stream()
        .map(b -> Finding.failed(b.node(), Kind.DROP_INS, b.unit(), b.words() + ".", REMEDY))
        .toList();
  }

  /**
   * Lets a plan pass whose units are all started as it wants them.
   *
   * @throws GuardRefused with the files' names when one is not
   */
  public static Plan checked(Plan plan, ClusterFacts facts) {
    Set<String> started = new HashSet<>();
    plan.steps()
        .forEach(
            step ->
                step.operations().stream()
                    .filter(Service.class::isInstance)
                    .forEach(o -> started.add(step.node() + " " + ((Service) o).unit())));
    List<Broken> broken = broken(facts, (node, unit) -> started.contains(node + " " + unit));
    if (!broken.isEmpty()) {
      throw new GuardRefused(
          broken.stream()
              .map(b -> "On " + b.node() + " " + b.words() + ".")
              .collect(Collectors.joining(" ")),
          "Nothing was changed. " + REMEDY);
    }
    return plan;
  }
}
