package io.quorate.wizard;

import io.quorate.inventory.release.Catalogue;
import java.util.List;

/** The catalogue's lines of Kubernetes as a person chooses among them. */
final class KubernetesLines {

  private KubernetesLines() {}

  /**
   * The minor versions that were supported when the catalogue was made, newest first. The end of
   * support is said with each.
   */
  static List<Field.Choice> choices() {
    return Catalogue.load().lines().stream()
        .filter(Catalogue.Line::supported)
        .map(l -> new Field.Choice(l.minor(), note(l)))
        .toList();
  }

  private static String note(Catalogue.Line line) {
    return "newest " + line.newest() + ", until " + line.endOfLife();
  }
}
