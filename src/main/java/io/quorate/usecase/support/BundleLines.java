package io.quorate.usecase.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.run.Redaction;
import io.quorate.usecase.Release;
import io.quorate.usecase.support.BundleResult.Held;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A support bundle in lines of text: for whoever made it, and its own first page. */
public final class BundleLines {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ROW = "%10s  %-48s %s";

  private BundleLines() {}

  /** What it holds, what was taken out, and what to do with it; without what is missing. */
  public static List<String> of(BundleResult made) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The support bundle is %s (%s, mode 0600).".formatted(made.file(), size(made.bytes())));
    lines.add("Contents:");
    folders(made.held()).forEach((folder, in) -> lines.add("    " + folder + words(in)));
    lines.add("Redacted: " + counts(made.redacted(), "nothing looked like a secret") + ".");
    Path names = made.names();
    if (names != null) {
      lines.add("Replaced: " + counts(made.standIns(), "no name or address was found") + ".");
      lines.add("    %s maps them back: keep it to yourself.".formatted(names));
    }
    lines.add(
        "Look at it before you send it: its MANIFEST lists each file, what was cut and what was"
            + " redacted. No rule finds everything that people wrote into logs.");
    return lines;
  }

  /** By folder, as there may be hundreds of files: those of a node, or of a run, are one line. */
  private static Map<String, List<Held>> folders(List<Held> held) {
    Map<String, List<Held>> folders = new LinkedHashMap<>();
    for (Held one : held) {
      int last = one.path().lastIndexOf('/');
      String folder = last < 0 ? one.path() : one.path().substring(0, last + 1);
      folders.computeIfAbsent(folder, f -> new ArrayList<>()).add(one);
    }
    return folders;
  }

  private static String words(List<Held> held) {
    long bytes = held.stream().mapToLong(Held::bytes).sum();
    long cut = held.stream().mapToLong(Held::cutBytes).sum();
    return "  "
        + (held.size() == 1 ? "" : held.size() + " files, ")
        + size(bytes)
        + (cut == 0 ? "" : ", the last of " + size(bytes + cut));
  }

  private static String counts(Map<String, Integer> counts, String none) {
    return counts.isEmpty()
        ? none
        : counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  static String size(long bytes) {
    return bytes < 10_240
        ? bytes + " bytes"
        : bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  /** One object, one line. */
  public static String json(BundleResult made) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", made.file().toString());
    told.put("bytes", made.bytes());
    told.put("held", made.held());
    told.put("troubles", made.troubles());
    told.put("redacted", made.redacted());
    told.put("standIns", made.standIns());
    @Nullable Path names = made.names();
    told.put("names", names == null ? null : names.toString());
    try {
      return MAPPER.writeValueAsString(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written", e);
    }
  }

  /** The first page of the bundle itself, which cannot say how large the whole is. */
  static String manifest(BundleResult made, boolean replaced, Instant at) {
    List<String> lines = new ArrayList<>();
    lines.add("A support bundle of Quorate " + Release.VERSION + ", made at " + at + ".");
    lines.add("");
    lines.add(ROW.formatted("BYTES", "FILE", "").stripTrailing());
    made.held()
        .forEach(h -> lines.add(ROW.formatted(h.bytes(), h.path(), remarks(h)).stripTrailing()));
    lines.add("");
    lines.add("Redacted, shown as " + Redaction.SHOWN + ":");
    section(lines, made.redacted(), "nothing looked like a secret");
    lines.add("");
    lines.add("Replaced by stand-ins, the same wherever the same stood:");
    section(
        lines,
        made.standIns(),
        replaced ? "no name or address was found" : "that was not asked for");
    lines.add("");
    lines.add("Missing:");
    made.troubles().forEach(t -> lines.add("  " + t));
    if (made.troubles().isEmpty()) {
      lines.add("  nothing");
    }
    return String.join("\n", lines) + "\n";
  }

  private static void section(List<String> lines, Map<String, Integer> counts, String none) {
    counts.forEach((title, count) -> lines.add("%10d  %s".formatted(count, title)));
    if (counts.isEmpty()) {
      lines.add("  " + none);
    }
  }

  private static String remarks(Held held) {
    List<String> remarks = new ArrayList<>();
    if (held.cutBytes() > 0) {
      remarks.add("the end; %d bytes before it are left out".formatted(held.cutBytes()));
    }
    if (held.redacted() > 0) {
      remarks.add(held.redacted() + " redacted");
    }
    if (held.standIns() > 0) {
      remarks.add(held.standIns() + " replaced");
    }
    return String.join(", ", remarks);
  }
}
