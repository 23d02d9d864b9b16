package io.quorate.console;

import io.quorate.plan.Finding;
import java.util.List;

/** What a check found on a node, as lines. */
final class FindingLines {

  private FindingLines() {}

  static List<String> of(Finding finding) {
    String kind = finding.status() == Finding.Status.FAILED ? "error: " : "warning: ";
    return List.of(
        kind + finding.where() + ": " + finding.title() + ": " + finding.found(),
        "  " + finding.remedy());
  }
}
