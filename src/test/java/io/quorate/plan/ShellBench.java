package io.quorate.plan;

import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs programs with the machine's own {@code sh}, as the present user, below a folder; what would
 * touch the machine (systemctl, dpkg, apt) is played by small scripts.
 */
final class ShellBench {

  static final String MARK = "0123456789abcdef";

  final Path root;
  final Path bin;
  final Shell.Places places;
  final String owner;

  /** What programs have otherwise here, such as how long they wait. */
  final Map<String, String> replaced = new HashMap<>();

  /** What a program did. */
  static final class Result implements Frames.Listener {
    final Map<Integer, Outcome> outcomes = new TreeMap<>();
    final Map<Integer, String> details = new TreeMap<>();
    final List<String> output = new ArrayList<>();
    final List<String> diff = new ArrayList<>();
    final List<long[]> progress = new ArrayList<>();
    List<String> stray = List.of();
    boolean ended;
    int exitCode;
    long millis;

    @Override
    public void started(int operation) {}

    @Override
    public void output(int operation, String line) {
      output.add(line);
    }

    @Override
    public void progress(int operation, long done, long total) {
      progress.add(new long[] {done, total});
    }

    @Override
    public void diff(int operation, String line) {
      diff.add(line);
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      outcomes.put(operation, outcome);
      details.put(operation, detail);
    }

    Outcome outcome() {
      return outcomes.get(0);
    }

    String detail() {
      return details.get(0);
    }

    List<Outcome> all() {
      return List.copyOf(outcomes.values());
    }

    @Override
    public String toString() {
      return outcomes + " " + details + " " + output + " " + stray + " rc " + exitCode;
    }
  }

  ShellBench(Path root) {
    try {
      this.root = root;
      this.bin = Files.createDirectories(root.resolve("bin"));
      this.owner = words("id", "-un") + ":" + words("id", "-gn");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.places =
        new Shell.Places(
            root.resolve("state").toString(),
            root.resolve("cache").toString(),
            bin + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  private static String words(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  String path(String name) {
    return root.resolve(name).toString();
  }

  WriteFile file(String name, String text) {
    return new WriteFile(path(name), Content.of(text), owner, "0644");
  }

  String read(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  /** A command that programs find before the machine's own. */
  void command(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Result apply(Operation... operations) throws Exception {
    return run(List.of(operations), Mode.APPLY);
  }

  Result check(Operation... operations) throws Exception {
    return run(List.of(operations), Mode.CHECK);
  }

  Process start(List<Operation> operations, Mode mode) throws IOException {
    Process process = new ProcessBuilder("sh").start();
    String program = Shell.program(operations, mode, MARK, places);
    for (Map.Entry<String, String> part : replaced.entrySet()) {
      program = program.replace(part.getKey(), part.getValue());
    }
    try (var in = process.getOutputStream()) {
      in.write(program.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  Result run(List<Operation> operations, Mode mode) throws Exception {
    long begun = System.nanoTime();
    Process process = start(operations, mode);
    Result result = new Result();
    Frames frames = new Frames(MARK, operations, result);
    byte[] buffer = new byte[4096];
    for (int n; (n = process.getInputStream().read(buffer)) >= 0; ) {
      frames.feed(buffer, 0, n);
    }
    frames.close();
    result.millis = (System.nanoTime() - begun) / 1_000_000;
    result.exitCode = process.waitFor();
    result.ended = frames.ended();
    List<String> stray = new ArrayList<>(frames.stray());
    stray.addAll(process.errorReader().readAllLines());
    result.stray = stray;
    return result;
  }
}
