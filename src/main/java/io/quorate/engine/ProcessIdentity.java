package io.quorate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid its number
 * @param started when it began: clock ticks since boot where there is /proc, else milliseconds
 *     since 1970
 * @param boot the id of the boot that it began in; null where the system does not tell
 */
public record ProcessIdentity(long pid, long started, @Nullable String boot) {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

  public static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startOf(process), currentBoot());
  }

  /** Whether it still runs; one that ended and was not yet waited for does not. */
  public boolean isAlive() {
    return !isOfEarlierBoot() && isAliveNow();
  }

  /** Whether the machine was started anew since: pids and clock ticks begin again then. */
  public boolean isOfEarlierBoot() {
    String now = currentBoot();
    return boot != null && now != null && !boot.equals(now);
  }

  private static @Nullable String currentBoot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException unknown) {
      return null;
    }
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
    try {
      String text = Files.readString(stat);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return fields[0].equals("Z") ? -1 : Long.parseLong(fields[22 - 3]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
