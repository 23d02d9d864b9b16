package io.quorate.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A taint of a node.
 *
 * @param value empty: none
 * @param effect one of {@link #EFFECTS}
 */
public record Taint(String key, String value, String effect) {

  /** Also evicts the pods that run there and do not tolerate it. */
  public static final String NO_EXECUTE = "NoExecute";

  /** Only avoids the node. */
  public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";

  public static final List<String> EFFECTS = List.of("NoSchedule", PREFER_NO_SCHEDULE, NO_EXECUTE);

  /**
   * {@code key=value:Effect}, {@code key:Effect} or {@code key=:Effect}; its parts are not judged.
   * Null when the text is none of these.
   */
  public static @Nullable Taint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return null;
    }
    String pair = text.substring(0, colon);
    int equals = pair.indexOf('=');
    return new Taint(
        equals < 0 ? pair : pair.substring(0, equals),
        equals < 0 ? "" : pair.substring(equals + 1),
        text.substring(colon + 1));
  }

  /** What a node has once only: key and effect. */
  public String identity() {
    return key + ":" + effect;
  }

  /** Whether the scheduler puts no pod there that does not tolerate it. */
  public boolean keepsPodsAway() {
    return !effect.equals(PREFER_NO_SCHEDULE);
  }

  /** As it is written. */
  public String text() {
    return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
