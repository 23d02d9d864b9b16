package io.quorate.usecase.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.Operator;
import io.quorate.engine.ProcessIdentity;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunMeta;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.plan.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this machine has to tell: the program, its log, crashes of it, and runs. */
final class LocalTraces {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** How many runs are taken where none is named, the newest. */
  private static final int RUNS = 5;

  private static final int CRASHES = 3;

  /** Of how many runs the names are known. */
  private static final int NAMED = 100;

  /** What a run leaves behind, but for its inventory; the journal last, as it is the longest. */
  private static final List<String> FILES =
      List.of("meta.json", "death.json", "crash.txt", "out-of-memory", "out-of-threads", "run.log");

  private static final String JVM_CRASH = "jvm-crash.log";
  private static final String JOURNAL = "events.jsonl";

  /**
   * Of what the JVM writes when it fails: what it was, where, and on which stack. The rest shows
   * what was in memory.
   */
  private static final String OF_JVM_CRASH =
      "#.*|[CVJjvA] {1,2}\\S.*|Host:.*|Time:.*|siginfo:.*|vm_info:.*|-+ .*";

  private final Path state;
  private final Gathered gathered;

  LocalTraces(Path state, Gathered gathered) {
    this.state = state;
    this.gathered = gathered;
  }

  /** The program and its own troubles. */
  void program(Instant now) throws IOException {
    gathered.names().holder(Operator.name());
    String host = ProcessIdentity.current().host();
    gathered.names().holder(System.getProperty("user.name") + "@" + (host == null ? "" : host));
    gathered.add("quorate.txt", OwnMachine.lines(System.getenv(), now));
    gathered.file("quorate.log", state.resolve("quorate.log"), false);
    for (Path page : newest(state.resolve("crashes"), CRASHES)) {
      gathered.file("crashes/" + page.getFileName(), page, false);
    }
  }

  private static List<Path> newest(Path folder, int most) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted(Comparator.reverseOrder()).limit(most).toList();
    }
  }

  /**
   * The newest runs of a cluster.
   *
   * @param cluster its name; null: that of the newest run
   * @param rehearsal whether runs on simulated nodes are meant; with null above, whichever the
   *     newest was
   */
  void newestRuns(@Nullable String cluster, boolean rehearsal) throws IOException {
    String wanted = cluster;
    boolean simulated = rehearsal;
    int taken = 0;
    for (Path path : newest(state.resolve("runs"), Integer.MAX_VALUE)) {
      if (taken == RUNS) {
        return;
      }
      RunFolder run = new RunFolder(path);
      RunMeta meta;
      try {
        meta = meta(run);
      } catch (IOException e) {
        taken += damaged(run, wanted, e) ? 1 : 0;
        continue;
      }
      if (wanted == null && (meta.rehearsal() || !rehearsal)) {
        wanted = meta.cluster();
        simulated = meta.rehearsal();
      }
      if (meta.cluster().equals(wanted) && meta.rehearsal() == simulated) {
        taken++;
        run(run);
      }
    }
  }

  /**
   * What is said of a run.
   *
   * @throws IOException when that cannot be read, or says too little
   */
  private static RunMeta meta(RunFolder run) throws IOException {
    RunMeta meta = run.meta();
    if (Stream.of(meta.run(), meta.cluster(), meta.holder()).anyMatch(Objects::isNull)) {
      throw new IOException("it says too little");
    }
    return meta;
  }

  /** Of which cluster a run was whose own word of it is lost is told by its journal's beginning. */
  private boolean damaged(RunFolder run, @Nullable String wanted, IOException why) {
    String cluster = beginning(run).path("cluster").asText();
    if (wanted == null || !cluster.equals(wanted)) {
      if (cluster.isEmpty() && Files.isDirectory(run.path())) {
        gathered.trouble(
            "%s: left out, as it cannot be told of which cluster that run was (%s); --run %s takes it in."
                .formatted(path(run, ""), FileFailure.words(why), run.id()));
      }
      return false;
    }
    run(run);
    return true;
  }

  /** The first line of its journal; a missing node where that is none. */
  private static JsonNode beginning(RunFolder run) {
    try (BufferedReader lines = Files.newBufferedReader(run.events())) {
      String first = lines.readLine();
      return first == null ? MAPPER.missingNode() : MAPPER.readTree(first);
    } catch (IOException e) {
      return MAPPER.missingNode();
    }
  }

  /** One run. */
  void run(RunFolder run) {
    try {
      gathered.names().add(meta(run));
    } catch (IOException e) {
      gathered.trouble(
          "%s cannot be read: %s.".formatted(path(run, "meta.json"), FileFailure.words(e)));
    }
    knowNodes(run);
    inventory(run);
    FILES.forEach(file -> gathered.file(path(run, file), run.path().resolve(file), false));
    jvmCrash(run);
    gathered.file(path(run, JOURNAL), run.events(), true);
  }

  private void knowNodes(RunFolder run) {
    JsonNode begun = beginning(run);
    gathered.names().cluster(begun.path("cluster").asText());
    begun
        .path("nodes")
        .forEach(
            node -> {
              gathered.names().host(node.path("name").asText());
              gathered.names().host(node.path("address").asText());
            });
  }

  /**
   * Gets to know the names in the newest runs of any cluster, of which the program's log may speak.
   */
  void knowAll() throws IOException {
    for (Path path : newest(state.resolve("runs"), NAMED)) {
      RunFolder run = new RunFolder(path);
      knowNodes(run);
      try {
        gathered.names().add(meta(run));
      } catch (IOException e) {
        // Its journal's beginning has told what there was.
        continue;
      }
    }
  }

  private static String path(RunFolder run, String file) {
    return "runs/" + run.id().replaceAll("[^A-Za-z0-9._-]", "_") + "/" + file;
  }

  private void inventory(RunFolder run) {
    String path = path(run, "inventory.yaml");
    try {
      Inventory read =
          InventoryFile.parse(Files.readString(run.inventory()), path, Catalogue.load())
              .inventory();
      if (read == null) {
        gathered.trouble(
            path + ": left out, as it is no inventory of which the secrets could be told.");
      } else {
        gathered.inventory(path, read);
      }
    } catch (NoSuchFileException e) {
      gathered.trouble(path + " is not there.");
    } catch (IOException e) {
      gathered.trouble(path + ": left out, as it cannot be read: " + FileFailure.words(e) + ".");
    }
  }

  private void jvmCrash(RunFolder run) {
    Path file = run.path().resolve(JVM_CRASH);
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file)) {
      gathered.add(path(run, JVM_CRASH), lines.filter(l -> l.matches(OF_JVM_CRASH)).toList());
    } catch (IOException | UncheckedIOException e) {
      gathered.trouble(
          path(run, JVM_CRASH) + ": left out, as it cannot be read: " + FileFailure.words(e) + ".");
    }
  }
}
