package io.quorate.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The operator's kubeconfig: a new cluster's access is added under the cluster's name. An entry
 * that is there already is never replaced; the access then goes to a file of its own.
 */
public final class OperatorKubeconfig {

  private static final List<String> LISTS = List.of("clusters", "users", "contexts");

  /**
   * Where the access was put.
   *
   * @param file the file that holds it
   * @param command how it is used, such as {@code kubectl --context home get nodes}
   */
  public record Saved(Path file, String command) {}

  private final Path file;

  /**
   * @param file the operator's kubeconfig; it need not exist
   */
  public OperatorKubeconfig(Path file) {
    this.file = file;
  }

  /** The first file of KUBECONFIG, or ~/.kube/config. */
  public static OperatorKubeconfig standard(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    String first = named.split(":", -1)[0];
    return new OperatorKubeconfig(first.isBlank() ? home.resolve(".kube/config") : Path.of(first));
  }

  /**
   * Adds the access, a kubeconfig with one cluster, one user and one context.
   *
   * @param name the context's name, the cluster's
   */
  public Saved save(String name, String access) throws IOException {
    Map<String, Object> added = parse(access);
    Map<String, Object> existing = Map.of();
    if (Files.exists(file)) {
      try {
        existing = parse(Files.readString(file));
      } catch (YAMLException e) {
        return saveApart(name, access);
      }
    }
    for (String list : LISTS) {
      for (Object mine : entries(added, list)) {
        for (Object other : entries(existing, list)) {
          if (nameOf(mine).equals(nameOf(other)) && !mine.equals(other)) {
            return saveApart(name, access);
          }
        }
      }
    }
    Map<String, Object> merged = new LinkedHashMap<>(existing);
    merged.putIfAbsent("apiVersion", "v1");
    merged.putIfAbsent("kind", "Config");
    for (String list : LISTS) {
      List<Object> all = new ArrayList<>(entries(existing, list));
      for (Object mine : entries(added, list)) {
        if (!all.contains(mine)) {
          all.add(mine);
        }
      }
      merged.put(list, all);
    }
    merged.putIfAbsent("current-context", added.getOrDefault("current-context", name));
    if (!merged.equals(existing)) {
      write(file, dump(merged));
    }
    return new Saved(file, "kubectl --context " + name + " get nodes");
  }

  /** A file named after the cluster beside the operator's own, with a number when that is taken. */
  private Saved saveApart(String name, String access) throws IOException {
    Path folder = folderOf(file);
    for (int i = 0; ; i++) {
      Path apart = folder.resolve("quorate-" + name + (i == 0 ? "" : "-" + i) + ".yaml");
      if (!Files.exists(apart) || Files.readString(apart).equals(access)) {
        write(apart, access);
        return new Saved(apart, "kubectl --kubeconfig " + apart + " get nodes");
      }
    }
  }

  private static void write(Path target, String text) throws IOException {
    Path folder = folderOf(target);
    Files.createDirectories(folder);
    Path temporary =
        Files.createTempFile(
            folder,
            ".kubeconfig",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }

  private static String dump(Map<String, Object> value) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options)
        .dump(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String text) {
    Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new YAMLException("a kubeconfig is a map");
    }
    return (Map<String, Object>) map;
  }

  private static List<?> entries(Map<String, Object> config, String list) {
    return config.get(list) instanceof List<?> found ? found : List.of();
  }

  private static String nameOf(Object entry) {
    return entry instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : "";
  }
}
