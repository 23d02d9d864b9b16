package io.quorate.wizard;

import io.quorate.inventory.setting.Setting;
import java.util.List;

/**
 * A field of a page.
 *
 * @param key the setting's name in an inventory, or one of {@link OwnField}'s
 * @param label a few words
 * @param choices of a choice: all there is; of a text: suggestions, and anything else can be typed
 */
public record Field(String key, String label, Kind kind, List<Choice> choices) {

  public Field {
    choices = List.copyOf(choices);
  }

  /** Whether it is the etcd token, which can be made anew. */
  public boolean isToken() {
    return key.equals(Setting.ETCD_INITIAL_TOKEN.key());
  }

  /** How a field is edited. */
  public enum Kind {
    TEXT,
    /** Shown as stars. */
    SECRET,
    /** One of a few. */
    CHOICE,
    /** {@code true} or {@code false}. */
    SWITCH
  }

  /**
   * @param value as it stands in the inventory
   * @param note what speaks for it, such as its end of support; may be empty
   */
  public record Choice(String value, String note) {}

  /**
   * What F1 says of a field.
   *
   * @param about what it is for, a sentence or two
   * @param example a value as one would type it
   * @param source where the fact behind the default or the rule comes from
   */
  public record Help(String about, String example, String source) {}
}
