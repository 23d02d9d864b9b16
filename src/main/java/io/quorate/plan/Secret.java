package io.quorate.plan;

/** A text that no log, journal, report, screen or process list may show. */
public record Secret(String reveal) {

  /** Never the text itself. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
