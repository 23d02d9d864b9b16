package io.quorate.platform;

import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.List;

/** Manifests as people may see them. */
final class ManifestText {

  private ManifestText() {}

  /** The same, line by line, with a mark in place of each line of a Secret but its first ones. */
  static String shown(String manifests) {
    List<String> shown = new ArrayList<>();
    List<String> document = new ArrayList<>();
    for (String line : manifests.lines().toList()) {
      if (line.startsWith("---")) {
        shown.addAll(shownDocument(document));
        document.clear();
      }
      document.add(line);
    }
    shown.addAll(shownDocument(document));
    return String.join("\n", shown) + "\n";
  }

  private static List<String> shownDocument(List<String> lines) {
    boolean secret =
        lines.stream().anyMatch(l -> l.matches(".*\\bkind\"?\\s*:\\s*[\"']?Secret\\b.*"));
    return secret
        ? lines.stream()
            .map(l -> l.matches("(---|#|kind:|apiVersion:).*") ? l : Secret.SHOWN)
            .toList()
        : List.copyOf(lines);
  }
}
