package io.quorate.recipe.cis;

import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What a node told by {@code assets/cis/facts.sh}. */
final class NodeAnswer {

  /** A program whose process the benchmark asks about. */
  enum Program {
    KUBE_APISERVER,
    KUBE_CONTROLLER_MANAGER,
    KUBE_SCHEDULER,
    ETCD,
    KUBELET,
    KUBE_PROXY;

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A file or a folder.
   *
   * @param mode its permissions' bits
   * @param owner user:group
   */
  record Place(String path, boolean folder, int mode, String owner) {}

  private static final int PERMISSIONS = 0777;

  private final boolean complete;
  private final boolean container;
  private final Map<String, Map<String, String>> flags = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Place> places = new TreeMap<>();
  private final Map<String, Object> texts = new HashMap<>();
  private final List<String> providers = new ArrayList<>();
  private final Map<String, String> sums = new HashMap<>();

  private final @Nullable Version kubelet;

  /**
   * @param kubelet the version that runs; null: it was not told
   */
  NodeAnswer(NodeFacts facts, @Nullable Version kubelet) {
    this.kubelet = kubelet;
    container = !facts.container().isEmpty() && !facts.container().equals("none");
    Map<String, List<String>> words = new HashMap<>();
    String record = facts.records().getOrDefault(ProbeRequest.BENCHMARK, "");
    record.lines().map(l -> l.split("\t", -1)).forEach(l -> read(l, words));
    words.forEach((program, all) -> flags.put(program, flags(all)));
    complete = record.endsWith("end\n");
  }

  private void read(String[] line, Map<String, List<String>> words) {
    String kind = line[0] + "/" + line.length;
    switch (kind) {
      case "runs/2" -> words.computeIfAbsent(line[1], p -> new ArrayList<>());
      case "word/3" -> words.computeIfAbsent(line[1], p -> new ArrayList<>()).add(line[2]);
      case "variable/3" -> {
        int equals = line[2].indexOf('=');
        variables.put(line[2].substring(0, equals), line[2].substring(equals + 1));
      }
      case "file/4", "folder/4" ->
          places.put(
              line[3],
              new Place(
                  line[3],
                  line[0].equals("folder"),
                  Integer.parseInt(line[1], 8) & PERMISSIONS,
                  line[2]));
      case "text/4" -> texts.put(line[1], document(line[3]));
      case "policy/3", "network/3" -> texts.put(line[0], document(line[2]));
      case "provider/2" -> providers.add(line[1]);
      case "sum/3" -> sums.put(line[2], line[1]);
      default -> {
        // The end, or a word with a tab in it, which no line asks about.
      }
    }
  }

  /** Of a flag that is given twice the last one counts, as the programs have it. */
  private static Map<String, String> flags(List<String> words) {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        continue;
      }
      String name = word.replaceFirst("^-+", "");
      int equals = name.indexOf('=');
      if (equals >= 0) {
        flags.put(name.substring(0, equals), name.substring(equals + 1));
      } else {
        boolean apart = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
        flags.put(name, apart ? words.get(i + 1) : "true");
      }
    }
    return flags;
  }

  private static Object document(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return loaded == null ? Map.of() : loaded;
    } catch (IllegalArgumentException | YAMLException unreadable) {
      // As if it had not been told: the line says so.
      return "";
    }
  }

  /** Whether all of it was told. */
  boolean complete() {
    return complete;
  }

  /** Whether the machine is a container, which lacks rights that a machine of its own has. */
  boolean container() {
    return container;
  }

  /** Whether the kubelet is known to be older than a minor version. */
  boolean kubeletBefore(String minor) {
    return kubelet != null && kubelet.below(minor);
  }

  boolean runs(Program program) {
    return flags.containsKey(program.title());
  }

  /** A flag of the process, or of etcd the variable that stands for it. */
  Optional<String> flag(Program program, String name) {
    String given = flags.getOrDefault(program.title(), Map.of()).get(name);
    if (given == null && program == Program.ETCD) {
      given = variables.get("ETCD_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
    return Optional.ofNullable(given);
  }

  /** What is at a path; empty: nothing, or nobody asked about it. */
  Optional<Place> place(String path) {
    return Optional.ofNullable(places.get(path));
  }

  /** All that is below a folder, with it. */
  List<Place> below(String folder) {
    return places.values().stream()
        .filter(p -> p.path().equals(folder) || p.path().startsWith(folder + "/"))
        .toList();
  }

  /** The settings that a program's process was started with; null when they could not be read. */
  @Nullable Map<?, ?> settings(Program program) {
    return texts.get(program.title()) instanceof Map<?, ?> map ? map : null;
  }

  /** A value in those, by the names on the way to it. */
  Optional<Object> setting(Program program, String path) {
    Object at = settings(program);
    for (String name : Arrays.asList(path.split("\\."))) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return Optional.ofNullable(at);
  }

  /** The audit policy; null when there is none, or none that could be read. */
  @Nullable Map<?, ?> policy() {
    return texts.get("policy") instanceof Map<?, ?> map ? map : null;
  }

  /** The types of the plug-ins that make the pods' network. */
  List<String> networkTypes() {
    if (!(texts.get("network") instanceof Map<?, ?> map)) {
      return List.of();
    }
    List<?> plugins = map.get("plugins") instanceof List<?> list ? list : List.of(map);
    return plugins.stream()
        .map(p -> p instanceof Map<?, ?> plugin ? String.valueOf(plugin.get("type")) : "")
        .toList();
  }

  List<String> providers() {
    return List.copyOf(providers);
  }

  /** The SHA-256 of an authority's certificate; empty: it was not told. */
  Optional<String> sum(String path) {
    return Optional.ofNullable(sums.get(path));
  }
}
