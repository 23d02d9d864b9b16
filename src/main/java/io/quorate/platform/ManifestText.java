package io.quorate.platform;

import io.quorate.inventory.Problem;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Manifests as people may see them. */
final class ManifestText {

  /** What of a Secret is shown: nothing that a value could stand in. */
  private static final Pattern SHOWN = Pattern.compile("---|(kind|apiVersion): [A-Za-z0-9./]+");

  private static final Pattern NAMED = Pattern.compile("\\bSecret\\b");

  private ManifestText() {}

  /**
   * The same, line by line, with a mark in place of each line of a document that is a Secret,
   * speaks of one, or cannot be read.
   */
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
    return isTelling(String.join("\n", lines))
        ? lines.stream().map(l -> SHOWN.matcher(l).matches() ? l : Secret.SHOWN).toList()
        : List.copyOf(lines);
  }

  private static boolean isTelling(String document) {
    if (NAMED.matcher(document).find()) {
      return true;
    }
    List<Problem> problems = new ArrayList<>();
    List<Written> read = YamlReader.documents(document, "manifest", problems);
    return problems.stream().anyMatch(Problem::isError)
        || read.stream().anyMatch(ManifestText::isSecret);
  }

  private static boolean isSecret(Written value) {
    return switch (value) {
      case Written.Mapping object ->
          object.text("kind").equals("Secret")
              || object.entries().values().stream().anyMatch(e -> isSecret(e.value()));
      case Written.Sequence list -> list.items().stream().anyMatch(ManifestText::isSecret);
      default -> false;
    };
  }
}
