package io.quorate.wizard;

import io.quorate.inventory.Access;
import org.jspecify.annotations.Nullable;

/**
 * The background work that was asked for so far. Each piece has a number of its own, by which a
 * late report is told from the newest.
 *
 * @param last the newest number that was given
 * @param door how the hosts were reached when they were last tried; null: not yet
 */
record Attempts(long last, @Nullable Door door) {

  /** How hosts are reached, and with what. */
  record Door(Access access, AccessSecrets secrets) {}

  static Attempts none() {
    return new Attempts(0, null);
  }

  Attempts upTo(long newest) {
    return new Attempts(newest, door);
  }

  Attempts by(Door other) {
    return new Attempts(last, other);
  }
}
