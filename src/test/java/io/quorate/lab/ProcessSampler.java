package io.quorate.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the arguments and the environment of every process of the machine while others run. The
 * nodes are containers: their processes are among them, as are the program's own.
 */
final class ProcessSampler implements AutoCloseable {

  private static final Path PROC = Path.of("/proc");

  /** A process that was just forked is another one's copy until it is itself. */
  private static final int LOOKS = 3;

  private final Map<String, String> seen = new ConcurrentHashMap<>();
  private final Map<String, Integer> looks = new HashMap<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("sampler").start(this::run);
  private volatile boolean over;

  private void run() {
    while (!over) {
      Map<String, Integer> alive = new HashMap<>();
      for (String name : PROC.toFile().list()) {
        if (Character.isDigit(name.charAt(0))) {
          int already = looks.getOrDefault(name, 0);
          if (already < LOOKS) {
            look(name);
          }
          alive.put(name, already + 1);
        }
      }
      looks.clear();
      looks.putAll(alive);
      try {
        Thread.sleep(40);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look(String process) {
    String arguments = read(process, "cmdline").replace('\0', ' ');
    // The terminal of a test is told by arguments what to type.
    if (!arguments.startsWith("tmux ")) {
      seen.putIfAbsent(arguments, "arguments");
      for (String variable : read(process, "environ").split("\0")) {
        seen.putIfAbsent(variable, "environment of " + arguments);
      }
    }
  }

  private static String read(String process, String file) {
    try {
      return Files.readString(PROC.resolve(process).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** All that was seen until now, by where. */
  Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    seen.forEach((text, where) -> texts.put(where + " of a process: " + text, text));
    return texts;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
