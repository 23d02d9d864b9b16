package io.quorate.engine;

import io.quorate.plan.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that cannot be mistaken for a later one with the same number, nor for one of another
 * machine that shares the home folder.
 *
 * @param pid its number
 * @param started when it began: clock ticks since boot where there is /proc, else milliseconds
 *     since 1970
 * @param boot the id of the boot that it began in; null where the system does not tell
 * @param host the name of the machine that it is on; null where that is not known
 * @param machine a digest of that machine's id, which is confidential by machine-id(5); null where
 *     it has none
 * @param space its namespace of process ids, pid_namespaces(7): a container has another; null where
 *     the system does not tell
 */
public record ProcessIdentity(
    long pid,
    long started,
    @Nullable String boot,
    @Nullable String host,
    @Nullable String machine,
    @Nullable String space) {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
  private static final Path HOST = PROC.resolve("sys/kernel/hostname");
  private static final Path MACHINE = Path.of("/etc/machine-id");

  public static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  public static ProcessIdentity of(ProcessHandle process) {
    String id = line(MACHINE);
    return new ProcessIdentity(
        process.pid(),
        startOf(process),
        line(BOOT),
        line(HOST),
        id == null ? null : Digest.sha256("quorate " + id),
        spaceHere());
  }

  /** The same process, as it would be known on another machine. */
  ProcessIdentity on(@Nullable String otherBoot, @Nullable String name, @Nullable String id) {
    return new ProcessIdentity(pid, started, otherBoot, name, id, space);
  }

  /** Whether it still runs here; one that ended and was not yet waited for does not. */
  public boolean isAlive() {
    return isOfThisBoot() && isAliveNow();
  }

  /**
   * Whether it is, or was, on another machine, or in another container of this one, where alone it
   * can be seen to live. Of the machine's name and id one that differs is enough: names change, and
   * machines are cloned with their ids.
   */
  public boolean isElsewhere() {
    if (boot != null && boot.equals(line(BOOT))) {
      return differ(space, spaceHere());
    }
    ProcessIdentity here = current();
    return differ(machine, here.machine) || differ(host, here.host);
  }

  private boolean isOfThisBoot() {
    return !differ(boot, line(BOOT)) && !isElsewhere();
  }

  /** Whether this machine was started anew since: pids and clock ticks begin again then. */
  public boolean isOfEarlierBoot() {
    return differ(boot, line(BOOT)) && !isElsewhere();
  }

  private static boolean differ(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.equals(other);
  }

  private static @Nullable String spaceHere() {
    try {
      return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
    } catch (IOException unknown) {
      return null;
    }
  }

  private static @Nullable String line(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException unknown) {
      return null;
    }
  }

  /** Whether it was stopped by a signal, and can go on; only seen where there is /proc. */
  public boolean isStopped() {
    return isAlive() && fields(PROC.resolve(Long.toString(pid)).resolve("stat"))[0].equals("T");
  }

  private boolean isAliveNow() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(p -> startOf(p) == started)
        .orElse(false);
  }

  /** -1 when the process is gone. */
  private static long startOf(ProcessHandle process) {
    if (Files.isDirectory(PROC.resolve("self"))) {
      return ticks(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
    }
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
  }

  /** Fields are counted after the command's closing parenthesis: proc(5), state 3, starttime 22. */
  private static long ticks(Path stat) {
    String[] fields = fields(stat);
    return fields.length < 22 - 2 || fields[0].equals("Z") ? -1 : Long.parseLong(fields[22 - 3]);
  }

  /** From the state on; an empty one alone when the process is gone. */
  private static String[] fields(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException gone) {
      return new String[] {""};
    }
  }
}
