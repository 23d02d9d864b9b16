package io.quorate.node.rehearsal;

import io.quorate.node.rehearsal.RehearsalState.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a simulated machine keeps of what it ran before, in folders as the real ones have them. */
final class RehearsalKept {

  private static final String ARTEFACTS = "/artefacts/";

  private static final List<String> FOLDERS =
      List.of("/var/lib/quorate/upgrade", "/var/lib/quorate/before-upgrade");

  private final RehearsalState state;

  RehearsalKept(RehearsalState state) {
    this.state = state;
  }

  /** Keeps what is installed. */
  void keep(String folder) {
    state.removeFolder(folder);
    state.folders.put(folder, "root:root 700");
    state.artefacts.forEach(
        (name, artefact) -> {
          if (!name.contains("/")) {
            state.files.put(folder + ARTEFACTS + name, new Entry(artefact, "root:root", "600"));
          }
        });
  }

  boolean keeps(String folder) {
    return state.folders.containsKey(folder);
  }

  /** Has it in another folder, in the place of what that held. */
  void move(String from, String to) {
    Map<String, Entry> kept = new TreeMap<>();
    state.files.forEach(
        (path, entry) -> {
          if (path.startsWith(from + "/")) {
            kept.put(to + path.substring(from.length()), entry);
          }
        });
    state.removeFolder(from);
    state.removeFolder(to);
    state.folders.put(to, "root:root 700");
    state.files.putAll(kept);
  }

  /** A download's version and places, as they are kept; null when it is not. */
  @Nullable String artefact(String folder, String name) {
    return state.text(folder + ARTEFACTS + name);
  }

  /** Told as {@code assets/upgrade/look-kept.sh} tells it. */
  String answer() {
    StringBuilder lines = new StringBuilder();
    for (String folder : FOLDERS) {
      if (!keeps(folder)) {
        continue;
      }
      lines.append("folder ").append(folder).append('\n');
      String below = folder + ARTEFACTS;
      for (String path : state.filesAt(below)) {
        String version = String.valueOf(state.text(path)).split(" ", 2)[0];
        String name = path.substring(below.length());
        lines.append("kept %s %s %s\n".formatted(folder, name, version));
      }
    }
    return lines.toString();
  }
}
