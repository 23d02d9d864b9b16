package io.quorate.node.rehearsal;

import io.quorate.node.rehearsal.RehearsalState.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The manifest of a simulated machine: what was written there, and the way back. */
final class RehearsalManifest {

  private static final String RECORDS = "/var/lib/quorate";
  private static final String FILE = RECORDS + "/manifest";
  private static final String BEFORE = RECORDS + "/before";

  private final RehearsalState state;

  RehearsalManifest(RehearsalState state) {
    this.state = state;
  }

  /** Where a marked block is in a text, its marks included. */
  record Block(int from, int to) {

    /** The first of that name; null when there is none. */
    static @Nullable Block of(String name, String text) {
      int from = line(text, "# BEGIN " + name + "\n", 0);
      String last = "# END " + name + "\n";
      int end = from < 0 ? -1 : line(text, last, from);
      return end < 0 ? null : new Block(from, end + last.length());
    }

    private static int line(String text, String line, int from) {
      int at = text.indexOf(line, from);
      while (at > 0 && text.charAt(at - 1) != '\n') {
        at = text.indexOf(line, at + 1);
      }
      return at;
    }

    /** The text without any block of that name. */
    static String removed(String name, String text) {
      String rest = text;
      for (Block found = of(name, rest); found != null; found = of(name, rest)) {
        rest = rest.substring(0, found.from) + rest.substring(found.to);
      }
      return rest;
    }
  }

  boolean exists() {
    return state.files.keySet().stream().anyMatch(p -> p.startsWith(RECORDS + "/"));
  }

  void note(String line) {
    String listed = state.text(FILE);
    String before = listed == null ? "" : listed;
    if (before.lines().noneMatch(line::equals)) {
      state.files.put(FILE, new Entry(before + line + "\n", "root:root", "600"));
    }
  }

  /** To be called before the file is written: what it was is kept. */
  void claim(String path) {
    String listed = state.text(FILE);
    if (listed != null && listed.lines().anyMatch(path::equals)) {
      return;
    }
    Entry found = state.files.get(path);
    if (found != null) {
      state.files.put(BEFORE + path, found);
    }
    note(path);
  }

  /** Leaves the machine as it was before; returns the lines in the order of taking back. */
  List<String> takeBack() {
    String listed = state.text(FILE);
    List<String> lines = new ArrayList<>(listed == null ? List.of() : listed.lines().toList());
    Collections.reverse(lines);
    // Folders after what is in them, the inner ones first.
    lines.sort(Comparator.comparing((String line) -> line.endsWith("/")));
    lines.forEach(this::takeBack);
    state.removeFolder(RECORDS);
    state.removeFolder("/var/cache/quorate");
    state.artefacts.clear();
    state.uploads.clear();
    return lines;
  }

  private void takeBack(String line) {
    if (line.startsWith("block ")) {
      String path = line.substring(line.indexOf('/'));
      String name = line.substring("block ".length(), line.indexOf('/') - 1);
      state.files.computeIfPresent(
          path,
          (p, found) -> new Entry(Block.removed(name, found.text()), found.owner(), found.mode()));
    } else if (line.endsWith("/")) {
      String path = line.substring(0, line.length() - 1);
      if (!state.holds(path)) {
        state.folders.remove(path);
      }
    } else if (line.startsWith("/")) {
      Entry before = state.files.get(BEFORE + line);
      if (before == null) {
        state.files.remove(line);
      } else {
        state.files.put(line, before);
      }
    }
  }
}
