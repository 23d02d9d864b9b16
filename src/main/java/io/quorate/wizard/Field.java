package io.quorate.wizard;

import java.util.List;

/**
 * A field of a page.
 *
 * @param key the setting's name in an inventory, or one of the wizard's own
 * @param label a few words
 * @param choices only of a choice, in their order
 * @param help what it is for, a few sentences
 * @param example a value as it may be typed
 * @param source where the fact comes from, or what the setting becomes
 */
public record Field(
    String key,
    String label,
    Kind kind,
    List<Choice> choices,
    String help,
    String example,
    String source) {

  public Field {
    choices = List.copyOf(choices);
  }

  /** How a field is edited. */
  public enum Kind {
    TEXT,
    /** Shown as dots. */
    SECRET,
    /** One of a few. */
    CHOICE,
    /** {@code true} or {@code false}. */
    SWITCH
  }

  /**
   * @param value as it stands in the inventory
   * @param note what speaks for it, or its end of support; may be empty
   */
  public record Choice(String value, String note) {}
}
