package io.quorate.plan;

import com.fasterxml.jackson.annotation.JsonValue;

/** A text that no log, journal, report, screen or process list may show. */
public record Secret(String reveal) {

  /** Never the text itself, in JSON neither. */
  @JsonValue
  @Override
  public String toString() {
    return "(secret)";
  }
}
