package io.quorate.recipe;

import java.util.List;

/** The inventory wants other versions than those that run. */
public final class VersionsRefused extends GuardRefused {
  private static final long serialVersionUID = 1L;
  private final List<String> lines;

  VersionsRefused(List<String> lines) {
    super(String.join("\n", lines), "");
    this.lines = List.copyOf(lines);
  }

  /** What is refused and why, for a person: a sentence, a table, and what to do. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String getMessage() {
    return String.join("\n", lines);
  }
}
