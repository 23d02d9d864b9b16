package io.quorate.usecase;

import java.util.List;

/** What a person does before a run is started. */
public sealed interface Consent {

  /** Agrees once the changes are shown; --yes says so ahead. */
  record Agreement() implements Consent {}

  /** The same, for what changes something for certain: with --yes nobody has to look first. */
  record Certain() implements Consent {}

  /**
   * Types a name, since this cannot be undone; --confirm gives it ahead, --yes is not enough.
   *
   * @param warning sentences before the question
   */
  record TypedName(String name, List<String> warning) implements Consent {
    public TypedName {
      warning = List.copyOf(warning);
    }
  }
}
