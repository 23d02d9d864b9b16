package io.quorate.usecase.support;

import io.quorate.backup.TextArchive;
import io.quorate.engine.Recordings;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.inventory.Inventory;
import io.quorate.plan.PrivateFiles;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.StateFolders;
import io.quorate.usecase.support.BundleResult.Held;
import io.quorate.usecase.support.Gathered.Limits;
import io.quorate.usecase.support.Gathered.Raw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one file of what those need who are to help: runs, logs, what this machine and the nodes
 * are, how the cluster is. Secrets are taken out before anything is written, and where it is wanted
 * names and addresses replaced. Nothing is changed on any node.
 */
public final class SupportBundle {

  /** All of it lies in a folder of this name. */
  private static final String FOLDER = "quorate-support/";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Wish wish;
  private final Path state;
  private final Limits limits;
  private final Path target;
  private final @Nullable RunFolder run;
  private final Instant now;

  /**
   * What is wanted.
   *
   * @param run a run's id or how it begins, or its folder; empty: the newest of the cluster
   * @param file where the bundle goes; null: a file in the current folder, named by the time
   * @param standIns whether names and addresses are replaced
   * @param rehearsal whether runs on simulated nodes are meant
   */
  public record Wish(String run, @Nullable Path file, boolean standIns, boolean rehearsal) {}

  SupportBundle(Wish wish, Path state, Limits limits, Instant now)
      throws IOException, InvalidRequestException {
    this.wish = wish;
    this.state = state;
    this.limits = limits;
    this.now = now;
    Path file = wish.file();
    target =
        (file == null ? Path.of("quorate-support-" + TIME.format(now) + ".tar.gz") : file)
            .toAbsolutePath()
            .normalize();
    String wrong = wrongTarget(target, wish.standIns());
    if (!wrong.isEmpty()) {
      throw InvalidRequestException.choose(wrong + ": name another file with --out.", List.of());
    }
    run = wish.run().isEmpty() ? null : find(wish.run(), new Runs(state.resolve("runs")));
  }

  /**
   * @throws InvalidRequestException when the file is there, its folder is not, or there is no such
   *     run; nothing was asked of any node yet
   */
  public static SupportBundle of(Wish wish) throws IOException, InvalidRequestException {
    return new SupportBundle(wish, StateFolders.state(), Limits.USUAL, Instant.now());
  }

  /** Why a bundle cannot be written there, without a full stop; empty: it can. */
  static String wrongTarget(Path file, boolean standIns) {
    Path target = file.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      return target + " is there already, and is not replaced";
    }
    if (standIns && Files.exists(names(target))) {
      return names(target) + " is there already, and is not replaced";
    }
    Path folder = target.getParent();
    return folder == null || !Files.isDirectory(folder) ? "there is no folder " + folder : "";
  }

  private static RunFolder find(String name, Runs runs)
      throws IOException, InvalidRequestException {
    // A damaged one is no run for lists, and may be why somebody asks for help.
    Path byId = runs.root().resolve(name);
    if (Files.isDirectory(byId)) {
      return new RunFolder(byId);
    }
    Path journal = new Recordings(runs).find(name).orElse(null);
    Path folder = journal == null ? null : journal.toAbsolutePath().normalize().getParent();
    if (journal == null
        || folder == null
        || !new RunFolder(folder).events().endsWith(journal.getFileName())) {
      throw InvalidRequestException.choose(
          name + " is no run's folder, and no run's id begins so: `quorate runs` lists them.",
          List.of());
    }
    return new RunFolder(folder);
  }

  /** The file that says what stands for what. */
  private static Path names(Path target) {
    return target.resolveSibling(target.getFileName() + ".names");
  }

  /**
   * Gathers, takes out what nobody may see, and writes the file.
   *
   * @param inventory the cluster's; null: none is known
   * @param session into its nodes; null: they are not asked. Those that do not answer are told
   * @throws IOException when the file cannot be written
   */
  public BundleResult make(@Nullable Inventory inventory, @Nullable ClusterSession session)
      throws IOException, InterruptedException {
    Gathered gathered = new Gathered(limits);
    LocalTraces local = new LocalTraces(state, gathered);
    local.program(now);
    if (inventory != null) {
      gathered.inventory("inventory.yaml", inventory);
    }
    if (session != null) {
      new ClusterTraces(session, gathered).gather();
    }
    if (run == null) {
      local.newestRuns(inventory == null ? null : inventory.clusterName(), wish.rehearsal());
    } else {
      local.run(run);
    }
    if (wish.standIns()) {
      local.knowAll();
    }
    return write(gathered);
  }

  private BundleResult write(Gathered gathered) throws IOException {
    Cleaning cleaning = new Cleaning(gathered.secrets());
    Counts redacted = new Counts();
    List<BundleText> clean = new ArrayList<>();
    List<Counts> each = new ArrayList<>();
    for (Raw raw : gathered.texts()) {
      Counts own = new Counts();
      own.add(Cleaning.BEFORE, Cleaning.marks(raw.text().all()));
      clean.add(raw.text().with(text -> cleaning.clean(text, own)).last(raw.most()));
      redacted.add(own);
      each.add(own);
    }
    List<String> troubles =
        gathered.troubles().stream().map(t -> cleaning.clean(t, new Counts())).toList();
    StandIns standIns =
        wish.standIns() ? StandIns.of(gathered.names(), everything(clean, troubles)) : null;
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    // First in the archive, and known last.
    texts.put(FOLDER + "MANIFEST", "");
    List<Held> held = new ArrayList<>();
    Counts replaced = new Counts();
    for (int i = 0; i < clean.size(); i++) {
      Counts own = new Counts();
      BundleText text = replaced(clean.get(i), standIns, own);
      replaced.add(own);
      texts.put(FOLDER + text.path(), text.all());
      held.add(new Held(text.path(), text.size(), text.cut(), each.get(i).all(), own.all()));
    }
    BundleResult made =
        new BundleResult(
            target,
            0,
            held,
            troubles,
            redacted.byTitle(),
            replaced.byTitle(),
            standIns == null ? null : names(target));
    String manifest = BundleLines.manifest(made, standIns != null, now);
    texts.put(
        FOLDER + "MANIFEST", standIns == null ? manifest : standIns.in(manifest, new Counts()));
    long bytes = TextArchive.write(target, texts, now);
    if (standIns != null) {
      PrivateFiles.write(names(target), standIns.table());
    }
    return made.of(bytes);
  }

  /** All texts in which an address may stand. */
  private static List<String> everything(List<BundleText> clean, List<String> troubles) {
    List<String> all = new ArrayList<>(troubles);
    clean.forEach(text -> all.add(text.all()));
    return all;
  }

  private static BundleText replaced(BundleText text, @Nullable StandIns standIns, Counts counts) {
    return standIns == null
        ? text
        : text.with(t -> standIns.in(t, counts)).at(standIns.in(text.path(), new Counts()));
  }
}
