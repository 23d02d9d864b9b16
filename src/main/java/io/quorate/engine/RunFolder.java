package io.quorate.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quorate.plan.PrivateFiles;
import io.quorate.run.Death;
import io.quorate.run.ProcessDeath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run leaves its traces, readable by its owner only: {@code events.jsonl}, {@code
 * meta.json}, {@code inventory.yaml}, {@code run.log}, and while it runs {@code control.sock}.
 *
 * @param path its last name is the run's id, such as 20261122-231500-ab12 (UTC): names sort by age
 */
public record RunFolder(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE = PrivateFiles.ofFile();

  /** Less than a journal is written in at once. */
  private static final long LEAST_BYTES = 64 << 10;

  /**
   * Makes a new one below {@code root}, which is made too.
   *
   * @param start when the run begins
   */
  static RunFolder create(Path root, Instant start) throws IOException {
    PrivateFiles.makeFolder(root);
    SecureRandom random = new SecureRandom();
    while (true) {
      byte[] suffix = new byte[2];
      random.nextBytes(suffix);
      Path path = root.resolve(ID.format(start) + "-" + HexFormat.of().formatHex(suffix));
      try {
        return new RunFolder(Files.createDirectory(path, PrivateFiles.ofFolder()));
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
  }

  public String id() {
    return path.getFileName().toString();
  }

  public Path events() {
    return path.resolve("events.jsonl");
  }

  public Path inventory() {
    return path.resolve("inventory.yaml");
  }

  /** What the run's process printed: troubles of the program itself. */
  public Path log() {
    return path.resolve("run.log");
  }

  Path socket() {
    return path.resolve("control.sock");
  }

  /** What a crash of the run's process was; there only after one. */
  Path crash() {
    return path.resolve("crash.txt");
  }

  /** Written by the JVM when it fails itself; the launcher names it. */
  private Path jvmCrash() {
    return path.resolve("jvm-crash.log");
  }

  /** Holds the size of the heap that was full; written by the JVM's last command. */
  Path outOfMemory() {
    return path.resolve("out-of-memory");
  }

  /** There when the run's process could start no more threads. */
  Path outOfThreads() {
    return path.resolve("out-of-threads");
  }

  private Path deathFile() {
    return path.resolve("death.json");
  }

  /**
   * How the run's process came to its end, when it is gone without the run's last word; empty when
   * it lives, or the run ended by itself. What is noticed first is kept: later, what the process
   * left behind may mean something else.
   */
  public Optional<Death> fate() throws IOException {
    RunMeta meta = meta();
    return meta.result() != null || meta.process() == null || meta.isAlive()
        ? Optional.empty()
        : Optional.of(noteDeath());
  }

  /** How it came to its end, for those who know that it is gone. */
  Death noteDeath() {
    Death seen = new Death(Instant.now(), death());
    if (seen.why() instanceof ProcessDeath.FolderGone) {
      return seen;
    }
    try {
      if (Files.exists(deathFile())) {
        Death kept = HandOverJson.read(Files.readString(deathFile()), Death.class);
        // What the process wrote itself tells more than that it was gone.
        boolean tells = kept.why() instanceof ProcessDeath.Killed && seen.why().isOwnWord();
        if (!tells) {
          return kept;
        }
      }
      meta();
    } catch (IOException e) {
      LOG.warn("{}: what is known of its end cannot be read, and is not kept", path, e);
      return seen;
    }
    if (seen.why().isCertain()) {
      try {
        PrivateFiles.write(deathFile(), HandOverJson.write(seen) + "\n");
      } catch (IOException e) {
        LOG.warn("{} cannot be kept", deathFile(), e);
      }
    }
    return seen;
  }

  /** Why the run's process is gone, by what it left behind. */
  public ProcessDeath death() {
    if (!Files.isDirectory(path)) {
      return new ProcessDeath.FolderGone(path.toString());
    }
    try {
      return death(Files.getFileStore(path).getUsableSpace());
    } catch (IOException unknown) {
      return death(Long.MAX_VALUE);
    }
  }

  /**
   * @param free bytes on its file system
   */
  ProcessDeath death(long free) {
    try {
      if (Files.exists(outOfThreads())) {
        return new ProcessDeath.OutOfThreads();
      }
      if (Files.exists(outOfMemory())) {
        return new ProcessDeath.OutOfMemory(Files.readString(outOfMemory()).strip());
      }
      if (Files.exists(crash())) {
        String first = Files.readString(crash()).lines().findFirst().orElse("");
        return new ProcessDeath.Crashed(first, crash().toString());
      }
      if (Files.exists(jvmCrash())) {
        return new ProcessDeath.Crashed("the Java virtual machine failed", jvmCrash().toString());
      }
      ProcessIdentity process = meta().process();
      if (process != null && process.isElsewhere()) {
        return new ProcessDeath.Elsewhere(Objects.requireNonNullElse(process.host(), ""));
      }
      if (free < LEAST_BYTES) {
        return new ProcessDeath.DiskFull(path.toString());
      }
      return process != null && process.isOfEarlierBoot()
          ? new ProcessDeath.MachineRestarted()
          : new ProcessDeath.Killed();
    } catch (IOException unreadable) {
      return new ProcessDeath.Killed();
    }
  }

  private Path metaFile() {
    return path.resolve("meta.json");
  }

  /** Keeps the wanted cluster beside the run; what was sealed in it has to be so. */
  public void writeInventory(String yaml) throws IOException {
    PrivateFiles.write(inventory(), yaml);
  }

  /**
   * @throws IOException when there is none, or it is not readable
   */
  public RunMeta meta() throws IOException {
    try {
      return HandOverJson.readMeta(Files.readString(metaFile()));
    } catch (JsonProcessingException e) {
      throw new IOException(metaFile() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Keeps how the run was asked for. */
  public void writeInvocation(Invocation asked) throws IOException {
    writeMeta(meta().withInvocation(asked));
  }

  void writeMeta(RunMeta meta) throws IOException {
    PrivateFiles.write(metaFile(), HandOverJson.writeMeta(meta) + "\n");
  }
}
