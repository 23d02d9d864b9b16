package io.quorate.usecase;

import io.quorate.backup.ArchiveReader;
import io.quorate.backup.ArchiveRefused;
import io.quorate.backup.ArchiveWriter;
import io.quorate.backup.BackupFolder;
import io.quorate.backup.Manifest;
import io.quorate.backup.Manifest.Etcd;
import io.quorate.backup.Manifest.Master;
import io.quorate.backup.Manifest.Part;
import io.quorate.backup.Manifest.Snapshot;
import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.backup.SnapshotFolder;
import io.quorate.backup.SnapshotRecord;
import io.quorate.backup.SnapshotSum;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.FileFailure;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Outcome;
import io.quorate.plan.ShellCommand;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.BackupPlan;
import io.quorate.target.OffHost;
import io.quorate.target.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backup home: the snapshot that waits on a master and the masters' files go straight into
 * a sealed archive, and the archive is read back. Without a key the snapshot comes alone.
 *
 * @param folder where it goes
 * @param key that it is sealed with; null: the snapshot alone comes, in clear
 * @param retention what becomes of older ones there
 * @param source the master where the snapshot waits
 * @param members etcd's, their names by their ids in hexadecimal
 * @param versions what runs, by node and program
 * @param copy where else it goes, see {@link OffHost}; null: nowhere
 */
public record BackupHome(
    String folder,
    @Nullable SealingKey key,
    Retention retention,
    String source,
    SortedMap<String, String> members,
    SortedMap<String, SortedMap<String, String>> versions,
    @Nullable String copy) {

  private static final String NOT_COPIED = "the backup is in %s, but did not come to %s: %s";

  /**
   * @param folder where it goes
   * @param key that it is sealed with; null: the snapshot alone comes, in clear
   * @param source the master where the snapshot waits
   */
  public static BackupHome of(
      Path folder,
      @Nullable SealingKey key,
      Retention retention,
      String source,
      LiveCluster live,
      VersionMatrix matrix) {
    return new BackupHome(
        folder.toAbsolutePath().normalize().toString(),
        key,
        retention,
        source,
        members(live),
        versions(matrix),
        null);
  }

  /** The same, which is copied once it is there. */
  public BackupHome copiedTo(OffHost place) {
    return new BackupHome(folder, key, retention, source, members, versions, place.address());
  }

  private static SortedMap<String, String> members(LiveCluster live) {
    SortedMap<String, String> members = new TreeMap<>();
    for (LiveNode node : live.nodes()) {
      LiveNode.Member member = node.member();
      if (member != null) {
        members.put(member.id(), node.name());
      }
    }
    return members;
  }

  private static SortedMap<String, SortedMap<String, String>> versions(VersionMatrix matrix) {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
    for (NodeVersions node : matrix.nodes()) {
      SortedMap<String, String> own = new TreeMap<>();
      node.cells()
          .forEach(
              (program, cell) ->
                  Optional.ofNullable(cell.inUse())
                      .ifPresent(v -> own.put(program.title(), v.toString())));
      all.put(node.node(), own);
    }
    return all;
  }

  /**
   * @return what came of it
   * @throws IOException when there is no backup; nothing is left of it then
   */
  public String bring(NodeConnector reach, Inventory inventory) throws IOException {
    try {
      return write(reach, inventory, Progress.none());
    } catch (NodeException e) {
      throw new IOException("there is no backup: " + e.getMessage(), e);
    } catch (ArchiveRefused e) {
      throw new IOException("the backup was written, and could not be read back: " + e.found(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("there is no backup: it was interrupted", e);
    }
  }

  /**
   * The same, where whoever calls tells failures apart.
   *
   * @throws ArchiveRefused when what was written cannot be read back
   */
  String write(NodeConnector reach, Inventory inventory, Progress progress)
      throws IOException, NodeException, InterruptedException {
    SealingKey seal = key;
    return seal == null
        ? inClear(reach, inventory, progress)
        : sealed(reach, inventory, seal, progress);
  }

  private String inClear(NodeConnector reach, Inventory inventory, Progress progress)
      throws IOException, NodeException, InterruptedException {
    SnapshotFolder kept = new SnapshotFolder(Path.of(folder), inventory.clusterName());
    List<Path> files = new ArrayList<>();
    SnapshotRecord record;
    try (Node node = reach.connect(source)) {
      record = record(node);
      Snapshot wanted = record.snapshot();
      node.fetch(
          List.of(BackupPlan.SNAPSHOT),
          (one, content) ->
              files.add(
                  kept.keep(
                      record.taken(),
                      wanted,
                      new Watched(content, new Counting(one.size(), progress)))));
      if (files.isEmpty()) {
        throw new IOException("there is no backup: the snapshot on " + source + " is gone");
      }
      tidyUp(node);
    }
    List<Path> removed = kept.tidy(retention.count(), files.getFirst());
    return "%s: %,d bytes, revision %d, in clear; read back%s"
        .formatted(
            files.getFirst(),
            record.snapshot().size(),
            record.snapshot().revision(),
            removed.isEmpty() ? "" : "; removed " + removed.size() + " older");
  }

  private String sealed(
      NodeConnector reach, Inventory inventory, SealingKey seal, Progress progress)
      throws IOException, NodeException, InterruptedException {
    BackupFolder target = new BackupFolder(Path.of(folder));
    List<String> silent = new ArrayList<>();
    Path file;
    Manifest manifest;
    try (Node node = reach.connect(source)) {
      SnapshotRecord record = record(node);
      file = target.fileFor(inventory.clusterName(), record.taken());
      try (ArchiveWriter archive = ArchiveWriter.to(file, seal)) {
        snapshot(node, record, archive, progress);
        archive.add(
            Manifest.INVENTORY,
            0600,
            InventoryFile.write(inventory).getBytes(StandardCharsets.UTF_8));
        files(node, archive);
        for (Host master : inventory.masters()) {
          if (!master.name().equals(source) && !others(reach, master, archive)) {
            silent.add(master.name());
          }
        }
        manifest = archive.finish(about(record, inventory));
      }
      ArchiveReader.of(file).check();
      tidyUp(node);
    }
    List<Path> removed = target.tidy(inventory.clusterName(), retention, file, Instant.now());
    return words(file, manifest, silent, removed) + copied(reach.rehearsal(), file, progress);
  }

  /** The backup stays where it is, also when it comes no further. */
  String copied(boolean rehearsal, Path file, Progress progress) throws IOException {
    if (copy == null) {
      return "";
    }
    if (rehearsal) {
      return "; a rehearsal copies nothing to " + copy;
    }
    try {
      return "; " + OffHost.parse(copy).copy(file, retention, progress);
    } catch (OffHost.OlderRemain e) {
      throw notDone(file, "the backup is in %s and in %s, but %s", FileFailure.words(e), e);
    } catch (IOException e) {
      throw notDone(file, NOT_COPIED, FileFailure.words(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notDone(file, NOT_COPIED, "it was interrupted", e);
    }
  }

  private IOException notDone(Path file, String form, String why, Exception cause) {
    ShellCommand again =
        ShellCommand.of("quorate", "backup", "copy", file.toString(), String.valueOf(copy))
            .with(retention.words());
    return new IOException(form.formatted(file, copy, why) + ". Then: " + again, cause);
  }

  private SnapshotRecord record(Node node) throws IOException, NodeException, InterruptedException {
    List<String> found = new ArrayList<>();
    node.fetch(
        List.of(BackupPlan.RECORD),
        (one, content) -> found.add(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
    if (found.isEmpty()) {
      throw new IOException("there is no backup: the snapshot on " + source + " is gone");
    }
    return SnapshotRecord.parse(found.getFirst());
  }

  /** What came is what was proved there, and ends as a snapshot of etcd does. */
  private void snapshot(Node node, SnapshotRecord record, ArchiveWriter archive, Progress progress)
      throws IOException, NodeException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    node.fetch(
        List.of(BackupPlan.SNAPSHOT),
        (one, content) -> {
          SnapshotSum sum = new SnapshotSum(OutputStream.nullOutputStream());
          InputStream seen = new Watched(content, new Counting(one.size(), progress));
          parts.add(archive.add(Manifest.SNAPSHOT, one.size(), 0600, new Watched(seen, sum)));
          String fault = sum.fault();
          if (!fault.isEmpty()) {
            throw new IOException("there is no backup: the snapshot " + fault);
          }
        });
    if (parts.isEmpty()
        || parts.getFirst().size() != record.snapshot().size()
        || !parts.getFirst().sha256().equals(record.snapshot().sha256())) {
      throw new IOException(
          "there is no backup: what came is not the snapshot that was proved on " + source);
    }
  }

  private boolean others(NodeConnector reach, Host master, ArchiveWriter archive)
      throws IOException, InterruptedException {
    Node node;
    try {
      node = reach.connect(master.name());
    } catch (NodeException e) {
      // All that only this backup can bring back is in it without that master.
      return false;
    }
    try (node) {
      files(node, archive);
      return true;
    } catch (NodeException e) {
      throw new IOException("there is no backup: " + e.getMessage(), e);
    }
  }

  private static void files(Node node, ArchiveWriter archive)
      throws IOException, NodeException, InterruptedException {
    node.fetch(
        BackupPlan.FILES,
        (one, content) ->
            archive.add("nodes/" + node.name() + one.path(), one.size(), one.mode(), content));
  }

  private Manifest about(SnapshotRecord record, Inventory inventory) {
    return Manifest.of(
        inventory.clusterName(),
        record.taken(),
        Release.VERSION,
        inventory.masters().stream().map(m -> new Master(m.name(), m.nodeAddress())).toList(),
        versions,
        new Etcd(record.clusterId(), source, record.memberId(), members),
        record.snapshot(),
        record.objects());
  }

  /** It holds all data of the cluster, and takes room. */
  private void tidyUp(Node node) throws IOException, NodeException, InterruptedException {
    Failed failed = new Failed();
    node.execute(List.of(new RemoveFolder(BackupPlan.FOLDER)), Mode.APPLY, failed);
    if (!failed.why.isEmpty()) {
      throw new IOException(
          "the backup is written, but its snapshot is still on " + source + ": " + failed.why);
    }
  }

  private static boolean has(Part part, String path) {
    return part.path().matches("nodes/[^/]+" + Pattern.quote(path));
  }

  private static String words(Path file, Manifest manifest, List<String> silent, List<Path> removed)
      throws IOException {
    StringBuilder words =
        new StringBuilder(
            "backup in %s: %,d bytes, revision %d, %d objects; read back"
                .formatted(
                    file, Files.size(file), manifest.snapshot().revision(), manifest.allObjects()));
    List<String> lacking =
        SharedSecrets.paths().stream()
            .filter(path -> !path.equals(SharedSecrets.ENCRYPTION))
            .filter(path -> manifest.parts().stream().noneMatch(p -> p.size() > 0 && has(p, path)))
            .toList();
    if (!lacking.isEmpty()) {
      words
          .append("; no master has ")
          .append(String.join(", ", lacking))
          .append(": nothing can be restored from it by `quorate restore`");
    }
    if (!silent.isEmpty()) {
      words.append("; without the files of ").append(String.join(", ", silent));
    }
    if (!removed.isEmpty()) {
      words.append("; removed ").append(removed.size()).append(" older");
    }
    return words.toString();
  }

  /** Shows a second reader what the first one reads. */
  private static final class Watched extends FilterInputStream {
    private final OutputStream copy;

    Watched(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n > 0) {
        copy.write(bytes, offset, n);
      }
      return n;
    }
  }

  /** Tells how much has passed. */
  private static final class Counting extends OutputStream {
    private final long total;
    private final Progress progress;
    private long done;

    Counting(long total, Progress progress) {
      this.total = total;
      this.progress = progress;
    }

    @Override
    public void write(int one) {
      progress.told(++done, total);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      done += length;
      progress.told(done, total);
    }
  }

  private static final class Failed implements Node.Listener {
    private String why = "";

    @Override
    public void started(int operation) {}

    @Override
    public void output(int operation, String line) {}

    @Override
    public void progress(int operation, long done, long total) {}

    @Override
    public void diff(int operation, String line) {}

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      if (outcome == Outcome.FAILED) {
        why = detail.isEmpty() ? "it cannot be removed" : detail;
      }
    }
  }
}
