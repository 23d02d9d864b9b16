package io.quorate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that this machine knows of.
 *
 * @param root the folder of their folders
 */
public record Runs(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** A run and what is said of it. */
  public record Entry(RunFolder folder, RunMeta meta) {}

  /** Those below {@code $XDG_STATE_HOME/quorate}, or {@code ~/.local/state/quorate}. */
  public static Runs standard() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Runs of(Map<String, String> environment, Path home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    // The XDG specification has relative paths ignored.
    boolean isSet = !state.isEmpty() && Path.of(state).isAbsolute();
    Path base = isSet ? Path.of(state) : home.resolve(".local").resolve("state");
    return new Runs(base.resolve("quorate").resolve("runs"));
  }

  /**
   * Makes the folder of a run that is about to start.
   *
   * @param inventory the wanted cluster as YAML
   */
  public RunFolder create(
      String journey, String cluster, boolean rehearsal, String holder, String inventory)
      throws IOException {
    Instant start = Instant.now();
    RunFolder folder = RunFolder.create(root, start);
    folder.writeInventory(inventory);
    folder.writeMeta(
        new RunMeta(folder.id(), journey, cluster, rehearsal, holder, start, null, null, null));
    return folder;
  }

  /** All, the newest first; folders that hold no run are passed over. */
  public List<Entry> list() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> folders;
    try (Stream<Path> paths = Files.list(root)) {
      folders = paths.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path path : folders) {
      RunFolder folder = new RunFolder(path);
      try {
        entries.add(new Entry(folder, folder.meta()));
      } catch (IOException e) {
        LOG.debug("{} is no run", path, e);
      }
    }
    return entries;
  }

  public Optional<Entry> newest() throws IOException {
    return list().stream().findFirst();
  }

  /** The newest run whose id begins so. */
  public Optional<Entry> find(String id) throws IOException {
    return list().stream().filter(e -> e.meta().run().startsWith(id)).findFirst();
  }

  /** The run of the cluster that is at work just now. */
  public Optional<Entry> running(String cluster) throws IOException {
    return list().stream()
        .filter(e -> e.meta().cluster().equals(cluster) && e.meta().isAlive())
        .findFirst();
  }

  /**
   * The cluster's last run, if something of it is left to do: it failed, was stopped, or was
   * killed.
   */
  public Optional<Entry> unfinished(String cluster, boolean rehearsal) throws IOException {
    return list().stream()
        .filter(e -> e.meta().cluster().equals(cluster) && e.meta().rehearsal() == rehearsal)
        .findFirst()
        .filter(e -> e.meta().isUnfinished());
  }
}
