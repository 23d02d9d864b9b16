package io.quorate.lab;

import io.quorate.terminal.Tmux;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test watches while it runs. */
final class Running implements AutoCloseable {

  private final Process process;
  private final StringBuffer output = new StringBuffer();
  private final Thread reader;

  private Running(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static Running start(Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      return new Running(builder.start());
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private void read() {
    char[] buffer = new char[4096];
    try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        output.append(buffer, 0, n);
      }
    } catch (IOException e) {
      output.append("(output lost: ").append(e.getMessage()).append(')');
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    return output.toString();
  }

  /** Waits until the text was printed. */
  void await(Duration within, String text) {
    long deadline = System.nanoTime() + within.toNanos();
    while (output.indexOf(text) < 0) {
      if (System.nanoTime() > deadline || !process.isAlive() && !reader.isAlive()) {
        throw new AssertionError("no \"" + text + "\" within " + within + ":\n" + output);
      }
      Tmux.pause(50);
    }
  }

  /** Its exit code. */
  int end(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + within + ":\n" + output);
      }
      reader.join(5000);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
