package io.quorate.node.rehearsal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated machine has and is; as much of it as operations and probes speak of. Plain
 * fields, so that it can be written as JSON.
 */
final class RehearsalState {

  /** A file, and what of it is seen from outside. */
  record Entry(String text, String owner, String mode) {
    Entry with(UnaryOperator<String> one) {
      return new Entry(one.apply(text), one.apply(owner), one.apply(mode));
    }

    /** Texts may be keys. */
    @Override
    public String toString() {
      return owner + " " + mode;
    }
  }

  /** Files by path. */
  public final TreeMap<String, Entry> files = new TreeMap<>();

  /** Folders by path, to owner and mode. */
  public final TreeMap<String, String> folders = new TreeMap<>();

  public final TreeSet<String> packages = new TreeSet<>();

  /** Units that run, to the digest of what they were started with. */
  public final TreeMap<String, String> started = new TreeMap<>();

  /** Units that were stopped and may be started as they were, to the same digest. */
  public final TreeMap<String, String> resting = new TreeMap<>();

  /** Programs by name, to the version that their unit was last started with. */
  public final TreeMap<String, String> versions = new TreeMap<>();

  /** Units that run, to the certificate that they have read as they started and show since. */
  public final TreeMap<String, String> shown = new TreeMap<>();

  /** What units that run have read as they started, by unit and path, with a space between. */
  public final TreeMap<String, String> read = new TreeMap<>();

  /** Artefacts by name, to version and places. */
  public final TreeMap<String, String> artefacts = new TreeMap<>();

  /** Paths of uploads, to their SHA-256. */
  public final TreeMap<String, String> uploads = new TreeMap<>();

  /** Scripts that were run and conditions that came true, by title and digest. */
  public final TreeSet<String> done = new TreeSet<>();

  /** Which system is installed. */
  public RehearsalSystem system = RehearsalSystem.DEBIAN_12;

  /** Freshly installed. */
  static RehearsalState fresh(RehearsalSystem system) {
    RehearsalState state = new RehearsalState();
    state.system = system;
    for (String folder : Set.of("/etc", "/usr/local/bin", "/var/lib", "/opt")) {
      state.folders.put(folder, "root:root 755");
    }
    state.files.put(
        "/etc/hosts",
        new Entry("127.0.0.1 localhost\n::1 localhost ip6-localhost\n", "root:root", "644"));
    state.packages.addAll(system.packages());
    system.units().forEach(u -> state.started.put(u, ""));
    return state;
  }

  RehearsalState copy() {
    RehearsalState copy = new RehearsalState();
    copy.system = system;
    copy.files.putAll(files);
    copy.folders.putAll(folders);
    copy.packages.addAll(packages);
    copy.started.putAll(started);
    copy.resting.putAll(resting);
    copy.versions.putAll(versions);
    copy.shown.putAll(shown);
    copy.read.putAll(read);
    copy.artefacts.putAll(artefacts);
    copy.uploads.putAll(uploads);
    copy.done.addAll(done);
    return copy;
  }

  /** The same, where each text is the one that is given for it. */
  RehearsalState with(UnaryOperator<String> one) {
    RehearsalState same = new RehearsalState();
    same.system = system;
    files.forEach((path, entry) -> same.files.put(one.apply(path), entry.with(one)));
    put(folders, same.folders, one);
    packages.forEach(name -> same.packages.add(one.apply(name)));
    put(started, same.started, one);
    put(resting, same.resting, one);
    put(versions, same.versions, one);
    put(shown, same.shown, one);
    put(read, same.read, one);
    put(artefacts, same.artefacts, one);
    put(uploads, same.uploads, one);
    done.forEach(key -> same.done.add(one.apply(key)));
    return same;
  }

  private static void put(
      Map<String, String> from, Map<String, String> to, UnaryOperator<String> one) {
    from.forEach((key, value) -> to.put(one.apply(key), one.apply(value)));
  }

  private static String unit(String program) {
    return program + ".service";
  }

  /**
   * A unit starts, with the program as it lies there.
   *
   * @param digest of what it is started with
   */
  void start(String unit, String digest) {
    resting.remove(unit);
    started.put(unit, digest);
    RehearsalTrust.started(this, unit);
    RehearsalAuthorities.started(this, unit);
    String program = unit.substring(0, unit.lastIndexOf('.'));
    String version = onDisk(program);
    if (version != null) {
      versions.put(program, version);
    }
  }

  /** A unit stops; it is told what it was started with. */
  @Nullable String stop(String unit) {
    versions.remove(unit.substring(0, unit.lastIndexOf('.')));
    resting.remove(unit);
    shown.remove(unit);
    RehearsalAuthorities.stopped(this, unit);
    return started.remove(unit);
  }

  /** The version of a program that lies there; null when none does. */
  @Nullable String onDisk(String program) {
    String artefact = artefacts.get(program);
    return artefact == null ? null : artefact.split(" ", 2)[0];
  }

  /** The version of a program that its unit runs; null when it does not run. */
  @Nullable String running(String program) {
    // What an older rehearsal left does not say what runs: then it is what lies there.
    return !started.containsKey(unit(program))
        ? null
        : versions.containsKey(program) ? versions.get(program) : onDisk(program);
  }

  boolean has(String path) {
    return files.containsKey(path) || folders.containsKey(path) || uploads.containsKey(path);
  }

  @Nullable String text(String path) {
    Entry entry = files.get(path);
    return entry == null ? null : entry.text();
  }

  /** The paths of a file or of all files below a folder. */
  Set<String> filesAt(String path) {
    String below = path.endsWith("/") ? path : path + "/";
    return files.keySet().stream()
        .filter(p -> p.equals(path) || p.startsWith(below))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether something is in the folder. */
  boolean holds(String folder) {
    return Stream.of(files, folders, uploads)
        .anyMatch(paths -> paths.keySet().stream().anyMatch(p -> p.startsWith(folder + "/")));
  }

  /** Whether the folder, or something in it, was there. */
  boolean removeFolder(String folder) {
    boolean found = holds(folder);
    Stream.of(files, folders, uploads)
        .forEach(paths -> paths.keySet().removeIf(p -> p.startsWith(folder + "/")));
    return folders.remove(folder) != null || found;
  }
}
