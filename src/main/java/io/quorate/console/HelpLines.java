package io.quorate.console;

import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/** What {@code ?} says, as lines. */
final class HelpLines {

  private HelpLines() {}

  static List<String> of(Field.Help help) {
    List<String> lines = new ArrayList<>(List.of(help.about()));
    help.example().lines().forEach(e -> lines.add("Example: " + e));
    if (!help.source().isEmpty()) {
      lines.add("Source: " + help.source());
    }
    return lines;
  }
}
