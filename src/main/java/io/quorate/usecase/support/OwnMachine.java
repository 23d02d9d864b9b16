package io.quorate.usecase.support;

import io.quorate.plan.Digest;
import io.quorate.usecase.Release;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which Quorate this is, and what it runs on. */
final class OwnMachine {

  /** What makes terminals differ; none of them holds a secret. */
  private static final List<String> TOLD =
      List.of(
          "TERM",
          "COLORTERM",
          "NO_COLOR",
          "COLORFGBG",
          "LC_ALL",
          "LANG",
          "TMUX",
          "SSH_TTY",
          "QUORATE_THEME",
          "QUORATE_BELL",
          "QUORATE_MEMORY");

  private OwnMachine() {}

  static List<String> lines(Map<String, String> environment, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(Release.own().words());
    lines.add("build " + build());
    lines.add("at " + now);
    lines.add("Java " + Runtime.version() + ", " + System.getProperty("java.vendor"));
    lines.add(
        "on %s %s %s, %d processors, heap at most %d MiB"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20));
    TOLD.forEach(name -> lines.add(name + "=" + environment.getOrDefault(name, "(not set)")));
    // Their values may be passwords.
    TreeSet<String> ours = new TreeSet<>(environment.keySet());
    ours.removeIf(name -> !name.startsWith("QUORATE_") && !name.startsWith("ANSIBLE_"));
    lines.add("set, too: " + (ours.isEmpty() ? "nothing of ours" : String.join(" ", ours)));
    return lines;
  }

  /** The sum of the program's file tells one build from another of the same version. */
  private static String build() {
    CodeSource source = OwnMachine.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "unknown";
    }
    try {
      Path program = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(program)
          ? "sha256 " + Digest.sha256(Files.readAllBytes(program))
          : "of classes, not packaged";
    } catch (IOException | URISyntaxException e) {
      return "unknown: " + e.getClass().getSimpleName();
    }
  }
}
