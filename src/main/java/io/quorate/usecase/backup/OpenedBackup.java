package io.quorate.usecase.backup;

import io.quorate.backup.ArchiveReader;
import io.quorate.backup.Contents;
import io.quorate.backup.Manifest;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.PrivateFiles;
import io.quorate.plan.Secret;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.RestorePoint;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.StateFolders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A backup that was opened and proved: whose it is, and what is in it. */
public final class OpenedBackup {

  private static final String NODES = "nodes/";

  private final Contents contents;
  private final Path snapshot;

  private OpenedBackup(Contents contents, Path snapshot) {
    this.contents = contents;
    this.snapshot = snapshot;
  }

  /**
   * What a file says of itself, without the key.
   *
   * @throws InvalidRequestException when there is no such file
   */
  public static Manifest manifest(Path archive) throws IOException, InvalidRequestException {
    return reader(archive).manifest();
  }

  private static ArchiveReader reader(Path archive) throws IOException, InvalidRequestException {
    try {
      return ArchiveReader.of(archive);
    } catch (NoSuchFileException e) {
      throw InvalidRequestException.choose("there is no file " + archive + ".", List.of());
    }
  }

  /**
   * Opens it, and proves all that is in it.
   *
   * @param cluster whose backup it has to be; null: anybody's
   * @throws GuardRefused when it is damaged, of another cluster, or the key does not open it
   * @throws InvalidRequestException when there is no such file, or no key was named
   */
  public static OpenedBackup open(Path archive, BackupKey key, @Nullable String cluster)
      throws IOException, InvalidRequestException {
    ArchiveReader reader = reader(archive);
    if (cluster != null) {
      reader.of(cluster);
    }
    Contents contents = reader.open(key.read(reader.manifest(), System.getenv()));
    Path folder = StateFolders.state().resolve("restore");
    sweep(folder);
    return new OpenedBackup(contents, folder.resolve(UUID.randomUUID().toString()));
  }

  /** What a run that was killed has left in clear; none needs it for an hour. */
  private static void sweep(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(old) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Why a file is not opened. */
  static InvalidRequestException unreadable(Path archive, IOException why) {
    return InvalidRequestException.choose(
        archive + " cannot be read: " + why.getMessage() + ".", List.of());
  }

  public Manifest manifest() {
    return contents.manifest();
  }

  /** The inventory of the cluster when it was backed up; empty where it is not in it. */
  Optional<Inventory> inventory() throws IOException {
    return contents.paths().contains(Manifest.INVENTORY)
        ? Optional.ofNullable(
            InventoryFile.parse(
                    new String(contents.part(Manifest.INVENTORY), StandardCharsets.UTF_8),
                    "the backup's inventory",
                    Catalogue.load())
                .inventory())
        : Optional.empty();
  }

  /** Where the snapshot is while a run needs it. */
  Path snapshot() {
    return snapshot;
  }

  /** Puts the snapshot there, for its owner's eyes; it is whole or not there. */
  void unseal() throws IOException {
    Path folder = Objects.requireNonNull(snapshot.getParent());
    PrivateFiles.makeFolder(folder);
    Path part = Files.createTempFile(folder, "part", "", PrivateFiles.ofFile());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        contents.snapshot(out);
      }
      Files.move(part, snapshot, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * What a restore takes of it.
   *
   * @throws GuardRefused when it lacks what a cluster cannot be made without
   */
  RestorePoint point() throws IOException {
    Manifest manifest = manifest();
    return new RestorePoint(
        manifest.cluster(),
        manifest.taken(),
        version(Program.KUBE_APISERVER),
        version(Program.ETCD),
        manifest.snapshot().revision(),
        manifest.objects(),
        nodes(),
        keys(),
        new LocalFile(snapshot.toString(), manifest.snapshot().sha256()),
        manifest.snapshot().size());
  }

  /** The newest that any node ran. */
  private String version(Program program) {
    return manifest().versions().values().stream()
        .map(own -> Optional.ofNullable(own.get(program.title())).map(Version::parse).orElse(null))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(Version::toString)
        .orElseThrow(
            () ->
                new GuardRefused(
                    "The backup does not say which " + program.title() + " ran.",
                    "Use another backup."));
  }

  /** All nodes of the cluster, as its inventory had them and as they answered. */
  private Set<String> nodes() throws IOException {
    Set<String> nodes = new TreeSet<>(manifest().versions().keySet());
    manifest().masters().forEach(m -> nodes.add(m.name()));
    inventory().ifPresent(i -> i.hosts().stream().map(Host::name).forEach(nodes::add));
    return nodes;
  }

  /** Those of which it has files. */
  private Stream<String> nodesInIt() {
    return contents.paths().stream()
        .filter(p -> p.startsWith(NODES))
        .map(p -> p.substring(NODES.length()).replaceFirst("/.*", ""))
        .distinct();
  }

  private Map<String, Secret> keys() throws IOException {
    Map<String, Secret> keys = new HashMap<>();
    for (String path : SharedSecrets.paths()) {
      Optional<String> part =
          nodesInIt()
              .map(node -> NODES + node + path)
              .filter(contents.paths()::contains)
              .findFirst();
      if (part.isPresent()) {
        keys.put(path, new Secret(new String(contents.part(part.get()), StandardCharsets.UTF_8)));
      } else if (!path.equals(SharedSecrets.ENCRYPTION)) {
        throw new GuardRefused(
            "The backup has no " + path + ".",
            "Without it no node and no pod could log in to the restored cluster: use another"
                + " backup.");
      }
    }
    return keys;
  }
}
