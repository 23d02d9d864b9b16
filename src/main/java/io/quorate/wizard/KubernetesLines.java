package io.quorate.wizard;

import io.quorate.release.Catalogue;
import java.util.List;

/** The catalogue's lines of Kubernetes as a person chooses among them. */
final class KubernetesLines {

  private KubernetesLines() {}

  /** The minor versions that were supported when the catalogue was made, newest first. */
  static List<Field.Choice> choices() {
    Catalogue catalogue = Catalogue.load();
    return catalogue.lines().stream()
        .filter(Catalogue.Line::supported)
        .map(l -> new Field.Choice(l.minor(), note(l, l.minor().equals(catalogue.suggested()))))
        .toList();
  }

  private static String note(Catalogue.Line line, boolean suggested) {
    return line.newest()
        + ", supported until "
        + line.endOfLife()
        + (suggested ? ", suggested" : "");
  }
}
