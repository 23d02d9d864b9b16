package io.quorate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid its number
 * @param started when it began: clock ticks since boot where there is /proc, else milliseconds
 *     since 1970
 */
public record ProcessIdentity(long pid, long started) {
  private static final Path PROC = Path.of("/proc");

  public static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startOf(process));
  }

  /** Whether it still runs; one that ended and was not yet waited for does not. */
  public boolean isAlive() {
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
