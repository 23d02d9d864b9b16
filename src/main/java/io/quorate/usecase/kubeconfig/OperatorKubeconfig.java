package io.quorate.usecase.kubeconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The operator's kubeconfig: a cluster's access is added under the cluster's name. Entries of that
 * name that lead to the very cluster (its authority is the same) are brought up to date, as when
 * the master that they named has left. Another's are never replaced; the access then goes to a file
 * of its own.
 */
public final class OperatorKubeconfig {

  private static final String AUTHORITY = "certificate-authority-data";
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
    boolean own = leadsToTheSame(added, existing);
    for (String list : LISTS) {
      for (Object mine : entries(added, list)) {
        Object other = namesake(mine, existing, list);
        if (!own && other != null && !mine.equals(other)) {
          return saveApart(name, access);
        }
      }
    }
    Map<String, Object> merged = new LinkedHashMap<>(existing);
    merged.putIfAbsent("apiVersion", "v1");
    merged.putIfAbsent("kind", "Config");
    for (String list : LISTS) {
      List<Object> all = new ArrayList<>(entries(existing, list));
      for (Object mine : entries(added, list)) {
        Object other = namesake(mine, existing, list);
        if (other == null) {
          all.add(mine);
        } else if (!isSameContext(mine, other)) {
          all.set(all.indexOf(other), mine);
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

  /** Whether every cluster of the access is there under its name with the same authority. */
  private static boolean leadsToTheSame(Map<String, Object> added, Map<String, Object> existing) {
    return entries(added, "clusters").stream()
        .allMatch(
            mine -> {
              Object other = namesake(mine, existing, "clusters");
              Object authority = part(mine, "cluster", AUTHORITY);
              return other != null
                  && authority != null
                  && authority.equals(part(other, "cluster", AUTHORITY));
            });
  }

  /**
   * Where an entry leads.
   *
   * @param context its name
   * @param server a URL
   * @param authority the certificate of the cluster's authority as PEM; empty when it has none
   * @param certificate the user's certificate as PEM; empty when it has none
   */
  public record Entry(String context, String server, String authority, String certificate) {}

  /**
   * Looks an entry up as {@link #standardEntry} does; none where there is none of that name.
   *
   * @throws IOException when a file cannot be read
   */
  public static Optional<Entry> known(Map<String, String> environment, Path home, String context)
      throws IOException {
    List<Path> there = files(environment, home).stream().filter(Files::exists).toList();
    for (Path file : there) {
      Map<String, Object> config;
      try {
        config = parse(Files.readString(file));
      } catch (YAMLException e) {
        throw new IOException(file + " is not a kubeconfig", e);
      }
      if (named(config, "contexts", context) != null) {
        return Optional.of(entry(there, context));
      }
    }
    return Optional.empty();
  }

  /**
   * Looks an entry up as kubectl does: in all files of KUBECONFIG, or in ~/.kube/config. Of several
   * entries with a name the first counts, and files that are not there do not.
   *
   * @param context its name; empty: the current one
   * @throws IOException when there is none, or a file cannot be read; the message says which
   */
  public static Entry standardEntry(Map<String, String> environment, Path home, String context)
      throws IOException {
    return entry(files(environment, home), context);
  }

  private static List<Path> files(Map<String, String> environment, Path home) {
    List<Path> named =
        Stream.of(environment.getOrDefault("KUBECONFIG", "").split(":", -1))
            .filter(f -> !f.isBlank())
            .map(Path::of)
            .toList();
    return named.isEmpty() ? List.of(home.resolve(".kube/config")) : named;
  }

  /**
   * Looks an entry up in this file alone.
   *
   * @param context its name; empty: the current one
   * @throws IOException when there is none, or the file cannot be read; the message says which
   */
  public Entry entry(String context) throws IOException {
    return entry(List.of(file), context);
  }

  private static Entry entry(List<Path> files, String context) throws IOException {
    String all = files.stream().map(Path::toString).collect(Collectors.joining(", "));
    List<Path> there = files.stream().filter(Files::exists).toList();
    if (there.isEmpty()) {
      throw new IOException("there is no kubeconfig " + all);
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    Map<String, Path> origins = new HashMap<>();
    for (Path file : there) {
      add(merged, origins, file);
    }
    List<String> names =
        entries(merged, "contexts").stream().map(OperatorKubeconfig::nameOf).toList();
    String name = context.isEmpty() ? Objects.toString(merged.get("current-context"), "") : context;
    Object wanted = named(merged, "contexts", name);
    String clusterName = Objects.toString(part(wanted, "context", "cluster"), "");
    Object cluster = named(merged, "clusters", clusterName);
    Object server = part(cluster, "cluster", "server");
    if (server == null) {
      throw new IOException(
          (name.isEmpty() ? "no context is the current one" : "there is no context " + name)
              + " in "
              + all
              + (names.isEmpty() ? "" : "; there are " + String.join(", ", names)));
    }
    Path origin = origins.getOrDefault(clusterName, there.getFirst());
    String userName = Objects.toString(part(wanted, "context", "user"), "");
    return new Entry(
        name,
        server.toString(),
        certificate(cluster, "cluster", "certificate-authority", origin),
        certificate(
            named(merged, "users", userName),
            "user",
            "client-certificate",
            origins.getOrDefault("user " + userName, origin)));
  }

  /**
   * Adds what a file has and no earlier one had.
   *
   * @param origins in which file each cluster is, and each user, with that word before the name
   */
  private static void add(Map<String, Object> merged, Map<String, Path> origins, Path file)
      throws IOException {
    Map<String, Object> config;
    try {
      config = parse(Files.readString(file));
    } catch (YAMLException e) {
      throw new IOException(file + " is not a kubeconfig", e);
    }
    Object current = config.get("current-context");
    if (current != null && !current.toString().isEmpty()) {
      merged.putIfAbsent("current-context", current);
    }
    entries(config, "clusters").forEach(c -> origins.putIfAbsent(nameOf(c), file));
    entries(config, "users").forEach(u -> origins.putIfAbsent("user " + nameOf(u), file));
    for (String list : LISTS) {
      List<Object> all = new ArrayList<>(entries(merged, list));
      entries(config, list).stream()
          .filter(e -> named(merged, list, nameOf(e)) == null)
          .forEach(all::add);
      merged.put(list, all);
    }
  }

  /**
   * A certificate in an entry, or in the file that it names.
   *
   * @param kind what the entry is of
   * @param key whose data is in the entry, with -data behind it
   */
  private static String certificate(@Nullable Object entry, String kind, String key, Path file)
      throws IOException {
    Object inline = part(entry, kind, key + "-data");
    Object path = part(entry, kind, key);
    if (inline != null) {
      try {
        return new String(Base64.getDecoder().decode(inline.toString()), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new IOException(key + "-data in " + file + " is not base64", e);
      }
    }
    return path == null ? "" : Files.readString(folderOf(file).resolve(path.toString()));
  }

  private static @Nullable Object named(Map<String, Object> config, String list, String name) {
    return entries(config, list).stream()
        .filter(e -> nameOf(e).equals(name))
        .findFirst()
        .orElse(null);
  }

  /** A context may have got a namespace of the operator's choice, which stays. */
  private static boolean isSameContext(Object mine, Object other) {
    Object cluster = part(mine, "context", "cluster");
    return cluster != null
        && cluster.equals(part(other, "context", "cluster"))
        && Objects.equals(part(mine, "context", "user"), part(other, "context", "user"));
  }

  private static @Nullable Object namesake(Object mine, Map<String, Object> config, String list) {
    return named(config, list, nameOf(mine));
  }

  private static @Nullable Object part(@Nullable Object entry, String key, String inner) {
    return entry instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> parts
        ? parts.get(inner)
        : null;
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
