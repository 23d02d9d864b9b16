package io.quorate.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine with a time-out. */
final class Commands {

  /** What a program printed (both streams) and how it ended. */
  record Result(int exitCode, String output, Duration took) {
    Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ":\n" + output);
      }
      return this;
    }
  }

  private Commands() {}

  static Result run(Duration timeout, Map<String, String> environment, List<String> command) {
    long start = System.nanoTime();
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      Process process = builder.start();
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(
                      process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                  return "(output lost: " + e.getMessage() + ")";
                }
              },
              Thread::startVirtualThread);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command) + " did not end within " + timeout + ":\n" + output.join());
      }
      return new Result(
          process.exitValue(), output.join(), Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Result run(Duration timeout, String... command) {
    return run(timeout, Map.of(), Arrays.asList(command));
  }
}
