package io.quorate.recipe.preflight;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.release.Version;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.platform.Template;
import io.quorate.recipe.component.FlagTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Flags and feature gates that a component is given and that a newer one does not know: it would
 * not start. By {@code assets/upgrade/removed.yaml}, where the sources are.
 *
 * @param now the version that runs
 * @param target where it goes to; what any minor in between has lost counts
 */
record RemovedSettings(Inventory inventory, Version now, Version target) {

  private static final Map<?, ?> TABLE = table();
  private static final String GATES = "--feature-gates";

  /** A component of Kubernetes, and where the inventory says what it is given. */
  private enum Program {
    KUBE_APISERVER(Component.APISERVER, Setting.APISERVER_CUSTOM_FLAGS, null),
    KUBE_CONTROLLER_MANAGER(
        Component.CONTROLLER_MANAGER, Setting.CONTROLLER_MANAGER_CUSTOM_FLAGS, null),
    KUBE_SCHEDULER(Component.SCHEDULER, Setting.SCHEDULER_CUSTOM_FLAGS, null),
    KUBELET(Component.KUBELET, Setting.KUBELET_CUSTOM_FLAGS, Setting.KUBELET_CONFIG),
    KUBE_PROXY(Component.KUBE_PROXY, Setting.KUBE_PROXY_CUSTOM_FLAGS, Setting.KUBE_PROXY_CONFIG);

    private final Component component;
    private final Setting flags;
    private final @Nullable Setting config;

    Program(Component component, Setting flags, @Nullable Setting config) {
      this.component = component;
      this.flags = flags;
      this.config = config;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param running what processes were started with, by the node: words of a program's name and a
   *     flag
   */
  List<Finding> findings(Map<String, List<String[]>> running) {
    List<Finding> findings = new ArrayList<>();
    for (Program program : Program.values()) {
      List<String> written = inventory.components().flags(program.component);
      written.forEach(f -> flag(program, f, findings));
      Setting config = program.config;
      if (config != null
          && inventory.components().config(program.component).get("featureGates")
              instanceof Map<?, ?> gates) {
        gates.forEach(
            (name, value) ->
                gate(
                    program,
                    String.valueOf(name),
                    String.valueOf(value),
                    config.key(),
                    "Take it out of featureGates in " + config.key() + ".",
                    findings));
      }
      ofOthers(program, written, running, findings);
    }
    return findings;
  }

  private void flag(Program program, String flag, List<Finding> findings) {
    String where = program.flags.key();
    String remedy = "Take it out of " + where + " in the inventory, and `quorate install`.";
    flag(program, flag, where, remedy, findings);
  }

  private void flag(
      Program program, String flag, String where, String remedy, List<Finding> findings) {
    if (name(flag).equals(GATES)) {
      for (String pair : flag.substring(flag.indexOf('=') + 1).replace("\"", "").split(",")) {
        String[] gate = pair.split("=", 2);
        gate(program, gate[0].strip(), gate.length > 1 ? gate[1] : "", where, remedy, findings);
      }
      return;
    }
    since(flags(program.title()), name(flag))
        .ifPresent(
            minor ->
                findings.add(
                    Finding.failed(
                            "",
                            Kind.REMOVED_FLAGS,
                            "Flag of " + program.title(),
                            "%s (%s) is gone since Kubernetes %s: with it %s %s does not start."
                                .formatted(name(flag), where, minor, program.title(), target),
                            remedy)
                        .of(program.title() + name(flag))));
  }

  private void gate(
      Program program,
      String gate,
      String value,
      String where,
      String remedy,
      List<Finding> findings) {
    since(minors("gates"), gate)
        .or(
            () ->
                value.equalsIgnoreCase("false") ? since(minors("locked"), gate) : Optional.empty())
        .ifPresent(
            minor ->
                findings.add(
                    Finding.failed(
                            "",
                            Kind.REMOVED_GATES,
                            "Feature gate of " + program.title(),
                            "%s (%s) cannot be set since Kubernetes %s: with it %s %s does not start."
                                .formatted(gate, where, minor, program.title(), target),
                            remedy)
                        .of(program.title() + "-" + gate)));
  }

  /** What neither the inventory nor Quorate gives: a drop-in does. */
  private void ofOthers(
      Program program,
      List<String> written,
      Map<String, List<String[]>> running,
      List<Finding> findings) {
    Set<String> known =
        Stream.concat(written.stream(), FlagTable.all(program.title()).stream())
            .map(RemovedSettings::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> same = new TreeSet<>(written);
    Map<String, List<String>> strange = new TreeMap<>();
    running.forEach(
        (node, flags) -> {
          for (String[] word : flags) {
            if (word.length > 2
                && word[1].equals(program.title())
                && (name(word[2]).equals(GATES)
                    ? !same.contains(word[2])
                    : !known.contains(name(word[2])))) {
              strange.computeIfAbsent(word[2], k -> new ArrayList<>()).add(node);
            }
          }
        });
    String unit = program.title() + ".service";
    strange.forEach(
        (flag, nodes) ->
            flag(
                program,
                flag,
                unit + " on " + UpgradeObjectFindings.some(nodes.stream().sorted().toList()),
                "Take it out of the unit's drop-in (`systemctl cat " + unit + "` names the file).",
                findings));
  }

  /** Without its value; programs take an underscore for a dash. */
  private static String name(String flag) {
    int value = flag.indexOf('=');
    return (value < 0 ? flag : flag.substring(0, value)).replace('_', '-');
  }

  /** The first minor on the way that does not know it. */
  private Optional<String> since(Map<String, List<String>> gone, String name) {
    return gone.entrySet().stream()
        .filter(e -> isOnTheWay(Version.line(e.getKey())))
        .filter(e -> e.getValue().stream().anyMatch(p -> pattern(p).matcher(name).matches()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private boolean isOnTheWay(Version minor) {
    return Version.line(now.minorLine()).before(minor)
        && !Version.line(target.minorLine()).before(minor);
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  private static Map<String, List<String>> flags(String program) {
    Map<String, List<String>> flags = new LinkedHashMap<>();
    if (TABLE.get("flags") instanceof Map<?, ?> minors) {
      minors.forEach(
          (minor, programs) -> {
            if (programs instanceof Map<?, ?> map) {
              List<String> all = new ArrayList<>(texts(map.get(program)));
              all.addAll(texts(map.get("all")));
              flags.put(String.valueOf(minor), all);
            }
          });
    }
    return flags;
  }

  private static Map<String, List<String>> minors(String table) {
    Map<String, List<String>> gates = new LinkedHashMap<>();
    if (TABLE.get(table) instanceof Map<?, ?> minors) {
      minors.forEach((minor, names) -> gates.put(String.valueOf(minor), texts(names)));
    }
    return gates;
  }

  private static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> items ? items.stream().map(String::valueOf).toList() : List.of();
  }

  private static Map<?, ?> table() {
    Object loaded =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new Template("upgrade/removed.yaml").text());
    if (loaded instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("removed.yaml is no table");
  }
}
